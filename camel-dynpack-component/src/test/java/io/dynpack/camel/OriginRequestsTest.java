package io.dynpack.camel;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.MemoryStorage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is counted of requests that wait for their media, on two routes with an origin each. */
@Timeout(60)
class OriginRequestsTest {
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");

    @TempDir
    Path catalog;
    private final MemoryStorage media = new MemoryStorage();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<List<Exception>> completions = new LinkedBlockingQueue<>();
    private final List<String> files = new ArrayList<>();
    private final Main main = new Main();
    private String locator;

    @BeforeEach
    void start() throws Exception {
        try (Stream<Path> sample = Files.list(SAMPLE)) {
            for (Path file : sample.filter(path -> path.toString().endsWith(".mp4")).sorted().toList()) {
                media.putBytes("clockwork/" + file.getFileName(), Files.readAllBytes(file));
                files.add(file.getFileName().toString());
            }
        }
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false);
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.port", "0");
        main.bind("media", media);
        main.bind("meters", meters);
        main.addInitialProperty("camel.component.dynpack.mediaStorage", "#bean:media");
        main.addInitialProperty("camel.component.dynpack.catalogDirectory", catalog.toString());
        main.addInitialProperty("camel.component.dynpack.freshness", "1h");
        main.addInitialProperty("camel.component.dynpack.firstByteTimeout", "4s");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                onCompletion().process(exchange -> {
                    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
                    completions.add(failure == null ? List.of() : List.of(failure));
                });
                for (String name : List.of("a", "b")) {
                    from("platform-http:/" + name + "/?matchOnUriPrefix=true"
                            + "&headerFilterStrategy=#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy"
                            + "&platformHttpEngine=#class:io.dynpack.camel.vertx.DynpackHttpEngine").routeId(name)
                            .to("dynpack:origin?basePath=/" + name);
                }
            }
        });
        main.start();
        ProducerTemplate template = main.getCamelTemplate();
        template.requestBody("dynpack:ingest", "clockwork");
        locator = template.requestBody("dynpack:publishLocator?streamingPolicy=Predefined_DownloadOnly", "clockwork",
                StreamingLocator.class).streamingLocatorId().toString();
    }

    @AfterEach
    void stop() {
        media.gate.complete(null);
        main.stop();
    }

    private Socket send(String method, String route, String file) throws IOException {
        Socket socket = new Socket("localhost",
                main.getCamelContext().hasService(VertxPlatformHttpServer.class).getPort());
        socket.getOutputStream().write((method + " /" + route + "/" + locator + "/" + file
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A request of a file whose media do not come. */
    private Socket held(String route, String file) throws Exception {
        // afterwards all but the media is in memory
        assertThat(answer(send("HEAD", route, file))).startsWith("HTTP/1.1 200");
        media.gate = new CompletableFuture<>();
        int calls = media.calls.get();
        Socket socket = send("GET", route, file);
        await().until(() -> media.calls.get() > calls);
        return socket;
    }

    private double inFlight() {
        return meters.get("dynpack.requests.inflight").gauge().value();
    }

    @Test
    void whoLeavesBeforeTheFirstByteIsCountedAndFailsNothing() throws Exception {
        Socket socket = held("a", files.get(0));
        assertThat(completions.poll(10, TimeUnit.SECONDS)).as("HEAD").isEmpty();
        socket.setSoLinger(true, 0);
        socket.close();
        assertThat(completions.poll(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(meters.get("dynpack.requests").tag("complete", "false").counter().count()).isEqualTo(1);
        assertThat(inFlight()).isZero();
    }

    @Test
    void requestsUnderWayAreThoseOfAllOriginsThatRun() throws Exception {
        Socket one = held("a", files.get(0));
        CompletableFuture<Void> first = media.gate;
        media.gate = CompletableFuture.completedFuture(null);
        Socket other = held("b", files.get(1));
        assertThat(inFlight()).isEqualTo(2);
        first.complete(null);
        media.gate.complete(null);
        for (Socket socket : List.of(one, other)) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        }
        await().until(() -> inFlight() == 0);

        main.getCamelContext().getRouteController().stopRoute("a");
        main.getCamelContext().getRouteController().startRoute("a");
        Socket again = held("a", files.get(2));
        assertThat(inFlight()).isEqualTo(1);
        media.gate.complete(null);
        assertThat(answer(again)).startsWith("HTTP/1.1 200");
    }
}
