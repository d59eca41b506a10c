package io.dynpack.camel.vertx;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an application is told that names the engine and lacks its jar. */
class DynpackHttpEngineTest {

    /** Starts a route, and answers with what went wrong. Loaded by a class loader of its own. */
    public static final class Streaming implements Function<String, String> {
        @Override
        public String apply(String uri) {
            try (CamelContext context = new DefaultCamelContext()) {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri).to("dynpack:origin");
                    }
                });
                context.start();
                return "";
            } catch (Exception e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                return trace.toString();
            }
        }
    }

    @Test
    void aMissingJarIsNamed() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("vertx-") && !entry.contains("-vertx") && !entry.contains("camel-platform-http-main")) {
                classPath.add(new File(entry).toURI().toURL());
            }
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader without = new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(without);
            @SuppressWarnings("unchecked") // it is the class above, loaded once more
            Function<String, String> run = (Function<String, String>) without.loadClass(Streaming.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(run.apply("platform-http:/?matchOnUriPrefix=true"))
                    .contains("platform-http has no HTTP server: add org.apache.camel:camel-platform-http-main");
            assertThat(run.apply("platform-http:/?matchOnUriPrefix=true&platformHttpEngine="
                    + "#class:io.dynpack.camel.vertx.DynpackHttpEngine"))
                    .contains("platform-http has no HTTP server: add org.apache.camel:camel-platform-http-main");
            PlatformHttpEngine engine = new DynpackHttpEngine();
            assertThat(engine.getServerPort()).isZero();
            Object alone = without.loadClass(DynpackHttpEngine.class.getName()).getConstructor().newInstance();
            Method create = Stream.of(alone.getClass().getMethods()).filter(method -> method.getName().equals("createConsumer"))
                    .findFirst().orElseThrow();
            assertThatThrownBy(() -> create.invoke(alone, null, null)).cause()
                    .hasMessageContaining("DynpackHttpEngine, which needs Vert.x on the class path");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
