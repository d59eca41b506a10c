package io.dynpack.storage;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RevalidatingCacheTest {

    /** Whoever wrote something and invalidates what is known of it is not answered with the state before that. */
    @Test
    void whatIsInvalidatedWhileALookEndsIsNotKept() throws Exception {
        AtomicReference<RevalidatingCache<String, String>> cache = new AtomicReference<>();
        Thread writer = new Thread(() -> cache.get().invalidate("key"));
        cache.set(
                new RevalidatingCache<>(Clock.systemUTC(), Duration.ofHours(1), () -> 0, String::isEmpty, false, 100, state -> {
                    if (state.equals("before")) {
                        // between the end of the look and the state that is kept
                        writer.start();
                        join(writer);
                    }
                    return 1;
                }));
        CompletableFuture<String> look = new CompletableFuture<>();
        CompletableFuture<String> waiting = cache.get().get("key", known -> look);
        look.complete("before");
        assertThat(waiting.join()).isEqualTo("before");
        writer.join();
        assertThat(cache.get().get("key", known -> CompletableFuture.completedFuture("after")).join()).isEqualTo("after");
    }

    /** Not for ever: it may have to wait for the state that is about to be kept. */
    private static void join(Thread thread) {
        try {
            thread.join(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
