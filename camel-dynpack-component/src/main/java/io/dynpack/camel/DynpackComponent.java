package io.dynpack.camel;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.jspecify.annotations.Nullable;

/** The {@code dynpack} component: one engine for all its endpoints. */
@Component("dynpack")
public class DynpackComponent extends HealthCheckComponent {
    /** What the name of a bean may end with that Camel takes for a component. */
    private static final String BEAN = "-component";

    @Metadata(description = "The component configuration; endpoints begin with a copy of it.")
    private DynpackConfiguration configuration = new DynpackConfiguration();
    private @Nullable DynpackEngine engine;
    private @Nullable WarmUp warmUp;
    private boolean environmentRead;
    private @Nullable DynpackStorageHealthCheck health;

    public DynpackComponent() {}

    public DynpackComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        for (String name : parameters.keySet()) {
            if (DynpackConfiguration.isShared(name)) {
                throw new IllegalArgumentException("the option " + name + " is one of the component, whose endpoints share it:"
                        + " set camel.component." + name() + "." + name);
            }
        }
        readEnvironment(System.getenv());
        DynpackConfiguration copy = configuration.copy();
        DynpackEndpoint endpoint = new DynpackEndpoint(uri, this, DynpackOperation.of(remaining), copy);
        setProperties(endpoint, parameters);
        OptionChecks.require(copy);
        if (endpoint.getOperation() == DynpackOperation.origin && getCamelContext().hasComponent("platform-http") != null) {
            HttpEngineCheck.require(getCamelContext());
        }
        return endpoint;
    }

    /** Once, and not before the application has set its options, since the environment wins over them. */
    synchronized void readEnvironment(Map<String, String> environment) {
        if (!environmentRead) {
            new EnvironmentOptions(name(), names()).apply(environment, getCamelContext(), this);
            environmentRead = true;
        }
    }

    /**
     * What the endpoints share; made when the first of them starts.
     *
     * @throws DynpackException when the configuration cannot be used
     */
    synchronized DynpackEngine engine() {
        if (engine == null) {
            readEnvironment(System.getenv());
            Clock clock = Clock.systemUTC();
            engine = new DynpackEngine(configuration, clock,
                    type -> getCamelContext().getRegistry().findSingleByType(type), DynpackObserver.find(getCamelContext()));
            if (!configuration.getWarmUp().isZero()) {
                warmUp = begun(new WarmUp(configuration.getWarmUp()));
            }
            HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
            if (checks != null) {
                WarmUp warming = warmUp;
                health = new DynpackStorageHealthCheck(name(), engine.media(), engine.documents(), clock,
                        () -> warming == null || warming.isOver());
                checks.register(health);
                health.start();
            }
        }
        return engine;
    }

    /** Not while routes start: the application listens sooner. */
    private WarmUp begun(WarmUp warming) {
        try {
            getCamelContext().addStartupListener((context, started) -> warming.start());
            return warming;
        } catch (Exception e) {
            throw new DynpackException("the context takes no listener for its start", e);
        }
    }

    /** Under which the application has this component: {@code dynpack} unless it has several. */
    private String name() {
        return getCamelContext().getComponentNames().stream()
                .filter(name -> getCamelContext().hasComponent(name) == this).findFirst().orElse("dynpack");
    }

    /** Of all components of this kind, those included that are beans and were not asked for yet. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>(getCamelContext().getComponentNames());
        names.removeIf(name -> !(getCamelContext().hasComponent(name) instanceof DynpackComponent));
        getCamelContext().getRegistry().findByTypeWithName(DynpackComponent.class).keySet()
                .forEach(bean -> names.add(bean.endsWith(BEAN) ? bean.substring(0, bean.length() - BEAN.length()) : bean));
        return names;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        synchronized (this) {
            if (warmUp != null) {
                warmUp.close();
                warmUp = null;
            }
            if (engine != null) {
                if (health != null) {
                    HealthCheckRegistry.get(getCamelContext()).unregister(health);
                    health.close();
                    health = null;
                }
                engine.close();
                engine = null;
            }
        }
    }

    public DynpackConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(DynpackConfiguration configuration) {
        this.configuration = configuration;
    }
}
