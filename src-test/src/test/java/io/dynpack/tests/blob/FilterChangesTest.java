package io.dynpack.tests.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.publishing.AssetFilter;
import io.dynpack.publishing.Catalog;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;
import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What filters of a URL answer that cannot be applied, and how soon a changed filter is in force. */
@Tag("node")
@ExtendWith({Azurite.Provider.class, QuickstartOrigin.Provider.class})
class FilterChangesTest {
    private static final List<String> FORMATS = List.of("m3u8-cmaf", "m3u8-aapl", "m3u8-aapl-v3", "mpd-time-cmaf",
            "mpd-time-csf", "fmp4", "fmp4-v20");
    /** The documentation promises two minutes, and on another page ten seconds. */
    private static final Duration IN_FORCE = Duration.ofSeconds(10);

    @TempDir
    private Path home;

    private static String manifest(String format, String filters) {
        return "manifest(format=" + format + ",filter=" + filters + ")";
    }

    private static void refused(RawHttp http, String target, int status, String code) {
        Reply reply = http.get(target);
        assertThat(reply.status()).as(target).isEqualTo(status);
        assertThat(reply.text()).as(target).contains(code).doesNotContain("Exception");
        Reply head = http.request("HEAD", target);
        assertThat(head.status()).as(target).isEqualTo(status);
    }

    @Test
    void filtersThatCannotBeAppliedSayWhy(QuickstartOrigin origin) {
        URI ism = origin.publish(LockedLadder.in(home.resolve("refusals")), "refusals");
        Catalog catalog = origin.catalog();
        catalog.putAccountFilter(LockedLadder.sdOnly("sd")).join();
        catalog.putAccountFilter(LockedLadder.time("clip", 60_060_000, 120_120_000)).join();
        catalog.putAccountFilter(LockedLadder.time("later", 900_000_000, 910_000_000)).join();
        catalog.putAccountFilter(LockedLadder.firstQuality("first-low", 300_000)).join();
        catalog.putAccountFilter(LockedLadder.firstQuality("first-high", 1_800_000)).join();
        RawHttp http = new RawHttp(origin.base());
        String path = ism.getRawPath();
        for (String format : FORMATS) {
            refused(http, path + manifest(format, "no-such"), 404, "MPE_EGRESS_FILTER_NOT_FOUND");
            refused(http, path + manifest(format, "sd;no-such;clip"), 404, "MPE_EGRESS_FILTER_NOT_FOUND");
            refused(http, path + manifest(format, "sd;clip;first-low;first-high"), 415,
                    "MPE_FILTER_COMPOSITION_FILTER_COUNT_OVER_LIMIT");
            refused(http, path + manifest(format, "later"), 415, "MPE_FILTER_REMOVED_ALL_STREAMS");
            refused(http, path + manifest(format, "clip;later"), 415, "MPE_FILTER_REMOVED_ALL_STREAMS");
            refused(http, path + manifest(format, "first-low;sd;first-high"), 415,
                    "MPE_FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED");
            String once = http.get(path + manifest(format, "clip")).text();
            for (String names : List.of("clip;clip", "CLIP", "clip;Clip;clIP;cLiP")) {
                Reply again = http.get(path + manifest(format, names));
                assertThat(again.status()).as(names).isEqualTo(200);
                assertThat(again.text().replace(",filter=" + names, ",filter=clip")).as(names).isEqualTo(once);
            }
        }
        refused(http, path + "QualityLevels(600000)/Manifest(video,format=m3u8-cmaf,filter=no-such)", 404,
                "MPE_EGRESS_FILTER_NOT_FOUND");
        refused(http, path + "QualityLevels(1800000)/Manifest(video,format=m3u8-cmaf,filter=sd)", 404,
                "MPE_MANIFEST_MEDIA_ENTRY_NOT_FOUND");
    }

    @Test
    void aFilterOfTheAssetWinsOverOneOfTheAccount(QuickstartOrigin origin) {
        URI ism = origin.publish(LockedLadder.in(home.resolve("precedence")), "precedence");
        Catalog catalog = origin.catalog();
        catalog.putAccountFilter(LockedLadder.firstQuality("same-name", 1_800_000)).join();
        catalog.putAssetFilter(AssetFilter.of("precedence", LockedLadder.sdOnly("Same-Name").toDocument())).join();
        String master = new RawHttp(origin.base()).get(ism.getRawPath() + manifest("m3u8-cmaf", "same-name")).text();
        assertThat(master).contains("QualityLevels(600000)/").doesNotContain("QualityLevels(1800000)/");
    }

