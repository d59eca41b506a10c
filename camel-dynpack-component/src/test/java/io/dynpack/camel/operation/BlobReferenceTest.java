package io.dynpack.camel.operation;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import io.dynpack.camel.DynpackException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlobReferenceTest {
    private static final String SUBJECT = "/blobServices/default/containers/asset-7/blobs/out/harbour.ism";

    @Test
    void headersOfTheBlobComponentNameIt() {
        Exchange exchange = exchange("anything");
        exchange.getMessage().setHeader("CamelAzureStorageBlobBlobContainerName", "media");
        exchange.getMessage().setHeader("CamelAzureStorageBlobBlobName", "harbour/_ready");

        assertThat(BlobReference.of(exchange)).isEqualTo(new BlobReference("media", "harbour/_ready", false));
    }

    @Test
    void aContainerAloneIsAnAsset() {
        Exchange exchange = exchange(null);
        exchange.getMessage().setHeader("CamelAzureStorageBlobBlobContainerName", "asset-7");

        assertThat(BlobReference.of(exchange).folder(null)).isEqualTo("asset-7/");
    }

    @Test
    void bothSchemasOfEventsNameIt() {
        var expected = new BlobReference("asset-7", "out/harbour.ism", true);
        var eventGrid = Map.of("eventType", "Microsoft.Storage.BlobCreated", "subject", SUBJECT);
        var cloudEvent = Map.of("type", "Microsoft.Storage.BlobCreated", "specversion", "1.0", "subject", SUBJECT);

        assertThat(BlobReference.of(exchange(eventGrid))).isEqualTo(expected);
        assertThat(BlobReference.of(exchange(cloudEvent))).isEqualTo(expected);
    }

    @Test
    void otherEventsAreRefusedByName() {
        assertThatThrownBy(() -> BlobReference
                .of(exchange(Map.of("eventType", "Microsoft.Storage.BlobDeleted", "subject", SUBJECT))))
                .isInstanceOf(DynpackException.class).hasMessageContaining("Microsoft.Storage.BlobDeleted");
        assertThatThrownBy(() -> BlobReference
                .of(exchange(Map.of("eventType", "Microsoft.Storage.BlobCreated", "subject", "/somewhere"))))
                .isInstanceOf(DynpackException.class).hasMessageContaining("/somewhere");
    }

    @Test
    void aMessageWithoutABlobHasNone() {
        assertThat(BlobReference.of(exchange("harbour"))).isNull();
        assertThat(BlobReference.of(exchange(Map.of("assetName", "harbour")))).isNull();
    }

    @Test
    void itsFolderIsTheAsset() {
        assertThat(new BlobReference("asset-7", "harbour.ism", false).folder(null)).isEqualTo("asset-7/");
        assertThat(new BlobReference("asset-7", "out/harbour.ism", false).folder(null)).isEqualTo("asset-7/out/");
        assertThat(new BlobReference("media", "2024/harbour/_ready", false).folder("media")).isEqualTo("2024/harbour/");
    }

    @Test
    void anEventIsTakenForNothingThatAWatchWouldNotFind() {
        assertThat(new BlobReference("asset-7", "_ready", true).folder(null)).isEqualTo("asset-7/");
        assertThat(new BlobReference("media", "harbour/_ready", true).folder("media")).isEqualTo("harbour/");
        assertThatThrownBy(() -> new BlobReference("asset-7", "out/_ready", true).folder(null))
                .isInstanceOf(DynpackException.class).hasMessageContaining("asset-7/out/").hasMessageContaining("first level");
        assertThatThrownBy(() -> new BlobReference("media", "2024/harbour/_ready", true).folder("media"))
                .isInstanceOf(DynpackException.class).hasMessageContaining("2024/harbour/");
    }

    @Test
    void aBlobThatIsNotOfTheMediaIsRefused() {
        assertThatThrownBy(() -> new BlobReference("other", "harbour/_ready", false).folder("media"))
                .isInstanceOf(DynpackException.class).hasMessageContaining("container other");
        assertThatThrownBy(() -> new BlobReference("media", "_ready", false).folder("media"))
                .isInstanceOf(DynpackException.class).hasMessageContaining("_ready lies in no folder");
    }

    private static Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        return exchange;
    }
}
