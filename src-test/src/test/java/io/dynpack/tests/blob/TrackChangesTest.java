package io.dynpack.tests.blob;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How soon a text that one message adds to a published asset is there on all nodes, and gone. */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
class TrackChangesTest {
    private static final Duration IN_FORCE = Duration.ofSeconds(10);
    private static final List<String> FORMATS = List.of("m3u8-cmaf", "m3u8-aapl", "mpd-time-cmaf", "mpd-time-csf", "fmp4");
    private static final String TRACK = """
            {"name": "french", "properties": {"track": {"@odata.type": "#Microsoft.Media.TextTrack", "fileName": "film.fr.vtt",
               "languageCode": "fr", "displayName": "Français"}}}""";

    @TempDir
    private Path home;

    @Test
    void aTextIsThereAndGoneWithinTenSecondsOnTwoNodes(Azurite azurite) {
        BlobContainerClient media = azurite.container("media");
        BlobContainerClient documents = azurite.container("catalog");
        BlobNode.upload(LockedLadder.in(home.resolve("late")), media, "late/");
        try (BlobNode one = node(azurite, media, documents);
                BlobNode two = node(azurite, media, documents);
                ProducerTemplate template = one.context().createProducerTemplate()) {
            String open = "/" + one.publish("late");
            List<RawHttp> nodes = List.of(new RawHttp(one.base()), new RawHttp(two.base()));
            List<String> before = FORMATS.stream().map(format -> text(nodes.get(1), open + manifest(format))).toList();
            assertThat(before).noneMatch(text -> text.contains("french"));
            media.getBlobClient("late/film.fr.vtt").upload(BinaryData.fromBytes(
                    "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nBonjour\n".getBytes(StandardCharsets.UTF_8)));

            template.sendBodyAndHeader("dynpack:putTrack", TRACK, DynpackConstants.ASSET, "late");
            String segment = open + "QualityLevels(0)/Fragments(french=0,format=m3u8-aapl)";
            await().atMost(IN_FORCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> nodes.forEach(http -> {
                FORMATS.forEach(format -> assertThat(text(http, open + manifest(format))).as(format).contains("french"));
                assertThat(text(http, segment)).contains("Bonjour");
            }));
            assertThat(nodes.stream().map(http -> http.get(open + manifest("m3u8-cmaf")).header("ETag")).distinct()).hasSize(1);

            template.sendBodyAndHeader("dynpack:deleteTrack", "french", DynpackConstants.ASSET, "late");
            await().atMost(IN_FORCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> nodes.forEach(http -> {
                assertThat(FORMATS.stream().map(format -> text(http, open + manifest(format))).toList()).isEqualTo(before);
                assertThat(http.get(segment).status()).isEqualTo(404);
            }));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String manifest(String format) {
        return "manifest(format=" + format + ")";
    }

    private static String text(RawHttp http, String target) {
        Reply reply = http.get(target);
        assertThat(reply.status()).as(target).isEqualTo(200);
        return reply.text();
    }

    private static BlobNode node(Azurite azurite, BlobContainerClient media, BlobContainerClient documents) {
        return new BlobNode(options -> {
            options.setConnectionString(azurite.connectionString());
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer(documents.getBlobContainerName());
        });
    }
}