    @Test
    void aChangedFilterIsInForceWithinTenSecondsOnTwoNodes(Azurite azurite) {
        BlobContainerClient media = azurite.container("media");
        BlobContainerClient documents = azurite.container("catalog");
        BlobNode.upload(LockedLadder.in(home.resolve("changes")), media, "changes/");
        Catalog catalog = new Catalog(new BlobStorage(BlobAccount.of(azurite.client()),
                new BlobLayout.OneContainer(documents.getBlobContainerName(), false), BlobTimes.DEFAULT), Clock.systemUTC());
        try (BlobNode one = node(azurite, media, documents); BlobNode two = node(azurite, media, documents)) {
            String open = "/" + one.publish("changes");
            catalog.putAccountFilter(LockedLadder.sdOnly("changing")).join();
            String locked = "/" + LockedLadder.publish(catalog, "changes", "changing");
            String shown = open + manifest("m3u8-cmaf", "changing");
            String fragment = locked + "QualityLevels(600000)/Fragments(video=0,format=m3u8-cmaf)";
            String removed = locked + "QualityLevels(1800000)/Fragments(video=0,format=m3u8-cmaf)";
            List<RawHttp> nodes = List.of(new RawHttp(one.base()), new RawHttp(two.base()));
            Map<String, String> tags = Map.of(shown, tag(nodes, shown), locked + "manifest", tag(nodes, locked + "manifest"),
                    fragment, tag(nodes, fragment));
            nodes.forEach(http -> assertThat(http.get(removed).status()).isEqualTo(404));

            catalog.putAccountFilter(LockedLadder.time("changing", 60_060_000, 120_120_000)).join();
            await().atMost(IN_FORCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> nodes.forEach(http -> {
                assertThat(http.get(shown).text()).contains("QualityLevels(1800000)/");
                assertThat(http.get(shown, "If-None-Match: " + tags.get(shown)).status()).isEqualTo(200);
                assertThat(http.get(locked + "manifest", "If-None-Match: " + tags.get(locked + "manifest")).text())
                        .contains("t=\"6").doesNotContain("QualityLevels=\"3\"");
                assertThat(http.get(fragment).status()).isEqualTo(404);
                assertThat(http.get(fragment, "If-None-Match: " + tags.get(fragment)).status()).isEqualTo(404);
                assertThat(http.get(fragment, "Range: bytes=0-9").status()).isEqualTo(404);
                assertThat(http.get(removed).status()).isEqualTo(404);
                assertThat(http.get(removed.replace("video=0", "video=60060000")).status()).isEqualTo(200);
            }));
            tags.forEach((url, before) -> {
                if (!url.equals(fragment)) {
                    assertThat(tag(nodes, url)).as(url).isNotEqualTo(before);
                }
            });

            catalog.deleteAccountFilter("changing").join();
            await().atMost(IN_FORCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> nodes.forEach(http -> {
                assertThat(http.get(shown).status()).isEqualTo(404);
                // a lock whose filter is gone opens nothing
                assertThat(http.get(locked + "manifest").text()).contains("MPE_EGRESS_FILTER_NOT_FOUND");
                assertThat(http.get(fragment).status()).isEqualTo(404);
                assertThat(http.get(removed.replace("video=0", "video=60060000")).status()).isEqualTo(404);
            }));
        }
    }

    private static BlobNode node(Azurite azurite, BlobContainerClient media, BlobContainerClient documents) {
        return new BlobNode(options -> {
            options.setConnectionString(azurite.connectionString());
            options.setAzureContainer(media.getBlobContainerName());
            options.setAzureCatalogContainer(documents.getBlobContainerName());
        });
    }

    /** The same on all nodes. */
    private static String tag(List<RawHttp> nodes, String target) {
        List<Reply> replies = nodes.stream().map(http -> http.get(target)).toList();
        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies).extracting(reply -> reply.header("ETag")).doesNotContainNull();
        assertThat(replies.get(1).header("ETag")).as(target).isEqualTo(replies.get(0).header("ETag"));
        return replies.get(0).header("ETag");
    }
}
