package io.dynpack.springboot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackEndpoint;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.Storage;

import static org.assertj.core.api.Assertions.assertThat;

class DynpackAutoConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DynpackAutoConfiguration.class, CamelAutoConfiguration.class));

    @Test
    void optionsAreThoseOfTheApplication() {
        runner.withPropertyValues("camel.component.dynpack.directory=/media",
                "camel.component.dynpack.catalog-directory=/catalog",
                "camel.component.dynpack.indexCacheSize=17MB", "camel.component.dynpack.fragment-duration=4s",
                "camel.component.dynpack.fragmentMaxAge=3d", "camel.component.dynpack.lazy-start-producer=true")
                .run(context -> {
                    CamelContext camel = context.getBean(CamelContext.class);
                    DynpackEndpoint endpoint = camel.getEndpoint("dynpack:origin?maxInFlight=7", DynpackEndpoint.class);
                    assertThat(endpoint.getComponent()).isSameAs(context.getBean(DynpackComponent.class));
                    assertThat(endpoint.getConfiguration().getDirectory()).isEqualTo("/media");
                    assertThat(endpoint.getConfiguration().getCatalogDirectory()).isEqualTo("/catalog");
                    assertThat(endpoint.getConfiguration().getIndexCacheSize()).isEqualTo("17MB");
                    assertThat(endpoint.getConfiguration().getFragmentDuration()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(endpoint.getConfiguration().getFragmentMaxAge()).isEqualTo(Duration.ofDays(3));
                    assertThat(endpoint.getConfiguration().getMaxInFlight()).isEqualTo(7);
                    assertThat(endpoint.getComponent().isLazyStartProducer()).isTrue();
                });
    }

    @Test
    void anOptionThatDoesNotExistFailsTheStart() {
        runner.withPropertyValues("camel.component.dynpack.directori=/media").run(context -> assertThat(context).hasFailed()
                .getFailure().hasStackTraceContaining("camel.component.dynpack.directori"));
    }

    @Test
    void storagesAreBeans(@TempDir Path folder) {
        runner.withBean("films", Storage.class, () -> storage(folder))
                .withPropertyValues("camel.component.dynpack.media-storage=#bean:films",
                        "camel.component.dynpack.catalog-storage=#films")
                .run(context -> {
                    DynpackComponent component = context.getBean(DynpackComponent.class);
                    assertThat(component.getConfiguration().getMediaStorage()).isSameAs(context.getBean("films"));
                    assertThat(component.getConfiguration().getCatalogStorage()).isSameAs(context.getBean("films"));
                });
    }

    private static Storage storage(Path folder) {
        try {
            return new FileStorage(folder);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void thereIsNoneWhereItIsDisabled() {
        runner.withPropertyValues("camel.component.dynpack.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(DynpackComponent.class));
    }

    @Test
    void aComponentOfAnotherNameStandsBesideIt() {
        DynpackComponent archive = new DynpackComponent();
        runner.withBean("archive", DynpackComponent.class, () -> archive)
                .withPropertyValues("camel.component.dynpack.directory=/media").run(context -> {
                    CamelContext camel = context.getBean(CamelContext.class);
                    assertThat(camel.getComponent("archive")).isSameAs(archive);
                    assertThat(camel.getComponent("dynpack", DynpackComponent.class).getConfiguration().getDirectory())
                            .isEqualTo("/media");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynpack", "dynpack-component"})
    void aComponentOfTheNameTakesItsPlace(String name) {
        DynpackComponent own = new DynpackComponent();
        runner.withBean(name, DynpackComponent.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(DynpackComponent.class);
            assertThat(context.getBean(CamelContext.class).getComponent("dynpack")).isSameAs(own);
        });
    }

    @Test
    void everyOptionIsAProperty() {
        Stream<String> options = Stream.of(io.dynpack.camel.DynpackConfiguration.class.getMethods())
                .filter(method -> method.getName().startsWith("set")).map(method -> method.getName().substring(3));
        assertThat(options).hasSizeGreaterThan(40);
    }
}
