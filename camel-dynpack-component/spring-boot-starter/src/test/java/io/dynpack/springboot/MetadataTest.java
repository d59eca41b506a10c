package io.dynpack.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor completes: Spring's processor finds the properties, and the file beside it, which stands on the component's own
 * metadata, says what they mean. {@code -Dupdate.docs=true} writes the file.
 */
class MetadataTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path ADDITIONAL = Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = MetadataTest.class.getResourceAsStream(name)) {
            return MAPPER.readTree(in);
        }
    }

    /** As Spring spells names: {@code catalog-directory}. */
    private static String dashed(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static JsonNode additional() throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode properties = root.putArray("properties");
        ArrayNode hints = root.putArray("hints");
        properties.addObject().put("name", "camel.component.dynpack.enabled").put("type", "java.lang.Boolean")
                .put("description", "Whether to configure the dynpack component.").put("defaultValue", true);
        resource("/META-INF/io/dynpack/camel/dynpack.json").get("componentProperties").fields().forEachRemaining(field -> {
            JsonNode option = field.getValue();
            if (field.getKey().equals("configuration")) {
                return;
            }
            String name = "camel.component.dynpack." + dashed(field.getKey());
            ObjectNode property = properties.addObject().put("name", name).put("type", boxed(option.get("javaType").asText()))
                    .put("description", option.get("description").asText());
            if (option.has("defaultValue")) {
                property.set("defaultValue", option.get("defaultValue"));
            }
            if (option.has("enum")) {
                ArrayNode values = hints.addObject().put("name", name).putArray("values");
                option.get("enum").forEach(word -> values.addObject().set("value", word));
            }
        });
        return root;
    }

    private static String boxed(String type) {
        return switch (type) {
            case "boolean" -> "java.lang.Boolean";
            case "int" -> "java.lang.Integer";
            case "long" -> "java.lang.Long";
            default -> type;
        };
    }

    @Test
    void describesWhatTheComponentDescribes() throws IOException {
        JsonNode expected = additional();
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(ADDITIONAL, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(expected) + "\n");
        }
        assertThat(MAPPER.readTree(ADDITIONAL.toFile())).as("run with -Dupdate.docs=true to write it").isEqualTo(expected);
    }

    @Test
    void everyPropertyIsCompletedWithItsDescription() throws IOException {
        JsonNode metadata = resource("/META-INF/spring-configuration-metadata.json");
        Set<String> described = new TreeSet<>();
        metadata.get("properties").forEach(property -> {
            assertThat(property.path("description").asText()).as(property.get("name").asText()).isNotEmpty();
            described.add(property.get("name").asText());
        });
        assertThat(described).contains("camel.component.dynpack.catalog-directory", "camel.component.dynpack.read-lock",
                "camel.component.dynpack.lazy-start-producer", "camel.component.dynpack.enabled");
        assertThat(metadata.get("hints")).anyMatch(hint -> hint.get("name").asText().endsWith(".overwrite")
                && hint.get("values").size() == List.of("never", "own", "always").size());
    }
}
