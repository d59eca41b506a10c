package io.dynpack.tests.arrival;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;

import io.dynpack.camel.DynpackConstants;

/** A node with arrival routes and nothing else; remembers what it published and what it refused. */
final class ArrivalNode implements AutoCloseable {
    private final Main main = new Main();
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    /**
     * @param routes     names of files in {@code routes/}, without suffix
     * @param properties of the application
     */
    ArrivalNode(List<String> routes, Map<String, String> properties) throws Exception {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false).withJmxEnabled(false);
        main.configure().withRoutesIncludePattern(
                routes.stream().map(name -> "classpath:dynpack/routes/" + name + ".camel.yaml")
                        .collect(Collectors.joining(",")));
        main.bind("published",
                (Processor) exchange -> published.add(exchange.getMessage().getHeader(DynpackConstants.ASSET, String.class)));
        main.bind("refused", (Processor) this::refused);
        main.addInitialProperty("arrival.published", "bean:published");
        main.addInitialProperty("arrival.refused", "bean:refused");
        properties.forEach(main::addInitialProperty);
    }

    ArrivalNode start() throws Exception {
        main.start();
        return this;
    }

    <T> ArrivalNode bind(String name, T bean) {
        main.bind(name, bean);
        return this;
    }

    private void refused(Exchange exchange) {
        refused.add(exchange.getMessage().getBody(String.class));
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** Names of assets, in order. */
    List<String> published() {
        return published;
    }

    /** Reasons, in order. */
    List<String> refused() {
        return refused;
    }

    @Override
    public void close() {
        main.stop();
    }
}
