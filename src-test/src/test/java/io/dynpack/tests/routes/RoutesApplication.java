package io.dynpack.tests.routes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;

import io.dynpack.tests.arrival.KafkaBroker;

/** A camel-main application of nothing but YAML files of the class path, with the properties that they ask for. */
final class RoutesApplication implements AutoCloseable {

    private final Main main = new Main();
    private final int adminPort;

    /** @param files of the class path, in the order in which they are loaded */
    RoutesApplication(Path home, List<String> files) throws Exception {
        this(home, files, Map.of());
    }

    /** @param properties beside those that the files need */
    RoutesApplication(Path home, List<String> files, Map<String, String> properties) throws Exception {
        Files.createDirectories(home.resolve("media"));
        adminPort = freePort();
        // the properties of the quickstart are on the class path too
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false).withJmxEnabled(false);
        main.configure().withRoutesIncludePattern(files.stream().map(f -> "classpath:" + f).collect(Collectors.joining(",")));
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", "0");
        main.addInitialProperty("camel.beans.eventLoops", "#class:io.dynpack.camel.vertx.EventLoops");
        main.addInitialProperty("camel.component.dynpack.directory", home.resolve("media").toString());
        main.addInitialProperty("camel.component.dynpack.catalogDirectory", home.resolve("data").toString());
        main.addInitialProperty("camel.component.dynpack.keyEncryptionKey", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        main.addInitialProperty("media.directory", home.resolve("media").toString());
        main.addInitialProperty("admin.port", Integer.toString(adminPort));
        main.addInitialProperty("camel.component.kafka.brokers", KafkaBroker.running().address());
        // it stops at the end of a poll
        main.addInitialProperty("camel.component.kafka.pollTimeoutMs", "200");
        main.addInitialProperty("azure.account", "account");
        main.addInitialProperty("azure.container", "media");
        // nobody answers there: the routes start all the same
        main.bind("blobs", new BlobServiceClientBuilder().endpoint("http://127.0.0.1:1/account")
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 1, null, null, null)).buildClient());
        main.addInitialProperty("arrival.period", "200");
        main.addInitialProperty("arrival.minAge", "1s");
        properties.forEach(main::addInitialProperty);
        main.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** Where {@code camel.server} listens. */
    URI base() {
        return URI.create("http://127.0.0.1:" + context().hasService(VertxPlatformHttpServer.class).getPort() + "/");
    }

    /** Where the administration listens, if its routes are loaded. */
    URI admin() {
        return URI.create("http://127.0.0.1:" + adminPort + "/");
    }

    @Override
    public void close() {
        main.stop();
    }
}
