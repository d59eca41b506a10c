package io.dynpack.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.asset.MediaIndexer;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.UnencodedMovies;
import io.dynpack.isobmff.BoxDump;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SmoothFourccs;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.TransportDump;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.MemoryStorage;
import io.dynpack.storage.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What each format makes of a small file of each codec, as text that people read: manifests in full, the boxes or packets of the
 * initialization and of the first and the last fragment. What is found instead lies in {@code target/golden/dumps}.
 */
class GoldenDumpTest {
    private static final long TWO_SECONDS = 20_000_000;
    private static final int FRAGMENTS_PER_HLS_SEGMENT = 1;
    private static final int MOST_LINES = 200;
    private static final Pattern PLAYLIST = Pattern.compile("(?m)^([^#\\n].*)$|,URI=\"([^\"]+)\"");

    /** Media of each asset; a film has several, and of it only manifests are dumped, and what is multiplexed. */
    private static final Map<String, List<String>> ASSETS = new LinkedHashMap<>();
    private static final String FILM = "film";

    static {
        for (String codec : List.of("avc1", "avc3", "hvc1", "hev1", "av01", "vp09", "aac", "ac-3", "ec-3", "dtsc", "opus",
                "flac", "alac", "sowt", "fpcm", "mp3", "vvc1", "usac", "ac-4", "mhm1", "iamf")) {
            ASSETS.put(codec, List.of(codec));
        }
        ASSETS.put(FILM, List.of("avc1", "aac", "ec-3"));
    }

    private static final Map<String, FilteredOrigin> ORIGINS = new HashMap<>();
    private static final Map<String, byte[]> MEDIA = new HashMap<>();

    static {
        UnencodedMovies.all().forEach((codec, file) -> MEDIA.put(codec + ".mp4", file));
    }

    private static FilteredOrigin origin(String asset) {
        return ORIGINS.computeIfAbsent(asset,
                name -> new FilteredOrigin(presentation(ASSETS.get(name), SmoothFourccs.NONE)));
    }

    private static Presentation presentation(List<String> media, SmoothFourccs fourccs) {
        List<TrackSource> sources = new ArrayList<>();
        MemoryStorage storage = new MemoryStorage();
        for (String name : media) {
            String file = name + ".mp4";
            storage.putBytes(file, MEDIA.computeIfAbsent(file, GoldenDumpTest::read));
            try (Source source = storage.open(file).join()) {
                MediaIndex index = MediaIndexer.index(source).thenCompose(
                        found -> MediaIndexer.examine(source, found, MemoryBudget.ofHeap())).join();
                index.tracks().forEach(track -> sources.add(TrackSource.of(index.file(), track)));
            }
        }
        return new PresentationBuilder(TWO_SECONDS, FRAGMENTS_PER_HLS_SEGMENT).build(sources, fourccs);
    }

    private static byte[] read(String file) {
        try (InputStream in = GoldenDumpTest.class.getResourceAsStream("/media/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Arguments> carried() {
        return ASSETS.keySet().stream().flatMap(asset -> Listed.SEVEN.stream()
                .filter(format -> origin(asset).error("manifest(format=" + format + ")") == null)
                .map(format -> arguments(asset, format)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("carried")
    void dump(String asset, String format) throws IOException {
        dump(asset, origin(asset), format);
    }

    /** HEVC in Smooth Streaming has the FourCC that the client manifest has for it. */
    @ParameterizedTest
    @CsvSource({"hvc1, HVC1, fmp4", "hev1, hev1, fmp4", "hvc1, HEV1, fmp4-v20"})
    void dumpOfHevcThatAClientManifestLists(String asset, String fourcc, String format) throws IOException {
        dump(asset + "-as-" + fourcc, new FilteredOrigin(presentation(ASSETS.get(asset), (stream, bitrate) -> fourcc)), format);
    }

    private static void dump(String asset, FilteredOrigin origin, String format) throws IOException {
        StringBuilder text = new StringBuilder();
        String manifest = origin.text("manifest(format=" + format + ")");
        section(text, "manifest(format=" + format + ")", manifest);
        if (format.startsWith("m3u8")) {
            Matcher playlists = PLAYLIST.matcher(manifest);
            while (playlists.find()) {
                String url = playlists.group(1) == null ? playlists.group(2) : playlists.group(1);
                section(text, url, origin.text(url));
            }
        }
        if (!asset.equals(FILM) || format.equals("m3u8-aapl-v3")) {
            for (String url : media(Listed.of(origin, format, ""))) {
                byte[] bytes = bytes(origin.body(url));
                section(text, url + " " + bytes.length + " bytes",
                        format.startsWith("m3u8-aapl") ? TransportDump.of(bytes) : BoxDump.of(bytes));
            }
        }
        assertThat(text.toString().lines().count()).isLessThan(MOST_LINES);
        compare(asset + "." + format + ".txt", text.toString());
    }

    /** Of each track the initialization, if there is one, and the first and the last fragment. */
    private static List<String> media(Listed listed) {
        List<String> urls = new ArrayList<>();
        for (Listed.Track track : listed.tracks().values()) {
            List<String> fragments = track.urls().stream().filter(url -> url.contains("/Fragments(")).toList();
            fragments.stream().filter(url -> url.contains("=i,")).findFirst().ifPresent(urls::add);
            List<String> timed = fragments.stream().filter(url -> !url.contains("=i,")).toList();
            urls.add(timed.get(0));
            urls.add(timed.get(timed.size() - 1));
        }
        return urls;
    }

    private static void section(StringBuilder text, String title, String content) {
        text.append("== ").append(title).append('\n').append(content);
        text.append(content.endsWith("\n") ? "" : "\n");
    }

    @Test
    void refusals() throws IOException {
        Map<String, String> refusals = new TreeMap<>();
        for (String asset : ASSETS.keySet()) {
            for (String format : Listed.SEVEN) {
                String error = origin(asset).error("manifest(format=" + format + ")");
                if (error != null) {
                    refusals.put(asset + " " + format, MpeError.valueOf(error).status() + " " + error);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        refusals.forEach((what, error) -> text.append(what).append(": ").append(error).append('\n'));
        compare("refusals.txt", text.toString());
    }

    private static void compare(String name, String text) throws IOException {
        try (InputStream in = GoldenDumpTest.class.getResourceAsStream("/golden/dumps/" + name)) {
            String golden = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!golden.equals(text)) {
                Path found = Path.of("target", "golden", "dumps", name);
                Files.createDirectories(found.getParent());
                Files.writeString(found, text);
            }
            assertThat(text).as("golden dump %s", name).isEqualTo(golden);
        }
    }

    private static byte[] bytes(SegmentBody body) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(body.length()));
        for (Piece piece : body.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                out.put(literal.bytes().duplicate());
            } else if (piece instanceof Piece.Ranges ranges) {
                for (ByteBuffer part : parts(ranges)) {
                    out.put(part);
                }
            } else if (piece instanceof Piece.Transformed transformed) {
                transformed.transform().write(transformed.sources().stream().map(GoldenDumpTest::parts).toList(), out);
            }
        }
        assertThat(out.hasRemaining()).isFalse();
        return out.array();
    }

    private static ByteBuffer[] parts(Piece.Ranges ranges) {
        byte[] file = MEDIA.get(ranges.file().name());
        ByteBuffer[] parts = new ByteBuffer[ranges.bytes().count()];
        for (int i = 0; i < parts.length; i++) {
            long start = ranges.bytes().starts()[i];
            parts[i] = ByteBuffer.wrap(file, (int) start, (int) (ranges.bytes().ends()[i] - start)).slice();
        }
        return parts;
    }
}
