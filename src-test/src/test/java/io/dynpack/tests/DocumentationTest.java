package io.dynpack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.dynpack.camel.AppliedDocuments;
import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.publishing.AssetTrack;
import io.dynpack.publishing.StreamingLocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Holds the component's documentation to the truth: its tables are those of the generated metadata, its YAML starts.
 * {@code -Dupdate.docs=true} writes the tables.
 */
class DocumentationTest {
    private static final Path DOCUMENT = Path.of("../camel-dynpack-component/src/main/docs/dynpack-component.adoc");
    private static final Path README = Path.of("../README.md");
    private static final Path DEPLOYMENT = Path.of("../camel-dynpack-component/src/main/docs/deployment.md");
    private static final Path QUICKSTART = Path.of("../examples/quickstart/README.md");
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");
    private static final Path KAMELETS = Path.of("../routes/kamelets");
    private static final String METADATA = "/META-INF/io/dynpack/camel/dynpack.json";

    @TempDir
    Path folder;

    @Test
    void tablesComeFromTheMetadata() throws IOException {
        String before = Files.readString(DOCUMENT);
        JsonNode metadata;
        try (InputStream in = getClass().getResourceAsStream(METADATA)) {
            metadata = new ObjectMapper().readTree(in);
        }
        String after = replace(before, "component-options",
                options("Component options", metadata.get("componentProperties"), option -> true));
        after = replace(after, "endpoint-options", options("Endpoint options", metadata.get("properties"),
                option -> !isOfTheComponent(option)));
        after = replace(after, "headers", options("Message headers", metadata.get("headers"), header -> true));
        after = replace(after, "kamelets", kamelets());
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, after);
        }
        assertThat(Files.readString(DOCUMENT)).as("run with -Dupdate.docs=true to write the tables").isEqualTo(after);
    }

    /** A section for each Kamelet of the routes, with the table of its properties. */
    private static String kamelets() throws IOException {
        StringBuilder sections = new StringBuilder();
        List<Path> files;
        try (Stream<Path> all = Files.list(KAMELETS)) {
            files = all.filter(file -> file.toString().endsWith(".kamelet.yaml")).sorted().toList();
        }
        for (Path file : files) {
            JsonNode kamelet = new YAMLMapper().readTree(Files.readString(file).replace("@project.version@", "version"));
            JsonNode definition = kamelet.at("/spec/definition");
            sections.append("\n=== ").append(kamelet.at("/metadata/name").asText()).append("\n\n")
                    .append(definition.get("description").asText().strip())
                    .append("\n\n[width=\"100%\",cols=\"2,5,^1,2\",options=\"header\"]\n|===\n| Property | Description | Default | Type\n");
            definition.get("properties").fields().forEachRemaining(field -> {
                JsonNode property = field.getValue();
                List<String> words = new ArrayList<>();
                property.path("enum").forEach(word -> words.add(word.asText()));
                sections.append("| *").append(field.getKey()).append("* | ").append(property.get("description").asText())
                        .append(words.isEmpty() ? "" : " One of: " + String.join(", ", words) + ".").append(" | ")
                        .append(property.path("default").asText("")).append(" | ").append(property.get("type").asText())
                        .append('\n');
            });
            sections.append("|===\n");
        }
        return sections.append('\n').toString();
    }

    /** A runtime is said to work only where a test that is there says so. */
    @Test
    void whatWorksWhereIsTested() throws IOException {
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf("== What works where"), document.indexOf("== Tools"));
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> sources = Stream.concat(Files.walk(Path.of("src/test/java")),
                Files.walk(Path.of("../camel-dynpack-component/spring-boot-starter/src/test/java")))) {
            for (Path source : sources.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                tests.put(source.getFileName().toString().replace(".java", ""), Files.readString(source));
            }
        }
        Matcher named = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`").matcher(table);
        int count = 0;
        for (; named.find(); count++) {
            assertThat(tests).containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(tests.get(named.group(1))).contains("void " + named.group(2) + "()");
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(9);
        String runtimes = table.substring(0, table.indexOf("| What |"));
        assertThat(runtimes.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| Runtime")))
                .allMatch(line -> line.contains("Test`") || line.contains("Test.") || line.contains("untested"));
    }

    private static String replace(String document, String name, String table) {
        Matcher place = Pattern.compile("(// generated: " + name + "\n).*?(// end of generated\n)", Pattern.DOTALL)
                .matcher(document);
        assertThat(place.find()).as("a place for " + name).isTrue();
        return place.replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2");
    }

    /** Endpoints refuse these. */
    private static boolean isOfTheComponent(JsonNode option) {
        return option.has("configurationField")
                && List.of("common", "azure", "cache").contains(option.get("label").asText().split(",")[0]);
    }

    private static String options(String title, JsonNode options, Predicate<JsonNode> listed) {
        StringBuilder table = new StringBuilder("\n== " + title + "\n\n[width=\"100%\",cols=\"2,5,^1,2\",options=\"header\"]\n"
                + "|===\n| Name | Description | Default | Type\n");
        options.fields().forEachRemaining(field -> {
            JsonNode option = field.getValue();
            if (!listed.test(option)) {
                return;
            }
            String java = option.get("javaType").asText();
            table.append("| *").append(field.getKey()).append("*")
                    .append(option.path("required").asBoolean() ? " (required)" : "").append(" | ")
                    .append(option.get("description").asText().replace("|", "\\|"));
            if (option.has("enum")) {
                List<String> words = new ArrayList<>();
                option.get("enum").forEach(word -> words.add(word.asText()));
                table.append(" One of: ").append(String.join(", ", words)).append('.');
            }
            table.append(" | ").append(option.path("defaultValue").asText("")).append(" | ")
                    .append(java.substring(java.lastIndexOf('.') + 1)).append('\n');
        });
        return table.append("|===\n\n").toString();
    }

    /** What is sent to a route of the documentation, and what has to come back. */
    private interface Input {
        void run(ProducerTemplate template, URI base) throws Exception;
    }

    private static final Map<String, Input> INPUTS = new HashMap<>(Map.of(
            "streaming", (template, base) -> {
                template.requestBody("dynpack:ingest", "clockwork");
                StreamingLocator locator = template.requestBody("dynpack:publishLocator", "clockwork", StreamingLocator.class);
                assertThat(new Delivery().text(
                        base.resolve("/" + locator.streamingLocatorId() + "/clockwork.ism/manifest(format=m3u8-cmaf)"), false))
                        .startsWith("#EXTM3U");
            }, "arrival", (template, base) -> await().atMost(Duration.ofSeconds(60))
                    .until(() -> template.requestBody("dynpack:listLocators", null, List.class), list -> list.size() == 1),
            "publish", (template, base) -> assertThat(
                    template.requestBody("direct:publish", "{\"assetName\": \"clockwork\"}", String.class))
                    .contains("\"streamingPaths\":["),
            "policy", (template, base) -> assertThat(template.requestBody("direct:policy", null, String.class))
                    .contains("\"name\":\"hls-only\"").contains("\"created\""),
            "filter", (template, base) -> assertThat(template.requestBody("direct:filter", null, String.class))
                    .contains("mobile"),
            "documents", (template, base) -> {
                template.requestBody("direct:documents", "clockwork");
                assertThat(template.requestBodyAndHeader("dynpack:listFilters", null, DynpackConstants.ASSET, "clockwork",
                        List.class)).as("of its document").hasSize(1);
                assertThat(template.requestBody("dynpack:listLocators", null, List.class)).hasSize(1);
            }, "arrivals", (template, base) -> {
                template.requestBody("dynpack:ingest", "clockwork");
                assertThat(template.requestBody("direct:arrivals", null, String.class)).contains("\"INGESTED\"");
            }, "explain", (template, base) -> assertThat(
                    template.requestBody("direct:explain", "/no/streaming/url", String.class)).contains("\"status\":404"),
            "server-manifest", (template, base) -> assertThat(
                    template.requestBody("direct:server-manifest", "clockwork", String.class))
                    .contains("http://www.w3.org/2001/SMIL20/Language")
                    .contains("name=\"fragmentsPerHLSSegment\" content=\"1\""),
            "first-fragment", (template, base) -> {
                template.requestBody("dynpack:ingest", "clockwork");
                byte[] fragment = template.requestBody("direct:first-fragment", null, byte[].class);
                assertThat(new String(fragment, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("styp");
            }));
    static {
        INPUTS.put("key-policy", (template, base) -> assertThat(template.requestBody("direct:key-policy", null, String.class))
                .contains("\"name\":\"everybody\"").contains("policyId"));
        INPUTS.put("caption", (template, base) -> {
            template.requestBody("dynpack:ingest", "clockwork");
            assertThat(template.requestBody("direct:caption", null, AssetTrack.class).languageCode()).isEqualTo("fr");
        });
        INPUTS.put("keys", (template, base) -> {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(base.resolve("/keys/?kid=" + UUID.randomUUID())).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("MPE_RESOURCE_NOT_FOUND");
        });
    }

    static Stream<Arguments> yaml() throws IOException {
        List<Arguments> blocks = new ArrayList<>();
        blocks(DOCUMENT, "\\[source,yaml]\\n----\\n(.*?)\\n----", blocks);
        int documented = blocks.size();
        blocks(README, "```yaml\\n(.*?)\\n```", blocks);
        blocks(DEPLOYMENT, "```yaml\\n(.*?)\\n```", blocks);
        assertThat(documented).isGreaterThanOrEqualTo(7);
        assertThat(blocks).hasSizeGreaterThan(documented);
        return blocks.stream();
    }

    private static void blocks(Path document, String pattern, List<Arguments> into) throws IOException {
        Matcher blocks = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(document));
        while (blocks.find()) {
            into.add(Arguments.of("block-" + into.size(), blocks.group(1)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("yaml")
    void everyYamlDoesWhatItIsAskedFor(String name, String yaml) throws Exception {
        Path asset = sample();
        Files.writeString(asset.resolve("_ready"), "");
        Files.writeString(asset.resolve("assetFilters.json"), "{\"name\": \"all\"}");
        Files.writeString(asset.resolve("clockwork.fr.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n");
        try (CamelContext context = context()) {
            StandaloneHttpServer.startOn(context);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name + ".camel.yaml", yaml));
            context.start();
            assertThat(context.getRoutes()).isNotEmpty();
            URI base = URI.create("http://127.0.0.1:" + context.hasService(VertxPlatformHttpServer.class).getPort() + "/");
            for (Route route : context.getRoutes()) {
                assertThat(context.getRouteController().getRouteStatus(route.getRouteId()).isStarted()).isTrue();
                assertThat(INPUTS).as("an input for each route of the documentation").containsKey(route.getRouteId());
                INPUTS.get(route.getRouteId()).run(context.createProducerTemplate(), base);
            }
        }
    }

    /** The sample as an asset of the media folder. */
    private Path sample() throws IOException {
        Path asset = Files.createDirectories(folder.resolve("media/clockwork"));
        try (Stream<Path> files = Files.list(SAMPLE)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".mp4")).toList()) {
                Files.copy(file, asset.resolve(file.getFileName()));
            }
        }
        return asset;
    }

    private CamelContext context() {
        CamelContext context = new DefaultCamelContext();
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(folder.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
        context.addComponent("dynpack", component);
        return context;
    }

    @Test
    void documentsBesideTheMediaAreTakenAsTheyArePrinted() throws Exception {
        sample();
        int documents = 0;
        for (Path document : List.of(DOCUMENT, QUICKSTART)) {
            Matcher blocks = Pattern
                    .compile("[.`]([a-zA-Z/]+\\.json)`?:?\\n\\n?(?:\\[source,json]\\n----|```json)\\n(.*?)\\n(?:----|```)",
                            Pattern.DOTALL)
                    .matcher(Files.readString(document));
            while (blocks.find()) {
                Files.writeString(folder.resolve("media").resolve(blocks.group(1)), blocks.group(2));
                documents++;
            }
            assertThat(documents).as(document.toString()).isIn(4, 8);
            try (CamelContext context = context()) {
                context.start();
                ProducerTemplate template = context.createProducerTemplate();
                AppliedDocuments account = template.requestBody("dynpack:applyDocuments", null, AppliedDocuments.class);
                assertThat(account.findings()).isEmpty();
                assertThat(account.stored()).hasSizeGreaterThanOrEqualTo(documents == 4 ? 3 : 0);
                AppliedDocuments asset = template.requestBody("dynpack:applyDocuments", "clockwork", AppliedDocuments.class);
                assertThat(asset.findings()).isEmpty();
                assertThat(asset.locators()).hasSizeGreaterThanOrEqualTo(2);
            }
        }
    }
}
