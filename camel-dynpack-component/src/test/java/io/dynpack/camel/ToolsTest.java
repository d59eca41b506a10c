package io.dynpack.camel;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

import io.dynpack.camel.component.dsl.DynpackComponentBuilderFactory;
import io.dynpack.camel.endpoint.dsl.DynpackEndpointBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What Camel's tools know of the component: its catalog, on which camel-report:validate stands, and its builders of endpoints. */
class ToolsTest {
    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @Test
    void theCatalogKnowsTheComponentWithoutBeingTold() {
        EndpointValidationResult good = catalog
                .validateEndpointProperties("dynpack:ingest?overwrite=never&bridgeErrorHandler=true");
        assertThat(good.isSuccess()).as(good.summaryErrorMessage(true)).isTrue();
        EndpointValidationResult bad = catalog.validateEndpointProperties("dynpack:ingest?overwritee=own&overwrite=sometimes");
        assertThat(bad.getUnknown()).containsExactly("overwritee");
        assertThat(bad.getInvalidEnum()).containsEntry("overwrite", "sometimes");
        assertThat(catalog.validateEndpointProperties("dynpack:publish").getInvalidEnum()).containsEntry("operation",
                "publish");
    }

    /** As Kaoto and plug-ins of editors do it, which read our JSON and have our jar not on their class path. */
    @Test
    void aCatalogThatIsGivenTheJsonValidatesAndCompletes() throws Exception {
        String json;
        try (InputStream in = getClass().getResourceAsStream("/META-INF/io/dynpack/camel/dynpack.json")) {
            json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        CamelCatalog told = new DefaultCamelCatalog();
        told.addComponent("packager", DynpackComponent.class.getName(), json);
        assertThat(told.findComponentNames()).contains("packager");
        ComponentModel model = told.componentModel("packager");
        assertThat(model.getTitle()).isEqualTo("DynPack");
        assertThat(model.getEndpointPathOptions()).extracting(BaseOptionModel::getName).containsExactly("operation");
        assertThat(model.getEndpointOptions()).filteredOn(option -> option.getName().startsWith("over")).singleElement()
                .satisfies(option -> {
                    assertThat(option.getEnums()).containsExactly("never", "own", "always");
                    assertThat(option.getDefaultValue()).isEqualTo("own");
                    assertThat(option.getDescription()).isNotBlank();
                });
        assertThat(model.getEndpointHeaders()).extracting(ComponentModel.EndpointHeaderModel::getConstantName)
                .allMatch(
                        name -> name.startsWith(DynpackConstants.class.getName() + "#"));
        assertThat(model.getEndpointHeaders()).extracting(BaseOptionModel::getName).contains(DynpackConstants.ASSET);
        assertThat(told.endpointProperties("dynpack:ingest?overwrite=never")).containsEntry("operation", "ingest")
                .containsEntry("overwrite", "never");
        assertThat(told.asEndpointUri("dynpack", Map.of("operation", "ingest", "overwrite", "never"), false))
                .isEqualTo("dynpack:ingest?overwrite=never");
    }

    @Test
    void propertiesOfAnApplicationAreValidated() {
        assertThat(catalog.validateConfigurationProperty("camel.component.dynpack.directory=/media").isSuccess()).isTrue();
        assertThat(catalog.validateConfigurationProperty("camel.component.dynpack.directori=/media").getUnknown())
                .containsExactly("camel.component.dynpack.directori");
    }

    @Test
    void theDescriptorNamesTheArtifact() throws Exception {
        Properties descriptor = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/META-INF/services/org/apache/camel/component.properties")) {
            descriptor.load(in);
        }
        assertThat(descriptor).containsEntry("components", "dynpack").containsEntry("groupId", "io.dynpack")
                .containsEntry("artifactId", "camel-dynpack");
        assertThat(descriptor.getProperty("version")).matches("[0-9].*");
    }

    private static final class Routes extends EndpointRouteBuilder implements DynpackEndpointBuilderFactory.DynpackBuilders {
        @Override
        public void configure() {
            from(dynpack("watch").readLock("marker")).routeId("arrival").autoStartup(false)
                    .to(dynpack("ingest").overwrite("never"));
        }
    }

    @Test
    void endpointsAreBuiltInJava() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new Routes());
            assertThat(context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition("arrival").getInput()
                    .getEndpointUri()).isEqualTo("dynpack://watch?readLock=marker");
        }
    }

    @Test
    void theComponentIsBuiltInJava() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            DynpackComponentBuilderFactory.dynpack().directory("/media").maxAssets(7).firstByteTimeout(Duration.ofSeconds(3))
                    .register(context, "archive");
            DynpackConfiguration built = context.getComponent("archive", DynpackComponent.class).getConfiguration();
            assertThat(built.getDirectory()).isEqualTo("/media");
            assertThat(built.getMaxAssets()).isEqualTo(7);
            assertThat(built.getFirstByteTimeout()).hasSeconds(3);
        }
    }
}
