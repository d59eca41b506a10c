package io.dynpack.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileMappingTest {
    private static final long WINDOW = 1L << 30;

    @TempDir
    Path folder;

    private static boolean copy(FileMapping mapping, long[] starts, long[] ends, ByteBuffer target) throws IOException {
        ByteBuffer copy = target.duplicate();
        return mapping.reaches(starts, ends) && mapping.look(starts, ends, ranges -> List.of(ranges).forEach(copy::put));
    }

    @Test
    void showsRangesOneBehindTheOther() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("f"), bytes);
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, bytes.length)) {
            ByteBuffer target = ByteBuffer.allocateDirect(100_000).position(7);
            assertThat(copy(mapping, new long[]{50_000, 0, 99_999}, new long[]{90_000, 5, 100_000}, target)).isTrue();
            assertThat(target.slice(7, 40_000)).isEqualTo(ByteBuffer.wrap(bytes, 50_000, 40_000));
            assertThat(target.slice(40_007, 5)).isEqualTo(ByteBuffer.wrap(bytes, 0, 5));
            assertThat(target.get(40_012)).isEqualTo(bytes[99_999]);
        }
    }

    @Test
    void aRangeLiesInAsManyWindowsAsItMay() throws Exception {
        Path file = folder.resolve("sparse");
        byte[] mark = {1, 2, 3, 4, 5, 6, 7, 8};
        try (var writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.setLength(2 * WINDOW + 4);
            for (long at : new long[]{WINDOW - 4, 2 * WINDOW - 4}) {
                writer.seek(at);
                writer.write(mark);
            }
        }
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, 2 * WINDOW + 4)) {
            ByteBuffer target = ByteBuffer.allocateDirect(16);
            assertThat(copy(mapping, new long[]{2 * WINDOW - 4, WINDOW - 4}, new long[]{2 * WINDOW + 4, WINDOW + 4}, target))
                    .isTrue();
            assertThat(target.slice(0, 8)).isEqualTo(ByteBuffer.wrap(mark));
            assertThat(target.slice(8, 8)).isEqualTo(ByteBuffer.wrap(mark));
        }
    }

    /** Interpreted at first and compiled later on, and each time there is a lot to run in which a late fault would come up. */
    @Test
    void aFileThatIsCutShortFailsTheLookAndNothingElse() throws Exception {
        Path file = folder.resolve("f");
        byte[] bytes = new byte[2 << 20];
        ByteBuffer target = ByteBuffer.allocateDirect(200_000);
        long[] starts = new long[20];
        long[] ends = new long[20];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = 1_000_000 + i * 10_000L;
            ends[i] = starts[i] + 10_000;
        }
        for (int round = 0; round < 200; round++) {
            Files.write(file, bytes);
            try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, bytes.length)) {
                for (int i = 0; i < 100; i++) {
                    assertThat(copy(mapping, starts, ends, target)).isTrue();
                }
                try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    writer.truncate(round % 2 == 0 ? 0 : 1_100_000);
                }
                assertThatThrownBy(() -> copy(mapping, starts, ends, target)).isInstanceOf(IOException.class)
                        .hasCauseInstanceOf(InternalError.class);
                Map<String, Path> later = new HashMap<>();
                for (int i = 0; i < 50; i++) {
                    later.put("later " + i, Files.createTempFile(folder, "later", ""));
                }
                assertThat(later).hasSize(50);
            }
        }
    }

    /** Whoever looks is not stopped where the fault is, and may be done when it comes up. */
    @Test
    void aFileThatIsCutShortUnderTheEyesOfALookerFailsTheLookAndNothingElse() throws Exception {
        Path file = folder.resolve("f");
        byte[] bytes = new byte[2 << 20];
        long[] start = {1_000_000};
        long[] end = {1_200_000};
        var looker = new Looker();
        for (int round = 0; round < 300; round++) {
            int way = round % Looker.WAYS;
            Files.write(file, bytes);
            try (FileChannel channel = FileChannel.open(file);
                    FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE);
                    var mapping = new FileMapping(channel, bytes.length)) {
                assertThat(mapping.reaches(start, end)).isTrue();
                assertThat(mapping.look(start, end, ranges -> looker.look(ranges[0], way))).isTrue();
                assertThatThrownBy(() -> mapping.look(start, end, ranges -> {
                    truncate(writer);
                    looker.look(ranges[0], way);
                })).isInstanceOf(IOException.class).hasCauseInstanceOf(InternalError.class);
                assertThat(Files.createTempFile(folder, "later", "")).exists();
            }
        }
    }

    private static void truncate(FileChannel writer) {
        try {
            writer.truncate(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Copies in pieces of some size, and looks at what it copied. */
    private static final class Looker {
        private static final int[] PIECES = {200_000, 184, 16, 1};
        static final int WAYS = PIECES.length;
        private final ByteBuffer copy = ByteBuffer.allocateDirect(200_000);
        /** Of whatever was seen. */
        private long sum;

        void look(ByteBuffer range, int way) {
            int n = PIECES[way];
            // each is a fault of its own
            for (int i = 0; i + n <= range.limit() && i < 1000 * n; i += n) {
                copy.put(i, range, i, n);
                sum += copy.get(i) & 0x1f;
            }
        }
    }

    @Test
    void nothingStaysMappedBehindTheLastLook() throws Exception {
        Path file = Files.write(folder.resolve("mapped-for-a-while"), new byte[4 << 20]);
        for (int round = 0; round < 50; round++) {
            FileChannel channel = FileChannel.open(file);
            var mapping = new FileMapping(channel, 4 << 20);
            var copying = new CountDownLatch(4);
            List<CompletableFuture<Void>> copies = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                copies.add(CompletableFuture.runAsync(() -> copyUntilClosed(mapping, copying)));
            }
            copying.await();
            assertThat(maps()).contains(file.toString());
            mapping.close();
            mapping.close();
            copies.forEach(CompletableFuture::join);
            assertThat(maps()).doesNotContain(file.toString());
            assertThat(copy(mapping, new long[]{0}, new long[]{1}, ByteBuffer.allocateDirect(1))).isFalse();
            channel.close();
        }
    }

    private static void copyUntilClosed(FileMapping mapping, CountDownLatch copying) {
        ByteBuffer target = ByteBuffer.allocateDirect(4 << 20);
        try {
            while (copy(mapping, new long[]{0}, new long[]{4 << 20}, target)) {
                copying.countDown();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String maps() throws IOException {
        return Files.readString(Path.of("/proc/self/maps"));
    }

    @Test
    void whatCannotBeMappedIsNotReached() throws Exception {
        Path file = Files.write(folder.resolve("f"), new byte[10]);
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, 20)) {
            assertThat(mapping.reaches(new long[]{0}, new long[]{1})).isFalse();
        }
    }

    /** What is loaded beside the ranges are their own pages, whatever their order, and never more than there is. */
    @Test
    void anyRangesAreShown() throws Exception {
        byte[] bytes = new byte[3 << 20];
        Random random = new Random(7);
        random.nextBytes(bytes);
        Path file = Files.write(folder.resolve("f"), bytes);
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, bytes.length)) {
            for (int round = 0; round < 500; round++) {
                long[] starts = new long[1 + random.nextInt(9)];
                long[] ends = new long[starts.length];
                var expected = new java.io.ByteArrayOutputStream();
                for (int i = 0; i < starts.length; i++) {
                    int n = 1 + random.nextInt(1 << random.nextInt(21));
                    starts[i] = random.nextInt(4) == 0 ? bytes.length - n : random.nextInt(bytes.length - n + 1);
                    ends[i] = starts[i] + n;
                    expected.write(bytes, (int) starts[i], n);
                }
                ByteBuffer target = ByteBuffer.allocateDirect(expected.size());
                assertThat(copy(mapping, starts, ends, target)).isTrue();
                assertThat(target).isEqualTo(ByteBuffer.wrap(expected.toByteArray()));
            }
        }
    }

    @Test
    void whatLookingThrowsIsThrownAndNobodyIsLeftInside() throws Exception {
        Path file = Files.write(folder.resolve("looked-at"), new byte[10_000]);
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, 10_000)) {
            assertThat(mapping.reaches(new long[]{0}, new long[]{10})).isTrue();
            assertThatThrownBy(() -> mapping.look(new long[]{0}, new long[]{10}, ranges -> {
                assertThat(ranges).hasSize(1);
                assertThat(ranges[0].isReadOnly()).isTrue();
                assertThat(ranges[0].remaining()).isEqualTo(10);
                throw new IllegalStateException("nonsense");
            })).isInstanceOf(IllegalStateException.class);
            mapping.close();
            assertThat(maps()).doesNotContain(file.toString());
            assertThat(mapping.reaches(new long[]{0}, new long[]{10})).isTrue();
            assertThat(mapping.look(new long[]{0}, new long[]{10}, ranges -> {
                throw new AssertionError("it is closed");
            })).isFalse();
            assertThat(maps()).doesNotContain(file.toString());
        }
    }
}
