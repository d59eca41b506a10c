package io.dynpack.ingest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.codec.TestAccessUnits;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.MemoryStorage;

import static io.dynpack.ingest.IngestFixtures.audio;
import static io.dynpack.ingest.IngestFixtures.file;
import static io.dynpack.ingest.IngestFixtures.fileWithMoovBehind;
import static io.dynpack.ingest.IngestFixtures.video;
import static io.dynpack.presentation.Finding.Severity.ERROR;
import static io.dynpack.presentation.Finding.Severity.INFO;
import static io.dynpack.presentation.Finding.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What the report says of which folder. */
class FindingsTest {
    private static final long SECOND = 10_000_000;

    private static List<Finding> findings(Map<String, byte[]> files) {
        MemoryStorage storage = new MemoryStorage();
        files.forEach((name, bytes) -> storage.putBytes("f/" + name, bytes));
        return new Ingest(storage, new IndexCache(storage, 1 << 20), new CueCache(storage, 1 << 20), 6 * SECOND,
                Packagings::limits).describe("asset", "f/", TrackAdditions.NONE)
                .join()
                .findings();
    }

    private static Arguments row(String what, Map<String, byte[]> files, Finding.Severity severity, String file, long time,
            String words) {
        return arguments(what, files, severity, file, time, words);
    }

    private static byte[] plain() {
        return file(video(12), audio(12));
    }

