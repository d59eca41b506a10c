package io.dynpack.tests.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.dynpack.asset.LayoutCache;
import io.dynpack.asset.LayoutStore;
import io.dynpack.asset.MediaIndexer;
import io.dynpack.delivery.BodyCursor;
import io.dynpack.delivery.OpenSources;
import io.dynpack.index.MediaIndex;
import io.dynpack.packaging.PackagedLevel;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TrackSource;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.protection.ContentKey;
import io.dynpack.protection.EnvelopeCipher;
import io.dynpack.protection.ProtectionScheme;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Source;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.url.Format;

/**
 * One core making CMAF segments of a file in the page cache, or those of transport streams, in the clear and encrypted; all but
 * the socket.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class EncryptionBenchmark {
    private static final ContentKey KEY = new ContentKey(UUID.fromString("c6b2261d-d70b-4eda-a1dc-3cec956ea52d"),
            HexFormat.of().parseHex("1a2b3c4d5e6f708192a3b4c5d6e7f809"),
            HexFormat.of().parseHex("00112233445566778899aabbccddeeff"));

    /** Pictures of many bytes, of few, and sound. */
    @Param({"ladder_1280x720_1800.mp4", "ladder_256x144_120.mp4", "ladder_AAC_eng_ch2_64kbps.mp4"})
    private String file;
    @Param({"CLEAR", "CENC", "CBCS", "TS", "TS_AES"})
    private String scheme;

    private FileStorage files;
    private OpenSources sources;
    private PackagedLevel level;
    private int fragment;
    private long made;

    /** Bytes made. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Bytes {
        public double gigabytes;
    }

    @Setup
    public void open() throws IOException {
        Path folder = Fixtures.ladder();
        files = new FileStorage(folder);
        sources = new OpenSources(files, 4, Duration.ofMinutes(5));
        List<TrackSource> tracks = new ArrayList<>();
        try (Source source = files.open(file).join()) {
            MediaIndex index = MediaIndexer.index(source).join();
            index.tracks().forEach(track -> tracks.add(TrackSource.of(index.file(), track)));
        }
        Presentation presentation = new PresentationBuilder(60_000_000, 3).build(tracks);
        Stream stream = presentation.streams().get(0);
        LayoutCache layouts = new LayoutCache(new LayoutStore(files, 1 << 20, MemoryBudget.ofHeap()), 1 << 20);
        boolean samples = scheme.startsWith("C") && !scheme.equals("CLEAR");
        CommonEncryption encryption = samples
                ? new CommonEncryption(ProtectionScheme.valueOf(scheme), KEY, List.of(), false, layouts, 0)
                : null;
        level = new Packagings().of(scheme.startsWith("TS") ? Format.HLS_TS_V4 : Format.DASH_CMAF)
                .level(presentation.all(), stream, stream.levels().get(0), null, encryption);
    }

    @TearDown
    public void close() {
        sources.close();
        files.close();
    }

    @Benchmark
    public int segment(Bytes bytes) {
        fragment = (fragment + 1) % level.timeline().count();
        SegmentBody clear = level.segment(fragment, fragment + 1).join();
        // of another name each time, so that it is never had from what was kept
        SegmentBody body = scheme.equals("TS_AES")
                ? SegmentBody.of(Piece.Enciphered.of("body " + made++, clear, new EnvelopeCipher(KEY)))
                : clear;
        int parts = 0;
        try (BodyCursor cursor = new BodyCursor(body, sources)) {
            while (cursor.ready().join()) {
                ByteBuffer[] lent = cursor.lend(256 << 10);
                if (lent == null) {
                    cursor.drain(256 << 10, part -> part.position(part.limit()));
                } else {
                    parts += lent.length;
                    cursor.takeBack();
                }
            }
        }
        bytes.gigabytes += body.length() / 1e9;
        return parts;
    }
}
