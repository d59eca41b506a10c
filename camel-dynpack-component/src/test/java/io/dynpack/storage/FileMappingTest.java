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

    @Test
    void copiesRangesOneBehindTheOther() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("f"), bytes);
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, bytes.length)) {
            ByteBuffer target = ByteBuffer.allocateDirect(100_000).position(7);
            assertThat(mapping.copy(new long[]{50_000, 0, 99_999}, new long[]{90_000, 5, 100_000}, target)).isTrue();
            assertThat(target.position()).isEqualTo(7);
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
            assertThat(mapping.copy(new long[]{2 * WINDOW - 4, WINDOW - 4}, new long[]{2 * WINDOW + 4, WINDOW + 4}, target))
                    .isTrue();
            assertThat(target.slice(0, 8)).isEqualTo(ByteBuffer.wrap(mark));
            assertThat(target.slice(8, 8)).isEqualTo(ByteBuffer.wrap(mark));
        }
    }

    /** Interpreted at first and compiled later on, and each time there is a lot to run in which a late fault would come up. */
    @Test
    void aFileThatIsCutShortFailsTheCopyAndNothingElse() throws Exception {
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
                    assertThat(mapping.copy(starts, ends, target)).isTrue();
                }
                try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    writer.truncate(round % 2 == 0 ? 0 : 1_100_000);
                }
                assertThatThrownBy(() -> mapping.copy(starts, ends, target)).isInstanceOf(IOException.class)
                        .hasCauseInstanceOf(InternalError.class);
                Map<String, Path> later = new HashMap<>();
                for (int i = 0; i < 50; i++) {
                    later.put("later " + i, Files.createTempFile(folder, "later", ""));
                }
                assertThat(later).hasSize(50);
            }
        }
    }

    @Test
    void nothingStaysMappedBehindTheLastCopy() throws Exception {
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
            assertThat(mapping.copy(new long[]{0}, new long[]{1}, ByteBuffer.allocateDirect(1))).isFalse();
            channel.close();
        }
    }

    private static void copyUntilClosed(FileMapping mapping, CountDownLatch copying) {
        ByteBuffer target = ByteBuffer.allocateDirect(4 << 20);
        try {
            while (mapping.copy(new long[]{0}, new long[]{4 << 20}, target)) {
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
    void whatCannotBeMappedIsNotCopied() throws Exception {
        Path file = Files.write(folder.resolve("f"), new byte[10]);
        try (FileChannel channel = FileChannel.open(file); var mapping = new FileMapping(channel, 20)) {
            assertThat(mapping.copy(new long[]{0}, new long[]{1}, ByteBuffer.allocateDirect(1))).isFalse();
        }
    }
}
