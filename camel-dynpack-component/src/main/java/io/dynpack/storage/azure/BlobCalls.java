package io.dynpack.storage.azure;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;

import io.dynpack.storage.StorageException;

import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Makes calls to the service: again after what passes, with exponential waits and full jitter and never before the service asked
 * to come back, up to a total time; then the failure as a {@link StorageException}. Nothing blocks; futures complete on a
 * scheduler of the storage, not on the connection's thread.
 */
final class BlobCalls {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int MAX_ATTEMPTS = 12;
    /** Slower than this a call is of no use to a player. */
    private static final int BYTES_PER_MILLI = 1 << 10;

    private final BlobTimes times;
    private final Scheduler scheduler;
    private final LongAdder retries = new LongAdder();

    BlobCalls(BlobTimes times, Scheduler scheduler) {
        this.times = times;
        this.scheduler = scheduler;
    }

    /** Attempts beyond the first of a call. */
    long retries() {
        return retries.sum();
    }

    BlobTimes times() {
        return times;
    }

    /**
     * @param name    of the object, for messages
     * @param bytes   that are moved at most
     * @param attempt makes the call; told how many attempts there were before. It has to bound its own time
     * @return completes with {@code null} where the call gives nothing
     */
    <T> CompletableFuture<T> call(String name, long bytes, IntFunction<Mono<T>> attempt) {
        int[] attempts = {0};
        Duration total = times.total().plusMillis(bytes / BYTES_PER_MILLI);
        long deadline = System.nanoTime() + total.toNanos();
        return Mono.defer(() -> {
            if (attempts[0] > 0) {
                retries.increment();
            }
            return attempt.apply(attempts[0]++);
        })
                .retryWhen(Retry.from(failures -> failures.concatMap(signal -> {
                    Throwable failure = Exceptions.unwrap(signal.failure());
                    Duration wait = isPassing(failure) && attempts[0] < MAX_ATTEMPTS ? wait(failure, attempts[0]) : null;
                    boolean late = wait == null || wait.toNanos() > deadline - System.nanoTime();
                    return late ? Mono.<Long>error(failure) : Mono.delay(wait);
                })))
                .timeout(total.plus(times.answer()))
                .onErrorMap(failure -> translate(name, Exceptions.unwrap(failure)))
                .publishOn(scheduler)
                .onErrorMap(RejectedExecutionException.class,
                        e -> new StorageException("the storage of " + name + " is closed", e))
                .toFuture();
    }

    /** Random between nothing and a bound that doubles; not before the service asked to come back. */
    private Duration wait(Throwable failure, int attempts) {
        long bound = Math.min(times.longWait().toMillis(), times.firstWait().toMillis() << Math.min(attempts - 1, 16));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1)).plus(retryAfter(failure));
    }

    /** What the service asked for; nothing where it did not. */
    private static Duration retryAfter(Throwable failure) {
        HttpResponse response = failure instanceof BlobStorageException refused ? refused.getResponse() : null;
        if (response == null) {
            return Duration.ZERO;
        }
        String millis = response.getHeaders().getValue(HttpHeaderName.X_MS_RETRY_AFTER_MS);
        String seconds = response.getHeaders().getValue(HttpHeaderName.RETRY_AFTER);
        try {
            if (millis != null) {
                return Duration.ofMillis(Math.max(0, Long.parseLong(millis.strip())));
            }
            return seconds == null ? Duration.ZERO : Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.strip())));
        } catch (NumberFormatException e) {
            // a date: the jittered waits will do
            return Duration.ZERO;
        }
    }

    /** Whether the same call may succeed in a moment. */
    private static boolean isPassing(Throwable failure) {
        if (failure instanceof BlobStorageException refused) {
            int status = refused.getStatusCode();
            return status == 408 || status == 429 || status >= 500 && status != 501 && status != 505;
        }
        return isOfTheConnection(failure) || TokenFailures.isPassing(failure);
    }

    /** The client's own failures of a connection are no I/O exceptions throughout; their types are not ours to see. */
    private static boolean isOfTheConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String type = cause.getClass().getName();
            if (cause instanceof IOException || cause instanceof TimeoutException || type.startsWith("io.netty.")
                    || type.startsWith("reactor.netty.")) {
                return true;
            }
        }
        return false;
    }

    private static StorageException translate(String name, Throwable failure) {
        if (failure instanceof StorageException typed) {
            return typed;
        }
        if (failure instanceof BlobStorageException refused) {
            return switch (refused.getStatusCode()) {
                case 401, 403 -> new StorageException.Refused(name, failure);
                case 404 -> new StorageException.NotFound(name);
                default -> isPassing(refused)
                        ? new StorageException.Busy(name, seconds(retryAfter(refused)), failure)
                        : new StorageException("the storage answered " + refused.getStatusCode() + " for " + name, failure);
            };
        }
        if (isPassing(failure)) {
            return new StorageException.Busy(name, RETRY_AFTER_SECONDS, failure);
        }
        return TokenFailures.isRefusal(failure)
                ? new StorageException.Refused(name, failure)
                : new StorageException("the storage failed on " + name, failure);
    }

    private static int seconds(Duration wait) {
        return (int) Math.max(RETRY_AFTER_SECONDS, Math.min(600, wait.plusMillis(999).toSeconds()));
    }

    /** Whether the service refused a call with this status. */
    static boolean isStatus(Throwable failure, int status) {
        return failure instanceof BlobStorageException refused && refused.getStatusCode() == status;
    }

    static boolean isNoContainer(Throwable failure) {
        return failure instanceof BlobStorageException refused && refused.getStatusCode() == 404
                && BlobErrorCode.CONTAINER_NOT_FOUND.equals(refused.getErrorCode());
    }
}
