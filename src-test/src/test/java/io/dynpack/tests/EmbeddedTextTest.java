package io.dynpack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.asset.AssetLoader;
import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.TextStream;
import io.dynpack.storage.FileStorage;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.MpdSchema;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;
import io.dynpack.text.WebVtt;

import static org.assertj.core.api.Assertions.assertThat;

/** Captions and subtitles that lie in tracks of MP4 files, held against what ffmpeg reads there and against what was put in. */
class EmbeddedTextTest {
    private static final List<FileStorage> OPENED = new ArrayList<>();
    private static final String OPEN = "3f0c7a52-3be4-4f0e-8a6b-5d2f9e61e000";
    private static final String LOCKED = "3f0c7a52-3be4-4f0e-8a6b-5d2f9e61e001";
    private static final Fixtures.Level LARGE = Fixtures.LEVELS.get(2);
    private static final Fixtures.Level SMALL = Fixtures.LEVELS.get(4);
    private static final Pattern CUE = Pattern.compile("(?m)^((?:\\d+:)?\\d\\d:\\d\\d)\\.(\\d{3}) --> ((?:\\d+:)?\\d\\d:\\d\\d)"
            + "\\.(\\d{3}).*\\n((?:.+\\n)+)");

    private static final String ENGLISH = """
            WEBVTT

            first
            00:00.500 --> 00:02.000
            <i>Half a second,</i> and on

            00:00:02.000 --> 00:00:02.040
            Blink

            00:00:05.000 --> 00:00:07.250
            Across the boundary
            on two lines

            00:00:09.125 --> 00:00:13.875
            Over <u>twelve</u> &amp; <b>on</b>

            00:00:17.900 --> 00:00:19.000
            Zw\u00f6lf \u6f22\u5b57 \ud83c\udfac <i>end</i>
            """;
    private static final String GERMAN = """
            WEBVTT

            00:03.000 --> 00:08.500
            Lang

            00:00:12.000 --> 00:00:14.000
            Kurz
            """;

    @TempDir
    static Path scratch;

    private static QuickstartOrigin origin;
    private static RawHttp http;

    /** A cue as players show it. */
    private record Shown(long start, long end, String text) {
        boolean isNear(Shown other) {
            return Math.abs(start - other.start) <= 1 && Math.abs(end - other.end) <= 1 && text.equals(other.text);
        }
    }

    @BeforeAll
    static void publish() throws IOException {
        Files.writeString(scratch.resolve("en.vtt"), ENGLISH);
        Files.writeString(scratch.resolve("de.vtt"), GERMAN);
        Path folder = Files.createDirectories(scratch.resolve("film"));
        for (Fixtures.Level level : List.of(LARGE, SMALL)) {
            film(folder.resolve(name(level)), level, "-disposition:s:1 0 -movflags +faststart");
        }
        Files.writeString(folder.resolve("assetFilters.json"), """
                [{"name": "english", "properties": {"tracks": [
                   {"trackSelections": [{"property": "Type", "operation": "NotEqual", "value": "Text"}]},
                   {"trackSelections": [{"property": "Type", "operation": "Equal", "value": "Text"},
                                        {"property": "Language", "operation": "Equal", "value": "eng"}]}]}}]""");
        Files.writeString(folder.resolve("streamingLocators.json"), """
                [{"properties": {"streamingPolicyName": "Predefined_DownloadAndClearStreaming", "streamingLocatorId": "%s"}},
                 {"properties": {"streamingPolicyName": "Predefined_DownloadAndClearStreaming", "streamingLocatorId": "%s",
                    "filters": ["english"]}}]""".formatted(OPEN, LOCKED));
        origin = QuickstartOrigin.start();
        http = new RawHttp(origin.base());
        origin.arriveWithLocators(folder, "film", 2);
    }

    @AfterAll
    static void stop() {
        origin.close();
    }

    private static String name(Fixtures.Level level) {
        return level.file().replace("ladder", "film");
    }

    /** Video with English and German subtitles. */
    private static void film(Path file, Fixtures.Level level, String options) {
        Ffmpeg.ffmpeg(scratch,
                "-i " + Fixtures.ladder().resolve(level.file()) + " -i en.vtt -i de.vtt -map 0 -map 1 -map 2 -c copy"
                        + " -c:s mov_text -metadata:s:s:0 language=eng -metadata:s:s:1 language=deu " + options + " " + file);
    }

    private static String text(String locator, String url) {
        Reply reply = http.get("/" + locator + "/film.ism/" + url);
        assertThat(reply.status()).as(url).isEqualTo(200);
        return reply.text();
    }

    private static String plain(String webVtt) {
        return webVtt.replaceAll("</?[ibu]>", "");
    }

