package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The codecs that HLS and DASH name (RFC 6381), held against what Shaka Packager, mp4box.js and ffprobe read in the file. */
@Tag("node")
@ExtendWith(QuickstartOrigin.Provider.class)
class CodecStringsTest {
    private static final String X265 = "-c:v libx265 -preset ultrafast -tag:v hvc1 -x265-params log-level=none";

    private static final String PQ = "-vf setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc";

    /** What {@link CodecTableTest} does not encode: more channels, more bits, and colours of high dynamic range. */
    private enum Encoding {
        AAC_51(false, "-af aformat=channel_layouts=5.1 -c:a aac -b:a 128k"),
        AAC_71(false, "-af aformat=channel_layouts=7.1 -c:a aac -b:a 128k"),
        EAC3_51(false, "-af aformat=channel_layouts=5.1 -c:a eac3 -b:a 192k"),
        OPUS_71(false, "-af aformat=channel_layouts=7.1 -c:a libopus -b:a 128k -mapping_family 1"),
        HVC1_10(true, X265 + " -pix_fmt yuv420p10le"),
        AV01_PQ(true, "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p10le " + PQ),
        VP09_2(true, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 200k -pix_fmt yuv420p10le " + PQ);

        private final boolean video;
        private final String arguments;

        Encoding(boolean video, String arguments) {
            this.video = video;
            this.arguments = arguments;
        }

        Path folder() {
            return Fixtures.encoded(name().toLowerCase(Locale.ROOT).replace('_', '-'), video, arguments);
        }
    }

    /**
     * Where Shaka Packager says something else. A sample entry {@code mp4a} is told by its object type indication (RFC 6381,
     * 3.3), {@code mp4a.A9}, also where that is DTS; of {@code mp4a.6B}, of PCM and of VVC it knows nothing.
     */
    private static final Map<String, String> OTHERWISE = Map.of("mp4a.a9", "dtsc", "mp4a.6b", "unknown", "ipcm", "unknown",
            "fpcm", "unknown", "vvc1.1.l51.cqa", "unknown");

    /** Of these mp4box.js reads no configuration. */
    private static final Set<String> ENTRY_ALONE = Set.of("iamf", "ac-4", "mhm1");

    private static final Map<Path, CompletableFuture<URI>> PUBLISHED = new ConcurrentHashMap<>();

    private final Delivery delivery = new Delivery();

    static Stream<Arguments> encodings() {
        return Stream.concat(
                Stream.of(CodecTableTest.Encoding.values()).filter(CodecStringsTest::keepsItsSampleEntry)
                        .map(encoding -> arguments(encoding.name(), encoding.folder())),
                Stream.of(Encoding.values()).map(encoding -> arguments(encoding.name(), encoding.folder())));
    }

    /** PCM of QuickTime gets one of ISO base media files, so that what is said of the file is not what is said of it here. */
    private static boolean keepsItsSampleEntry(CodecTableTest.Encoding encoding) {
        return encoding != CodecTableTest.Encoding.SOWT;
    }

    /** All at once: each waits until nothing changes in its folder. */
    @BeforeAll
    static void publish(QuickstartOrigin origin) {
        encodings().map(encoding -> (Path) encoding.get()[1]).forEach(folder -> PUBLISHED.put(folder,
                CompletableFuture.supplyAsync(() -> origin.publish(folder, "codecs-" + folder.getFileName()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void isWhatOthersRead(String name, Path folder) {
        Path file = media(folder);
        String dash = codecs("codecs=\"([^\"]+)\"", folder, "mpd-time-cmaf");
        String hls = codecs("CODECS=\"([^\"]+)\"", folder, "m3u8-cmaf");
        // parameter sets lie in the sample entry as well, and players of Apple take nothing but hvc1
        assertThat(hls).isEqualTo(dash.replace("hev1", "hvc1"));

        String shaka = shaka(file);
        assertThat(shortened(shaka, dash)).as("Shaka Packager").isEqualTo(OTHERWISE.getOrDefault(dash, shortened(dash, shaka)));
        String mp4box = Program.run(List.of("node", "src/test/resources/codecs/codecs.cjs", file.toString())).lines()
                .reduce((before, last) -> last).orElseThrow().toLowerCase(Locale.ROOT);
        if (ENTRY_ALONE.contains(mp4box)) {
            assertThat(dash).as("mp4box.js").startsWith(mp4box + ".");
        } else {
            assertThat(shortened(mp4box, dash)).as("mp4box.js").isEqualTo(shortened(dash, mp4box));
        }
        assertThat(dash).as("ffprobe").matches(ffprobe(file));
    }

    /**
     * Of AV1 and VP9 what stands behind the bit depth may be left out (AV1 Codec ISO Media File Format Binding, 5; VP Codec ISO
     * Media File Format Binding, 3.2): where only one says it, what both say is compared.
     */
    private static String shortened(String codec, String other) {
        boolean optional = codec.startsWith("av01") || codec.startsWith("vp09");
        return optional && codec.startsWith(other) ? other : codec;
    }

    private static Path media(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hexadecimal digits may be of either case (RFC 6381, 3.3), and players take either case of all the rest. */
    private String codecs(String pattern, Path folder, String format) {
        return first(pattern, delivery.text(PUBLISHED.get(folder).join().resolve("manifest(format=" + format + ")")));
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1).toLowerCase(Locale.ROOT);
    }

    /** {@code unknown} also where it finds no stream that it knows. */
    private static String shaka(Path file) {
        String found = Program
                .run(List.of("node", "node_modules/shaka-packager/index.js", "--dump_stream_info", "input=" + file));
        return found.contains(" is not supported.") ? "unknown" : first("codec_string: (\\S+)", found);
    }

    /** The sample entry, and the level where ffprobe knows it. */
    private static String ffprobe(Path file) {
        String[] found = Ffmpeg.ffprobe(Path.of("."), List.of("-show_entries", "stream=codec_tag_string,level", "-of",
                "default=nk=1:nw=1", file.toString())).strip().toLowerCase(Locale.ROOT).split("\\s+");
        int level = found.length > 1 && found[1].matches("-?\\d+") ? Integer.parseInt(found[1]) : -1;
        if (found[0].startsWith("[")) {
            // it names the codec inside of IAMF, which has no sample entry of its own
            return "iamf.*";
        }
        return found[0].replace('.', '-') + switch (found[0]) {
            case "avc1", "avc3" -> "\\.[0-9a-f]{4}%02x".formatted(level);
            case "hvc1", "hev1" -> ".*\\.l%d(\\..*)?".formatted(level);
            case "av01" -> "\\.\\d\\.%02dm.*".formatted(level);
            default -> ".*";
        };
    }
}
