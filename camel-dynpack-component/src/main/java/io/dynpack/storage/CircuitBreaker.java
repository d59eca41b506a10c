package io.dynpack.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of a storage that may hang or be gone. As long as the storage answers, calls pass. Once it has said nothing for
 * two seconds although it was asked, or has failed five times in a row, no call passes before one probe got an answer. Whoever
 * comes waits for the probe under way, and where that fails for the next one, which began after the call: so the first call after
 * the storage is back succeeds. Where a probe has no answer within two seconds, those who wait for it fail with
 * {@link StorageException.Unavailable}, and so do reads that hang.
 *
 * <p>
 * The log has one line when the storage is found gone and one when it is back. Safe for use by many threads.
 */
public final class CircuitBreaker extends GuardedStorage {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final int FAILURES = 5;
    /** An answer of a storage in health takes less; who has a known state to answer with need not wait longer. */
    private static final Duration SLOW = Duration.ofMillis(250);
    private static final long FAST_MILLIS = 8;
    private static final int TIMES_MEDIAN = 3;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final String what;
    private final Supplier<CompletableFuture<ListPage>> probe;
    private final Duration probeTime;
    private final LongSupplier nanoTime;

    private final Object lock = new Object();
    private final Set<Call<?>> reads = new HashSet<>();
    private int underWay;
    /** When the storage answered last, or was asked after a time in which nobody asked. */
    private long silentSince;
    private int failures;
    private boolean open;
    private long openSince;
    /** Nanoseconds that the last small calls took. */
    private final long[] recent = new long[15];
    private int measured;
    /** {@code null} where no probe is under way; completes normally where the storage answered. */
    private @Nullable CompletableFuture<Void> probing;

    private record Call<T>(String name, CompletableFuture<T> result, CompletableFuture<T> underWay) {
        void giveUp(StorageException.Unavailable why) {
            result.completeExceptionally(why);
            underWay.cancel(true);
        }
    }

    /**
     * @param what    the storage is, for the log: "media storage"
     * @param storage to which calls go
     * @param probe   lists a little of the same service, waiting behind no other call
     */
    public CircuitBreaker(String what, Storage storage, Supplier<CompletableFuture<ListPage>> probe) {
        this(what, storage, probe, PROBE, System::nanoTime);
    }

    CircuitBreaker(String what, Storage storage, Supplier<CompletableFuture<ListPage>> probe, Duration probeTime,
            LongSupplier nanoTime) {
        super(storage);
        this.what = what;
        this.probe = probe;
        this.probeTime = probeTime;
        this.nanoTime = nanoTime;
    }

    /**
     * A few times the median of the last answers to small calls: what took long once, in a warm-up or an outage, does not
     * count.
     */
    @Override
    public long patienceMillis() {
        synchronized (lock) {
            if (isSilent()) {
                return 0;
            }
            if (measured == 0) {
                return SLOW.toMillis();
            }
            long[] last = Arrays.copyOf(recent, Math.min(measured, recent.length));
            Arrays.sort(last);
            long median = TimeUnit.NANOSECONDS.toMillis(last[last.length / 2]);
            return Math.min(SLOW.toMillis(), FAST_MILLIS + TIMES_MEDIAN * median);
        }
    }

    private boolean isSilent() {
        return open || failures >= FAILURES || silence() >= SLOW.toNanos();
    }

    private void measure(long nanos) {
        synchronized (lock) {
            recent[measured % recent.length] = nanos;
            // counts on in a circle behind the first round
            measured = measured + 1 < 2 * recent.length ? measured + 1 : recent.length;
        }
    }

    @Override
    Source guarded(Source source) {
        return source instanceof LocalSource ? source : super.guarded(source);
    }

    @Override
    <T> CompletableFuture<T> read(String name, Supplier<CompletableFuture<T>> call) {
        return call(name, call, true);
    }

    @Override
    <T> CompletableFuture<T> readSmall(String name, Supplier<CompletableFuture<T>> call) {
        return read(name, () -> measured(call.get()));
    }

    /** A write is never given up: whether it was done would not be known. */
    @Override
    <T> CompletableFuture<T> write(String name, Supplier<CompletableFuture<T>> call) {
        return call(name, call, false);
    }

    private <T> CompletableFuture<T> measured(CompletableFuture<T> call) {
        long start = nanoTime.getAsLong();
        call.whenComplete((value, failure) -> {
            if (isAnswer(unwrap(failure))) {
                measure(nanoTime.getAsLong() - start);
            }
        });
        return call;
    }

    private <T> CompletableFuture<T> call(String name, Supplier<CompletableFuture<T>> call, boolean mayBeGivenUp) {
        CompletableFuture<T> result = new CompletableFuture<>();
        admit(name, call, mayBeGivenUp, result, true);
        return result;
    }

