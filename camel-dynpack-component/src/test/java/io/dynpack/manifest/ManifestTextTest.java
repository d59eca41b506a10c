package io.dynpack.manifest;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.manifest.dash.MediaPresentationDescription;
import io.dynpack.manifest.hls.MasterPlaylist;
import io.dynpack.manifest.hls.MediaPlaylist;
import io.dynpack.manifest.smooth.SmoothManifest;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;

import static org.assertj.core.api.Assertions.assertThat;

/** Languages, durations, gaps, odd names. */
class ManifestTextTest {

    private static Presentation sound(String name, String language, String displayName, Edit... edits) {
        TestMovie movie = new TestMovie();
        movie.video().frames(250, 3600, 50);
        movie.audio().timescale(48000).edits(edits).audioFrames(500, 1024);
        MediaIndex index = movie.index("a.mp4");
        TrackSource audio = new TrackSource(index.file(), index.tracks().get(1), 0, name, language, null, null, displayName,
                false);
        return new PresentationBuilder(60_000_000, 3)
                .build(List.of(TrackSource.of(index.file(), index.tracks().get(0)), audio, audio, new TrackSource(index.file(),
                        index.tracks().get(1), 0, name + "2", language, null, null, displayName, false)));
    }

    private static String dash(Presentation presentation) {
        return MediaPresentationDescription.of(presentation.all(), Parameters.of(Format.DASH_CMAF));
    }

    private static String hls(Presentation presentation) {
        return MasterPlaylist.of(presentation.all(), Harbour.url(Format.HLS_CMAF), new CmafSizes(), false);
    }

    @ParameterizedTest
    @CsvSource(value = {"eng| lang=\"en\"", "en-us| lang=\"en-us\"", "und|", "not a tag|", "deu| lang=\"de\""}, delimiter = '|')
    void languages(String language, String attribute) {
        assertThat(dash(sound("s", language, null))).contains(
                "mimeType=\"audio/mp4\" codecs=\"mp4a.40.2\"" + (attribute == null ? "" : " " + attribute)
                        + " startWithSAP=\"1\">");
        assertThat(hls(sound("s", language, null))).contains(",LANGUAGE=\"" + language + "\",");
    }

    /** {@code StringNoWhitespaceType} of the schema. */
    @Test
    void representationsHaveIdentifiersWithoutBlanks() {
        assertThat(dash(sound("English (US)\u00a0two", "eng", null)))
                .contains("<Representation id=\"5_A_English__US__two_1\"")
                .contains("Fragments(English%20_US_%C2%A0two=$Time$");
    }

