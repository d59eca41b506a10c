package io.dynpack.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.dynpack.JdkLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoadCacheTest {
    private static final String PROVISIONAL = "provisional";

    private final List<CompletableFuture<String>> loads = new ArrayList<>();
    private final LoadCache<String, String> cache = new LoadCache<>(10_000, (key, value) -> value.length(),
            value -> !value.equals(PROVISIONAL), IllegalArgumentException.class::isInstance);

    private CompletableFuture<String> get(String key) {
        return cache.get(key, () -> {
            loads.add(new CompletableFuture<>());
            return loads.get(loads.size() - 1);
        });
    }

    @Test
    void oneLoadIsForAllWhoAsk() {
        CompletableFuture<String> first = get("a");
        CompletableFuture<String> second = get("a");
        assertThat(loads).hasSize(1);
        assertThat(cache.has("a")).isFalse();
        loads.get(0).complete("value");
        assertThat(first).isCompletedWithValue("value");
        assertThat(second).isCompletedWithValue("value");
        assertThat(cache.has("a")).isTrue();
        assertThat(get("a")).isCompletedWithValue("value");
        assertThat(loads).hasSize(1);
        assertThat(cache.state("values").weight().getAsLong()).isEqualTo(5);
    }

    @Test
    void whatIsNotToLastIsForThoseWhoAskAtTheMoment() {
        CompletableFuture<String> first = get("a");
        CompletableFuture<String> second = get("a");
        loads.get(0).complete(PROVISIONAL);
        assertThat(first).isCompletedWithValue(PROVISIONAL);
        assertThat(second).isCompletedWithValue(PROVISIONAL);
        get("a");
        assertThat(loads).hasSize(2);
    }

    @Test
    void aFailureOfTheStorageIsHeardOnceAndIsNoNewsForTheLog() {
        try (JdkLog log = new JdkLog("com.github.benmanes.caffeine")) {
            CompletableFuture<String> first = get("a");
            CompletableFuture<String> second = get("a");
            loads.get(0).completeExceptionally(new StorageException.Busy("a", 1));
            for (CompletableFuture<String> each : List.of(first, second)) {
                assertThatThrownBy(each::join).hasCauseInstanceOf(StorageException.Busy.class);
            }
            get("a");
            assertThat(loads).hasSize(2);
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void aFailureThatIsAboutWhatLiesThereIsKept() {
        get("a");
        loads.get(0).completeExceptionally(new IllegalArgumentException("no film"));
        assertThatThrownBy(get("a")::join).hasRootCauseMessage("no film");
        assertThat(loads).hasSize(1);
        assertThat(cache.state("values").weight().getAsLong()).isGreaterThan(500);
    }

    @Test
    void whatIsPutNeedsNoLoad() {
        cache.put("a", "made");
        assertThat(get("a")).isCompletedWithValue("made");
        assertThat(loads).isEmpty();
    }

    @Test
    void theBoundIsOneOfBytes() {
        for (int i = 0; i < 50; i++) {
            cache.put("key" + i, "x".repeat(1000));
        }
        assertThat(cache.state("values").weight().getAsLong()).isBetween(1000L, 10_000L);
    }
}
