package io.dynpack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the component's documentation to the truth: its tables are those of the generated metadata, its YAML starts.
 * {@code -Dupdate.docs=true} writes the tables.
 */
class DocumentationTest {
    private static final Path DOCUMENT = Path.of("../camel-dynpack-component/src/main/docs/dynpack-component.adoc");
    private static final Path README = Path.of("../README.md");
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
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(DOCUMENT, after);
        }
        assertThat(Files.readString(DOCUMENT)).as("run with -Dupdate.docs=true to write the tables").isEqualTo(after);
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

    @Test
    void everyYamlInTheDocumentationStarts() throws Exception {
        startEach(DOCUMENT, "\\[source,yaml]\\n----\\n(.*?)\\n----", 5);
    }

    @Test
    void theYamlInTheReadmeStarts() throws Exception {
        startEach(README, "```yaml\\n(.*?)\\n```", 1);
    }

    private void startEach(Path document, String pattern, int atLeast) throws Exception {
        Matcher blocks = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(document));
        int found = 0;
        while (blocks.find()) {
            start(blocks.group(1), found++);
        }
        assertThat(found).isGreaterThanOrEqualTo(atLeast);
    }

    private void start(String yaml, int number) throws Exception {
        Files.createDirectories(folder.resolve("media"));
        try (CamelContext context = new DefaultCamelContext()) {
            io.dynpack.camel.DynpackComponent component = new io.dynpack.camel.DynpackComponent();
            component.getConfiguration().setDirectory(folder.resolve("media").toString());
            component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
            context.addComponent("dynpack", component);
            StandaloneHttpServer.startOn(context);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("block-" + number + ".camel.yaml", yaml));
            context.start();
            assertThat(context.getRoutes()).isNotEmpty()
                    .allMatch(route -> context.getRouteController().getRouteStatus(route.getRouteId()).isStarted());
        }
    }
}
