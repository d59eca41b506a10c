package io.dynpack.camel.vertx;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.camel.Answered;
import io.dynpack.camel.DynpackObserver;

import static org.assertj.core.api.Assertions.assertThat;

/** Where requests run: what may block never on an event loop. */
class EventLoopRoutesTest {
    private static final String FRAGMENT = "/00000000-0000-0000-0000-000000000001/a.ism/QualityLevels(1)/Fragments(v=0,format=m3u8-cmaf)";
    private static final String MANIFEST = "/00000000-0000-0000-0000-000000000001/a.ism/manifest";

    @TempDir
    Path root;
    private final BlockingQueue<String> threads = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Main main;
    private int port;

    @BeforeEach
    void start() throws Exception {
        main = new Main();
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false);
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.port", "0");
        main.addInitialProperty("camel.beans.eventLoops", "#class:io.dynpack.camel.vertx.EventLoops");
        main.addInitialProperty("camel.component.dynpack.directory", root.toString());
        main.addInitialProperty("camel.component.dynpack.catalogDirectory", root.toString());
        main.bind("observer", new DynpackObserver() {
            @Override
            public void answered(Answered answered) {
                threads.add(Thread.currentThread().getName());
            }
        });
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from(at("only")).to(origin("only"));
                from(at("before")).process(exchange -> {}).to(origin("before"));
                from(at("behind")).to(origin("behind")).process(exchange -> {});
                from(at("filter")).filter(exchange -> true).to(origin("filter")).end();
                from(at("completion")).onCompletion().process(exchange -> {}).end().to(origin("completion"));
            }
        });
        main.start();
        port = main.getCamelContext().hasService(VertxPlatformHttpServer.class).getPort();
        // from now on it is known that there is no such locator, and no answer comes on the thread of a storage
        threadOf("/only" + MANIFEST);
    }

    private static String at(String name) {
        return "platform-http:/" + name + "/?matchOnUriPrefix=true"
                + "&headerFilterStrategy=#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy"
                + "&platformHttpEngine=#class:io.dynpack.camel.vertx.DynpackHttpEngine";
    }

    private static String origin(String name) {
        return "dynpack:origin?basePath=/" + name;
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    private String threadOf(String path) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        return threads.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void mediaOfARouteWithNothingButTheOriginNeedNoWorker() throws Exception {
        assertThat(threadOf("/only" + FRAGMENT)).contains("eventloop");
        assertThat(threadOf("/only" + FRAGMENT.replace("Fragments", "KeyFrames"))).contains("eventloop");
        assertThat(threadOf("/only" + MANIFEST)).doesNotContain("eventloop");
    }

    @Test
    void whereAStepOfOthersRunsAWorkerDoes() throws Exception {
        for (String route : new String[]{"before", "behind", "filter", "completion"}) {
            assertThat(threadOf("/" + route + FRAGMENT)).as(route).doesNotContain("eventloop");
        }
    }
}
