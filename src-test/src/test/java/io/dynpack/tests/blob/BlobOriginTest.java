package io.dynpack.tests.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.tests.Delivery;
import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.StreamingFormat;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/** What lies in blobs is served as what lies in files, by any node. */
@Tag("node")
@ExtendWith({Azurite.Provider.class, QuickstartOrigin.Provider.class})
class BlobOriginTest {
    private final Azurite azurite;
    private final BlobContainerClient media;
    private final BlobContainerClient catalog;

    BlobOriginTest(Azurite azurite) {
        this.azurite = azurite;
        this.media = azurite.container("media");
        this.catalog = azurite.container("catalog");
    }

    private Consumer<DynpackConfiguration> options() {
        return options -> {
            options.setConnectionString(azurite.connectionString());
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer(catalog.getBlobContainerName());
        };
    }

    /** Every body of some formats by its path below the server manifest. */
    private static Map<String, byte[]> everything(URI ism) {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        Delivery delivery = new Delivery();
        for (StreamingFormat format : List.of(StreamingFormat.HLS_CMAF, StreamingFormat.SMOOTH)) {
            URI manifest = ism.resolve(format.manifest());
            for (Rendition rendition : format.manifests().read(manifest, delivery::text)) {
                List<Segment> segments = new ArrayList<>(rendition.segments());
                if (rendition.initialization() != null) {
                    segments.add(rendition.initialization());
                }
                for (Segment segment : segments) {
                    bodies.put(ism.relativize(segment.uri()) + "@" + segment.from(), delivery.bytes(segment));
                }
            }
        }
        return bodies;
    }

