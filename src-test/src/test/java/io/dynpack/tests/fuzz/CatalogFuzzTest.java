package io.dynpack.tests.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletionException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.CatalogException;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.MemoryStorage;

/** Any bytes as each document of a catalog: that document is refused, and hides no other. */
class CatalogFuzzTest {
    private static final UUID ID = UUID.fromString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");
    private static final UUID GOOD = UUID.fromString("11111111-2222-3333-4444-555555555555");

    @FuzzTest(maxDuration = "10m")
    void anyDocument(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            var storage = new MemoryStorage();
            var catalog = new Catalog(storage, Clock.systemUTC());
            storage.putBytes("catalog/assets/good.json", "{\"name\":\"good\"}".getBytes(StandardCharsets.UTF_8));
            StreamingLocator good = catalog.publish(
                    LocatorRequest.of("good", "Predefined_ClearStreamingOnly").withStreamingLocatorId(GOOD)).join();
            storage.putBytes("catalog/streamingLocators/7c/" + ID + ".json", bytes);
            storage.putBytes("catalog/streamingLocatorNames/x", bytes);
            storage.putBytes("catalog/assets/x.json", bytes);
            storage.putBytes("catalog/streamingPolicies/x.json", bytes);
            storage.putBytes("catalog/accountFilters/x.json", bytes);
            storage.putBytes("catalog/assets/good/assetFilters/x.json", bytes);
            storage.putBytes("catalog/contentKeyPolicies/x.json", bytes);
            storage.putBytes("catalog/contentKeys/7c/" + ID + ".json", bytes);
            var keys = new ContentKeyDocuments(storage, Clock.systemUTC());
            if (!catalog.list(10, null).join().items().contains(good)
                    || catalog.listAssets(10, null).join().items().isEmpty()) {
                throw new AssertionError("a document hides another");
            }
            for (Runnable look : new Runnable[]{() -> catalog.byId(ID).join(), () -> catalog.get("x").join(),
                    () -> catalog.asset("x").join(), () -> catalog.policy("x").join(), () -> catalog.accountFilter("x").join(),
                    () -> catalog.assetFilter("good", "x").join(), () -> catalog.listAccountFilters(10, null).join(),
                    () -> catalog.contentKeyPolicy("x").join(), () -> catalog.listContentKeyPolicies(10, null).join(),
                    () -> keys.read(ID).join(), () -> catalog.moveKeyValues().join(),
                    () -> catalog.publish(LocatorRequest.of("good", "x").withName("z")).join(),
                    () -> catalog.publish(LocatorRequest.of("x", "x").withName("y")).join(), () -> catalog.revoke(ID).join()}) {
                try {
                    look.run();
                } catch (CompletionException e) {
                    if (!(e.getCause() instanceof CatalogException)) {
                        throw e;
                    }
                }
            }
        });
    }
}
