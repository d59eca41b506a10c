package io.dynpack.camel;

import java.time.Clock;
import java.util.Map;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Package MP4 files as HLS, DASH and Smooth Streaming on request, at the URLs of Azure Media Services.
 */
@UriEndpoint(firstVersion = "0.1.0", scheme = "dynpack", title = "DynPack", syntax = "dynpack:operation", category = {
        Category.CLOUD, Category.FILE}, headersClass = DynpackConstants.class)
@ManagedResource(description = "Managed DynPack endpoint")
public class DynpackEndpoint extends ScheduledPollEndpoint implements EndpointServiceLocation {
    @UriPath(description = "What the endpoint does. watch is for consumers, all others for producers.")
    @Metadata(required = true)
    private DynpackOperation operation;
    @UriParam
    private DynpackConfiguration configuration;

    public DynpackEndpoint(String uri, DynpackComponent component, DynpackOperation operation,
            DynpackConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public DynpackComponent getComponent() {
        return (DynpackComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        if (operation == DynpackOperation.watch) {
            throw new DynpackException("dynpack:watch is for consumers only: use it in from");
        }
        return new DynpackProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != DynpackOperation.watch) {
            throw new DynpackException("dynpack:" + operation + " is for producers only: use it in to");
        }
        DynpackWatchConsumer consumer = new DynpackWatchConsumer(this, processor, Clock.systemUTC());
        configureConsumer(consumer);
        return consumer;
    }

    public DynpackOperation getOperation() {
        return operation;
    }

    public void setOperation(DynpackOperation operation) {
        this.operation = operation;
    }

    public DynpackConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(DynpackConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The operation, for JMX. */
    @ManagedAttribute(description = "What the endpoint does")
    public String getOperationName() {
        return operation.name();
    }

    /** Requests that an origin answers at a time, for JMX. */
    @ManagedAttribute(description = "Requests that an origin answers at a time")
    public int getMaxInFlight() {
        return configuration.getMaxInFlight();
    }

    private @Nullable ServiceLocation location() {
        return ServiceLocation.of(operation, configuration,
                type -> getCamelContext().getRegistry().findSingleByType(type));
    }

    /** Where the storage lies that the operation works on: a folder or a blob container; {@code null} where it is a bean. */
    @Override
    public @Nullable String getServiceUrl() {
        ServiceLocation location = location();
        return location == null ? null : location.url();
    }

    /** {@code file} or {@code azure-storage-blob}. */
    @Override
    public @Nullable String getServiceProtocol() {
        ServiceLocation location = location();
        return location == null ? null : location.protocol();
    }

    /** Addresses of {@code media} and {@code catalog}, without credentials. */
    @Override
    public @Nullable Map<String, String> getServiceMetadata() {
        ServiceLocation location = location();
        return location == null ? null : location.metadata();
    }

    DynpackEngine engine() {
        return getComponent().engine();
    }
}
