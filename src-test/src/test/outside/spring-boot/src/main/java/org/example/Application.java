package org.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConfiguration;

@SpringBootApplication
public class Application {
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

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