    private <T> void admit(String name, Supplier<CompletableFuture<T>> call, boolean mayBeGivenUp, CompletableFuture<T> result,
            boolean first) {
        Admission admission = admission();
        if (admission == null) {
            begin(name, call, mayBeGivenUp, result);
            return;
        }
        // those who wait go on side by side, and never on the timer that ends the probe
        admission.probe.whenCompleteAsync((answered, failure) -> {
            if (result.isDone()) {
                return;
            }
            if (failure == null) {
                begin(name, call, mayBeGivenUp, result);
            } else if (first && !admission.begun) {
                admit(name, call, mayBeGivenUp, result, false);
            } else {
                result.completeExceptionally(unavailable(name));
            }
        });
    }

    /** @param begun whether the probe began for this call, else it was under way */
    private record Admission(CompletableFuture<Void> probe, boolean begun) {}

    private StorageException.Unavailable unavailable(String name) {
        return new StorageException.Unavailable("the " + what + " does not answer, " + name + " was not read",
                RETRY_AFTER_SECONDS);
    }

    /** What to wait for before a call passes; {@code null} where the storage is in health. */
    private @Nullable Admission admission() {
        CompletableFuture<Void> mine;
        synchronized (lock) {
            if (!open && failures < FAILURES && silence() < SILENCE.toNanos()) {
                return null;
            }
            if (probing != null) {
                return new Admission(probing, false);
            }
            mine = new CompletableFuture<>();
            probing = mine;
        }
        CompletableFuture<ListPage> probed = begun(probe);
        probed.copy().orTimeout(probeTime.toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, failure) -> {
            probed.cancel(true);
            if (isSilence(unwrap(failure))) {
                gone(mine, unwrap(failure));
            } else {
                answered();
            }
        });
        return new Admission(mine, true);
    }

    private <T> void begin(String name, Supplier<CompletableFuture<T>> call, boolean mayBeGivenUp,
            CompletableFuture<T> result) {
        synchronized (lock) {
            if (underWay++ == 0) {
                silentSince = nanoTime.getAsLong();
            }
        }
        CompletableFuture<T> future = begun(call);
        Call<T> begun = new Call<>(name, result, future);
        if (mayBeGivenUp && !future.isDone()) {
            synchronized (lock) {
                reads.add(begun);
            }
        }
        passCancellation(result, future);
        future.whenComplete((value, failure) -> {
            ended(begun, unwrap(failure));
            if (failure == null) {
                completed(result, value);
            } else {
                result.completeExceptionally(unwrap(failure));
            }
        });
    }

    private void ended(Call<?> call, Throwable failure) {
        synchronized (lock) {
            reads.remove(call);
            underWay--;
        }
        if (isSilence(failure)) {
            synchronized (lock) {
                failures++;
            }
        } else if (isAnswer(failure)) {
            answered();
        }
    }

    private static boolean isAnswer(Throwable failure) {
        return !(failure instanceof CancellationException) && !(failure instanceof StorageException.Busy);
    }

    /** Whether this is what a storage in trouble gives. A read that waited too long for its turn says nothing of the storage. */
    private static boolean isSilence(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof StorageException.Busy busy && busy.getCause() != null;
    }

    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Nanoseconds; 0 while nobody asks. */
    private long silence() {
        return underWay == 0 ? 0 : nanoTime.getAsLong() - silentSince;
    }

    private void answered() {
        CompletableFuture<Void> waiting;
        boolean back;
        long since;
        synchronized (lock) {
            silentSince = nanoTime.getAsLong();
            failures = 0;
            back = open;
            since = openSince;
            open = false;
            waiting = probing;
            probing = null;
        }
        if (back) {
            LOG.warn("the {} answers again, after {} s", what,
                    TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - since));
        }
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    private void gone(CompletableFuture<Void> probe, Throwable cause) {
        List<Call<?>> hanging;
        boolean found;
        synchronized (lock) {
            if (probing != probe) {
                return;
            }
            probing = null;
            found = !open;
            if (found) {
                open = true;
                openSince = nanoTime.getAsLong();
            }
            hanging = new ArrayList<>(reads);
            reads.clear();
        }
        if (found) {
            LOG.warn("the {} does not answer ({}); what is in memory is served, everything else is refused until a probe gets"
                    + " an answer", what, reason(cause));
        }
        probe.completeExceptionally(new CancellationException());
        hanging.forEach(call -> call.giveUp(unavailable(call.name)));
    }

    private String reason(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "nothing within " + probeTime.toMillis() + " ms";
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
