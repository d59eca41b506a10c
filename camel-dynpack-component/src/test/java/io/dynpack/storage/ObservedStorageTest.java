package io.dynpack.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObservedStorageTest {
    private final List<String> seen = new ArrayList<>();
    private final StorageObserver observer = (call, outcome, nanos, bytes) -> seen.add(call + " " + outcome);

    @Test
    void theObserverSeesACallBeforeWhoeverWaitsForIt() {
        var storage = new PendingStorage();
        CompletableFuture<StoredObject> stat = new ObservedStorage(storage, observer).stat("a");
        stat.thenAccept(object -> seen.add("continued"));
        storage.pending.get(0).complete(new StoredObject("a", 1, "v", Instant.EPOCH));
        assertThat(seen).containsExactly("STAT DONE", "continued");
    }

    @Test
    void cancellingReachesTheCall() {
        var storage = new PendingStorage();
        new ObservedStorage(storage, observer).stat("a").cancel(true);
        assertThat(storage.pending.get(0)).isCancelled();
        assertThat(seen).containsExactly("STAT CANCELLED");
    }

    @Test
    void openingCanBeCancelledToo() {
        var opened = new CompletableFuture<Source>();
        Storage storage = new MemoryStorage() {
            @Override
            public CompletableFuture<Source> open(String name) {
                return opened;
            }
        };
        new ObservedStorage(storage, observer).open("a").cancel(true);
        assertThat(opened).isCancelled();
        assertThat(seen).containsExactly("OPEN CANCELLED");
    }
}
