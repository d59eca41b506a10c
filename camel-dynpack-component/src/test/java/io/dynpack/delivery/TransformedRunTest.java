package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.camel.MediaBody;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.SegmentTransform;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bodies whose bytes are made while they are sent. */
class TransformedRunTest {
    private static final int SIZE = 11_000_000;

    @TempDir
    Path root;
    private FileStorage files;
    /** Two sources are read at a time. */
    private final List<String> reads = java.util.Collections.synchronizedList(new ArrayList<>());
    private byte[] media;
    private SourceFile a;
    private SourceFile b;
    private Runnable whileWriting = () -> {};

    @BeforeEach
    void write() throws Exception {
        files = new FileStorage(root);
        media = new byte[SIZE];
        new Random(3).nextBytes(media);
        a = put("a");
        b = put("b");
    }

    private SourceFile put(String name) {
        StoredObject stored = files.put(name, ByteBuffer.wrap(media), PutCondition.ALWAYS).join();
        return new SourceFile(name, stored.version(), SIZE);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private OpenSources sources(boolean local) {
        return new OpenSources(local ? files : new RangedStorage(files, reads), 8, Duration.ofSeconds(10));
    }

    private static Piece.Ranges ranges(SourceFile file, long... bounds) {
        long[] starts = new long[bounds.length / 2];
        long[] ends = new long[bounds.length / 2];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = bounds[2 * i];
            ends[i] = bounds[2 * i + 1];
        }
        return new Piece.Ranges(file, new ByteRanges(starts, ends));
    }

    /** Writes all its sources, one after the other, each byte inverted. */
    private Piece.Transformed inverted(Piece.Ranges... sources) {
        int length = (int) Arrays.stream(sources).mapToLong(Piece.Ranges::length).sum();
        return Piece.Transformed.of(new SegmentTransform() {
            @Override
            public int length() {
                return length;
            }

            @Override
            public void write(List<ByteBuffer[]> buffers, ByteBuffer target) {
                for (ByteBuffer[] of : buffers) {
                    for (ByteBuffer buffer : of) {
                        for (int i = buffer.position(); i < buffer.limit(); i++) {
                            target.put((byte) ~buffer.get(i));
                        }
                    }
                }
                whileWriting.run();
            }
        }, List.of(sources));
    }

    /** As {@link #inverted} of one source, where its bytes lie. */
    private Piece.Transformed invertedInPlace(Piece.Ranges source) {
        SegmentTransform copying = inverted(source).transform();
        return Piece.Transformed.of(new SegmentTransform() {
            @Override
            public int length() {
                return copying.length();
            }

            @Override
            public void write(List<ByteBuffer[]> sources, ByteBuffer target) {
                copying.write(sources, target);
            }

            @Override
            public boolean replace(ByteBuffer[] bytes) {
                for (ByteBuffer buffer : bytes) {
                    for (int i = buffer.position(); i < buffer.limit(); i++) {
                        buffer.put(i, (byte) ~buffer.get(i));
                    }
                }
                return true;
            }
        }, List.of(source));
    }

