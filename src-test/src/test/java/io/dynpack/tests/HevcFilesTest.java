package io.dynpack.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.MovieBoxes;
import io.dynpack.tests.media.Track;

import static org.assertj.core.api.Assertions.assertThat;

/** HEVC as encoders write it, in every format that carries it, as ffmpeg reads it; and beside H.264. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(QuickstartOrigin.Provider.class)
class HevcFilesTest {
    private static final String X265 = "-f lavfi -i testsrc2=s=160x90:r=25:d=8 -c:v libx265 -preset ultrafast -x265-params"
            + " log-level=none:keyint=50:min-keyint=50:scenecut=0:bframes=2:open-gop=0";

    @TempDir
    static Path scratch;

    private final BitExactness exactness = new BitExactness();
    private final Delivery delivery = new Delivery();

    private static Supplier<Path> odd(String name, Consumer<Path> maker) {
        return () -> {
            Path folder = scratch.resolve(name);
            if (!Files.isDirectory(folder)) {
                try {
                    Files.createDirectories(folder);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                maker.accept(folder);
            }
            return folder;
        };
    }

    enum Asset {
        CLOSED(Fixtures::hevc, "hvc1.2.4.L60.90", "hvc1.2.4.L60.90", 1),
        /** What is in band is in the sample entry as well. */
        OPEN(Fixtures::hevcOpenGop, "hvc1.1.6.L60.90", "hev1.1.6.L60.90", 3),
        LEADING(Fixtures::hevcLeading, "hvc1.1.6.L60.90", "hvc1.1.6.L60.90", 2),
        SETS_IN_BAND_ALONE(odd("in-band", folder -> {
            Ffmpeg.ffmpeg(folder, X265 + ":repeat-headers=1 -pix_fmt yuv420p -tag:v hev1 film.mp4");
            MovieBoxes.change(folder.resolve("film.mp4"), movie -> {
                MovieBoxes.Box configuration = movie.samples(0).at("stsd/hev1/hvcC");
                byte[] bare = java.util.Arrays.copyOf(configuration.payload(), 23);
                bare[22] = 0;
                configuration.payload(bare);
            });
        }), "hev1.1.6.L30.90", "hev1.1.6.L30.90", 1),
        NO_SYNC_SAMPLES_NAMED(odd("no-sync", folder -> {
            Ffmpeg.ffmpeg(folder, X265 + " -pix_fmt yuv420p -tag:v hvc1 film.mp4");
            MovieBoxes.change(folder.resolve("film.mp4"), movie -> movie.samples(0).remove("stss"));
        }), "hvc1.1.6.L30.90", "hvc1.1.6.L30.90", 1),
        CHROMA_422_IN_FRAGMENTS(odd("422", folder -> Ffmpeg.ffmpeg(folder, X265
                + " -pix_fmt yuv422p10le -tag:v hvc1 -movflags +frag_keyframe+delay_moov+default_base_moof film.mp4")),
                "hvc1.4.10.L30.9D.8", "hvc1.4.10.L30.9D.8", 1);

        private final Supplier<Path> folder;
        private final String hls;
        private final String dash;
        private final int sapType;

        Asset(Supplier<Path> folder, String hls, String dash, int sapType) {
            this.folder = folder;
            this.hls = hls;
            this.dash = dash;
            this.sapType = sapType;
        }
    }

    static Stream<Arguments> everything() {
        return Stream.of(Asset.values()).flatMap(
                asset -> Stream.of(StreamingFormat.HLS_CMAF, StreamingFormat.DASH_CMAF, StreamingFormat.DASH_CSF)
                        .map(format -> Arguments.of(asset, format)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void servesEveryAccessUnit(Asset asset, StreamingFormat format, QuickstartOrigin origin) {
        Path folder = asset.folder.get();
        assertThat(exactness.faults(folder, origin.manifest(folder, format), format)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void manifestsSayWhatIsThere(Asset asset, QuickstartOrigin origin) {
        Path folder = asset.folder.get();
        String master = delivery.text(origin.manifest(folder, StreamingFormat.HLS_CMAF));
        assertThat(master).contains("CODECS=\"" + asset.hls);
        assertThat(master.contains("#EXT-X-INDEPENDENT-SEGMENTS")).isEqualTo(asset.sapType < 3);
        for (StreamingFormat format : List.of(StreamingFormat.DASH_CMAF, StreamingFormat.DASH_CSF)) {
            assertThat(delivery.text(origin.manifest(folder, format)))
                    .contains("codecs=\"" + asset.dash + "\"", "startWithSAP=\"" + asset.sapType + "\"");
        }
        assertThat(delivery.text(origin.publish(folder).resolve("manifest(format=m3u8-aapl)")))
                .contains("CODECS=\"" + asset.hls.replace("hev1", "hvc1"));
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyFrameDecodesAlone(Asset asset, QuickstartOrigin origin) throws IOException {
        Path folder = asset.folder.get();
        List<Rendition> lists = Manifests.HLS.read(origin.manifest(folder, StreamingFormat.HLS_CMAF), delivery::text).stream()
                .filter(rendition -> rendition.kind().equals("iframe")).toList();
        assertThat(lists).hasSize(1);
        byte[] initialization = delivery.bytes(lists.get(0).initialization());
        for (Segment segment : lists.get(0).segments()) {
            Path file = scratch.resolve("one.mp4");
            Files.write(file, initialization);
            Files.write(file, delivery.bytes(segment), java.nio.file.StandardOpenOption.APPEND);
            assertThat(Ffmpeg.ffprobe(scratch, List.of("-count_frames", "-show_entries", "stream=nb_read_frames", "-of",
                    "csv=p=0", file.toString())).strip()).as(segment.toString()).isEqualTo("1");
        }
    }

    /** The transport streams of both versions, put together, decode without a word into the pictures of the file. */
    @ParameterizedTest
    @EnumSource
    void transportStreamsDecode(Asset asset, QuickstartOrigin origin, @TempDir Path work) throws IOException {
        Path folder = asset.folder.get();
        String expected;
        try (Stream<Path> files = Files.list(folder)) {
            expected = pictures(work, files.filter(file -> file.toString().endsWith(".mp4")).findFirst().orElseThrow());
        }
        for (String format : List.of("m3u8-aapl", "m3u8-aapl-v3")) {
            URI master = origin.publish(folder).resolve("manifest(format=" + format + ")");
            for (Rendition rendition : Manifests.HLS.read(master, delivery::text)) {
                if (rendition.kind().equals("video")) {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    rendition.segments().forEach(segment -> all.writeBytes(delivery.bytes(segment)));
                    Path stream = work.resolve("all.ts");
                    Files.write(stream, all.toByteArray());
                    assertThat(Ffmpeg.warnings(work, List.of("-i", stream.toString(), "-f", "null", "-"))).isEmpty();
                    assertThat(pictures(work, stream)).as(format).isEqualTo(expected);
                }
            }
        }
    }

    /** Hashes of the decoded pictures, in the order in which they are shown. */
    private static String pictures(Path work, Path file) throws IOException {
        Ffmpeg.ffmpeg(work, List.of("-i", file.toString(), "-map", "0:v", "-fps_mode", "passthrough", "-f", "framehash",
                "-hash", "md5", "pictures.txt"));
        return Files.readAllLines(work.resolve("pictures.txt")).stream().filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip()).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource({"manifest", "manifest(format=fmp4-v20)"})
    void smoothStreamingRefusesIt(String manifest, QuickstartOrigin origin) throws Exception {
        URI uri = origin.publish(Fixtures.hevc()).resolve(manifest);
        HttpResponse<String> response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("<hresult>MPE_VIDEO_ENCODING_NOT_SUPPORTED</hresult>");
    }

    /** As encoders of Azure Media Services wrote it, and packagers of others; its name is compared without regard to case. */
    @ParameterizedTest
    @CsvSource({"hevc.mp4, HVC1, SMOOTH", "hevc.mp4, HEV1, SMOOTH_20", "hevc-open-gop.mp4, hev1, SMOOTH"})
    void smoothStreamingHasWhatTheClientManifestLists(String file, String fourcc, StreamingFormat format,
            QuickstartOrigin origin) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve(fourcc + format + "-" + file.replace('.', '-')));
        Path source = file.equals("hevc.mp4") ? Fixtures.hevc() : Fixtures.hevcOpenGop();
        Files.copy(source.resolve(file), folder.resolve(file));
        Files.writeString(folder.resolve("film.ism"), """
                <?xml version="1.0" encoding="utf-8"?>
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head>
                <meta name="clientManifestRelativePath" content="film.ismc"/></head><body><switch>
                <video src="%1$s" systemBitrate="90000"/>
                <audio src="%1$s" systemBitrate="64000" systemLanguage="eng"/>
                </switch></body></smil>
                """.formatted(file));
        Files.writeString(folder.resolve("Film.ISMC"), """
                <SmoothStreamingMedia MajorVersion="2" MinorVersion="2" Duration="120000000">
                <StreamIndex Type="video" Chunks="0"><QualityLevel Index="0" Bitrate="90000" FourCC="%s"/></StreamIndex>
                </SmoothStreamingMedia>
                """.formatted(fourcc));
        URI manifest = origin.manifest(folder, format);
        assertThat(exactness.faults(folder, manifest, format)).isEmpty();
        assertThat(videoCodecs(format, manifest)).isEqualTo(Map.of(fourcc, 1L));
        assertThat(delivery.text(manifest)).contains("MinorVersion=\"2\"",
                "<Attribute Name=\"codecs\" Value=\"" + fourcc.toLowerCase(java.util.Locale.ROOT) + ".");
        assertThat(Files.readString(origin.media().resolve(folder.getFileName()).resolve("Film.ISMC"))).contains(fourcc);
    }

    @ParameterizedTest
    @EnumSource(names = {"HLS_CMAF", "DASH_CMAF", "DASH_CSF"})
    void bothCodecsAreServedBesideEachOther(StreamingFormat format, QuickstartOrigin origin) {
        Path folder = Fixtures.mixedCodecs();
        URI manifest = origin.manifest(folder, format);
        assertThat(exactness.faults(folder, manifest, format)).isEmpty();
        assertThat(videoCodecs(format, manifest)).containsExactlyInAnyOrderEntriesOf(Map.of("avc1", 2L, "hvc1", 2L));
    }

    private Map<String, Long> videoCodecs(StreamingFormat format, URI manifest) {
        return format.manifests().read(manifest, delivery::text).stream()
                .filter(rendition -> rendition.kind().equals("video"))
                .collect(Collectors.groupingBy(rendition -> rendition.codecs().split("[. ]")[0], Collectors.counting()));
    }

    @Test
    void dashTellsThemApartBySets(QuickstartOrigin origin) {
        String text = delivery.text(origin.manifest(Fixtures.mixedCodecs(), StreamingFormat.DASH_CMAF));
        Matcher sets = Pattern.compile("<AdaptationSet[^>]*group=\"1\"[^>]*codecs=\"([^\"]*)\"[^>]*>").matcher(text);
        TreeSet<String> codecs = new TreeSet<>();
        while (sets.find()) {
            codecs.add(sets.group(1).substring(0, 4));
            assertThat(sets.group()).contains("startWithSAP=\"1\"");
        }
        assertThat(codecs).containsExactly("avc1", "hvc1");
    }

    /** Smooth Streaming has the H.264 levels alone, and those whole. */
    @ParameterizedTest
    @EnumSource(names = {"SMOOTH", "SMOOTH_20"})
    void smoothStreamingLeavesHevcOut(StreamingFormat format, QuickstartOrigin origin) {
        Path folder = Fixtures.mixedCodecs();
        URI manifest = origin.manifest(folder, format);
        assertThat(videoCodecs(format, manifest)).isEqualTo(Map.of("H264", 2L));
        assertThat(exactness.faults(folder, manifest, format)).hasSize(2)
                .allSatisfy(fault -> assertThat(fault).startsWith("video").endsWith("is not served"));
    }

    @Test
    void theFixturesAreWhatTheirNamesSay() {
        assertThat(leading(Fixtures.hevc())).isZero();
        assertThat(leading(Fixtures.hevcOpenGop())).isPositive();
        assertThat(leading(Fixtures.hevcLeading())).isPositive();
    }

    /** Pictures that are decoded behind a key frame and shown before it. */
    private long leading(Path folder) {
        Track video = exactness.sources(folder).stream().filter(track -> track.kind().equals("video")).findFirst()
                .orElseThrow();
        long leading = 0;
        AccessUnit sync = video.units().get(0);
        for (AccessUnit unit : video.units()) {
            sync = unit.sync() ? unit : sync;
            leading += unit.presentation().compareTo(sync.presentation()) < 0 ? 1 : 0;
        }
        return leading;
    }
}
