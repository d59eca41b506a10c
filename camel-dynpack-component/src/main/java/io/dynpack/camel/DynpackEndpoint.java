package io.dynpack.camel;

import java.time.Clock;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

/**
 * Package MP4 files as HLS, DASH and Smooth Streaming on request, at the URLs of Azure Media Services.
 */
@UriEndpoint(firstVersion = "0.1.0", scheme = "dynpack", title = "DynPack", syntax = "dynpack:operation", category = {
        Category.CLOUD, Category.FILE}, headersClass = DynpackConstants.class)
public class DynpackEndpoint extends ScheduledPollEndpoint {
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

    DynpackEngine engine() {
        return getComponent().engine();
    }
}
