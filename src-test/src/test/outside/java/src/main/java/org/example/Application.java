package org.example;

import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.main.Main;

import io.dynpack.camel.component.dsl.DynpackComponentBuilderFactory;
import io.dynpack.camel.endpoint.dsl.DynpackEndpointBuilderFactory.DynpackBuilders;

/** Routes in Java alone. */
public final class Application {
    private Application() {}

    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", System.getenv("DYNPACK_PORT"));
        main.configure().addRoutesBuilder(new Routes());
        main.run();
    }

    private static final class Routes extends EndpointRouteBuilder implements DynpackBuilders {
        @Override
        public void configure() {
            DynpackComponentBuilderFactory.dynpack().directory(System.getenv("DYNPACK_MEDIA"))
                    .catalogDirectory(System.getenv("DYNPACK_DATA")).register(getContext(), "dynpack");

            from(platformHttp("/").matchOnUriPrefix(true)
                    .advanced().useBodyHandler(false)
                    .headerFilterStrategy("#class:io.dynpack.camel.DynpackHttpHeaderFilterStrategy")
                    .platformHttpEngine("#class:io.dynpack.camel.vertx.DynpackHttpEngine"))
                    .to(dynpack("origin").corsAllowedOrigins("*").manifestMaxAge("60s"));

            from(dynpack("watch").delay(500).readLockMinAge("1s"))
                    .to(dynpack("ingest"))
                    .to(dynpack("publishLocator").streamingPolicy("Predefined_DownloadAndClearStreaming"))
                    .to(dynpack("listPaths"))
                    .log("${body}");
        }
    }
}
