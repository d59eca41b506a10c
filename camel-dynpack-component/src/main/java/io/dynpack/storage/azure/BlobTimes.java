package io.dynpack.storage.azure;

import java.time.Duration;

/**
 * How long a call may take. What fails for the moment is tried again until {@link #total} is over.
 *
 * @param connect   for a connection
 * @param answer    from a request to the headers of its answer
 * @param progress  without a byte of a body, and per MiB of an upload
 * @param total     for a call with all its attempts
 * @param firstWait longest wait before the second attempt; the actual one is random and the bound doubles each time
 * @param longWait  bound of those waits
 */
public record BlobTimes(
        Duration connect,
        Duration answer,
        Duration progress,
        Duration total,
        Duration firstWait,
        Duration longWait) {

    /** For a storage in the same region. */
    public static final BlobTimes DEFAULT = new BlobTimes(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(3),
            Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ofSeconds(2));

    /** These with another bound for a whole call; no single attempt may take longer than that either. */
    public BlobTimes withTotal(Duration bound) {
        return new BlobTimes(shorter(connect, bound), shorter(answer, bound), shorter(progress, bound), bound, firstWait,
                longWait);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