    static Stream<Arguments> folders() {
        return Stream.of(
                row("codec of a whole file", Map.of("a.mp4", file(video(12).format("s263")), "b.mp4", plain()), ERROR, "a.mp4",
                        -1, "track 1: sample entry s263 (H.263) is not served; encode it as H.264, HEVC, AV1 or VP9"),
                row("codec of a track", Map.of("a.mp4", file(video(12), audio(12).format("samr"))), WARNING, "a.mp4", -1,
                        "sample entry samr (AMR) is not served; the track is left out; encode it as AAC, AC-3"),
                row("text of no language", Map.of("a.mp4", plain(), "film.srt", new byte[]{'1'}), INFO, "film.srt", -1,
                        "its name says no language; name it after the language of its text, as in film.en.vtt"),
                row("damaged", Map.of("a.mp4", new byte[400], "b.mp4", plain()), ERROR, "a.mp4", -1,
                        "does not begin like an MP4"),
                row("edits that cannot be expressed",
                        Map.of("a.mp4", file(video(12).edit(1000, 0).edit(1000, 90000), audio(12))), ERROR, "a.mp4", -1,
                        "does not continue where the one before ends"),
                row("hidden start", Map.of("a.mp4", file(video(12).edit(0, 12800), audio(12))), INFO, "a.mp4", 0,
                        "hides the first 1 s of a track"),
                row("hidden end", Map.of("a.mp4", file(video(12).edit(10_000, 0), audio(10))), INFO, "a.mp4", 10 * SECOND,
                        "hides the last 2 s of a track"),
                row("long group of pictures", Map.of("a.mp4", file(video(12).sync(i -> i % 250 == 50 || i == 0), audio(12))),
                        WARNING, "a.mp4", 2 * SECOND, "has no key frame for 10 s, so that fragments are longer than the 6 s"),
                row("very long group of pictures", Map.of("a.mp4", file(video(24).sync(i -> i == 0), audio(24))), WARNING,
                        "a.mp4", 0, "has no key frame for 24 s, more than 20 s"),
                row("first frame", Map.of("a.mp4", file(video(12).sync(i -> i % 50 == 25), audio(12))), WARNING, "a.mp4", 0,
                        "begins with a frame that is no key frame"),
                row("irregular key frames", Map.of("a.mp4", file(video(12).sync(i -> i % 50 == 0 || i == 170), audio(12))),
                        INFO, "a.mp4", 6 * SECOND, "has key frames at irregular distances (0.8 s here)"),
                row("levels not aligned but close", Map.of("a.mp4", file(video(12).sizes(i -> 500).gop(50), audio(12)), "b.mp4",
                        file(video(12).gop(25))), INFO, "b.mp4", SECOND,
                        "has key frames at other times than a.mp4, first here"),
                row("levels not aligned", Map.of("a.mp4", file(video(24).sizes(i -> 500).gop(50), audio(24)), "b.mp4",
                        file(video(24).gop(75))), INFO, "b.mp4", 2 * SECOND, "has key frames at other times"),
                row("fragments longer", Map.of("a.mp4", file(video(60).sizes(i -> 500).gop(50), audio(60)), "b.mp4",
                        file(video(60).gop(175))), WARNING, "b.mp4", 2 * SECOND,
                        "so that fragments are longer than they need to be"),
                row("level left out", Map.of("a.mp4", file(video(60).sizes(i -> 500).gop(50), audio(60)), "b.mp4",
                        file(video(60).gop(50)), "c.mp4", file(video(60).sync(i -> i == 0 || i % 50 == 1 && i > 1))), WARNING,
                        "c.mp4", 2 * SECOND, "is left out: its key frames are not where"),
                row("twins", Map.of("a.mp4", plain(), "b.mp4", plain()), WARNING, "b.mp4", -1,
                        "has the picture size and the bitrate of a.mp4"),
                row("two levels in a file", Map.of("a.mp4", file(video(12), video(12).sizes(i -> 300), audio(12))), INFO,
                        "a.mp4", -1, "holds more than one video track"),
                row("short audio", Map.of("a.mp4", file(video(12), audio(9).language("eng"))), WARNING, "a.mp4", 90_026_666L,
                        "the audio (eng) ends 2.997 s before a.mp4"),
                row("short level", Map.of("a.mp4", file(video(30).sizes(i -> 500), audio(30)), "b.mp4", file(video(28))),
                        WARNING,
                        "b.mp4", 28 * SECOND, "the video ends 2.016 s before a.mp4"),
                row("broken-off level", Map.of("a.mp4", file(video(6).sizes(i -> 500), audio(40)), "b.mp4", file(video(40))),
                        WARNING,
                        "a.mp4", -1, "is left out: it ends 34.0 s before b.mp4; check whether the file was written to its end"),
                row("switched off", Map.of("a.mp4", file(video(12), video(12).disabled(), audio(12))), INFO, "a.mp4", -1,
                        "its track 2 is switched off (tkhd) and passed over beside another video track"),
                row("late audio", Map.of("a.mp4", file(video(12), audio(11).edit(500, -1).edit(0, 0))), INFO, "a.mp4",
                        SECOND / 2, "the audio (und) starts 0.5 s after the video"),
                row("variable frame rate", Map.of("a.mp4", file(video(12).durations(i -> i == 100 ? 1024 : 512), audio(12))),
                        INFO, "a.mp4", 4 * SECOND, "has a variable frame rate"),
                row("language missing", Map.of("a.mp4", file(video(12), audio(12).language("eng"), audio(12))), WARNING,
                        "a.mp4", -1, "audio aac_und_2_37 states no language"),
                row("a language in a codec that no other has",
                        Map.of("a.mp4", file(video(12), audio(12).language("eng"), audio(12).language("deu").format("ac-3"))),
                        WARNING, "a.mp4", -1,
                        "the audio (deu) is not there in aac, as other languages are; HLS players that lack ac3"
                                + " then play nothing; add it in aac"),
                row("moov behind", Map.of("a.mp4", fileWithMoovBehind(video(12), audio(12))), INFO, "a.mp4", -1,
                        "has moov behind the media"),
                row("parameter sets that change", Map.of("a.mp4", file(video(12).content(i -> TestAccessUnits
                        .avc(IngestFixtures.sps(i < 150 ? 320 : 160, 180), TestAccessUnits.slice(100))), audio(12))), WARNING,
                        "a.mp4", 6 * SECOND, "has a key frame with parameter sets that its avcC does not hold"),
                row("sets of HEVC that change", Map.of("a.mp4", hevc("hvc1", 120)), WARNING, "a.mp4", SECOND,
                        "has a key frame with parameter sets that its hvcC does not hold"),
                row("sets of HEVC that may change", Map.of("a.mp4", hevc("hev1", 120)), INFO, "a.mp4", SECOND,
                        "has a key frame with parameter sets that its hvcC does not hold"),
                row("sets of HEVC that do not change", Map.of("a.mp4", hevc("hev1", 153)), INFO, "a.mp4", -1,
                        "so that HLS announces hvc1.2.4.L153.90"),
                row("HEVC", Map.of("a.mp4", hevc("hvc1", 153)), WARNING, "a.mp4", -1,
                        "with the FourCC HEV1 or HVC1, so that Smooth Streaming is refused"),
                row("captions", Map.of("a.mp4", file(video(12).content(i -> TestAccessUnits
                        .avc(TestAccessUnits.captions(0, 3), TestAccessUnits.slice(100))), audio(12))), INFO, "a.mp4", -1,
                        "carries captions inside of its video (CEA-608, CEA-708)"),
                row("silent band replication", Map.of("a.mp4", file(audio(12).samplingFrequencyIndex(6)
                        .content(i -> TestAccessUnits.aac(2, TestAccessUnits.Extension.SBR)))), INFO, "a.mp4", -1,
                        "carries spectral band replication that its AudioSpecificConfig does not announce; manifests announce"
                                + " mp4a.40.5 with 48000 Hz"),
                row("silent parametric stereo", Map.of("a.mp4", file(audio(12).samplingFrequencyIndex(6).channels(1)
                        .content(i -> TestAccessUnits.aac(1, TestAccessUnits.Extension.SBR_WITH_STEREO)))), INFO, "a.mp4", -1,
                        "carries spectral band replication and parametric stereo that its AudioSpecificConfig does not"),
                row("sound that transport streams do not carry", Map.of("a.mp4", file(video(12), audio(12).channels(11))),
                        WARNING,
                        "a.mp4", -1, "AAC with channel configuration 11 is not carried in transport streams, so that HLS v4 and"
                                + " v3 are refused; encode it differently"),
                row("sound that is left out of transport streams",
                        Map.of("a.mp4", plain(), "b.m4a", file(audio(12).channels(11).language("deu"))), WARNING, "b.m4a", -1,
                        "AAC with channel configuration 11 is not carried in transport streams, so that HLS v4 and v3 are"
                                + " served without it; encode it differently"),
                row("no audio", Map.of("a.mp4", file(video(12))), INFO, "", -1, "has no audio"),
                row("no video", Map.of("a.mp4", file(audio(12))), INFO, "", -1, "has no video"),
                row("index size", Map.of("a.mp4", plain()), INFO, "", -1, "the stored indexes take "),
                row("reference to nothing", Map.of("a.mp4", plain(), "x.ism", ism("a.mp4", "gone.mp4")), ERROR, "gone.mp4", -1,
                        "is not there"),
                row("malformed manifest", Map.of("a.mp4", plain(), "x.ism", "<smil".getBytes()), ERROR, "x.ism", -1,
                        "the XML is malformed"),
                row("malformed manifest of others", Map.of("a.mp4", plain(), "x.ism", "<smil".getBytes()), INFO, "x.ism", -1,
                        "remove it, or ingest with overwrite=always"),
                row("not in the manifest", Map.of("a.mp4", plain(), "b.mp4", plain(), "x.ism", ism("a.mp4")), INFO, "b.mp4", -1,
                        "is in no server manifest and is not served"),
                row("served in part", Map.of("a.mp4", plain(), "x.ism", ism("a.mp4")), INFO, "a.mp4", -1,
                        "its track 2 (audio, und) is not served by any server manifest"));
    }

