package io.dynpack.tests.blob;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.impl.DefaultCamelContext;

import com.azure.storage.blob.BlobContainerClient;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.tests.StandaloneHttpServer;

/** One of many nodes: the component over a blob service, an HTTP server on any free port, and a route that publishes. */
final class BlobNode implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();
    private final VertxPlatformHttpServer server;

    /** @param options sets what the component is to use */
    BlobNode(Consumer<DynpackConfiguration> options) {
        try {
            DynpackComponent component = new DynpackComponent();
            options.accept(component.getConfiguration());
            context.addComponent("dynpack", component);
            server = StandaloneHttpServer.startOn(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("platform-http:/?matchOnUriPrefix=true"
                            + "&headerFilterStrategy=#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy"
                            + "&platformHttpEngine=#class:io.dynpack.camel.vertx.DynpackHttpEngine").to("dynpack:origin");
                    from("direct:arrival").to("dynpack:ingest").to("dynpack:publishLocator?streamingPolicy="
                            + "Predefined_DownloadAndClearStreaming").to("dynpack:listPaths");
                }
            });
            context.start();
        } catch (Exception e) {
            throw new AssertionError("a node does not start", e);
        }
    }

    CamelContext context() {
        return context;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/");
    }

    /**
     * Ingests and publishes.
     *
     * @param asset a folder of the media container, or a container
     * @return path of the server manifest with a slash behind it, without one in front
     */
    String publish(String asset) {
        ListPathsResponse paths = context.createProducerTemplate().requestBody("direct:arrival", asset,
                ListPathsResponse.class);
        String path = paths.streamingPaths().get(0).paths().get(0);
        return path.substring(1, path.lastIndexOf('/') + 1);
    }

    static void upload(Path folder, BlobContainerClient container, String prefix) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                container.getBlobClient(prefix + file.getFileName()).uploadFromFile(file.toString());
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
