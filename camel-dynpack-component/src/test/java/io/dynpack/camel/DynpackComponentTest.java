package io.dynpack.camel;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.storage.FileStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Configuration and life cycle of the component. */
class DynpackComponentTest {
    @TempDir
    Path folder;

    @Test
    void aMissingDirectoryFailsTheStartAndNamesTheOption() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThatThrownBy(() -> context.createProducerTemplate().requestBody("dynpack:listLocators", (Object) null))
                    .rootCause().hasMessageContaining("directory");
            context.getComponent("dynpack", DynpackComponent.class).getConfiguration()
                    .setDirectory(folder.resolve("absent").toString());
            assertThatThrownBy(() -> context.createProducerTemplate().requestBody("dynpack:listPaths", (Object) null))
                    .hasStackTraceContaining("directory=");
        }
    }

    @Test
    void aRouteThatOnlyWatchesFailsTheStartToo() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("dynpack:watch").to("mock:arrived");
                }
            });
            assertThatThrownBy(context::start).isInstanceOf(DynpackException.class)
                    .hasMessageContaining("directory is not set");
        }
    }

    @Test
    void optionsAreSetByTextOnComponentAndEndpoint() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            DynpackEndpoint endpoint = context.getEndpoint(
                    "dynpack:ORIGIN?manifestMaxAge=2s&audioOnlyVariant=true&maxInFlight=7", DynpackEndpoint.class);
            assertThat(endpoint.getOperation()).isEqualTo(DynpackOperation.origin);
            assertThat(endpoint.getConfiguration().getManifestMaxAge()).hasSeconds(2);
            assertThat(endpoint.getConfiguration().isAudioOnlyVariant()).isTrue();
            assertThat(endpoint.getConfiguration().getMaxInFlight()).isEqualTo(7);
            assertThat(endpoint.getComponent().getConfiguration().getMaxInFlight()).isEqualTo(10_000);
        }
    }

    /** All endpoints share one engine: what it is made of would be ignored on an endpoint, and another storage be used. */
    @Test
    void optionsOfTheEngineAreRefusedOnEndpoints() throws Exception {
        JsonNode options;
        try (InputStream json = getClass().getResourceAsStream("/META-INF/io/dynpack/camel/dynpack.json")) {
            options = new ObjectMapper().readTree(json).get("properties");
        }
        try (CamelContext context = new DefaultCamelContext()) {
            options.fields().forEachRemaining(option -> {
                String group = option.getValue().path("label").asText("common").split(",")[0];
                boolean shared = List.of("common", "azure", "cache").contains(group)
                        && "configuration".equals(option.getValue().path("configurationField").asText());
                assertThat(DynpackConfiguration.isShared(option.getKey())).as(option.getKey()).isEqualTo(shared);
            });
            assertThatThrownBy(() -> context.getEndpoint("dynpack:ingest?AzureContainer=other"))
                    .hasStackTraceContaining("camel.component.dynpack.AzureContainer");
        }
    }

    @Test
    void storagesThatWereGivenStayOpen() throws Exception {
        Files.createDirectories(folder.resolve("m"));
        try (FileStorage media = new FileStorage(folder.resolve("m")); FileStorage catalog = new FileStorage(folder)) {
            for (int i = 0; i < 2; i++) {
                try (CamelContext context = new DefaultCamelContext()) {
                    DynpackComponent component = new DynpackComponent();
                    component.getConfiguration().setMediaStorage(media);
                    component.getConfiguration().setCatalogStorage(catalog);
                    context.addComponent("dynpack", component);
                    context.start();
                    assertThat(context.createProducerTemplate().requestBody("dynpack:listLocators", null, List.class))
                            .isEmpty();
                }
            }
            assertThat(media.listChildren("", null).join().objects()).isEmpty();
        }
    }
}