    private byte[] expected(Piece.Transformed piece) {
        var whole = ByteBuffer.allocate(piece.transform().length());
        for (Piece.Ranges ranges : piece.sources()) {
            for (int i = 0; i < ranges.starts().length; i++) {
                for (int at = (int) ranges.starts()[i]; at < ranges.ends()[i]; at++) {
                    whole.put((byte) ~media[at]);
                }
            }
        }
        return Arrays.copyOfRange(whole.array(), piece.from(), piece.to());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allSourcesAreReadAndTheWholeIsMade(boolean local) throws Exception {
        try (var sources = sources(local)) {
            for (Piece.Transformed piece : List.of(inverted(ranges(a, 5, 100), ranges(b, 0, SIZE)),
                    inverted(ranges(b, 100, 200, 150, 260, 50, 60, 9_000_000, SIZE), ranges(a)), inverted(ranges(a)),
                    // picture and sound of one file, interleaved, out of order, one over the other
                    inverted(ranges(a, 0, 9000, 9300, 17_000, 40_000, 50_000),
                            ranges(a, 9000, 9300, 17_000, 17_100, 50_000, 50_001)),
                    inverted(ranges(a, 40_000, 50_000, 0, 9000), ranges(a, 9000, 9300)),
                    inverted(ranges(a, 0, 9000), ranges(a, 8999, 9300)), inverted(ranges(a), ranges(a, 8999, 9300)),
                    inverted(ranges(a, 0, 6_000_000, 6_000_001, 6_000_002, 6_500_000, 9_999_999)))) {
                byte[] whole = expected(piece);
                try (var in = new MediaBody(SegmentBody.of(piece), sources).toInputStream()) {
                    assertThat(in.readAllBytes()).isEqualTo(whole);
                }
                int third = whole.length / 3;
                SegmentBody body = SegmentBody.of(Piece.Literal.of(new byte[]{1, 2}), piece, ranges(a, 3, 4));
                try (var in = new MediaBody(body.slice(2 + third, 2 + 2 * third), sources).toInputStream()) {
                    assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, third, 2 * third));
                }
                try (var in = new MediaBody(body, sources).toInputStream()) {
                    byte[] all = in.readAllBytes();
                    assertThat(all).hasSize(whole.length + 3).endsWith(media[3]);
                    assertThat(Arrays.copyOfRange(all, 2, all.length - 1)).isEqualTo(whole);
                }
                assertThat(sources.leases()).isZero();
            }
        }
    }

    /** Bytes of a file are this response's own; those of a ranged read are shared, and stay what they are. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesAreReplacedWhereNobodyElseLooksAtThem(boolean local) throws Exception {
        try (var sources = sources(local)) {
            for (Piece.Transformed piece : List.of(invertedInPlace(ranges(a, 5, 900_000)),
                    invertedInPlace(ranges(a, 0, 9000, 9300, 17_000, 17_100, 30_000, 9_000_000, 9_100_000)))) {
                byte[] whole = expected(piece);
                SegmentBody body = SegmentBody.of(Piece.Literal.of(new byte[]{1, 2}), piece, piece, ranges(a, 3, 4));
                for (int from : new int[]{2, 3, 9002, 17_000, whole.length}) {
                    for (int to : new int[]{whole.length + 1, whole.length + 2, whole.length + 3, 2 * whole.length}) {
                        try (var in = new MediaBody(body.slice(from, to), sources).toInputStream()) {
                            ByteBuffer twice = ByteBuffer.allocate(2 * whole.length).put(whole).put(whole);
                            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(twice.array(), from - 2, to - 2));
                        }
                    }
                }
                assertThat(sources.leases()).isZero();
                assertThat(sources.buffers().lentBytes()).isZero();
            }
            var copied = inverted(ranges(a, 0, 700_000));
            var replaced = invertedInPlace(ranges(a, 0, 700_000));
            assertThat(new MediaBody(SegmentBody.of(replaced), sources).toByteBuffer().join().array())
                    .isEqualTo(new MediaBody(SegmentBody.of(copied), sources).toByteBuffer().join().array());
        }
    }

    @Test
    void whatIsReplacedTakesOneBuffer() {
        try (var sources = sources(true)) {
            new MediaBody(SegmentBody.of(invertedInPlace(ranges(a, 0, 700_000))), sources).toByteBuffer().join();
            assertThat(sources.buffers().idleBytes()).isEqualTo(11 * 64 << 10);
        }
    }

    @Test
    void closeRangesAreOneRead() {
        try (var sources = sources(false)) {
            var piece = inverted(ranges(a, 0, 100, 200, 300, 20_000, 5_020_000));
            assertThat(new MediaBody(SegmentBody.of(piece, Piece.Literal.of(new byte[0])).slice(7, 4_000_000), sources)
                    .toByteBuffer().join().remaining()).isEqualTo(3_999_993);
            assertThat(reads).containsExactly("0+300", "20000+4194304", "4214304+805696");
        }
    }

    /** Pieces of {@code size} bytes of one file with a few of another, as segments with sound are. */
    private SegmentBody run(int pieces, int size, int gap) {
        Piece[] all = new Piece[pieces];
        for (int i = 0; i < pieces; i++) {
            long at = (long) i * (size + gap);
            all[i] = inverted(ranges(a, at, at + size / 2, at + size / 2 + gap / 2, at + size + gap / 2),
                    i % 2 == 0 ? ranges(b, 100L * i, 100L * i + 150) : ranges(b));
        }
        return SegmentBody.of(all);
    }

    private byte[] expected(SegmentBody body) {
        var whole = ByteBuffer.allocate((int) body.length());
        body.pieces().forEach(piece -> whole.put(expected((Piece.Transformed) piece)));
        return whole.array();
    }

    @Test
    void aRunIsOneReadOfEachFile() throws Exception {
        try (var sources = sources(false)) {
            SegmentBody body = run(9, 30_000, 200);
            try (var in = new MediaBody(body, sources).toInputStream()) {
                assertThat(in.readAllBytes()).isEqualTo(expected(body));
            }
            assertThat(reads).containsExactly("0+950", "0+" + (9 * 30_200 - 100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 300_000, 5_000_000, 64 << 20})
    void piecesTakeTheirBytesWhereverTheReadsEnd(int budget) throws Exception {
        var reading = new SharedReads(budget);
        try (var sources = new OpenSources(new RangedStorage(files, reads), 8, Duration.ofSeconds(10), reading)) {
            for (SegmentBody body : List.of(run(50, 200_000, 0), run(2, 5_000_001, 100), run(1000, 999, 50_000 / 5))) {
                byte[] whole = expected(body);
                try (var in = new MediaBody(body, sources).toInputStream()) {
                    assertThat(in.readAllBytes()).isEqualTo(whole);
                }
                try (var in = new MediaBody(body.slice(1234, whole.length - 4321), sources).toInputStream()) {
                    assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, 1234, whole.length - 4321));
                }
                assertThat(sources.leases()).isZero();
                assertThat(sources.buffers().lentBytes()).isZero();
            }
        }
    }

    /** Each needs two files; none may hold what it read of one while it waits for the other and all others do the same. */
    @Test
    void manyAtATimeFinishWithRoomForTwo() {
        var reading = new SharedReads(600_000);
        try (var sources = new OpenSources(new RangedStorage(files, reads), 8, Duration.ofSeconds(10), reading)) {
            SegmentBody body = run(9, 200_000, 0);
            byte[] whole = expected(body);
            List<java.util.concurrent.CompletableFuture<ByteBuffer>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                // different ones, since equal reads are joined
                all.add(new MediaBody(body.slice(i * 20_000L, whole.length), sources).toByteBuffer());
            }
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join().array())
                        .isEqualTo(Arrays.copyOfRange(whole, i * 20_000, whole.length));
            }
            assertThat(sources.leases()).isZero();
        }
    }

    @Test
    void whereThereIsNoMemoryForTheSoundNothingStaysOpen() {
        try (var sources = sources(false)) {
            long[] overAndOver = new long[2 * 250];
            for (int i = 1; i < overAndOver.length; i += 2) {
                overAndOver[i] = SIZE;
            }
            try (var cursor = new BodyCursor(SegmentBody.of(inverted(ranges(a, 0, 10), ranges(b, overAndOver))), sources)) {
                assertThatThrownBy(cursor.ready()::join).hasCauseInstanceOf(ArithmeticException.class);
            }
            assertThat(sources.leases()).isZero();
        }
    }

    @Test
    void whoClosesHalfWayGivesEverythingBack() {
        try (var sources = sources(false)) {
            SegmentBody body = run(50, 200_000, 0);
            for (int pieces = 0; pieces < 5; pieces++) {
                var cursor = new BodyCursor(body, sources);
                for (int i = 0; i < pieces; i++) {
                    assertThat(cursor.ready().join()).isTrue();
                    cursor.drain(1 << 20, part -> part.position(part.limit()));
                }
                cursor.close();
                cursor.close();
                assertThatThrownBy(cursor.ready()::join).hasCauseInstanceOf(StorageException.class);
            }
            org.awaitility.Awaitility.await().until(() -> sources.leases() == 0 && sources.buffers().lentBytes() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatChangesLeavesNoByte(boolean local) {
        try (var sources = sources(local)) {
            var piece = inverted(ranges(a, 0, 1000), ranges(b, 0, 1000));
            var media = new MediaBody(SegmentBody.of(piece), sources);
            assertThat(media.toByteBuffer().join().remaining()).isEqualTo(2000);
            if (local) {
                overwrite("b");
            } else {
                put("b");
            }
            var rest = new MediaBody(SegmentBody.of(inverted(ranges(a, 0, 1000), ranges(b, 1, 1000))), sources);
            assertThatThrownBy(rest.toByteBuffer()::join).hasCauseInstanceOf(StorageException.Changed.class);
            assertThat(sources.leases()).isZero();
        }
    }

    private void overwrite(String name) {
        try {
            java.nio.file.Files.write(root.resolve(name), new byte[]{1}, java.nio.file.StandardOpenOption.APPEND);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSourceThatIsMissingFailsAndClosesTheOther() {
        try (var sources = sources(true)) {
            var piece = inverted(ranges(a, 0, 1000), ranges(new SourceFile("gone", "v", 10), 0, 10));
            try (var cursor = new BodyCursor(SegmentBody.of(piece), sources)) {
                assertThatThrownBy(cursor.ready()::join).hasCauseInstanceOf(StorageException.NotFound.class);
                assertThatThrownBy(cursor.ready()::join).hasCauseInstanceOf(StorageException.NotFound.class);
            }
            assertThat(sources.leases()).isZero();
        }
    }

    @Test
    void aFaultyTransformFailsAndIsNotTriedAgain() {
        try (var sources = sources(true)) {
            whileWriting = () -> {
                throw new IllegalStateException("out of step");
            };
            try (var cursor = new BodyCursor(SegmentBody.of(inverted(ranges(a, 0, 10))), sources)) {
                assertThatThrownBy(cursor.ready()::join).hasRootCauseInstanceOf(IllegalStateException.class);
                assertThatThrownBy(cursor.ready()::join).hasRootCauseInstanceOf(IllegalStateException.class);
            }
            assertThat(sources.leases()).isZero();
        }
    }

    @Test
    void buffersAreUsedAgain() throws Exception {
        try (var sources = sources(true)) {
            var piece = inverted(ranges(a, 0, 700_000));
            for (int i = 0; i < 3; i++) {
                assertThat(new MediaBody(SegmentBody.of(piece), sources).toByteBuffer().join().remaining()).isEqualTo(700_000);
                // what was read, and what was made of it
                assertThat(sources.buffers().idleBytes()).isEqualTo(2 * 11 * 64 << 10);
            }
            var cursor = new BodyCursor(SegmentBody.of(piece), sources);
            assertThat(cursor.ready().join()).isTrue();
            assertThat(sources.buffers().idleBytes()).isEqualTo(11 * 64 << 10);
            cursor.drain(10, part -> part.get(new byte[10]));
            cursor.close();
            cursor.close();
            assertThat(sources.buffers().idleBytes()).isEqualTo(2 * 11 * 64 << 10);
        }
    }

    @Test
    void whatIsLentIsNotUsedAgainBeforeItIsBack() {
        try (var sources = sources(true)) {
            var piece = inverted(ranges(a, 0, 700_000));
            var body = SegmentBody.of(Piece.Literal.of(new byte[1]), piece, ranges(a, 0, 10));
            var cursor = new BodyCursor(body, sources);
            assertThat(cursor.lend(10)).isNull();
            assertThat(cursor.ready().join()).isTrue();
            assertThat(cursor.lend(10)).as("written in front of it").isNull();
            cursor.drain(10, part -> part.get());
            assertThat(cursor.ready().join()).isTrue();
            ByteBuffer first = only(cursor.lend(300_000));
            cursor.takeBack();
            ByteBuffer second = only(cursor.lend(1_000_000));
            assertThat(first.remaining()).isEqualTo(300_000);
            assertThat(second.remaining()).isEqualTo(400_000);
            ByteBuffer joined = ByteBuffer.allocate(700_000).put(first).put(second);
            assertThat(joined.array()).isEqualTo(expected(piece));
            assertThat(cursor.lend(1)).isNull();
            cursor.takeBack();
            assertThat(cursor.ready().join()).isTrue();
            assertThat(sources.buffers().idleBytes()).isEqualTo(11 * 64 << 10);
            assertThat(cursor.lend(10)).as("of a file").isNotNull();
            cursor.takeBack();
            cursor.close();
            var aborted = new BodyCursor(body, sources);
            aborted.ready().join();
            aborted.drain(10, part -> part.get());
            aborted.ready().join();
            assertThat(aborted.lend(10)).isNotNull();
            aborted.close();
            assertThat(sources.buffers().idleBytes()).as("somebody may still look at it").isEqualTo(11 * 64 << 10);
        }
    }

    @Test
    void buffersStayWithinTheirBound() {
        var buffers = new ReusableBuffers(2 << 20, 64 << 20);
        var small = buffers.take(10);
        assertThat(small.remaining()).isEqualTo(10);
        assertThat(small.isDirect()).isTrue();
        var large = buffers.take(1_500_000);
        buffers.give(large);
        assertThat(buffers.take(10)).isNotSameAs(large);
        assertThat(buffers.take(500_000)).isSameAs(large);
        buffers.give(small);
        buffers.give(large);
        assertThat(buffers.idleBytes()).isEqualTo(24 * 64 << 10);
        buffers.give(buffers.take(3_000_000));
        assertThat(buffers.idleBytes()).isEqualTo(24 * 64 << 10);
    }

    private static ByteBuffer only(ByteBuffer[] parts) {
        assertThat(parts).hasSize(1);
        return parts[0];
    }
}
