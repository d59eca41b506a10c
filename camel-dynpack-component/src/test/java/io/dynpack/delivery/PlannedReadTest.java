package io.dynpack.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.dynpack.index.ByteRanges;
import io.dynpack.storage.Source;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;

class PlannedReadTest {
    private static final int MIB = 1 << 20;

    private final Memory source = new Memory(24 * MIB);

    /** Bytes in memory; remembers how long the reads were. */
    private static final class Memory implements Source {
        final byte[] bytes;
        final List<Integer> lengths = new ArrayList<>();

        Memory(int size) {
            bytes = new byte[size];
            new Random(3).nextBytes(bytes);
        }

        @Override
        public StoredObject object() {
            return new StoredObject("a", bytes.length, "v", Instant.EPOCH);
        }

        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            lengths.add(length);
            return CompletableFuture.completedFuture(ByteBuffer.wrap(bytes, (int) offset, length).slice().asReadOnlyBuffer());
        }

        @Override
        public int gapWorthReading() {
            return 1000;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static byte[] rest(PlannedRead read) {
        var all = new ByteArrayOutputStream();
        while (read.hasNext()) {
            for (ByteBuffer part : read.next().join()) {
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                all.writeBytes(bytes);
            }
        }
        read.close();
        return all.toByteArray();
    }

    private PlannedRead read(SharedReads reads, long start) {
        // three stretches with two small gaps
        return new PlannedRead(source, reads,
                new ByteRanges(new long[]{start, start + MIB, start + 2 * MIB},
                        new long[]{start + MIB - 500, start + 2 * MIB - 999, start + 4 * MIB}));
    }

    private byte[] expected(long start) {
        var all = new ByteArrayOutputStream();
        all.write(source.bytes, (int) start, MIB - 500);
        all.write(source.bytes, (int) start + MIB, MIB - 999);
        all.write(source.bytes, (int) start + 2 * MIB, 2 * MIB);
        return all.toByteArray();
    }

    @Test
    void isOneReadWhereThereIsRoom() {
        assertThat(rest(read(new SharedReads(64 * MIB), 77))).isEqualTo(expected(77));
        assertThat(source.lengths).containsExactly(4 * MIB);
    }

    @Test
    void readersThatStallLeaveRoomForOthers() {
        var reads = new SharedReads(32 * MIB);
        List<PlannedRead> stalled = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            PlannedRead read = read(reads, 1000 * i);
            assertThat(read.next()).isCompleted();
            stalled.add(read);
        }
        assertThat(reads.usedBytes()).isLessThan(32 * MIB);

        assertThat(rest(read(reads, 19 * MIB))).isEqualTo(expected(19 * MIB));
        assertThat(source.lengths).last().isEqualTo(256 << 10);
        stalled.forEach(PlannedRead::close);
        assertThat(rest(read(reads, 20 * MIB))).isEqualTo(expected(20 * MIB));
        assertThat(source.lengths).last().isEqualTo(4 * MIB);
    }

    @Test
    void whatAnotherReadsIsJoinedWhole() {
        var reads = new SharedReads(16 * MIB);
        List<PlannedRead> others = List.of(read(reads, 0), read(reads, 5 * MIB), read(reads, 10 * MIB));
        others.forEach(PlannedRead::next);
        int before = source.lengths.size();

        assertThat(rest(read(reads, 0))).isEqualTo(expected(0));
        assertThat(source.lengths).hasSize(before);
    }
}
