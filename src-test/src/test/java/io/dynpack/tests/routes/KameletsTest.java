package io.dynpack.tests.routes;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The Kamelets are found by name and do what their descriptions say. */
class KameletsTest {

    @TempDir
    private Path home;

    private DefaultCamelContext context(RouteBuilder routes) throws Exception {
        Fixtures.copy(Fixtures.single(), home.resolve("media/single"));
        var context = new DefaultCamelContext();
        var component = new DynpackComponent();
        component.getConfiguration().setDirectory(home.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(home.resolve("catalog").toString());
        context.addComponent("dynpack", component);
        context.addRoutes(routes);
        context.start();
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynpack-ingest-action", "dynpack-arrival-source"})
    void needsTheVersionOfTheComponentThatItComesWith(String name) throws IOException {
        try (InputStream in = KameletsTest.class.getResourceAsStream("/kamelets/" + name + ".kamelet.yaml")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("@")
                    .containsPattern("mvn:io\\.dynpack:camel-dynpack:\\d+\\.\\d+");
        }
    }

    @Test
    void ingestActionAnswersWithPaths() throws Exception {
        try (var context = context(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").kamelet("dynpack-ingest-action?streamingPolicy=Predefined_DownloadOnly");
            }
        })) {
            String answer = context.createProducerTemplate().requestBody("direct:in", "single", String.class);

            JsonObject paths = JsonParser.parseString(answer).getAsJsonObject();
            assertThat(paths.getAsJsonArray("downloadPaths")).hasSize(1);
            assertThat(paths.getAsJsonArray("streamingPaths")).isEmpty();
            assertThat(Files.exists(home.resolve("media/single/single.ism"))).isTrue();
        }
    }

    @Test
    void arrivalSourceTellsOfAFolderOnce() throws Exception {
        List<String> arrived = new CopyOnWriteArrayList<>();
        try (var context = context(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:dynpack-arrival-source?period=100&readLock=marker&markerName=done.txt")
                        .process(exchange -> arrived.add(exchange.getMessage().getBody(String.class)));
            }
        })) {
            Fixtures.copy(Fixtures.single(), home.resolve("media/later"));
            Files.createFile(home.resolve("media/later/done.txt"));
            await().atMost(Duration.ofSeconds(20)).until(() -> !arrived.isEmpty());
            Files.createFile(home.resolve("media/single/done.txt"));
            await().atMost(Duration.ofSeconds(20)).until(() -> arrived.size() > 1);

            assertThat(arrived).containsExactly("later", "single");
        }
    }

    @Test
    void arrivalSourceTellsAgainOfWhatFailedUnlessThatWasFinal() throws Exception {
        List<String> arrived = new CopyOnWriteArrayList<>();
        Files.createDirectories(home.resolve("media/broken"));
        Files.writeString(home.resolve("media/broken/clip.mp4"), "no media");
        Files.createFile(home.resolve("media/broken/_ready"));
        try (var context = context(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:dynpack-arrival-source?period=100&readLock=marker")
                        .process(exchange -> arrived.add(exchange.getMessage().getBody(String.class)))
                        .kamelet("dynpack-ingest-action").process(exchange -> {
                            if (arrived.stream().filter("single"::equals).count() < 3) {
                                throw new SocketTimeoutException("nobody takes the answer");
                            }
                        });
            }
        })) {
            Files.createFile(home.resolve("media/single/_ready"));
            await().atMost(Duration.ofSeconds(20)).until(() -> arrived.stream().filter("single"::equals).count() == 3);
            Fixtures.copy(Fixtures.single(), home.resolve("media/later"));
            Files.createFile(home.resolve("media/later/_ready"));
            await().atMost(Duration.ofSeconds(20)).until(() -> arrived.contains("later"));

            assertThat(arrived).containsOnlyOnce("broken", "later").hasSize(5);
        }
    }
}
