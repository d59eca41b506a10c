package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private final Storage storage;
    private final Clock clock;
    private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);

    TokenUses(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** @return whether the token had a use left, which is taken then; fails with {@link StorageException} */
    CompletableFuture<Boolean> take(Verdict.Counted token) {
        sweep();
        String folder = PREFIX + hour(token.expires()) + "/" + token.token() + "/";
        return count(folder, null, 0).thenCompose(used -> take(folder, used, token.most()));
    }

    private CompletableFuture<Integer> count(String folder, @Nullable String continuation, int before) {
        return storage.list(folder, continuation).thenCompose(page -> {
            int now = before + page.objects().size();
            return page.continuation() == null
                    ? CompletableFuture.completedFuture(now)
                    : count(folder, page.continuation(), now);
        });
    }

    /** Uses are numbered without a gap, so that whoever finds a number taken tries the next. */
    private CompletableFuture<Boolean> take(String folder, int number, int most) {
        if (number >= most) {
            return CompletableFuture.completedFuture(false);
        }
        return storage.put(folder + number + ".json", ByteBuffer.wrap(USE).asReadOnlyBuffer(), PutCondition.IF_ABSENT)
                .thenApply(object -> true).exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    return cause instanceof StorageException.PreconditionFailed
                            ? take(folder, number + 1, most)
                            : CompletableFuture.failedFuture(cause);
                });
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
