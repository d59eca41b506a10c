package io.dynpack.tests;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/** Three players play what the quickstart serves, seek about in it, and go through all its levels and languages. */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class PlayersTest {

    @ParameterizedTest
    @CsvSource({"HLS_JS, HLS_CMAF", "SHAKA, DASH_CMAF", "SHAKA, DASH_CSF", "SHAKA, HLS_CMAF", "DASH_JS, DASH_CMAF",
            "DASH_JS, DASH_CSF", "DASH_JS, SMOOTH", "DASH_JS, SMOOTH_20"})
    void playsALadderInTwoLanguages(PlayerName player, StreamingFormat format, QuickstartOrigin origin, Browser browser) {
        Playback.State end = exercise(Fixtures.ladder(), player, format, origin, browser);
        assertThat(end.levels()).extracting(Playback.Level::height)
                .containsExactlyInAnyOrderElementsOf(Fixtures.LEVELS.stream().map(Fixtures.Level::height).toList());
        assertThat(end.audio()).hasSize(2);
        assertThat(List.copyOf(end.audio())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, HLS_CMAF", "SHAKA, DASH_CMAF", "SHAKA, DASH_CSF", "SHAKA, HLS_CMAF", "DASH_JS, DASH_CMAF",
            "DASH_JS, SMOOTH"})
    void playsSoundThatBeginsLate(PlayerName player, StreamingFormat format, QuickstartOrigin origin, Browser browser) {
        exercise(Fixtures.delayedAudio(), player, format, origin, browser);
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-aapl, 2", "HLS_JS, m3u8-aapl-v3, 0", "SHAKA, m3u8-aapl, 2",
            "SHAKA, m3u8-aapl-v3, 1"})
    void playsTransportStreams(PlayerName player, String format, int audio, QuickstartOrigin origin, Browser browser) {
        Playback.State end = exercise(player, origin.publish(Fixtures.ladder()).resolve("manifest(format=" + format + ")"),
                browser);
        assertThat(end.levels()).extracting(Playback.Level::height)
                .containsExactlyInAnyOrderElementsOf(Fixtures.LEVELS.stream().map(Fixtures.Level::height).toList());
        assertThat(end.audio()).hasSize(audio);
        assertThat(List.copyOf(end.audio())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-aapl", "HLS_JS, m3u8-aapl-v3", "SHAKA, m3u8-aapl", "SHAKA, m3u8-aapl-v3"})
    void playsTransportStreamsWithSoundThatBeginsLate(PlayerName player, String format, QuickstartOrigin origin,
            Browser browser) {
        exercise(player, origin.publish(Fixtures.delayedAudio()).resolve("manifest(format=" + format + ")"), browser);
    }

    private static Playback.State exercise(Path folder, PlayerName player, StreamingFormat format, QuickstartOrigin origin,
            Browser browser) {
        return exercise(player, origin.manifest(folder, format), browser);
    }

    private static Playback.State exercise(PlayerName player, URI manifest, Browser browser) {
        try (Playback playback = browser.play(player, manifest)) {
            Playback.State end = playback.exercise();
            assertThat(end.errors()).as(playback.report()).isEmpty();
            assertThat(end.stalls()).as(playback.report()).isZero();
            return end;
        }
    }
}
