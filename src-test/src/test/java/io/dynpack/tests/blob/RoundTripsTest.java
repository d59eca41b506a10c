package io.dynpack.tests.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a node that knows nothing has to wait for the service before the first manifest of a long asset leaves. */
@Tag("node")
@Tag("alone")
@ExtendWith(Azurite.Provider.class)
class RoundTripsTest {
    /** Long beside what a busy machine takes to begin calls that wait for nothing but the processor. */
    private static final Duration LATENCY = Duration.ofMillis(500);

    private final Azurite azurite;
    private final BlobContainerClient media;
    private final String catalog;

    RoundTripsTest(Azurite azurite) {
        this.azurite = azurite;
        this.media = azurite.container("cold");
        this.catalog = azurite.container("cold-catalog").getBlobContainerName();
    }

    private Consumer<DynpackConfiguration> options(int port) {
        return options -> {
            options.setConnectionString(azurite.connectionString(port));
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer(catalog);
        };
    }

    private List<FaultyProxy.Call> firstManifest(String ism, String format) {
        try (FaultyProxy proxy = new FaultyProxy(azurite.port(), 1); BlobNode cold = new BlobNode(options(proxy.port()))) {
            // connections take a round trip of their own, and are there in a node that serves
            new RawHttp(cold.base()).get("/00000000-0000-0000-0000-000000000001/x.ism/manifest");
            proxy.faults(FaultyProxy.Faults.delay(LATENCY));
            proxy.forget();
            long start = System.nanoTime();
            Reply reply = new RawHttp(cold.base()).get("/" + ism + "manifest" + format);
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertThat(reply.status()).isEqualTo(200);
            List<FaultyProxy.Call> calls = proxy.calls();
            System.out.printf("first manifest%s: %d ms at %d ms a call, %d round trips, %d calls, %d bytes%n", format, millis,
                    LATENCY.toMillis(), FaultyProxy.depth(calls), calls.size(),
                    calls.stream().mapToLong(FaultyProxy.Call::bytes).sum());
            return calls;
        }
    }

    @Test
    void theFirstManifestOfTwoHoursTakesThree() {
        Path folder = Fixtures.twoHours();
        BlobNode.upload(folder, media, "long/");
        String ism;
        try (BlobNode writer = new BlobNode(options(azurite.port()))) {
            ism = writer.publish("long");
        }
        // classes are loaded once a process
        firstManifest(ism, "(format=mpd-time-cmaf)");
        for (String format : List.of("(format=m3u8-cmaf)", "(format=mpd-time-cmaf)", "")) {
            assertThat(FaultyProxy.depth(firstManifest(ism, format))).isLessThanOrEqualTo(3);
        }
        media.listBlobs().stream().filter(blob -> blob.getName().endsWith(".dynx"))
                .forEach(blob -> media.getBlobClient(blob.getName()).delete());
        List<FaultyProxy.Call> calls = firstManifest(ism, "(format=mpd-time-cmaf)");
        Map<String, List<FaultyProxy.Call>> files = calls.stream().filter(call -> call.target().contains(".mp4"))
                .collect(Collectors.groupingBy(call -> URI.create(call.target()).getPath().replace(".dynx", "")));
        assertThat(files).hasSize(7);
        assertThat(files).allSatisfy((file, ofFile) -> assertThat(FaultyProxy.depth(ofFile)).isLessThanOrEqualTo(3));
        // locator, asset and server manifest, and the files side by side
        assertThat(FaultyProxy.depth(calls)).isLessThanOrEqualTo(2 + 3);
    }
}
