package io.dynpack.tests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.asset.MediaIndexer;
import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of file that is made here, cut at every box, read by a storage that answers late and out of order, and with each
 * of its reads failing once: the index is the same, or there is a refusal of a known type; never another index, and never no
 * answer.
 */
class CutFilesTest {
    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl", "dinf", "edts", "mvex", "moof",
            "traf", "udta");
    /** Cuts of a file; of one with more boxes, some of all. */
    private static final int CUTS = 400;
    private static final int SECONDS = 30;

    static Stream<Path> files() {
        return Stream.of(Fixtures.ladder().resolve(Fixtures.LEVELS.get(4).file()), file(Fixtures.muxed()),
                file(Fixtures.moovLast()), file(Fixtures.fragmented()), file(Fixtures.fragmentedWithSidx()),
                file(Fixtures.delayedAudio()), file(Fixtures.negativeOffsets()), file(Fixtures.audioOnly()),
                file(Fixtures.openGop()), file(Fixtures.hevc()), file(Fixtures.hevcOpenGop()),
                file(Fixtures.variableFrameRate()), file(Fixtures.programConfigElement()));
    }

    /** The smallest. */
    private static Path file(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .min((a, b) -> Long.compare(a.toFile().length(), b.toFile().length())).orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Read(long offset, int length) {}

    /** A file of which bytes are missing at the end, whose reads come when they come, and one of which fails. */
    private static final class FaultySource implements Source {
        private final StoredObject object;
        private final byte[] bytes;
        private final Executor executor;
        private final int failing;
        final List<Read> reads = new ArrayList<>();

        /**
         * @param length  bytes that are there
         * @param failing number of the read that fails, -1 for none
         */
        FaultySource(byte[] bytes, int length, Executor executor, int failing) {
            this.object = new StoredObject("film.mp4", length, "v1", Instant.EPOCH);
            this.bytes = bytes;
            this.executor = executor;
            this.failing = failing;
        }

        @Override
        public StoredObject object() {
            return object;
        }

        @Override
        public synchronized CompletableFuture<ByteBuffer> read(long offset, int length) {
            assertThat(offset).isNotNegative();
            assertThat(length).isPositive();
            assertThat(offset + length).isLessThanOrEqualTo(object.length());
            int number = reads.size();
            reads.add(new Read(offset, length));
            return CompletableFuture.supplyAsync(() -> {
                if (number == failing) {
                    throw new StorageException("read " + number + " fails", null);
                }
                // no more than the range is to be seen
                return ByteBuffer.wrap(java.util.Arrays.copyOfRange(bytes, (int) offset, (int) offset + length))
                        .asReadOnlyBuffer();
            }, executor);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** What came of it: an index in its stored form, or the failure. */
    private record Outcome(ByteBuffer index, Throwable failure) {
        static Outcome of(Source source) {
            try {
                MediaIndex index = MediaIndexer.index(source).orTimeout(SECONDS, TimeUnit.SECONDS).join();
                return new Outcome(index.isProvisional() ? null : MediaIndexCodec.store(index), null);
            } catch (CompletionException e) {
                return new Outcome(null, e.getCause());
            } catch (MediaFileException e) {
                return new Outcome(null, e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void cutAtAnyBoxItIsRefusedOrShorter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Set<Integer> cuts = new TreeSet<>(Set.of(0, 1, 7, bytes.length - 1));
        boxes(bytes, 0, bytes.length, cuts);
        List<Integer> some = new ArrayList<>(cuts);
        java.util.Collections.shuffle(some, new Random(1));
        int whole = tracks(bytes, bytes.length);
        assertThat(whole).isPositive();
        for (int cut : some.subList(0, Math.min(CUTS, some.size()))) {
            Outcome outcome = Outcome.of(new FaultySource(bytes, cut, Runnable::run, -1));
            if (outcome.failure != null) {
                assertThat(outcome.failure).as(file + " cut at " + cut).isInstanceOf(MediaFileException.class);
                assertThat(((MediaFileException) outcome.failure).reason()).isNotBlank();
            } else if (outcome.index != null) {
                var index = (MediaIndex) MediaIndexCodec.load(outcome.index.duplicate());
                assertThat(index.tracks().size()).isLessThanOrEqualTo(whole);
                index.tracks().forEach(track -> assertThat(track.samples().bytes(0, track.samples().count()))
                        .isLessThanOrEqualTo(cut));
            }
        }
    }

    private static int tracks(byte[] bytes, int length) {
        Outcome outcome = Outcome.of(new FaultySource(bytes, length, Runnable::run, -1));
        assertThat(outcome.failure).isNull();
        return ((MediaIndex) MediaIndexCodec.load(outcome.index.duplicate())).tracks().size();
    }

    /** In front of each box, behind its header, in its middle, and just before its end. */
    private static void boxes(byte[] bytes, int from, int to, Set<Integer> cuts) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int at = from; at + 8 <= to;) {
            int size = in.getInt(at);
            int type = in.getInt(at + 4);
            if (size < 8 || size > to - at) {
                return;
            }
            cuts.addAll(Set.of(at, at + 8, at + size / 2 + 5, at + size - 1));
            cuts.removeIf(cut -> cut >= bytes.length);
            if (CONTAINERS.contains(Fourcc.text(type))) {
                boxes(bytes, at + 8, at + size, cuts);
            }
            at += size;
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whoeverAnswersInWhateverOrderTheIndexIsTheSame(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer expected = Outcome.of(new FaultySource(bytes, bytes.length, Runnable::run, -1)).index;
        Executor late = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS);
        Random random = new Random(1);
        Executor anyOrder = task -> CompletableFuture.delayedExecutor(random.nextInt(5), TimeUnit.MILLISECONDS).execute(task);
        for (Executor executor : List.of(late, anyOrder, ForkJoinPool.commonPool())) {
            Outcome outcome = Outcome.of(new FaultySource(bytes, bytes.length, executor, -1));
            assertThat(outcome.failure).isNull();
            assertThat(outcome.index).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aReadThatFailsIsToldAndTheNextTryGivesTheSame(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        FaultySource whole = new FaultySource(bytes, bytes.length, Runnable::run, -1);
        ByteBuffer expected = Outcome.of(whole).index;
        for (int failing = 0; failing < whole.reads.size(); failing++) {
            for (Executor executor : List.<Executor>of(Runnable::run, ForkJoinPool.commonPool())) {
                Outcome outcome = Outcome.of(new FaultySource(bytes, bytes.length, executor, failing));
                if (outcome.failure != null) {
                    assertThat(outcome.failure).as("read " + failing).isInstanceOf(StorageException.class);
                } else if (outcome.index != null) {
                    // what was read ahead and not needed
                    assertThat(outcome.index).isEqualTo(expected);
                }
            }
        }
        assertThat(Outcome.of(new FaultySource(bytes, bytes.length, Runnable::run, -1)).index).isEqualTo(expected);
    }
}
