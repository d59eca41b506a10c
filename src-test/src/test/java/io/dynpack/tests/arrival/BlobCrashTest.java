package io.dynpack.tests.arrival;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.examples.azureblob.AzureBlobApplication;
import io.dynpack.tests.Delivery;
import io.dynpack.tests.NodeProcess;
import io.dynpack.tests.PublishedList;
import io.dynpack.tests.blob.Azurite;
import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** Nodes over one account, each a process of its own, some of which are killed with SIGKILL. */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
class BlobCrashTest {
    private static final int ASSETS = 6;

    private final Azurite azurite;
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random random = new Random(11);

    @TempDir
    private Path home;

    BlobCrashTest(Azurite azurite) {
        this.azurite = azurite;
    }

    private NodeProcess node() throws IOException {
        return new NodeProcess(AzureBlobApplication.class, home,
                Map.of("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString(), "DYNPACK_CONTAINERS",
                        "asset-" + suffix + "-*", "DYNPACK_CATALOG_CONTAINER", "catalog-" + suffix, "ARRIVAL_PERIOD", "200",
                        "ARRIVAL_MINAGE", "1s"));
    }

    private List<String> upload(int count) throws IOException {
        List<String> names = IntStream.range(0, count).mapToObj(i -> "asset-" + suffix + "-" + i).toList();
        for (String name : names) {
            BlobContainerClient container = azurite.client().createBlobContainer(name);
            try (Stream<Path> files = Files.list(Fixtures.single())) {
                for (Path file : files.toList()) {
                    container.getBlobClient(file.getFileName().toString()).uploadFromFile(file.toString());
                }
            }
        }
        return names;
    }

    private static List<URI> segments(URI location) {
        List<URI> segments = new ArrayList<>();
        Delivery delivery = new Delivery();
        for (Rendition rendition : Manifests.HLS.read(location.resolve("manifest(format=m3u8-cmaf)"), delivery::text)) {
            rendition.segments().stream().map(Segment::uri).map(location::relativize).forEach(segments::add);
        }
        return segments;
    }

    private byte[] get(URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(uri.toString()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void nodesThatDieWhileTheyIngestAndPublishLoseNothing() throws Exception {
        List<String> names = upload(ASSETS);
        for (int kill = 0; kill < 5; kill++) {
            // from the start of the first ingest, with all that comes before, to the end of the last publication
            try (NodeProcess dying = node()) {
                dying.killAfter(Duration.ofMillis(1500 + 500 * kill + random.nextInt(500)));
            }
        }
        try (NodeProcess node = node()) {
            PublishedList published = node.published(names);
            assertThat(published.entries()).hasSize(ASSETS);
            byte[] first = null;
            for (String name : names) {
                URI location = published.location(name);
                byte[] segment = get(location.resolve(segments(location).get(0)));
                assertThat(segment).isEqualTo(first == null ? segment : first);
                first = segment;
                assertThat(azurite.client().getBlobContainerClient(name).listBlobs().stream().map(blob -> blob.getName()))
                        .contains("single.ism", "single.ismc").allMatch(blob -> blob.startsWith("single."));
            }
        }
    }

    @Test
    void aNodeThatDiesInABurstOfRequestsCostsRequestsButNoBytes() throws Exception {
        String name = upload(1).get(0);
        try (NodeProcess staying = node(); NodeProcess dying = node()) {
            URI here = staying.published(List.of(name)).location(name);
            URI there = dying.published(List.of(name)).location(name);
            assertThat(there.getPath()).isEqualTo(here.getPath());
            List<URI> segments = segments(here);
            int repeated = 0;
            for (int i = 0; i < 200; i++) {
                if (i == 100) {
                    Thread killer = new Thread(dying::close);
                    killer.start();
                }
                URI segment = segments.get(random.nextInt(segments.size()));
                byte[] answer;
                try {
                    answer = get((i % 2 == 0 ? there : here).resolve(segment));
                } catch (IOException e) {
                    // as a balancer or a player would
                    repeated++;
                    answer = get(here.resolve(segment));
                }
                assertThat(Arrays.hashCode(answer)).isEqualTo(Arrays.hashCode(get(here.resolve(segment))));
            }
            assertThat(repeated).isPositive();
            assertThat(dying.isAlive()).isFalse();
            assertThat(staying.isAlive()).isTrue();
        }
    }
}
