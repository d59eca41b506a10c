package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.tests.media.FfmpegCue;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.LargeMovies;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.Playback.ShownCue;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What players have of a text, out of every format, is what ffmpeg reads in its document: each cue once, with its words, from its
 * start to its end; also after jumps over ten boundaries of fragments, and between the cuts of a filter.
 */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CueListPlaybackTest {
    /** Of the 20 s of a fixture. */
    private static final int REPETITIONS = 4;
    private static final int CUES = 70;
    /** Seconds from one place that players jump to, to another. */
    private static final int STEP = 8;
    /** Seconds: what WebVTT writes a time with. */
    private static final double NEAR = 0.001 + 1e-6;
    /** Seconds that players may count pictures later, since they begin with a decoding time. */
    private static final double LATER = 0.1;
    /** Seconds: boundaries of fragments that a filter cuts at, each in the middle of a cue. */
    private static final double CUT_START = 12.012;
    private static final double CUT_END = 60.06;

    private List<ShownCue> ofVtt;
    private List<ShownCue> ofSubRip;
    private Path folder;
    private URI manifests;

    @BeforeAll
    void publish(@TempDir Path scratch, QuickstartOrigin origin) throws IOException {
        folder = Files.createDirectory(scratch.resolve("cues"));
        LargeMovies.repeated(Fixtures.ladder().resolve(Fixtures.LEVELS.get(4).file()), folder.resolve("cues.mp4"), REPETITIONS);
        StringBuilder vtt = new StringBuilder("WEBVTT\n");
        StringBuilder subRip = new StringBuilder();
        for (int i = 0; i < CUES; i++) {
            long start = i * 1111L + 37 * (i % 5);
            // two of them go on over a cut
            long end = start + (i == 10 || i == 53 ? 1500 : i % 7 == 0 ? 2345 : i % 5 == 0 && i % 7 > 2 ? 1 : 900 + i);
            String text = text(i);
            vtt.append("\nc").append(i).append('\n').append(time(start)).append(" --> ").append(time(end))
                    .append(i % 4 == 0 ? " line:0 align:start" : "").append('\n').append(text).append('\n');
            subRip.append(i + 1).append("\r\n").append(time(start).replace('.', ',')).append(" --> ")
                    .append(time(end).replace('.', ',')).append("\r\n").append(text.replace("&amp;", "&").replace("\n", "\r\n"))
                    .append("\r\n\r\n");
        }
        Files.writeString(folder.resolve("cues.vtt"), vtt);
        Files.writeString(folder.resolve("cues.srt"), subRip);
        ofVtt = readByFfmpeg(folder, "cues.vtt");
        ofSubRip = readByFfmpeg(folder, "cues.srt");
        assertThat(ofVtt).hasSize(CUES).isEqualTo(ofSubRip);
        Files.writeString(folder.resolve("cues.ism"), """
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head/><body><switch>
                <video src="cues.mp4" systemBitrate="120000"/>
                <textstream src="cues.vtt" systemBitrate="1000" systemLanguage="en"><param name="trackName" value="a"/>
                  <param name="textDisplayName" value="A"/></textstream>
                <textstream src="cues.srt" systemBitrate="1000" systemLanguage="de"><param name="trackName" value="b"/>
                  <param name="textDisplayName" value="B"/></textstream>
                </switch></body></smil>""");
        Files.writeString(folder.resolve("assetFilters.json"), """
                [{"name": "cut", "properties": {"presentationTimeRange": {"startTimestamp": %d, "endTimestamp": %d}}}]"""
                .formatted(Math.round(CUT_START * 1e7), Math.round(CUT_END * 1e7)));
        manifests = origin.publish(folder, "cue-list");
    }

    private static String text(int i) {
        return switch (i % 4) {
            case 0 -> "Cue " + i + " of a list\non two lines";
            case 1 -> "<i>Leaning</i> upright " + i;
            case 2 -> "Fish &amp; chips " + i;
            default -> "Grüße, 漢字 und שלום " + i;
        };
    }

    private static String time(long millis) {
        return "%02d:%02d:%02d.%03d".formatted(millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
    }

    private static List<ShownCue> readByFfmpeg(Path folder, String document) {
        return FfmpegCue.read(folder, document).stream().map(cue -> new ShownCue(cue.start() / 1000.0, cue.end() / 1000.0,
                plain(cue.text().replaceAll("<[^>]*>", "")))).toList();
    }

    /** Without blanks: players make a blank of a line break, or nothing. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", "");
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-aapl", "HLS_JS, m3u8-cmaf", "SHAKA, mpd-time-cmaf", "DASH_JS, mpd-time-csf", "DASH_JS, fmp4"})
    void haveEachCueOnce(PlayerName player, String format, Browser browser) {
        try (Playback playback = browser.play(player, manifests.resolve("manifest(format=" + format + ")"))) {
            playback.read(0);
            areThere(playback, ofVtt, 64, 8, 40, 72, 24, 56, 16, 48, 32, 0);
            playback.read(1);
            areThere(playback, ofSubRip, 0, 56, 64, 40, 48, 24, 32, 8, 16, 72);
        }
    }

    /**
     * Cues of WebVTT in MP4, where a cue has a sample for each change of what is shown beside it, and files of WebVTT beside
     * CMAF.
     */
    @Test
    void haveThemInTheOtherForms(Browser browser) {
        try (QuickstartOrigin origin = QuickstartOrigin.start(
                Map.of("camel.component.dynpack.dashText", "wvtt", "camel.component.dynpack.hlsCmafText", "webvtt"), null)) {
            URI base = origin.publish(folder, "cue-list");
            for (String each : new String[]{"HLS_JS m3u8-cmaf", "SHAKA mpd-time-cmaf", "DASH_JS mpd-time-csf"}) {
                String[] parts = each.split(" ");
                try (Playback playback = browser.play(PlayerName.valueOf(parts[0]),
                        base.resolve("manifest(format=" + parts[1] + ")"))) {
                    playback.read(0);
                    areThere(playback, ofVtt, 40, 0, 16, 8, 56, 64, 32, 48, 24, 72);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-aapl", "SHAKA, mpd-time-csf", "DASH_JS, mpd-time-cmaf"})
    void haveThoseBetweenTheCuts(PlayerName player, String format, Browser browser) {
        List<ShownCue> kept = new ArrayList<>();
        for (ShownCue cue : ofVtt) {
            if (cue.end() > CUT_START && cue.start() < CUT_END) {
                kept.add(new ShownCue(Math.max(cue.start(), CUT_START) - CUT_START, Math.min(cue.end(), CUT_END) - CUT_START,
                        cue.text()));
            }
        }
        assertThat(ofVtt).as("what the cuts are in").anyMatch(cue -> cue.start() < CUT_START && cue.end() > CUT_START)
                .anyMatch(cue -> cue.start() < CUT_END && cue.end() > CUT_END);
        try (Playback playback = browser.play(player, manifests.resolve("manifest(format=" + format + ",filter=cut)"))) {
            playback.read(0);
            areThere(playback, kept, 40, 32, 24, 16, 8, 0);
        }
    }

    /**
     * Of each cue there is one at any time, and all its pieces together are the cue: what of it is loaded comes and goes.
     *
     * @param stops seconds that it jumps to, in all of which it loads the next eight
     */
    private static void areThere(Playback playback, List<ShownCue> expected, int... stops) {
        Map<String, ShownCue> found = new LinkedHashMap<>();
        for (int stop : stops) {
            playback.seek(stop + 0.05);
            List<String> wanted = expected.stream().filter(cue -> cue.start() >= stop - 1 && cue.start() < stop + STEP)
                    .map(ShownCue::text).toList();
            playback.await(wanted.toString(), state -> {
                List<ShownCue> now = playback.cues();
                assertThat(now).as(playback.report()).extracting(ShownCue::text).doesNotHaveDuplicates();
                now.forEach(cue -> found.merge(plain(cue.text()), cue, CueListPlaybackTest::united));
                return found.keySet().containsAll(wanted);
            });
        }
        assertThat(found.keySet()).as(playback.report())
                .containsExactlyInAnyOrderElementsOf(expected.stream().map(ShownCue::text).toList());
        // by how much the player counts all cues later; what a cut begins in tells nothing of it
        ShownCue second = expected.get(2);
        double later = Objects.requireNonNull(found.get(second.text())).start() - second.start();
        assertThat(later).isBetween(-NEAR, LATER);
        double last = expected.stream().mapToDouble(ShownCue::end).max().orElseThrow();
        for (ShownCue cue : expected) {
            ShownCue shown = Objects.requireNonNull(found.get(cue.text()));
            // files of WebVTT have all of a cue, documents of IMSC what is within the cuts
            assertThat(Math.max(shown.start() - later, 0)).as("start of %s%n%s", shown, playback.report())
                    .isBetween(cue.start() - NEAR, cue.start() + NEAR);
            assertThat(Math.min(shown.end() - later, last)).as("end of %s%n%s", shown, playback.report())
                    .isBetween(cue.end() - NEAR, cue.end() + NEAR);
        }
        // a player that waits for pictures on a busy machine says so, which is nothing about text
        assertThat(playback.state().errors()).as(playback.report()).allMatch(error -> error.contains("bufferNudgeOnStall"));
    }

    private static ShownCue united(ShownCue a, ShownCue b) {
        return new ShownCue(Math.min(a.start(), b.start()), Math.max(a.end(), b.end()), a.text());
    }
}
