package io.dynpack.storage.azure;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.dynpack.storage.StorageException;
import io.dynpack.storage.WholeObject;

import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Calls over a service that is not there. */
class BlobStorageCallsTest {
    private final FakeService service = new FakeService();

    @Test
    void callsOfAStorageThatIsClosedFailAsOthersDo() {
        BlobStorage storage = FakeService.storage(service.client().buildClient());
        CompletableFuture<Void> answer = new CompletableFuture<>();
        service.gate = Mono.fromFuture(answer);
        CompletableFuture<WholeObject> underWay = storage.readWhole("a", 10);
        storage.close();
        answer.complete(null);
        service.gate = Mono.empty();
        CompletableFuture<WholeObject> later = storage.readWhole("a", 10);
        for (CompletableFuture<?> call : List.of(underWay, later)) {
            assertThatThrownBy(call::join).cause().isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(service.requests).hasSize(2);
    }
}
