package io.dynpack.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConfiguration;

/**
 * The arrival and streaming routes in Spring Boot. Which routes, where the media lie, and that they are served by the web server of
 * Spring stands in {@code application.properties}.
 */
@SpringBootApplication
public class StreamingApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(StreamingApplication.class, arguments);
    }

    /** Every option of the component, as {@code camel.component.dynpack.*}. */
    @Bean
    @ConfigurationProperties("camel.component.dynpack")
    public DynpackConfiguration dynpackConfiguration() {
        return new DynpackConfiguration();
    }

    @Bean
    public DynpackComponent dynpack(DynpackConfiguration configuration) {
        var component = new DynpackComponent();
        component.setConfiguration(configuration);
        return component;
    }
}
