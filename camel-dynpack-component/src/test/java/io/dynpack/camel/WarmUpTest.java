package io.dynpack.camel;

import java.time.Duration;

import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A node that answers for its own sample before it is ready. */
class WarmUpTest {

    @Test
    void answersOfEveryKindAreMadeAndThenTheNodeIsReady(@TempDir java.nio.file.Path folder) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            DynpackComponent component = new DynpackComponent();
            component.getConfiguration().setDirectory(folder.toString());
            component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
            component.getConfiguration().setWarmUp(Duration.ofSeconds(1));
            context.addComponent("dynpack", component);
            context.start();
            component.engine();
            var check = HealthCheckRegistry.get(context).getCheck("dynpack-storage").orElseThrow();
            await().atMost(Duration.ofSeconds(60)).until(() -> check.call().getState().name().equals("UP"));
            assertThat(component.engine().arrivals().of("warm-up")).isNull();
        }
    }

    @Test
    void goesThroughAllAnswersAndEnds() {
        WarmUp warmUp = new WarmUp(Duration.ofMillis(200));
        assertThat(warmUp.isOver()).isFalse();
        warmUp.run();
        assertThat(warmUp.isOver()).isTrue();
        assertThat(warmUp.failures()).as("of the first round").isEmpty();
    }
}
