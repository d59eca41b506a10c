package io.dynpack.tests.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
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
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;
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
        AccountSasSignatureValues reading = new AccountSasSignatureValues(
                OffsetDateTime.now().plusHours(1),
                new AccountSasPermission().setReadPermission(true).setListPermission(true),
                new AccountSasService().setBlobAccess(true),
                new AccountSasResourceType().setService(true).setContainer(true).setObject(true));
        String signature = azurite.client().generateAccountSas(reading);
        try (BlobNode reader = new BlobNode(options -> {
            options.setAzureEndpoint(Azurite.endpoint(azurite.port()));
            options.setSasToken(signature);
            options.setAzureContainers(prefix + "-*");
            options.setAzureCatalogContainer(catalog.getBlobContainerName());
        })) {
            assertThat(everything(reader.base().resolve(ism))).isNotEmpty();
            var info = (AssetInfo) reader.context().createProducerTemplate().requestBody("dynpack:describe",
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
            options.setCatalogStorage(new BlobStorage(
                    BlobAccount.of(azurite.client()),
                    new BlobLayout.OneContainer(catalog.getBlobContainerName(), false),
                    BlobTimes.DEFAULT));
        })) {
            assertThat(everything(reader.base().resolve(ism))).isNotEmpty();
        }
    }

    private static String serverManifest(List<Fixtures.Level> levels, String formats) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>"
                + "<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"" + formats
                + "\" /></head><body><switch>");
        for (Fixtures.Level level : levels) {
            text.append("<video src=\"").append(level.file()).append("\" systemBitrate=\"").append(level.kbits() * 1000)
                    .append("\"><param name=\"trackID\" value=\"1\" valuetype=\"data\" /></video>");
        }
        return text.append("<audio src=\"ladder_AAC_eng_ch2_64kbps.mp4\" systemBitrate=\"64000\" systemLanguage=\"eng\">"
                + "<param name=\"trackID\" value=\"1\" valuetype=\"data\" /></audio></switch></body></smil>").toString();
    }

    @Test
    void servesAContainerAsAmsLeftIt() {
        String name = "asset-ams" + azurite.port();
        BlobContainerClient asset = azurite.client().createBlobContainer(name);
        BlobNode.upload(Fixtures.ladder(), asset, "");
        asset.getBlobClient("all.ism").upload(BinaryData.fromString(serverManifest(Fixtures.LEVELS, "mp4-v3")));
        asset.getBlobClient("few.ism").upload(BinaryData.fromString(serverManifest(Fixtures.LEVELS.subList(2, 4), "mp4")));
        for (String other : List.of("ladder_1280x720_1800_1.mpi", "5f_metadata.json", "ladder_manifest.json",
                "Thumbnail000001.jpg")) {
            asset.getBlobClient(other).upload(BinaryData.fromString("{}"));
        }
        int blobs = (int) asset.listBlobs().stream().count();
        Catalog documents = new Catalog(new BlobStorage(BlobAccount.of(azurite.client()),
                new BlobLayout.OneContainer(catalog.getBlobContainerName(), false), BlobTimes.DEFAULT), Clock.systemUTC());
        documents.putAsset(Asset.at("film of 2019", name, null)).join();
        StreamingLocator locator = documents
                .publish(LocatorRequest.of("film of 2019", "Predefined_DownloadAndClearStreaming")).join();
        try (BlobNode node = new BlobNode(options().andThen(options -> {
            options.setAzureContainer(null);
            options.setAzureContainers("asset-*");
        }))) {
            URI base = node.base().resolve(locator.streamingLocatorId() + "/");
            assertThat(everything(base.resolve("all.ism/"))).isNotEmpty();
            URI few = base.resolve("few.ism/manifest(format=mpd-time-cmaf)");
            assertThat(StreamingFormat.DASH_CMAF.manifests().read(few, new Delivery()::text)).hasSize(3);
            RawHttp http = new RawHttp(node.base());
            assertThat(http.get(base.resolve("Thumbnail000001.jpg").getRawPath()).text()).isEqualTo("{}");
            assertThat(http.get(base.resolve("ladder_1280x720_1800_1.mpi").getRawPath()).status()).isEqualTo(404);
            assertThat(http.get(base.resolve("5f.ism/manifest").getRawPath()).status()).isEqualTo(404);
        }
        assertThat(asset.listBlobs().stream().count()).as("nothing was written").isEqualTo(blobs);
    }

    @Test
    void sharesTheClientOfTheRegistry() {
        BlobNode.upload(Fixtures.audioOnly(), media, "audio/");
        try (BlobNode node = new BlobNode(options -> {
            options.setBlobServiceClient(azurite.client());
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer("made-by-" + catalog.getBlobContainerName());
        })) {
            assertThat(everything(node.base().resolve(node.publish("audio")))).isNotEmpty();
        }
    }
}
