package io.dynpack.manifest.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportLayout;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;

/** Playlists of the three HLS formats of one asset: a minute at 30000/1001 frames a second, audio of 48 kHz. */
class PlaylistsTest {
    private static final String BASE = "/5b0f2a7e-31c4-4d1d-9b7a-7a0a6f0c9d11/harbour.ism/";
    private static final String AUDIO = "aac_eng_2_128033_2_1";

    private static Presentation present(int perSegment) {
        TestMovie low = new TestMovie();
        low.video().timescale(30000).frames(1800, 1001, 60);
        low.audio().timescale(48000).language("eng").audioFrames(2816, 1024);
        TestMovie high = new TestMovie();
        high.video().timescale(30000).frames(1800, 1001, 60);
        high.audio().timescale(48000).language("eng").audioFrames(2816, 1024);
        return new PresentationBuilder(TestTracks.SIX_SECONDS, perSegment)
                .build(List.of(TestTracks.source("low.mp4", low, 0, 403117, "video"),
                        TestTracks.source("high.mp4", high, 0, 1108402, "video"),
                        TestTracks.source("low.mp4", low, 1, 128033, AUDIO),
                        TestTracks.source("high.mp4", high, 1, 96000, "harbour_description")));
    }

    private static String master(Presentation presentation, String parameters) {
        StreamingUrl.Manifest url = (StreamingUrl.Manifest) StreamingUrl.parse(BASE + "manifest(" + parameters + ")");
        SegmentSizes sizes = switch (url.parameters().format()) {
            case HLS_TS_V3 -> new TransportStreams(presentation)
                    .sizes(MuxedAudio.of(presentation.all().audio(url.parameters().audioTrack())));
            case HLS_TS_V4 -> new TransportStreams(presentation).sizes(null);
            default -> new CmafSizes();
        };
        return MasterPlaylist.of(presentation.all(), url, sizes, false);
    }

    private static String media(Presentation presentation, String url) {
        StreamingUrl.MediaPlaylist parsed = (StreamingUrl.MediaPlaylist) StreamingUrl.parse(BASE + url);
        Stream stream = presentation.stream(parsed.track());
        return MediaPlaylist.of(presentation.all(), SelectedStream.of(stream), stream.level(parsed.bitrate()), parsed);
    }

    private static TextStream text(Presentation whole, String name, boolean isDefault) {
        // of cues no playlist says anything
        return new TextStream(name, name, TextStream.SUBTITLE, null, null, isDefault, 0, whole.reference().timeline(),
                whole.reference().smoothTimeline(), 0, null);
    }

    /** As server manifests state it of several (RFC 8216bis, 4.4.6.1.1). */
    @Test
    void oneTextOfTheGroupIsTheDefault() {
        Presentation present = present(3);
        Presentation whole = new Presentation(present.streams(), List.of(text(present, "sv", false), text(present, "en", true),
                text(present, "de", true)), 3, List.of());
        for (String format : List.of("m3u8-cmaf", "m3u8-aapl")) {
            assertThat(master(whole, "format=" + format).lines().filter(line -> line.contains("TYPE=SUBTITLES"))
                    .map(line -> line.replaceAll(".*LANGUAGE=\"(..)\",(DEFAULT=YES)?.*", "$1 $2"))).as(format)
                    .containsExactly("sv ", "en DEFAULT=YES", "de ");
        }
    }

