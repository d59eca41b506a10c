package io.dynpack.camel;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.jspecify.annotations.Nullable;

/** The {@code dynpack} component: one engine for all its endpoints. */
@ManagedResource(description = "Managed DynPack component")
@Component("dynpack")
public class DynpackComponent extends HealthCheckComponent {
    /** What the name of a bean may end with that Camel takes for a component. */
    private static final String BEAN = "-component";

    private static final int DROP_SECONDS = 20;

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
        OptionChecks.requireWritten(parameters, (PropertyConfigurerGetter) getEndpointPropertyConfigurer());
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
            OptionChecks.requireWritten(properties(), (PropertyConfigurerGetter) getComponentPropertyConfigurer());
            new EnvironmentOptions(name(), names()).apply(environment, getCamelContext(), this);
            environmentRead = true;
        }
    }

    /** What files of properties and the Java virtual machine say of this component, as it is written there. */
    private Map<String, Object> properties() {
        String prefix = "camel.component." + name() + ".";
        Properties given = getCamelContext().getPropertiesComponent().loadProperties(key -> key.startsWith(prefix));
        System.getProperties().stringPropertyNames().stream().filter(key -> key.startsWith(prefix))
                .forEach(key -> given.setProperty(key, System.getProperty(key)));
        Map<String, Object> options = new TreeMap<>();
        given.stringPropertyNames().forEach(key -> {
            String value = getCamelContext().resolvePropertyPlaceholders(given.getProperty(key));
            // of a placeholder that may be absent, {{?…}}, nothing is left
            if (value != null) {
                options.put(key.substring(prefix.length()).replace("-", ""), value.strip());
            }
        });
        return options;
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

    /** The engine, where an endpoint has started it; asking does not. */
    synchronized @Nullable DynpackEngine running() {
        return engine;
    }

    private long asked(Function<EngineState, LongSupplier> what) {
        DynpackEngine asked = running();
        EngineState state = asked == null ? null : asked.state();
        return state == null ? 0 : what.apply(state).getAsLong();
    }

    /** Requests that origins have under way. */
    @ManagedAttribute(description = "Requests that origins have under way")
    public long getRequestsUnderWay() {
        return asked(EngineState::requests);
    }

    /** Reads of media under way. */
    @ManagedAttribute(description = "Reads of media under way")
    public long getReadsUnderWay() {
        return asked(EngineState::reads);
    }

    /** Reads of media that wait for their turn. */
    @ManagedAttribute(description = "Reads of media that wait for their turn")
    public long getReadsWaiting() {
        return asked(EngineState::waitingReads);
    }

    /** Calls to storages that were made again since the start. */
    @ManagedAttribute(description = "Calls to storages that were made again since the start")
    public long getStorageRetries() {
        return asked(EngineState::retries);
    }

    /** Heap that making indexes and manifests may take, bytes. */
    @ManagedAttribute(description = "Heap that making indexes and manifests may take, bytes")
    public long getMemoryBudget() {
        return asked(EngineState::budget);
    }

    /** Of the budget what is taken, bytes. */
    @ManagedAttribute(description = "Of the budget what is taken, bytes")
    public long getMemoryLent() {
        return asked(EngineState::lent);
    }

    /** Media read and not yet sent, bytes. */
    @ManagedAttribute(description = "Media read and not yet sent, bytes")
    public long getReadMemory() {
        return asked(EngineState::readMemory);
    }

    /** Assets whose presentation is in memory, and those that are known to be absent. */
    @ManagedAttribute(description = "Assets that are in memory, or known to be absent")
    public int getAssetsInMemory() {
        DynpackEngine asked = running();
        return asked == null ? 0 : asked.assets().held().size();
    }

    /** All caches with their hit rates and sizes. */
    @ManagedOperation(description = "Caches with their hit rates and sizes")
    public TabularData listCaches() throws OpenDataException {
        DynpackEngine asked = running();
        EngineState state = asked == null ? null : asked.state();
        return CacheTable.of(state == null ? List.of() : state.caches());
    }

    /**
     * Drops an asset from memory.
     *
     * @param asset its name, or its folder where the catalog does not have it
     * @return how many of its server manifests were in memory
     */
    @ManagedOperation(description = "Drops an asset from memory, by its name or folder: the next request looks at its files")
    public int dropAsset(String asset) throws Exception {
        DynpackEngine asked = running();
        return asked == null ? 0 : asked.forget(asset).get(DROP_SECONDS, TimeUnit.SECONDS);
    }

    /** Under which the application has this component: {@code dynpack} unless it has several. */
    String name() {
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
                DynpackEngine closing = engine;
                // one that failed to close is not started again
                engine = null;
                closing.close();
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