    /** Groups of 25 pictures with parameter sets in band; from the second group on those of another level. */
    private static byte[] hevc(String entry, int level) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().entry(TestEntries.hevc(entry, 1280, 720));
        for (int i = 0; i < 100; i++) {
            byte[] sps = TestEntries.hevcSps(0, i < 25 ? 153 : level, 1280, 720);
            boolean sync = i % 25 == 0;
            video.unit(sync
                    ? TestAccessUnits.avc(TestEntries.hevcVps(), sps, TestEntries.hevcPps(0, 0),
                            TestAccessUnits.hevcSlice(300, 19, 0))
                    : TestAccessUnits.avc(TestAccessUnits.hevcSlice(100, 1, 0)), 3600, sync);
        }
        return movie.progressive();
    }

    private static byte[] ism(String... videos) {
        StringBuilder text = new StringBuilder("<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><body><switch>");
        for (String video : videos) {
            text.append("<video src=\"").append(video).append("\"/>");
        }
        return text.append("</switch></body></smil>").toString().getBytes();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void says(String what, Map<String, byte[]> files, Finding.Severity severity, String file, long time, String words) {
        List<Finding> findings = findings(files);
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.message()).contains(words);
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.file()).isEqualTo(file);
            assertThat(finding.time()).isEqualTo(time);
        });
        assertThat(findings).isSortedAccordingTo(Comparator.comparing(Finding::severity).reversed());
        assertThat(findings).doesNotHaveDuplicates();
    }

    @Test
    void goodAssetHasNothingToSayButItsIndexSize() {
        List<Finding> findings = findings(Map.of(
                "x_720.mp4", file(video(24).picture(1280, 720).sizes(i -> 900)),
                "x_360.mp4", file(video(24).picture(640, 360).sizes(i -> 400)),
                "x_deu.m4a", file(audio(24).language("deu")), "x_eng.m4a", file(audio(24).language("eng"))));
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).message()).startsWith("the stored indexes take ");
    }
}