    @Test
    void masterOfVersionFour() {
        assertThat(master(present(3), "format=m3u8-aapl-v4,audio-only=true").replaceAll("AVERAGE-BANDWIDTH=\\d+", "AVERAGE")
                .replaceAll("(I-FRAME-STREAM-INF:BANDWIDTH)=\\d+", "$1")).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:4
                        #EXT-X-INDEPENDENT-SEGMENTS
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="aac_eng_2_128033_2_1",LANGUAGE="eng",DEFAULT=YES,\
                        AUTOSELECT=YES,CHANNELS="2",URI="QualityLevels(128033)/Manifest(aac_eng_2_128033_2_1,format=m3u8-aapl)"
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="harbour_description",LANGUAGE="eng",AUTOSELECT=YES,\
                        CHANNELS="2",URI="QualityLevels(96000)/Manifest(harbour_description,format=m3u8-aapl)"
                        #EXT-X-STREAM-INF:BANDWIDTH=559154,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",\
                        AUDIO="audio",AVERAGE,FRAME-RATE=29.970
                        QualityLevels(403117)/Manifest(video,format=m3u8-aapl)
                        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH,RESOLUTION=1280x720,CODECS="avc1.64001f",\
                        URI="QualityLevels(403117)/Manifest(video,format=m3u8-aapl,type=keyframes)"
                        #EXT-X-STREAM-INF:BANDWIDTH=1279955,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",\
                        AUDIO="audio",AVERAGE,FRAME-RATE=29.970
                        QualityLevels(1108402)/Manifest(video,format=m3u8-aapl)
                        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH,RESOLUTION=1280x720,CODECS="avc1.64001f",\
                        URI="QualityLevels(1108402)/Manifest(video,format=m3u8-aapl,type=keyframes)"
                        #EXT-X-STREAM-INF:BANDWIDTH=139009,CODECS="mp4a.40.2",AUDIO="audio",AVERAGE
                        QualityLevels(128033)/Manifest(aac_eng_2_128033_2_1,format=m3u8-aapl)
                        """);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            format=m3u8-aapl-v3                                          , aac_eng_2_128033_2_1
            'format=m3u8-aapl-v3,audioTrack=aac_eng_2_128033_2_1'        , aac_eng_2_128033_2_1
            'format=m3u8-aapl-v3,audio-only=false'                       , aac_eng_2_128033_2_1
            """)
    void masterOfVersionThree(String parameters, String audio) {
        assertThat(master(present(3), parameters)).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-STREAM-INF:BANDWIDTH=559154,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
                QualityLevels(403117)/Manifest(video,format=m3u8-aapl-v3,audiotrack=AUDIO)
                #EXT-X-STREAM-INF:BANDWIDTH=1279955,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
                QualityLevels(1108402)/Manifest(video,format=m3u8-aapl-v3,audiotrack=AUDIO)
                """.replace("AUDIO", audio));
    }

    @Test
    void versionThreeListsTheChosenAudioAlone() {
        assertThat(master(present(3), "format=m3u8-aapl-v3,audiotrack=harbour_description,audio-only=true")).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-STREAM-INF:BANDWIDTH=526417,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
                QualityLevels(403117)/Manifest(video,format=m3u8-aapl-v3,audiotrack=harbour_description)
                #EXT-X-STREAM-INF:BANDWIDTH=1247218,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2"
                QualityLevels(1108402)/Manifest(video,format=m3u8-aapl-v3,audiotrack=harbour_description)
                #EXT-X-STREAM-INF:BANDWIDTH=106272,CODECS="mp4a.40.2"
                QualityLevels(96000)/Manifest(harbour_description,format=m3u8-aapl-v3)
                """);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # bitrates of video and audio, as recorded masters have them
            306428 , 128027, 460332
            572457 , 128027, 732214
            913590 , 128027, 1080851
            1749420, 128027, 1935070
            2761648, 128027, 2969567
            5371582, 128027, 5636919
            403117 , 128033, 559154
            1108402, 128033, 1279955
            2204817, 128033, 2400491
            0      , 128033, 147169
            """)
    void whatWasAnnounced(long video, long audio, long bandwidth) {
        assertThat(Bandwidth.announced(video) + Bandwidth.announced(audio)).isEqualTo(bandwidth);
    }

    @Test
    void mediaPlaylistsOfTransportStreams() {
        Presentation presentation = present(3);
        String four = """
                #EXTM3U
                #EXT-X-VERSION:4
                #EXT-X-ALLOW-CACHE:NO
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-TARGETDURATION:18
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000+00:00
                #EXTINF:18.018000,no-desc
                Fragments(video=0,format=m3u8-aapl)
                #EXTINF:18.018000,no-desc
                Fragments(video=180180000,format=m3u8-aapl)
                #EXTINF:18.018000,no-desc
                Fragments(video=360360000,format=m3u8-aapl)
                #EXTINF:6.006000,no-desc
                Fragments(video=540540000,format=m3u8-aapl)
                #EXT-X-ENDLIST
                """;
        assertThat(media(presentation, "QualityLevels(403117)/Manifest(video,format=m3u8-aapl)")).isEqualTo(four);
        assertThat(media(presentation,
                "QualityLevels(403117)/Manifest(video,format=m3u8-aapl-v3,audiotrack=harbour_description)")).isEqualTo(
                        four.replace("VERSION:4", "VERSION:3").replace("m3u8-aapl",
                                "m3u8-aapl-v3,audiotrack=harbour_description"));
        assertThat(media(presentation, "QualityLevels(128033)/Manifest(" + AUDIO + ",format=m3u8-aapl)")).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:4
                #EXT-X-ALLOW-CACHE:NO
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-TARGETDURATION:18
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000+00:00
                #EXTINF:18.048000,no-desc
                Fragments(aac_eng_2_128033_2_1=0,format=m3u8-aapl)
                #EXTINF:18.048000,no-desc
                Fragments(aac_eng_2_128033_2_1=180480000,format=m3u8-aapl)
                #EXTINF:18.048000,no-desc
                Fragments(aac_eng_2_128033_2_1=360960000,format=m3u8-aapl)
                #EXTINF:5.930667,no-desc
                Fragments(aac_eng_2_128033_2_1=541440000,format=m3u8-aapl)
                #EXT-X-ENDLIST
                """);
        assertThat(media(presentation, "QualityLevels(403117)/Manifest(video,format=m3u8-aapl,type=keyframes)")).startsWith("""
                #EXTM3U
                #EXT-X-VERSION:4
                #EXT-X-ALLOW-CACHE:NO
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-TARGETDURATION:18
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-I-FRAMES-ONLY
                #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000+00:00
                #EXTINF:2.002000,no-desc
                KeyFrames(video=0,format=m3u8-aapl)
                #EXTINF:2.002000,no-desc
                KeyFrames(video=20020000,format=m3u8-aapl)
                """);
    }

    @Test
    void playlistsOfCmafAreOneFragmentASegment() {
        assertThat(media(present(3), "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf)")).startsWith("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-TARGETDURATION:6
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-MAP:URI="Fragments(video=i,format=m3u8-cmaf)"
                #EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000+00:00
                #EXTINF:6.006000,no-desc
                Fragments(video=0,format=m3u8-cmaf)
                #EXTINF:6.006000,no-desc
                Fragments(video=60060000,format=m3u8-cmaf)
                """);
        assertThat(master(present(3), "format=m3u8-cmaf")).startsWith("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="aac_eng_2_128033_2_1",LANGUAGE="eng",DEFAULT=YES,AUTOSELECT=YES,\
                CHANNELS="2",URI="QualityLevels(128033)/Manifest(aac_eng_2_128033_2_1,format=m3u8-cmaf)"
                """);
    }

    /** No run of segments of half to one and a half target durations is above what its variant announces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void noRunOfSegmentsIsAboveTheBandwidth(int perSegment) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().timescale(30000);
        for (int i = 0; i < 3600; i++) {
            video.add(i / 700 % 2 == 0 ? 900 : 40 + i * 11 % 3000, 1001, 0, i % 60 == 0);
        }
        movie.audio().timescale(48000).audioFrames(5600, 1024);
        Presentation presentation = new PresentationBuilder(TestTracks.SIX_SECONDS, perSegment).build(
                List.of(TestTracks.source("m.mp4", movie, 0, 1000, "video"), TestTracks.source("m.mp4", movie, 1, 1000, "a")));
        Stream stream = presentation.stream("video");
        Stream audio = presentation.stream("a");
        String three = master(presentation, "format=m3u8-aapl-v3");
        long muxed = worst(presentation, stream, target(presentation, "v3"), layoutSize(stream, audio));
        assertThat(bandwidth(three)).isGreaterThanOrEqualTo(muxed).isLessThan(muxed + 2);
        String four = master(presentation, "format=m3u8-aapl");
        long separate = worst(presentation, stream, target(presentation, "v4"), layoutSize(stream, null))
                + worst(presentation, audio, target(presentation, "v4"), layoutSize(audio, null));
        assertThat(bandwidth(four)).isGreaterThanOrEqualTo(separate).isLessThan(separate + 3);
    }

    private static ToLongFunction<int[]> layoutSize(Stream stream, Stream audio) {
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0),
                audio == null ? null : new MuxedAudio(audio, audio.levels().get(0), MuxedAudio.Part.ALL));
        return bounds -> layout.segment(bounds[0], bounds[1]).length();
    }

    private static long target(Presentation presentation, String version) {
        Matcher target = Pattern.compile("TARGETDURATION:(\\d+)")
                .matcher(media(presentation, "QualityLevels(1000)/Manifest(video,format=m3u8-aapl-" + version + ")"));
        assertThat(target.find()).isTrue();
        return Long.parseLong(target.group(1)) * Ticks.PER_SECOND;
    }

    private static long bandwidth(String master) {
        Matcher matcher = Pattern.compile("STREAM-INF:BANDWIDTH=(\\d+)").matcher(master);
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static long worst(Presentation presentation, Stream stream, long target, ToLongFunction<int[]> size) {
        List<long[]> segments = new ArrayList<>();
        FragmentTimeline timeline = stream.timeline();
        int per = presentation.fragmentsPerHlsSegment();
        for (int first = 0; first < timeline.count(); first += per) {
            int end = Math.min(first + per, timeline.count());
            segments.add(new long[]{timeline.end(end - 1) - timeline.start(first), size.applyAsLong(new int[]{first, end})});
        }
        double worst = 0;
        for (int from = 0; from < segments.size(); from++) {
            long duration = 0;
            long bytes = 0;
            for (int to = from; to < segments.size(); to++) {
                duration += segments.get(to)[0];
                bytes += segments.get(to)[1];
                if (duration * 2 >= target && duration * 2 <= target * 3) {
                    worst = Math.max(worst, bytes * 8.0 * Ticks.PER_SECOND / duration);
                }
            }
        }
        return (long) worst;
    }

    @Test
    void groupsRestartBehindGaps() {
        long[] starts = {0, 10, 20, 30, 50, 60, 70, 80, 90, 200};
        long[] ends = {10, 20, 30, 40, 60, 70, 80, 90, 100, 210};
        FragmentGroups groups = new FragmentGroups(new FragmentTimeline(starts, ends), 3);
        assertThat(groups.count()).isEqualTo(5);
        List<String> bounds = new ArrayList<>();
        for (int i = 0; i < groups.count(); i++) {
            bounds.add(groups.first(i) + "-" + groups.end(i) + (groups.continues(i) ? "" : "!"));
            for (int fragment = groups.first(i); fragment < groups.end(i); fragment++) {
                assertThat(groups.of(fragment)).isEqualTo(i);
            }
        }
        assertThat(bounds).containsExactly("0-3!", "3-4", "4-7!", "7-9", "9-10!");
        assertThat(groups.longest()).isEqualTo(30);
        assertThat(groups.start(2)).isEqualTo(50);
        assertThat(groups.duration(2)).isEqualTo(30);
    }

    @Test
    void audioForMultiplexing() {
        Presentation presentation = present(3);
        assertThat(presentation.all().audio(null).name()).isEqualTo(AUDIO);
        assertThat(presentation.all().audio("harbour_description").kind()).isEqualTo(TrackKind.AUDIO);
        assertThat(presentation.all().audio("video")).isNull();
        assertThat(presentation.all().audio("nothing")).isNull();
    }

    private static TrackSource sound(String name, String language, int channels, long bitrate, String accessibility) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, channels, channels == 6 ? "11b0" : "1190"))
                .audioFrames(600, 1024);
        MediaIndex index = movie.index(name + bitrate + ".mp4");
        return new TrackSource(index.file(), index.tracks().get(0), bitrate, name, language, accessibility, null, null, false);
    }

    /** A group for each number of channels and rank of bitrate, with the same choice in each, and every bitrate in one of them. */
    @ParameterizedTest
    @ValueSource(strings = {"m3u8-cmaf", "m3u8-aapl"})
    void audioOfManyKinds(String format) {
        TestMovie movie = new TestMovie();
        movie.video().timescale(30000).frames(360, 1001, 60);
        Presentation presentation = new PresentationBuilder(TestTracks.SIX_SECONDS, 3).build(List.of(
                sound("description", "eng", 2, 64000, "description"), sound("english", "eng", 2, 128000, null),
                sound("english", "eng", 2, 64000, null), sound("english surround", "eng", 6, 384000, null),
                sound("german", "deu", 2, 96000, null), TestTracks.source("v.mp4", movie, 0, 1108402, "video")));
        String master = master(presentation, "format=" + format);
        List<String> media = master.lines().filter(line -> line.startsWith("#EXT-X-MEDIA")).map(
                line -> line
                        .replaceAll("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"([^\"]+)\",NAME=\"([^\"]+)\",LANGUAGE=\"[a-z]+\",(.*)"
                                + "CHANNELS=\"(\\d)\",URI=\"QualityLevels\\((\\d+)\\).*", "$1 $2 $3$4 $5"))
                .toList();
        String describes = "AUTOSELECT=YES,CHARACTERISTICS=\"public.accessibility.describes-video\",2 64000";
        assertThat(media).containsExactly("audio description " + describes,
                "audio english DEFAULT=YES,AUTOSELECT=YES,2 128000", "audio german AUTOSELECT=YES,2 96000",
                "audio-mp4a-2-2 description " + describes, "audio-mp4a-2-2 english DEFAULT=YES,AUTOSELECT=YES,2 64000",
                "audio-mp4a-2-2 german AUTOSELECT=YES,2 96000", "audio-mp4a-6 description " + describes,
                "audio-mp4a-6 english DEFAULT=YES,AUTOSELECT=YES,6 384000", "audio-mp4a-6 german AUTOSELECT=YES,2 96000");
        assertThat(master.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")).map(
                line -> line.replaceAll(".*,AUDIO=\"([^\"]+)\".*", "$1")))
                .containsExactly("audio", "audio-mp4a-2-2", "audio-mp4a-6");
        assertThat(master.lines().filter(line -> line.startsWith("#EXT-X-I-FRAME"))).hasSize(1);
        StreamingUrl.Manifest url = (StreamingUrl.Manifest) StreamingUrl.parse(BASE + "manifest(format=m3u8-cmaf)");
        assertThat(MasterPlaylist.of(presentation.all(), url, new CmafSizes(), true))
                .contains("LANGUAGE=\"en\"", "LANGUAGE=\"de\"")
                .doesNotContain("LANGUAGE=\"eng\"");
    }

    /** Nothing is said to be independent that is not. */
    @Test
    void segmentsThatBeginInMidGroup() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video().timescale(30000);
        for (int i = 0; i < 360; i++) {
            track.add(100, 1001, 0, i % 60 == 20);
        }
        Presentation presentation = new PresentationBuilder(TestTracks.SIX_SECONDS, 3)
                .build(List.of(TestTracks.source("v.mp4", movie, 0, 1108402, "video")));
        assertThat(master(presentation, "format=m3u8-cmaf")).doesNotContain("INDEPENDENT");
        assertThat(io.dynpack.manifest.dash.MediaPresentationDescription.of(presentation.all(),
                io.dynpack.url.Parameters.of(io.dynpack.url.Format.DASH_CMAF))).doesNotContain("startWithSAP");
    }

    /** What an edit list hides in front is no part of the first segment. */
    @Test
    void hiddenPicturesAreNotCounted() {
        TestMovie movie = new TestMovie().movieTimescale(30000);
        movie.video().timescale(30000).edits(TestMovie.Edit.of(0, 2002)).frames(360, 1001, 60);
        Presentation presentation = new PresentationBuilder(TestTracks.SIX_SECONDS, 3)
                .build(List.of(TestTracks.source("v.mp4", movie, 0, 1000, "video")));
        assertThat(media(presentation, "QualityLevels(1000)/Manifest(video,format=m3u8-cmaf)"))
                .contains("#EXTINF:5.939267,no-desc\nFragments(video=0,")
                .contains("#EXTINF:6.006000,no-desc\nFragments(video=60060000,");
    }

    /** A second group with the same renditions is a second list of the same languages in players. */
    @Test
    void languagesThatDifferInChannelsAreOneGroup() {
        Presentation presentation = new PresentationBuilder(TestTracks.SIX_SECONDS, 3)
                .build(List.of(sound("english", "eng", 2, 128000, null), sound("français", "fra", 6, 96000, null)));
        var groups = AudioGroups.of(presentation.all().streams());
        assertThat(groups.keySet()).containsExactly("audio");
        assertThat(groups.get("audio")).extracting(rendition -> rendition.stream().name())
                .containsExactly("english", "français");
    }

    /** Sixty levels of one stream beside hundreds of others: each group lists all of them. */
    @Test
    void groupsOfLowRankAreLeftOutWhereTheyAreTooMany() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).language("eng").audioFrames(300, 1024);
        MediaIndex index = movie.index("a.mp4");
        List<TrackSource> sources = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sources.add(
                    new TrackSource(index.file(), index.tracks().get(0), 1000 - i, i < 60 ? "main" : "other" + i, null, null,
                            null, null, false));
        }
        Presentation presentation = new PresentationBuilder(TestTracks.SIX_SECONDS, 3).build(sources);
        var groups = AudioGroups.of(presentation.all().streams());
        assertThat(groups.keySet()).hasSize(4096 / 341).startsWith("audio", "audio-mp4a-2-2").endsWith("audio-mp4a-2-12");
        assertThat(groups.values()).allSatisfy(renditions -> assertThat(renditions).hasSize(341));
        assertThat(AudioGroups.of(presentation.all().streams().subList(0, 60)).keySet()).hasSize(60);
    }
}
