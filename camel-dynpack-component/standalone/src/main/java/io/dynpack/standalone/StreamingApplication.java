package io.dynpack.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.KeyEncryptionKeyFile;

/** Makes the application, not started. */
public final class StreamingApplication {
    private static final Logger LOG = LoggerFactory.getLogger("dynpack.console");
    /** Name of the file of the key-encryption key in the folder of the catalog. */
    public static final String KEY_FILE = "key-encryption-key";
    private static final String PROPERTIES = "classpath:io/dynpack/standalone/standalone.properties";

    private StreamingApplication() {}

    /** With the routes and the page; where media and the catalog lie is still to be said as options of the component. */
    public static Main create(Listeners listeners) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation(PROPERTIES);
        bindPage(main);
        listeners.apply(main);
        return main;
    }

    /** The beans that {@code quickstart/page.camel.yaml} and the announcements ask for. */
    public static void bindPage(Main main) {
        main.bind("announcer", new Announcer());
        main.bind("assetBoard", new AssetBoard());
        main.bind("publishedAssets", new PublishedAssets());
        main.bind("webFiles", new WebFiles());
        main.bind("pageQuery", new PageQuery());
    }

    /** Media in the sub-folders of one folder, the catalog and the key-encryption key in another. */
    public static void useFolders(Main main, Path media, Path data, Path keyEncryptionKey) {
        main.addInitialProperty("camel.component.dynpack.directory", media.toString());
        main.addInitialProperty("camel.component.dynpack.catalogDirectory", data.toString());
        main.addInitialProperty("camel.component.dynpack.keyEncryptionKeyFile", keyEncryptionKey.toString());
        // a person waits for what they have put there, and a look costs next to nothing; the routes have longer times for blobs
        main.addInitialProperty("account.period", "1000");
        main.addInitialProperty("arrival.initialDelay", "10");
        main.addInitialProperty("arrival.period", "1000");
        main.addInitialProperty("arrival.minAge", "2s");
    }

    /**
     * Makes a folder with the key-encryption key that content keys are stored under, unless it is there, or the environment names
     * one. Where nobody else cares for one it lies beside the catalog; a service keeps it elsewhere.
     *
     * @return the file of the key
     * @throws IOException where nothing can be written in the folder
     */
    public static Path prepareData(Path data, Map<String, String> environment) throws IOException {
        Files.createDirectories(data);
        Files.delete(Files.createTempFile(data, ".dynpack", ".probe"));
        Path file = data.resolve(KEY_FILE);
        if (environment.keySet().stream().noneMatch(StreamingApplication::isOfKey)
                && KeyEncryptionKeyFile.createIfAbsent(file)) {
            LOG.info("Made {}, under which content keys are stored. Keep it: without it none of them can be read", file);
        }
        return file;
    }

    /** Whether a variable is the option of the component that says a key-encryption key, or its file. */
    private static boolean isOfKey(String variable) {
        String name = variable.toUpperCase(Locale.ROOT).replace("_", "");
        return name.equals("CAMELCOMPONENTDYNPACKKEYENCRYPTIONKEY") || name.equals("CAMELCOMPONENTDYNPACKKEYENCRYPTIONKEYFILE");
    }

    /** Where the application listens, for a person to click on; empty where it does not. */
    public static String address(CamelContext context) {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        if (server == null) {
            return "";
        }
        String host = "0.0.0.0".equals(server.getHost()) ? "localhost" : server.getHost();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort();
    }
}
