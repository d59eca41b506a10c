package io.dynpack.delivery;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.dynpack.index.ByteRanges;
import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SharedReadsTest {
    private final AtomicLong clock = new AtomicLong();
    private final SharedReads reads = new SharedReads(1000, Duration.ofMillis(200), clock::get);
    private final FakeSource source = new FakeSource();

    /** Answers when told to; byte i of it is i. */
    private static final class FakeSource implements Source {
        record Asked(long offset, int length, CompletableFuture<ByteBuffer> answer) {
            void complete() {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) (offset + i);
                }
                answer.complete(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            }
        }

        final List<Asked> asked = new ArrayList<>();

        @Override
        public StoredObject object() {
            return new StoredObject("a", 1 << 20, "v", Instant.EPOCH);
        }

        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            Asked read = new Asked(offset, length, new CompletableFuture<>());
            asked.add(read);
            return read.answer;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** As a limit in front of the storage does, which is full already. */
    @Test
    void thousandsThatWaitAreRefusedOneAfterTheOther() {
        CompletableFuture<ByteBuffer> slow = new CompletableFuture<>();
        Source refusing = new Source() {
            @Override
            public StoredObject object() {
                return source.object();
            }

            @Override
            public CompletableFuture<ByteBuffer> read(long offset, int length) {
                return offset == 0 ? slow : CompletableFuture.failedFuture(new StorageException.Busy("a", 1));
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
        reads.read(refusing, 0, 1000);
        List<CompletableFuture<SharedReads.Lease>> waiting = new ArrayList<>();
        for (int i = 1; i <= 9000; i++) {
            waiting.add(reads.read(refusing, i, 1000));
        }
        slow.completeExceptionally(new StorageException.Busy("a", 1));
        assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))).failsWithin(8, TimeUnit.SECONDS);
        assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(reads.usedBytes()).isZero();
    }

    @Test
    void equalReadsAreOneAndStayAWhile() {
        List<CompletableFuture<SharedReads.Lease>> leases = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            leases.add(reads.read(source, 10, 400));
        }
        assertThat(source.asked).hasSize(1);
        source.asked.get(0).complete();
        assertThat(leases).allSatisfy(lease -> assertThat(lease.join().bytes().get(0)).isEqualTo((byte) 10));
        leases.forEach(lease -> lease.join().close());
        leases.forEach(lease -> lease.join().close());
        reads.read(source, 10, 400).join().close();
        assertThat(source.asked).hasSize(1);
        assertThat(reads.usedBytes()).isEqualTo(400);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(16));
        reads.read(source, 10, 400);
        assertThat(source.asked).hasSize(2);
        assertThat(reads.usedBytes()).isEqualTo(400);
    }

    @Test
    void keepsItsBoundAndServesInOrder() {
        var a = reads.read(source, 0, 600);
        var b = reads.read(source, 600, 600);
        var c = reads.read(source, 1200, 10);
        assertThat(source.asked).hasSize(1);
        source.asked.get(0).complete();
        assertThat(source.asked).hasSize(1);
        a.join().close();
        assertThat(source.asked).hasSize(3);
        assertThat(reads.usedBytes()).isEqualTo(610);
        source.asked.get(1).complete();
        source.asked.get(2).complete();
        assertThat(b.join().bytes().remaining()).isEqualTo(600);
        assertThat(c.join().bytes().remaining()).isEqualTo(10);
        var tooLong = reads.read(source, 0, 5000);
        assertThat(source.asked).hasSize(3);
        b.join().close();
        c.join().close();
        assertThat(source.asked).as("alone it may be longer than the bound").hasSize(4);
        source.asked.get(3).complete();
        assertThat(tooLong.join().bytes().remaining()).isEqualTo(5000);
    }

    @Test
    void whatIsKeptIsAnsweredWhileOthersWait() {
        var kept = reads.read(source, 0, 500);
        source.asked.get(0).complete();
        var hung = reads.read(source, 500, 500);
        var waits = reads.read(source, 1000, 100);
        assertThat(waits).isNotDone();
        assertThat(reads.read(source, 0, 500)).isCompleted();
        assertThat(hung).isNotDone();
        assertThat(kept).isCompleted();
        assertThatThrownBy(() -> waits.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(StorageException.Busy.class);
        assertThat(reads.waiting()).isZero();
    }

    @Test
    void failuresAreHeardByAllAndForgotten() {
        var one = reads.read(source, 0, 10);
        var two = reads.read(source, 0, 10);
        source.asked.get(0).answer.completeExceptionally(new StorageException.Changed("a", "v"));
        assertThatThrownBy(one::join).hasCauseInstanceOf(StorageException.Changed.class);
        assertThatThrownBy(two::join).hasCauseInstanceOf(StorageException.Changed.class);
        assertThat(reads.usedBytes()).isZero();
        reads.read(source, 0, 10);
        assertThat(source.asked).hasSize(2);
    }

    @Test
    void nobodyReadsForThoseWhoLeft() {
        var hung = reads.read(source, 0, 900);
        var one = reads.read(source, 1000, 200);
        var two = reads.read(source, 1000, 200);
        one.cancel(false);
        assertThat(reads.waiting()).isEqualTo(1);
        two.cancel(false);
        assertThat(reads.waiting()).isZero();
        source.asked.get(0).complete();
        hung.join().close();
        assertThat(source.asked).hasSize(1);
        var running = reads.read(source, 0, 100);
        running.cancel(false);
        source.asked.get(1).complete();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(16));
        reads.read(source, 5, 1);
        assertThat(reads.usedBytes()).isEqualTo(1);
    }

    @Test
    void readsAheadOnlyWithRoomAndGivesWay() {
        var ahead = reads.readAhead(source, 0, 400);
        assertThat(source.asked).hasSize(1);
        assertThat(reads.readAhead(source, 0, 400)).isCompleted();
        assertThat(reads.readAhead(source, 400, 400)).as("more than half").isCompleted();
        assertThat(source.asked).hasSize(1);
        var wanted = reads.read(source, 1000, 900);
        assertThat(source.asked).hasSize(2);
        assertThat(source.asked.get(0).answer).isCancelled();
        assertThat(ahead).isCompleted();
        assertThat(reads.usedBytes()).isEqualTo(900);
        source.asked.get(1).complete();
        wanted.join().close();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(16));
        reads.readAhead(source, 0, 400);
        var joined = reads.read(source, 0, 400);
        reads.read(source, 5000, 900);
        assertThat(source.asked.get(2).answer).as("somebody wants it by now").isNotCancelled();
        source.asked.get(2).complete();
        assertThat(joined.join().bytes().remaining()).isEqualTo(400);
    }

    @Test
    void aPlanRunsAheadAndGivesBackWhatWasTaken() {
        SharedReads large = new SharedReads(64L << 20);
        PlannedRead plan = new PlannedRead(source, large,
                new ByteRanges(new long[]{0, 100_000, 200_000}, new long[]{10, 100_010, 200_010}));
        var first = plan.next();
        assertThat(source.asked).hasSize(3);
        source.asked.forEach(FakeSource.Asked::complete);
        assertThat(first.join()[0].remaining()).isEqualTo(10);
        assertThat(plan.next().join()[0].get(0)).isEqualTo((byte) 100_000);
        assertThat(plan.hasNext()).isTrue();
        plan.close();
        assertThat(large.usedBytes()).isEqualTo(30);
        SharedReads small = new SharedReads(100);
        small.read(source, 0, 90);
        source.asked.get(3).complete();
        assertThat(small.isRoomy()).isFalse();
        small.read(source, 0, 90).join().close();
        assertThat(small.isRoomy()).as("the first still has it").isFalse();
        SharedReads kept = new SharedReads(100);
        var once = kept.read(source, 0, 90);
        source.asked.get(4).complete();
        once.join().close();
        assertThat(kept.isRoomy()).as("what is kept gives way").isTrue();
        var again = kept.read(source, 0, 90);
        assertThat(kept.isRoomy()).isFalse();
        again.join().close();
        assertThat(kept.isRoomy()).isTrue();
    }

    /** A timer of its patience once held every buffer that had waited, long after its bytes were counted as free. */
    @Test
    void nothingHoldsBytesThatGaveWay() {
        SharedReads patient = new SharedReads(1000, Duration.ofHours(1), clock::get);
        var first = patient.read(source, 0, 1000);
        var second = patient.read(source, 1000, 1000);
        source.asked.get(0).complete();
        first.join().close();
        source.asked.get(1).complete();
        WeakReference<ByteBuffer> waited = new WeakReference<>(second.join().bytes());
        second.join().close();
        second = null;
        source.asked.clear();
        patient.read(source, 2000, 1000);
        assertThat(patient.usedBytes()).isEqualTo(1000);
        await().until(() -> {
            System.gc();
            return waited.get() == null;
        });
    }
}
