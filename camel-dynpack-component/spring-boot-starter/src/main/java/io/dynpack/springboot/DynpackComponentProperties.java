package io.dynpack.springboot;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.dynpack.camel.DynpackConfiguration;

/** Every option of the component, as {@code camel.component.dynpack.*}. One that does not exist fails the start. */
@ConfigurationProperties(prefix = DynpackComponentProperties.PREFIX, ignoreUnknownFields = false)
public class DynpackComponentProperties extends DynpackConfiguration {
    static final String PREFIX = "camel.component.dynpack";

    private boolean enabled = true;
    private boolean autowiredEnabled = true;
    private boolean bridgeErrorHandler;
    private boolean healthCheckConsumerEnabled = true;
    private boolean healthCheckProducerEnabled = true;
    private boolean lazyStartProducer;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public boolean isAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public boolean isBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public boolean isHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public boolean isHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public boolean isLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }
}
