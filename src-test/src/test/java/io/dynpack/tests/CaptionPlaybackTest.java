package io.dynpack.tests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.player.Browser;
import io.dynpack.tests.player.Playback;
import io.dynpack.tests.player.Playback.ShownCue;
import io.dynpack.tests.player.PlayerName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Players show captions and subtitles of WebVTT, TTML and SubRip out of every format that has text: each cue once, at its time,
 * with its words, under its label and role; also after seeks across boundaries of fragments.
 */
@Tag("browser")
@ExtendWith({QuickstartOrigin.Provider.class, Browser.Provider.class})
class CaptionPlaybackTest {
    /** Seconds: half of what WebVTT writes a time with. */
    private static final double NEAR = 0.0005;

    /** Seconds: a tick or two of the clock of transport streams, and what players round by. */
    private static final double SLACK = 0.002;

    private static final List<ShownCue> ENGLISH = List.of(
            new ShownCue(0.5, 2, "Half a second, and on"),
            new ShownCue(2, 2.001, "One millisecond"),
            new ShownCue(5, 7.25, "Across the first boundary on two lines"),
            new ShownCue(9.125, 13.875, "[bells] Over twelve & on"),
            new ShownCue(11, 12.5, "At the same time"),
            new ShownCue(17.9, 19, "Bold and under, 漢kan字ji"));
    private static final List<ShownCue> GERMAN = List.of(
            new ShownCue(1, 2.5, "Eine Sekunde"),
            new ShownCue(5, 7, "Über die Grenze"),
            new ShownCue(12, 14, "Zwölf bis vierzehn"));
    private static final List<ShownCue> SIGNS = List.of(
            new ShownCue(3, 4, "EXIT"),
            new ShownCue(15.5, 16.75, "STATION"));

    /** @param later seconds that the player counts pictures later, and cues with them */
    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-aapl, 0.0667", "HLS_JS, m3u8-cmaf, 0", "SHAKA, m3u8-aapl, 0.0667", "SHAKA, m3u8-cmaf, 0",
            "SHAKA, mpd-time-cmaf, 0", "SHAKA, mpd-time-csf, 0", "DASH_JS, mpd-time-cmaf, 0", "DASH_JS, mpd-time-csf, 0",
            "DASH_JS, fmp4, 0.0213"})
    void showsEachCueOnce(PlayerName player, String format, double later, QuickstartOrigin origin, Browser browser) {
        try (Playback playback = browser.play(player,
                origin.publish(Fixtures.captioned()).resolve("manifest(format=" + format + ")"))) {
            List<Playback.Text> texts = playback.texts();
            assertThat(texts).as(playback.report()).hasSize(3);
            reads(playback, find(texts, "en", "caption", format), ENGLISH, later);
            reads(playback, find(texts, "de", "subtitle", format), GERMAN, later);
            assertThat(playback.state().errors()).as(playback.report()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"HLS_JS, m3u8-cmaf", "DASH_JS, mpd-time-cmaf"})
    void showsForcedOnes(PlayerName player, String format, QuickstartOrigin origin, Browser browser) {
        try (Playback playback = browser.play(player,
                origin.publish(Fixtures.captioned()).resolve("manifest(format=" + format + ")"))) {
            List<Playback.Text> texts = playback.texts();
            int signs = index(texts, text -> text.role().contains("forced"));
            assertThat(signs).as(texts.toString()).isNotNegative();
            reads(playback, signs, SIGNS, 0);
        }
    }

    /** Chooses a text and looks at it around each of its changes, going forth and back. */
    private static void reads(Playback playback, int text, List<ShownCue> cues, double about) {
        playback.advance(1);
        playback.read(text);
        List<ShownCue> forthAndBack = new ArrayList<>(cues);
        Collections.reverse(forthAndBack);
        forthAndBack.addAll(0, cues);
        double later = later(playback, cues.get(0), about);
        for (ShownCue cue : forthAndBack) {
            playback.seek(Math.max(0.05, cue.start() - 0.3));
            List<ShownCue> shown = playback.awaitCues(found -> has(found, cue.start() + NEAR + later)
                    && has(found, cue.end() - NEAR + later));
            for (double change : new double[]{cue.start(), cue.end()}) {
                for (double time : new double[]{change - NEAR, change + NEAR}) {
                    assertThat(text(shown, time + later)).as("%s s of %s%n%s", time, shown, playback.report())
                            .isEqualTo(text(cues, time));
                }
            }
        }
    }

    /** How much later the player counts: of transport streams, by the first times that it saw, which are not the same each time. */
    private static double later(Playback playback, ShownCue first, double about) {
        playback.seek(Math.max(0.05, first.start() - 0.3));
        List<ShownCue> shown = playback.awaitCues(
                found -> !found.isEmpty() && Math.abs(found.get(0).start() - first.start() - about) < SLACK);
        return about == 0 ? 0 : shown.get(0).start() - first.start();
    }

    private static boolean has(List<ShownCue> cues, double time) {
        return cues.stream().anyMatch(cue -> cue.start() <= time && time < cue.end());
    }

    /**
     * All characters, sorted: players order cues of the same time as they like, make one of them, and lose blanks between spans.
     */
    private static String text(List<ShownCue> cues, double time) {
        return cues.stream().filter(cue -> cue.start() <= time && time < cue.end()).flatMapToInt(cue -> cue.text().codePoints())
                .filter(c -> !Character.isWhitespace(c)).sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Smooth Streaming has no roles, and no labels but names. */
    private static int find(List<Playback.Text> texts, String language, String role, String format) {
        int index = index(texts, text -> text.language().startsWith(language)
                && !text.label().equals("Signs") && !text.label().equals("subt_forced")
                && (format.equals("fmp4") || text.role().contains(role) || isShakaOfHls(text, format)));
        assertThat(index).as(texts.toString()).isNotNegative();
        return index;
    }

    /** Shaka has no captions in HLS but those inside of video. */
    private static boolean isShakaOfHls(Playback.Text text, String format) {
        return format.startsWith("m3u8") && text.role().equals("subtitle");
    }

    private static int index(List<Playback.Text> texts, Predicate<Playback.Text> wanted) {
        return IntStream.range(0, texts.size()).filter(i -> wanted.test(texts.get(i))).findFirst().orElse(-1);
    }
}
