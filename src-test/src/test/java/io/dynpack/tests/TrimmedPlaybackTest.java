package io.dynpack.tests;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.publishing.AccountFilter;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Players play a presentation that a filter cuts at both ends, from its first picture to its last, with sound all the time. Its
 * video is that from 6.006 s to 18.018 s; the sound under it lies in fragments that begin at 6.016 s and end at 18.048 s.
 */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class TrimmedPlaybackTest {
    private static final double START = 6.006;
    private static final double DURATION = 12.012;
    /** Seconds: of 29.97 frames a second. */
    private static final double FRAME = 0.034;
    /** Seconds: hls.js counts from the first decoding time of a transport stream. */
    private static final double TRANSPORT = 0.1;
    /** Seconds: by so much Smooth Streaming, which has no edit lists, counts pictures later. */
    private static final double PRIMING = 0.0213;
    /** Seconds, of filters that mean their times to the tick. */
    private static final double BETWEEN = 7;
    private static final double KEY_FRAME = 8.008;
    private static final double FAST = 3;

    private final QuickstartOrigin origin;
    private final Browser browser;

    TrimmedPlaybackTest(QuickstartOrigin origin, Browser browser) {
        this.origin = origin;
        this.browser = browser;
    }

    private static AccountFilter filter(String name, Map<String, Object> range) {
        return AccountFilter.of(Map.of("name", name, "properties", Map.of("presentationTimeRange", range)));
    }

    @BeforeEach
    void filters() {
        origin.catalog().putAccountFilter(filter("trimmed", Map.of("startTimestamp", 6000, "endTimestamp", 18000, "timescale",
                1000))).join();
        origin.catalog().putAccountFilter(filter("between", Map.of("startTimestamp", 7, "endTimestamp", 16, "timescale", 1,
                "exact", true))).join();
        origin.catalog().putAccountFilter(filter("key-frame", Map.of("startTimestamp", 80_080_000, "endTimestamp", 160_000_000,
                "exact", true))).join();
    }

    private URI manifest(String format, String filter) {
        return origin.publish(Fixtures.ladder()).resolve("manifest(format=" + format + ",filter=" + filter + ")");
    }

    /**
     * From the first picture, with sound.
     *
     * @param begins seconds of the player's time at which the first picture is
     * @param slack  seconds
     */
    private static void begins(Playback playback, double begins, double slack) {
        Playback.State early = playback.advance(0.3);
        assertThat(early.firstFrame()).as(playback.report()).isBetween(begins - slack, begins + slack);
        assertThat(early.began()).as(playback.report()).isBetween(begins - slack, begins + slack);
        assertThat(early.audioBytes()).as("sound that was decoded\n" + playback.report()).isPositive();
        covers(early.videoBuffered(), begins + slack, begins + 1, playback);
        covers(early.audioBuffered(), begins + slack, begins + 1, playback);
    }

    /** Without a stall, a gap or an error as far as {@code time}, or the end. */
    private static Playback.State goesOn(Playback playback, double time) {
        playback.rate(FAST);
        Playback.State state = playback.await("it plays " + time, now -> now.ended() || now.time() > time);
        assertThat(state.lastFrame()).as(playback.report()).isGreaterThan(time - 3 * FAST * FRAME);
        assertThat(state.errors()).as(playback.report()).isEmpty();
        assertThat(state.stalls()).as(playback.report()).isZero();
        assertThat(state.jumps()).as("gaps that were passed over\n" + playback.report()).isZero();
        return state;
    }

    private static void covers(List<double[]> ranges, double from, double to, Playback playback) {
        assertThat(ranges).as(from + " to " + to + "\n" + playback.report())
                .anySatisfy(range -> assertThat(range[0] <= from && range[1] >= to).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-cmaf", "HLS_JS, m3u8-aapl", "HLS_JS, m3u8-aapl-v3", "SHAKA, m3u8-cmaf",
            "SHAKA, mpd-time-cmaf", "SHAKA, mpd-time-csf", "DASH_JS, mpd-time-cmaf"})
    void playsWhatIsLeft(PlayerName player, String format) {
        double slack = format.startsWith("m3u8-aapl") ? TRANSPORT : FRAME;
        try (Playback playback = browser.play(player, manifest(format, "trimmed"))) {
            begins(playback, 0, slack);
            Playback.State end = goesOn(playback, DURATION - FRAME);
            assertThat(end.duration()).as(playback.report()).isBetween(DURATION - FRAME, DURATION + slack + FRAME);
            covers(end.videoBuffered(), DURATION - 1, DURATION - FRAME, playback);
            covers(end.audioBuffered(), DURATION - 1, DURATION - FRAME, playback);
        }
    }

    /** dash.js counts the times of Smooth Streaming from the first fragment of all. */
    @ParameterizedTest
    @ValueSource(strings = {"fmp4", "fmp4-v20"})
    void playsWhatIsLeftOfSmoothStreaming(String format) {
        try (Playback playback = browser.play(PlayerName.DASH_JS, manifest(format, "trimmed"))) {
            begins(playback, PRIMING, FRAME);
            Playback.State end = goesOn(playback, DURATION - FRAME);
            covers(end.videoBuffered(), DURATION - 1, DURATION - FRAME, playback);
        }
    }

    /** DASH counts from the time that was asked for. Pictures before it are not shown, nor are those that need them. */
    @ParameterizedTest
    @CsvSource({"SHAKA, mpd-time-cmaf, key-frame, 0", "DASH_JS, mpd-time-csf, key-frame, 0",
            "SHAKA, mpd-time-cmaf, between, 1.008", "DASH_JS, mpd-time-cmaf, between, 1.008"})
    void beginsToTheTickInDash(PlayerName player, String format, String filter, double begins) {
        try (Playback playback = browser.play(player, manifest(format, filter))) {
            Playback.State state = playback.advance(0.5);
            assertThat(state.firstFrame()).as(playback.report()).isBetween(begins - FRAME, begins + FRAME);
            assertThat(state.audioBytes()).as(playback.report()).isPositive();
            assertThat(state.stalls()).as(playback.report()).isZero();
            assertThat(state.errors()).as(playback.report()).isEmpty();
        }
    }

    private static double asked(String filter) {
        return filter.equals("between") ? BETWEEN : KEY_FRAME;
    }

    /** HLS counts from the first fragment, and tells players where to begin. */
    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-cmaf, between", "HLS_JS, m3u8-aapl, key-frame", "HLS_JS, m3u8-aapl-v3, between"})
    void beginsToTheTickInHls(PlayerName player, String format, String filter) {
        double begins = asked(filter) - START;
        beginsBetween(begins, begins, player, format, filter);
    }

    /** Shaka takes the start that the playlist states that it has first. */
    @ParameterizedTest
    @CsvSource({"between", "key-frame"})
    void beginsNoLaterThanAskedInHlsOfShaka(String filter) {
        beginsBetween(0, asked(filter) - START, PlayerName.SHAKA, "m3u8-cmaf", filter);
    }

    private void beginsBetween(double earliest, double latest, PlayerName player, String format, String filter) {
        try (Playback playback = browser.play(player, manifest(format, filter))) {
            Playback.State state = playback.await("it plays", now -> now.time() > latest + 0.3);
            // a player that looks ten times a second may play for an instant before it jumps to the start that it was told
            assertThat(state.landedFrame()).as(playback.report())
                    .isBetween(earliest - FRAME, latest + TRANSPORT);
            assertThat(state.audioBytes()).as(playback.report()).isPositive();
            assertThat(state.jumps()).as(playback.report()).isLessThanOrEqualTo(1);
            assertThat(state.errors()).as(playback.report()).isEmpty();
        }
    }
}
