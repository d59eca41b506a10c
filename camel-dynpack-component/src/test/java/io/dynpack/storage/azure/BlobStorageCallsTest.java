package io.dynpack.storage.azure;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.CustomerProvidedKey;

import io.dynpack.storage.PutCondition;
import io.dynpack.storage.ReadLimiter;
import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.WholeObject;

import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Calls over a service that is not there. */
class BlobStorageCallsTest {
    private final FakeService service = new FakeService();

    private String header(int request, String name) {
        return service.requests.get(request).getHeaders().getValue(HttpHeaderName.fromString(name));
    }

    /** A read that is ours, and two calls that are the SDK's. */
    private void call(Object client) {
        try (BlobStorage storage = FakeService.storage(client)) {
            storage.readWhole("a", 10).join();
            storage.stat("a").join();
            storage.put("a", ByteBuffer.allocate(3), PutCondition.ALWAYS).join();
        }
    }

    @Test
    void whatASharedClientWasGivenIsUsed() {
        byte[] bytes = new byte[32];
        bytes[0] = 1;
        CustomerProvidedKey key = new CustomerProvidedKey(bytes);
        BlobServiceClientBuilder builder = service.client().serviceVersion(BlobServiceVersion.V2021_12_02)
                .customerProvidedKey(key);
        for (Object client : List.of(builder.buildClient(), builder.buildAsyncClient())) {
            service.requests.clear();
            call(client);
            assertThat(service.requests).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(header(i, "x-ms-version")).isEqualTo("2021-12-02");
                assertThat(header(i, "x-ms-encryption-key")).isEqualTo(key.getKey());
                assertThat(header(i, "x-ms-encryption-key-sha256")).isEqualTo(key.getKeySha256());
                assertThat(header(i, "x-ms-encryption-algorithm")).isEqualTo("AES256");
            }
        }
        BlobServiceClientBuilder scoped = service.client().encryptionScope("of-the-team");
        for (Object client : List.of(scoped.buildClient(), scoped.buildAsyncClient())) {
            service.requests.clear();
            call(client);
            assertThat(header(2, "x-ms-encryption-scope")).isEqualTo("of-the-team");
            assertThat(header(0, "x-ms-encryption-key")).isNull();
        }
    }

    /** The read that follows asks for this version, and waits for its turn. */
    @Test
    void aKnownVersionIsOpenedWhileAllPlacesAreTaken() {
        service.gate = Mono.never();
        try (BlobStorage storage = FakeService.storage(service.client().buildClient())) {
            ReadLimiter limiter = new ReadLimiter(storage, 1, 0);
            limiter.stat("other");
            Source source = limiter.open("a", "0x1", 3).join();
            assertThat(source.version()).isEqualTo("0x1");
            assertThatThrownBy(() -> source.read(0, 3).join()).hasCauseInstanceOf(StorageException.Busy.class);
            assertThat(service.requests).hasSizeLessThan(2);
        }
    }

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
