package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/**
 * Counts how often tokens were used, over all nodes: each use is an object that only one request can create. They lie by the hour
 * in which their token expires, and go once that is over.
 */
final class TokenUses {
    private static final Logger LOG = LoggerFactory.getLogger(TokenUses.class);
    private static final String PREFIX = "catalog/tokenUses/";
    private static final byte[] USE = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    /** Deleted by one sweep, one after the other. */
    private static final int MAX_SWEPT = 1000;

    private static final String SUFFIX = ".json";
    /** Numbers that are tried one after the other, rather than looked for. */
    private static final int FEW = 5;
    private static final int MAX_TOKENS = 10_000;

    private final Storage storage;
    private final Clock clock;
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    /** From which number on a use may be free, for tokens that this node saw lately. */
    private final Cache<String, Integer> next = Caffeine.newBuilder().maximumSize(MAX_TOKENS).executor(Runnable::run).build();

    TokenUses(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** @return whether the token had a use left, which is taken then; fails with {@link StorageException} */
    CompletableFuture<Boolean> take(Verdict.Counted token) {
        sweep();
        String name = PREFIX + hour(token.expires()) + "/" + token.token() + "-";
        Integer hint = next.getIfPresent(token.token());
        CompletableFuture<Integer> first = hint != null
                ? CompletableFuture.completedFuture(hint)
                : firstFree(name, 0, token.most());
        return first.thenCompose(number -> take(name, number, token));
    }

    /** Uses are numbered without a gap, so that the first free number is found in few steps. */
    private CompletableFuture<Integer> firstFree(String name, int from, int to) {
        if (to - from < FEW) {
            return CompletableFuture.completedFuture(from);
        }
        int middle = (from + to) / 2;
        return isTaken(name + middle + SUFFIX)
                .thenCompose(taken -> taken ? firstFree(name, middle + 1, to) : firstFree(name, from, middle));
    }

    private CompletableFuture<Boolean> isTaken(String use) {
        return storage.stat(use).thenApply(found -> true).exceptionallyCompose(failure -> cause(
                failure) instanceof StorageException.NotFound
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Whoever finds a number taken tries the next. */
    private CompletableFuture<Boolean> take(String name, int number, Verdict.Counted token) {
        next.put(token.token(), number);
        if (number >= token.most()) {
            return CompletableFuture.completedFuture(false);
        }
        return storage.put(name + number + SUFFIX, ByteBuffer.wrap(USE).asReadOnlyBuffer(), PutCondition.IF_ABSENT)
                .thenApply(object -> true).exceptionallyCompose(failure -> cause(
                        failure) instanceof StorageException.PreconditionFailed
                                ? take(name, number + 1, token)
                                : CompletableFuture.failedFuture(failure));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static long hour(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), Duration.ofHours(1).toSeconds());
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant due = nextSweep.get();
        if (now.isBefore(due) || !nextSweep.compareAndSet(due, now.plus(SWEEP))) {
            return;
        }
        storage.list(PREFIX, null, MAX_SWEPT).thenCompose(page -> {
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            int left = MAX_SWEPT;
            for (StoredObject object : page.objects()) {
                if (left > 0 && isOver(object.name(), now)) {
                    left--;
                    chain = chain.thenCompose(done -> storage.delete(object.name()));
                }
            }
            return chain;
        }).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("uses of expired tokens could not be deleted; the next sweep tries again", failure);
            }
        });
    }

    private static boolean isOver(String name, Instant now) {
        int end = name.indexOf('/', PREFIX.length());
        try {
            return end > 0 && Long.parseLong(name.substring(PREFIX.length(), end)) < hour(now);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