    private static List<Shown> cues(String webVtt) {
        List<Shown> cues = new ArrayList<>();
        Matcher matcher = CUE.matcher(webVtt.endsWith("\n") ? webVtt : webVtt + "\n");
        while (matcher.find()) {
            String text = matcher.group(5).strip().replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
            cues.add(new Shown(millis(matcher.group(1), matcher.group(2)), millis(matcher.group(3), matcher.group(4)), text));
        }
        return cues;
    }

    private static long millis(String clock, String fraction) {
        long seconds = 0;
        for (String part : clock.split(":")) {
            seconds = 60 * seconds + Long.parseLong(part);
        }
        return 1000 * seconds + Long.parseLong(fraction);
    }

    /** As ffmpeg reads a track. */
    private static List<Shown> read(Path file, int track) throws IOException {
        Path out = scratch.resolve("read.vtt");
        Ffmpeg.ffmpeg(scratch, "-copyts -i " + file + " -map 0:s:" + track + " -f webvtt " + out);
        return cues(Files.readString(out));
    }

    private static void assertSame(List<Shown> served, List<Shown> expected) {
        assertThat(served).hasSameSizeAs(expected);
        assertThat(expected).isNotEmpty();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(served.get(i).isNear(expected.get(i))).as("%s, not %s", served.get(i), expected.get(i)).isTrue();
        }
    }

    private static List<Shown> served(TextStream text) {
        return cues(WebVtt.document(text.source().cues().join()));
    }

    @AfterEach
    void close() {
        OPENED.forEach(FileStorage::close);
        OPENED.clear();
    }

    private static Presentation load(Path of, String texts) throws IOException {
        Files.copy(Fixtures.ladder().resolve(SMALL.file()), of.resolve("picture.mp4"));
        Files.writeString(of.resolve("some.ism"),
                """
                        <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="picture.mp4"/>%s</switch></body></smil>"""
                        .formatted(texts));
        FileStorage storage = new FileStorage(of);
        OPENED.add(storage);
        IndexCache indexes = new IndexCache(storage, 1 << 24);
        return new AssetLoader(storage, indexes, new CueCache(storage, 1 << 24), 60_000_000)
                .load("", "some.ism", TrackAdditions.NONE).join()
                .presentation();
    }

    /** Of all segments, each cue once. */
    private static List<Shown> ofSegments(String name) {
        String playlist = text(OPEN, name);
        Set<Shown> cues = new LinkedHashSet<>();
        playlist.lines().filter(line -> !line.startsWith("#")).forEach(
                line -> cues.addAll(cues(text(OPEN, name.substring(0, name.indexOf('/') + 1) + line))));
        return List.copyOf(cues);
    }

    @Test
    void aFolderOfFilmsPlaysWithItsSubtitles() throws IOException {
        String master = text(OPEN, "manifest(format=m3u8-aapl)");
        List<MatchResult> media = Pattern.compile("TYPE=SUBTITLES.*LANGUAGE=\"(...?)\".*URI=\"([^\"]+)\"").matcher(master)
                .results()
                .toList();
        assertThat(media).hasSize(2);
        assertThat(master).contains("Manifest(subt_eng,", "Manifest(subt_deu,");
        for (int track = 0; track < 2; track++) {
            assertSame(ofSegments(media.get(track).group(2)), read(origin.media().resolve("film").resolve(name(SMALL)), track));
        }
        String mpd = text(OPEN, "manifest(format=mpd-time-cmaf)");
        assertThat(new MpdSchema().faults(mpd)).isEmpty();
        assertThat(Pattern.compile("contentType=\"text\"").matcher(mpd).results()).hasSize(2);
        String ism = Files.readString(origin.media().resolve("film/film.ism"));
        assertThat(Pattern.compile("<textstream src=\"" + Pattern.quote(name(SMALL))).matcher(ism).results()).hasSize(2);
        assertThat(streams(Files.readString(origin.media().resolve("film/film.ismc"))))
                .isEqualTo(streams(text(OPEN, "manifest"))).contains("subt_eng", "subt_deu");
    }

    private static List<String> streams(String smooth) {
        return Pattern.compile("Type=\"text\".*?Name=\"([^\"]+)\"|Name=\"([^\"]+)\"").matcher(smooth).results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1)).toList();
    }

    /** A file that holds a track which the locator hides is not had whole. */
    @Test
    void aLockHoldsForFilesWithText() {
        String all = "/" + OPEN + "/" + name(SMALL);
        assertThat(http.get(all).status()).isEqualTo(200);
        assertThat(http.get(all.replace(OPEN, LOCKED)).status()).isEqualTo(404);
        assertThat(text(LOCKED, "manifest(format=m3u8-aapl)")).contains("subt_eng").doesNotContain("subt_deu");
    }

    /** The same zero as that of the video, whatever the edit lists say, wherever moov lies, whole or in fragments. */
    @ParameterizedTest
    @ValueSource(strings = {"-movflags +faststart", "-movflags +negative_cts_offsets", "-use_editlist 0",
            "-movflags +frag_keyframe+empty_moov+default_base_moof", "-movflags +frag_keyframe+delay_moov",
            "-movie_timescale 90000"})
    void whereverTheyLie(String options, @TempDir Path of) throws IOException {
        Path file = of.resolve("film.mp4");
        film(file, LARGE, options);
        Presentation presentation = load(of, "<textstream src=\"film.mp4\"/><textstream src=\"film.mp4\"/>");
        assertThat(presentation.findings()).isEmpty();
        assertThat(presentation.texts()).extracting(TextStream::language).containsExactly("eng", "deu");
        for (int track = 0; track < 2; track++) {
            assertSame(served(presentation.texts().get(track)), read(file, track));
        }
    }

    /** Subtitles that start late, and such of which the edit list hides the beginning. */
    @ParameterizedTest
    @CsvSource({"1.5, 1500", "-1.5, -1500"})
    void editListsMoveThem(String offset, long millis, @TempDir Path of) throws IOException {
        Ffmpeg.ffmpeg(scratch, "-i " + Fixtures.ladder().resolve(LARGE.file()) + " -itsoffset " + offset
                + " -i de.vtt -map 0 -map 1 -c copy -c:s mov_text " + of.resolve("film.mp4"));
        Presentation presentation = load(of, "<textstream src=\"film.mp4\"/>");
        assertSame(served(presentation.texts().get(0)), cues(GERMAN).stream()
                .map(cue -> new Shown(cue.start + millis, cue.end + millis, cue.text)).toList());
    }

    /** Cut every two seconds, and whole again. */
    @Tag("node")
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "ttml+mp4"})
    void whatShakaPackagerCutIsWholeAgain(String format, @TempDir Path of) throws IOException {
        // it writes tags and references as text into TTML
        String plain = plain(ENGLISH).replace("&amp;", "and");
        Files.writeString(of.resolve("in.vtt"), plain);
        Program.run("node", "node_modules/shaka-packager/index.js",
                "in=" + of.resolve("in.vtt") + ",stream=text,format=" + format
                        + ",language=en,output=" + of.resolve("text.m4s"),
                "--segment_duration", "2", "--fragment_duration", "2");
        Presentation presentation = load(of, "<textstream src=\"text.m4s\"/>");
        assertThat(presentation.findings()).isEmpty();
        assertThat(presentation.texts()).extracting(TextStream::language).containsExactly("eng");
        assertSame(served(presentation.texts().get(0)), cues(plain));
    }

    /** A document in one sample. */
    @Test
    void ttmlOfFfmpeg(@TempDir Path of) throws IOException {
        Ffmpeg.ffmpeg(scratch, "-i en.vtt -c:s ttml " + of.resolve("text.mp4"));
        Presentation presentation = load(of, "<textstream src=\"text.mp4\"/>");
        // it writes no italics
        assertSame(served(presentation.texts().get(0)), cues(plain(ENGLISH)));
    }

    /** Captions that pop on with italics and a note, roll up in two rows, and vanish: as ffmpeg decodes them. */
    @Test
    void line21CaptionsOfQuickTime(@TempDir Path of) throws IOException {
        Files.writeString(of.resolve("in.scc"),
                """
                        Scenarist_SCC V1.0

                        00:00:01:00\t94ae 94ae 9420 9420 94d0 94d0 c8e5 ecec ef2c 20f7 eff2 ec64 a180 9470 9470 f4f7 ef20 ece9 6ee5 7380 942f 942f

                        00:00:04:00\t94ae 94ae 9420 9420 94ce 94ce 49f4 61ec e9e3 7320 9137 9137 20e5 6e64 942f 942f

                        00:00:07:00\t942c 942c

                        00:00:08:00\t9425 9425 94ad 94ad 9470 9470 46e9 f273 f420 f2ef ecec e564 20ec e96e e580

                        00:00:10:00\t94ad 94ad 73e5 e3ef 6e64 20ec e96e e580

                        00:00:12:00\t94ad 94ad f468 e9f2 6420 ece9 6ee5

                        00:00:14:00\t942c 942c

                        00:00:16:00\t942c 942c
                        """);
        Ffmpeg.ffmpeg(of, "-i in.scc -map 0 -c copy film.mov");
        Presentation presentation = load(of, "<textstream src=\"film.mov\"/>");
        assertThat(presentation.texts().get(0).role()).isEqualTo(TextStream.CAPTION);
        assertSame(served(presentation.texts().get(0)), read(of.resolve("film.mov"), 0));
    }
}
