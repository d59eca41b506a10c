package io.dynpack.examples.quarkus;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Camel's readiness, in which the storages of the component have their check, at {@code /q/health/ready}. */
@Readiness
@ApplicationScoped
class CamelHealth implements HealthCheck {
    /** With a word on each check, and not on the context alone. */
    private static final String DETAILS = "full";

    private final CamelContext context;

    CamelHealth(CamelContext context) {
        this.context = context;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("camel").up();
        HealthCheckHelper.invokeReadiness(context, DETAILS).forEach(result -> {
            answer.withData(result.getCheck().getId(), result.getState().name());
            if (result.getState() == State.DOWN) {
                answer.down();
            }
        });
        return answer.build();
    }
}