    @Test
    void servesTheBytesThatFilesGive(QuickstartOrigin files) {
        for (Path folder : List.of(Fixtures.ladder(), Fixtures.muxed(), Fixtures.moovLast(), Fixtures.fragmentedWithSidx())) {
            String name = folder.getFileName().toString();
            BlobNode.upload(folder, media, name + "/");
            try (BlobNode node = new BlobNode(options())) {
                Map<String, byte[]> expected = everything(files.publish(folder));
                Map<String, byte[]> actual = everything(node.base().resolve(node.publish(name)));
                assertThat(actual.keySet()).isEqualTo(expected.keySet());
                actual.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(expected.get(path)));
            }
        }
    }

    @Test
    void transportStreamsAreTheSameToo(QuickstartOrigin files) {
        BlobNode.upload(Fixtures.muxed(), media, "muxed/");
        try (BlobNode node = new BlobNode(options())) {
            String segment = "QualityLevels(%s)/Fragments(video=0,format=m3u8-aapl)";
            URI file = files.publish(Fixtures.muxed());
            URI blob = node.base().resolve(node.publish("muxed"));
            String bitrate = new Delivery().text(blob.resolve("manifest(format=m3u8-aapl)"))
                    .replaceAll("(?s).*?QualityLevels\\((\\d+)\\)/Manifest\\(video.*", "$1");
            byte[] bytes = new Delivery().bytes(new Segment(blob.resolve(segment.formatted(bitrate)), -1, -1, 0, 0));
            assertThat(bytes).isEqualTo(
                    new Delivery().bytes(new Segment(file.resolve(segment.formatted(bitrate)), -1, -1, 0, 0)));
            assertThat(bytes[0]).isEqualTo((byte) 0x47);
        }
    }

    @Test
    void anyNodeAnswersTheSameToTheSameUrl() {
        BlobNode.upload(Fixtures.ladder(), media, "ladder/");
        try (BlobNode one = new BlobNode(options()); BlobNode two = new BlobNode(options())) {
            String ism = one.publish("ladder");
            assertThat(two.publish("ladder")).isEqualTo(ism);
            for (StreamingFormat format : StreamingFormat.values()) {
                URI manifest = one.base().resolve(ism).resolve(format.manifest());
                List<String> paths = new ArrayList<>(List.of(manifest.getRawPath()));
                for (Rendition rendition : format.manifests().read(manifest, new Delivery()::text)) {
                    paths.add(rendition.segments().get(1).uri().getRawPath());
                }
                for (String path : paths) {
                    Reply first = new RawHttp(one.base()).get(path);
                    Reply second = new RawHttp(two.base()).get(path);
                    assertThat(first.status()).isEqualTo(200);
                    assertThat(second.header("ETag")).as(path).isEqualTo(first.header("ETag"));
                    assertThat(second.body()).isEqualTo(first.body());
                }
            }
            one.close();
            assertThat(everything(two.base().resolve(ism))).isNotEmpty();
        }
    }

    @Test
    void readAccessIsEnoughForAContainerForEachAsset() {
        String prefix = "readonly" + azurite.port();
        BlobContainerClient asset = azurite.client().createBlobContainer(prefix + "-asset-1");
        BlobNode.upload(Fixtures.ladder(), asset, "");
        String ism;
        Consumer<DynpackConfiguration> containers = options().andThen(options -> {
            options.setAzureContainer(null);
            options.setAzureContainers(prefix + "-*");
        });
        try (BlobNode writer = new BlobNode(containers)) {
            ism = writer.publish(prefix + "-asset-1");
        }
        asset.listBlobs().stream().filter(blob -> blob.getName().endsWith(".dynx"))
                .forEach(blob -> asset.getBlobClient(blob.getName()).delete());
        asset.getBlobClient("ladder_manifest.json").upload(BinaryData.fromString("{}"));
        asset.getBlobClient("ladder_1.mpi").upload(BinaryData.fromBytes(new byte[100]));
        com.azure.storage.common.sas.AccountSasSignatureValues reading = new com.azure.storage.common.sas.AccountSasSignatureValues(
                OffsetDateTime.now().plusHours(1),
                new com.azure.storage.common.sas.AccountSasPermission().setReadPermission(true).setListPermission(true),
                new com.azure.storage.common.sas.AccountSasService().setBlobAccess(true),
                new com.azure.storage.common.sas.AccountSasResourceType().setService(true).setContainer(true).setObject(true));
        String signature = azurite.client().generateAccountSas(reading);
        try (BlobNode reader = new BlobNode(options -> {
            options.setAzureEndpoint(Azurite.endpoint(azurite.port()));
            options.setSasToken(signature);
            options.setAzureContainers(prefix + "-*");
            options.setAzureCatalogContainer(catalog.getBlobContainerName());
        })) {
            assertThat(everything(reader.base().resolve(ism))).isNotEmpty();
            var info = (io.dynpack.ingest.AssetInfo) reader.context().createProducerTemplate().requestBody("dynpack:describe",
                    prefix + "-asset-1");
            assertThat(info.streams()).isNotEmpty();
        }
    }

    @Test
    void aSignatureForOneContainerIsEnoughToRead() {
        BlobNode.upload(Fixtures.audioOnly(), media, "audio/");
        String ism;
        try (BlobNode writer = new BlobNode(options())) {
            ism = writer.publish("audio");
        }
        String signature = media.generateSas(new BlobServiceSasSignatureValues(OffsetDateTime.now().plusHours(1),
                new BlobContainerSasPermission().setReadPermission(true).setListPermission(true)));
        try (BlobNode reader = new BlobNode(options -> {
            options.setAzureEndpoint(Azurite.endpoint(azurite.port()));
            options.setSasToken(signature);
            options.setAzureContainer(media.getBlobContainerName());
            options.setCatalogStorage(new io.dynpack.storage.azure.BlobStorage(
                    io.dynpack.storage.azure.BlobAccount.of(azurite.client()),
                    new io.dynpack.storage.azure.BlobLayout.OneContainer(catalog.getBlobContainerName(), false),
                    io.dynpack.storage.azure.BlobTimes.DEFAULT));
        })) {
            assertThat(everything(reader.base().resolve(ism))).isNotEmpty();
        }
    }
}
