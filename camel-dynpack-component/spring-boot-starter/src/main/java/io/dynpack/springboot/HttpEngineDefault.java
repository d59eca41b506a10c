package io.dynpack.springboot;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Which HTTP engine the routes of {@code dynpack-routes} take: that of Spring's web server where there is one, as an application
 * of Spring expects; else that of Vert.x, which is the routes' own default. The property {@code streaming.httpEngine} says
 * otherwise.
 */
public class HttpEngineDefault implements EnvironmentPostProcessor {
    private static final String SPRING = "org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine";
    private static final String SERVLET = "org.springframework.web.servlet.DispatcherServlet";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        ClassLoader loader = application.getClassLoader();
        if (ClassUtils.isPresent(SPRING, loader) && ClassUtils.isPresent(SERVLET, loader)) {
            environment.getPropertySources().addLast(new MapPropertySource("dynpackHttpEngine",
                    Map.of("streaming.httpEngine", "#bean:platform-http-engine")));
        }
    }
}
