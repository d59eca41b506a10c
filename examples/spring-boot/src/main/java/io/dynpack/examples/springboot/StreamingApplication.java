package io.dynpack.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Serves folders of MP4 files. Which, and by which routes, stands in {@code application.properties}. */
@SpringBootApplication
public class StreamingApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(StreamingApplication.class, arguments);
    }
}
