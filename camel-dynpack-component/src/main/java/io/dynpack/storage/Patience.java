package io.dynpack.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long a known state waits for the storage to confirm it before it answers all the same, since a storage may hang. One that
 * was confirmed a moment ago hardly waits. An older one waits as long as an answer of this storage takes at the moment, so that a
 * change is seen within ten seconds, and an answer from memory leaves within 50 ms where the storage gives none.
 */
public final class Patience {
    private static final long SHORT_MILLIS = 10;
    private static final long YOUNG_MILLIS = 9000;

    private Patience() {}

    /**
     * @param look      the look at the storage under way
     * @param startedAt of that look, {@link System#nanoTime}
     * @param known     answers where the look takes too long
     * @param age       milliseconds since {@code known} was confirmed
     * @param usual     milliseconds that an answer takes at most, {@link Storage#patienceMillis}
     * @return what depends on it runs where the look ends, and never on the timer that all time-outs share
     */
    public static <T> CompletableFuture<T> await(CompletableFuture<T> look, long startedAt, T known, long age, long usual) {
        if (look.isDone()) {
            return look.copy();
        }
        long patience = age < YOUNG_MILLIS ? Math.min(SHORT_MILLIS, usual) : usual;
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
        if (waited >= patience) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<T> answer = look.copy();
        CompletableFuture<Void> late = new CompletableFuture<Void>().completeOnTimeout(null, patience - waited,
                TimeUnit.MILLISECONDS);
        late.thenRunAsync(() -> answer.complete(known));
        answer.whenComplete((value, failure) -> late.cancel(false));
        return answer;
    }
}
