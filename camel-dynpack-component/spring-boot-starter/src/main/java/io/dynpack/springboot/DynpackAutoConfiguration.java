package io.dynpack.springboot;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.dynpack.camel.ClientAddress;
import io.dynpack.camel.DynpackComponent;
import io.dynpack.storage.Storage;

/** The {@code dynpack} component with the options of the application, unless the application has a bean of that name. */
@AutoConfiguration(before = CamelAutoConfiguration.class)
@ConditionalOnProperty(prefix = DynpackComponentProperties.PREFIX, name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynpackComponentProperties.class)
public class DynpackAutoConfiguration {

    /** Storages are beans, named as {@code #bean:name}. */
    @Bean
    @ConfigurationPropertiesBinding
    static StorageReference dynpackStorageReference(ApplicationContext context) {
        return new StorageReference(context);
    }

    /** Under one of the two names by which Camel looks for the component among the beans. Others of its kind have other names. */
    @Lazy
    @Bean(name = "dynpack-component")
    @ConditionalOnMissingBean(name = {"dynpack", "dynpack-component"})
    DynpackComponent dynpackComponent(DynpackComponentProperties properties, ApplicationContext context) {
        if (properties.getBlobServiceClient() instanceof String reference) {
            properties.setBlobServiceClient(context.getBean(StorageReference.name(reference)));
        }
        DynpackComponent component = new DynpackComponent();
        component.setConfiguration(properties);
        component.setAutowiredEnabled(properties.isAutowiredEnabled());
        component.setBridgeErrorHandler(properties.isBridgeErrorHandler());
        component.setHealthCheckConsumerEnabled(properties.isHealthCheckConsumerEnabled());
        component.setHealthCheckProducerEnabled(properties.isHealthCheckProducerEnabled());
        component.setLazyStartProducer(properties.isLazyStartProducer());
        return component;
    }

    /** From where a request of Spring's web server came. */
    @Bean
    @ConditionalOnMissingBean
    ClientAddress dynpackClientAddress() {
        return exchange -> exchange.getMessage() instanceof PlatformHttpMessage message
                ? address(message.getRequest().getRemoteAddr())
                : null;
    }

    private static @Nullable InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A storage by the name of its bean. */
    static final class StorageReference implements org.springframework.core.convert.converter.Converter<String, Storage> {
        private final ApplicationContext context;

        StorageReference(ApplicationContext context) {
            this.context = context;
        }

        /** What is left of {@code #bean:name} and {@code #name}. */
        static String name(String reference) {
            return reference.startsWith("#bean:")
                    ? reference.substring("#bean:".length())
                    : reference.startsWith("#") ? reference.substring(1) : reference;
        }

        @Override
        public Storage convert(String reference) {
            return context.getBean(name(reference), Storage.class);
        }
    }
}