    /** Shaka refuses an MPD with an identifier that stands there twice. */
    @Test
    void representationsOfNamesThatDifferInBlanksHaveIdentifiersOfTheirOwn() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).audioFrames(500, 1024);
        MediaIndex index = movie.index("a.mp4");
        Presentation presentation = new PresentationBuilder(60_000_000, 3)
                .build(List.of("Two words", "Two_words", "Two\u00a0words").stream().map(name -> new TrackSource(index.file(),
                        index.tracks().get(0), 0, name, null, null, null, null, false)).toList());
        assertThat(Pattern.compile("<Representation id=\"([^\"]*)\"").matcher(dash(presentation)).results()
                .map(found -> found.group(1))).containsExactly("5_A_Two_words_1", "5_A_Two_words_1_", "5_A_Two_words_1__");
    }

    /** A presentation whose only stream has this timeline in all protocols. */
    private static Presentation timeline(long[] starts, long[] ends) {
        Stream stream = sound("s", null, null).streams().get(0);
        FragmentTimeline timeline = new FragmentTimeline(starts, ends);
        Level level = stream.levels().get(0);
        Level ending = new Level(level.bitrate(), level.file(), level.track(), level.timeline(),
                new int[starts.length + 1], timeline.end(), 0, null, level.sapType(), null);
        return new Presentation(List.of(new Stream(stream.kind(), stream.name(), "und", null, null, null, false, timeline,
                timeline, 0, true, List.of(ending))), 3, List.of());
    }

    @ParameterizedTest
    @CsvSource({"703146666, PT1M10.315S", "8304210000, PT13M50.421S", "600746666, PT1M0.075S", "4999, PT0.000S",
            "5000, PT0.001S",
            "599995000, PT1M0.000S", "36000000000, PT1H0M0.000S", "36610010000, PT1H1M1.001S", "863999994999, PT23H59M59.999S"})
    void durationsAreRounded(long ticks, String text) {
        assertThat(dash(timeline(new long[]{0}, new long[]{ticks}))).contains("mediaPresentationDuration=\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"60160000, 7", "30000000, 4", "19200000, 2", "60060000, 7", "9999999, 1"})
    void bufferTime(long longest, int seconds) {
        assertThat(dash(timeline(new long[]{0}, new long[]{longest}))).contains("minBufferTime=\"PT" + seconds + "S\"");
    }

    @Test
    void gapsAndLateStarts() {
        Presentation presentation = timeline(new long[]{50, 150, 250, 400, 500}, new long[]{150, 250, 350, 500, 600});
        assertThat(dash(presentation))
                .contains("<S t=\"50\" d=\"100\" r=\"2\" />\n               <S t=\"400\" d=\"100\" r=\"1\" />");
        assertThat(SmoothManifest.of(presentation.all(), Parameters.of(Format.FMP4)))
                .contains("<c t=\"50\" d=\"100\" r=\"3\" />\n      <c t=\"400\" d=\"100\" r=\"2\" />");
        assertThat(SmoothManifest.of(presentation.all(), Parameters.of(Format.FMP4_V20))).contains(
                "<c t=\"50\" d=\"100\" n=\"0\" />\n      <c d=\"100\" />\n      <c d=\"100\" />\n      <c t=\"400\" d=\"100\" />");
        String playlist = MediaPlaylist.of(timeline(new long[]{0, 20_000_000}, new long[]{10_000_000, 39_999_994}).all(),
                SelectedStream.of(stream(
                        new long[]{0, 20_000_000}, new long[]{10_000_000, 39_999_994})),
                stream(new long[]{0, 20_000_000},
                        new long[]{10_000_000, 39_999_994}).levels().get(0),
                Harbour.url(Format.HLS_CMAF).playlist(1, "video"));
        assertThat(playlist).contains("#EXTINF:1.000000,no-desc\nFragments(video=0,format=m3u8-cmaf)\n#EXT-X-DISCONTINUITY\n"
                + "#EXTINF:1.999999,no-desc\nFragments(video=20000000,format=m3u8-cmaf)\n#EXT-X-ENDLIST\n");
        assertThat(playlist).contains("#EXT-X-TARGETDURATION:2\n");
    }

    private static Stream stream(long[] starts, long[] ends) {
        return timeline(starts, ends).streams().get(0);
    }

    @Test
    void oddNamesAreHarmless() throws Exception {
        String name = "a\"b<c>&d'e$Time$ {start time} ü";
        Presentation presentation = sound(name, "eng", "\"quoted\"\r\n#EXT-X-ENDLIST");
        List<Document> documents = new ArrayList<>();
        for (String text : List.of(dash(presentation), SmoothManifest.of(presentation.all(), Parameters.of(Format.FMP4)))) {
            documents.add(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        }
        Element template = (Element) documents.get(0).getElementsByTagName("SegmentTemplate").item(1);
        assertThat(template.getAttribute("media"))
                .isEqualTo("QualityLevels($Bandwidth$)/Fragments(a%22b%3Cc%3E%26d%27e%24Time%24"
                        + "%20%7Bstart%20time%7D%20%C3%BC=$Time$,format=mpd-time-cmaf)");
        assertThat(((Element) documents.get(1).getElementsByTagName("StreamIndex").item(1)).getAttribute("Name"))
                .isEqualTo(name);
        String[] lines = hls(presentation).split("\n");
        assertThat(lines[3]).contains("NAME=\"'quoted'  #EXT-X-ENDLIST\",LANGUAGE=\"eng\",DEFAULT=YES,AUTOSELECT=YES");
        // no two of a group may have the same name
        assertThat(lines[4])
                .startsWith("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"'quoted'  #EXT-X-ENDLIST (a'b<c>&d'e")
                .doesNotContain("DEFAULT");
        assertThat(lines).noneMatch(line -> line.startsWith("#EXT-X-ENDLIST"));
    }

    @Test
    void audioOfTwoConfigurationsIsTwoAdaptationSets() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).audioFrames(500, 1024);
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, 1, "1188")).audioFrames(500, 1024);
        MediaIndex index = movie.index("a.mp4");
        Presentation presentation = new PresentationBuilder(60_000_000, 3).build(List.of(
                new TrackSource(index.file(), index.tracks().get(0), 200, "s", null, null, null, null, false),
                new TrackSource(index.file(), index.tracks().get(1), 100, "s", null, null, null, null, false)));
        assertThat(dash(presentation)).contains("<AdaptationSet id=\"1\"", "<AdaptationSet id=\"2\"", "5_A_s_1\"", "5_A_s_2\"");
    }
}
