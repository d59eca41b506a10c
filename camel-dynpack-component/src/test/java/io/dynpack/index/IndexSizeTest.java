package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndexSizeTest {

    /** Two hours of 1080p at 30 frames a second, with a sound track between the chunks. */
    static SampleTable twoHours(int perChunk) {
        Random random = new Random(7);
        SampleTableBuilder builder = new SampleTableBuilder(1L << 40,
                new IndexRoom(new SourceFile("f", "v", 1L << 40), 1L << 30));
        long at = 48;
        int[] offsets = {2, 5, 2, 0, 1, 5, 2, 0, 1};
        for (int i = 0; i < 216_000; i++) {
            if (i % perChunk == 0) {
                builder.chunk(at);
            }
            int in = i % 60;
            long size = in == 0
                    ? 130_000 + random.nextInt(40_000)
                    : in % 4 == 1 ? 12_000 + random.nextInt(18_000) : 2_000 + random.nextInt(10_000);
            builder.sample(size, 1001, 1001 * (in == 0 ? 2 : offsets[1 + in % 8]), in == 0);
            at += size;
            if (i % perChunk == perChunk - 1) {
                // about the sound of that time, at 128 kbit/s
                at += perChunk * 520L + random.nextInt(380);
            }
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({"15, 4", "1, 6"})
    void bytesPerSample(int perChunk, int limit) {
        SampleTable table = twoHours(perChunk);
        assertThat((double) table.heapBytes() / table.count()).as("on the heap").isLessThan(limit);
        assertThat((double) table.storedSize() / table.count()).as("stored").isLessThan(limit);
        ByteBuffer stored = ByteBuffer.allocate(table.storedSize());
        table.store(stored);
        assertThat(stored.hasRemaining()).isFalse();
        SampleTable loaded = SampleTable.load(stored.flip(), Long.MAX_VALUE,
                IndexRoom.of(new SourceFile("f.mp4", "v", 1L << 40)));
        assertThat(loaded.decodeTime(200_000)).isEqualTo(200_200_000);
        assertThat(loaded.ranges(100, 260).starts()).isEqualTo(table.ranges(100, 260).starts());
    }

    @Test
    void everyFlippedByteAndEveryCutOfAStoredIndexIsRefused() {
        TestMovie movie = new TestMovie();
        movie.video().reordered(100, 3000, 25);
        movie.audio().audioFrames(100, 1024);
        ByteBuffer stored = MediaIndexCodec.store(MovieReaderTest.read(movie.progressive()));
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x41;
            assertThatThrownBy(() -> MediaIndexCodec.load(ByteBuffer.wrap(damaged))).isInstanceOf(IndexFormatException.class);
            int length = i;
            assertThatThrownBy(() -> MediaIndexCodec.load(ByteBuffer.wrap(bytes, 0, length)))
                    .isInstanceOf(IndexFormatException.class);
        }
    }
}
