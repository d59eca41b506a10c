package org.example;

import org.apache.camel.main.KameletMain;

/** Does what {@code camel run --dep=io.dynpack:camel-dynpack:VERSION --repos=... --port=PORT streaming.camel.yaml} does. */
public final class Run {
    private Run() {}

    public static void main(String[] arguments) throws Exception {
        KameletMain main = new KameletMain("camel.jbang");
        main.setRepositories(System.getenv("DYNPACK_REPOSITORIES"));
        main.setMavenApacheSnapshotEnabled(false);
        main.addInitialProperty("camel.jbang.dependencies", "io.dynpack:camel-dynpack:" + System.getenv("DYNPACK_VERSION"));
        main.addInitialProperty("camel.jbang.platform-http.port", System.getenv("DYNPACK_PORT"));
        main.addInitialProperty("camel.main.routesIncludePattern", "classpath:streaming.camel.yaml");
        main.addInitialProperty("camel.component.dynpack.directory", System.getenv("DYNPACK_MEDIA"));
        main.addInitialProperty("camel.component.dynpack.catalogDirectory", System.getenv("DYNPACK_DATA"));
        main.run();
    }
}
