package io.dynpack.examples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.KeyEncryptionKeyFile;

/**
 * Serves a folder of folders of MP4 files. Settings come from the environment: {@code DYNPACK_MEDIA} (default: a copy of the sample),
 * {@code DYNPACK_DATA} (default: below {@code target}), {@code DYNPACK_PORT} (8080), {@code DYNPACK_HOST} (127.0.0.1).
 */
public final class QuickstartApplication {
    private static final Logger LOG = LoggerFactory.getLogger("quickstart");

    private QuickstartApplication() {}

    public static void main(String[] args) throws Exception {
        try {
            Map<String, String> environment = System.getenv();
            requireFreePort(environment);
            System.exit(application(environment).run(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * The application, not started.
     *
     * @throws IllegalArgumentException for a setting that cannot be used; says which and why
     */
    public static Main application(Map<String, String> environment) throws IOException {
        Path home = Path.of(System.getProperty("quickstart.home", "examples/quickstart")).toAbsolutePath().normalize();
        Main main = new Main(QuickstartApplication.class);
        String media = environment.get("DYNPACK_MEDIA");
        if (media != null && !Files.isDirectory(Path.of(media))) {
            throw new IllegalArgumentException("DYNPACK_MEDIA is " + media + ", which is no folder");
        }
        main.addInitialProperty("media.directory", media == null ? sample(home).toString() : media);
        String data = environment.getOrDefault("DYNPACK_DATA", home.resolve("target/data").toString());
        if (Files.exists(Path.of(data)) && !Files.isDirectory(Path.of(data))) {
            throw new IllegalArgumentException("DYNPACK_DATA is " + data + ", which is no folder");
        }
        main.addInitialProperty("data.directory", data);
        main.addInitialProperty("data.key", keyEncryptionKey(data).toString());
        listen(main, environment);
        return main;
    }

    /** Where nobody else cares for a key-encryption key, one is made; a service keeps it elsewhere than its catalog. */
    private static Path keyEncryptionKey(String data) {
        Path file = Path.of(data).resolve("key-encryption-key");
        try {
            if (KeyEncryptionKeyFile.createIfAbsent(file)) {
                LOG.info("Made {}, under which content keys are stored. Keep it: without it none of them can be read", file);
            }
            return file;
        } catch (IOException e) {
            throw new IllegalArgumentException("DYNPACK_DATA is " + data + ", where nothing can be written (" + e + ")", e);
        }
    }

    /**
     * The servers that Camel starts find out later, and the routes go on without them.
     *
     * @throws IllegalArgumentException where nobody can listen at the port of the service, or at that of its management
     */
    public static void requireFreePort(Map<String, String> environment) {
        requireFreePort("DYNPACK_PORT", port(environment), environment);
        String management = environment.get("DYNPACK_MANAGEMENT_PORT");
        if (management != null) {
            if (management.equals(port(environment)) && !management.equals("0")) {
                throw new IllegalArgumentException(
                        "DYNPACK_MANAGEMENT_PORT is " + management + ", as DYNPACK_PORT is; choose another");
            }
            requireFreePort("DYNPACK_MANAGEMENT_PORT", management, environment);
        }
    }

    private static void requireFreePort(String setting, String port, Map<String, String> environment) {
        try (ServerSocket probe = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getByName(host(environment)))) {
            if (!probe.isBound()) {
                throw new IOException("not bound");
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(setting + " is " + port + ", which is no number", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + " is " + port + ", which is not from 0 to 65535", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("nobody can listen on port " + port + " of " + host(environment)
                    + " (" + e.getMessage() + "); choose another " + setting, e);
        }
    }

    private static String port(Map<String, String> environment) {
        return environment.getOrDefault("DYNPACK_PORT", "8080");
    }

    private static String host(Map<String, String> environment) {
        return environment.getOrDefault("DYNPACK_HOST", "127.0.0.1");
    }

    /** Where to listen, as the environment says. */
    public static void listen(Main main, Map<String, String> environment) {
        main.addInitialProperty("camel.server.port", port(environment));
        main.addInitialProperty("camel.server.host", host(environment));
        String management = environment.get("DYNPACK_MANAGEMENT_PORT");
        if (management == null) {
            return;
        }
        main.addInitialProperty("camel.management.enabled", "true");
        main.addInitialProperty("camel.management.port", management);
        // what may be seen of the service may be seen of its management, and no more
        main.addInitialProperty("camel.management.host", host(environment));
        main.addInitialProperty("camel.management.healthCheckEnabled", "true");
        main.addInitialProperty("camel.management.metricsEnabled", "true");
        main.addInitialProperty("camel.metrics.enabled", "true");
        // the component counts its answers; what Camel would count for each exchange costs more than the answer
        main.addInitialProperty("camel.metrics.enableRoutePolicy", "false");
        main.addInitialProperty("camel.metrics.enableRouteEventNotifier", "false");
        main.addInitialProperty("camel.metrics.enableExchangeEventNotifier", "false");
    }

    /** A copy, since what is ingested gets manifests and indexes beside its files, and sources do not change by being run. */
    private static Path sample(Path home) throws IOException {
        Path from = home.resolve("sample");
        Path to = home.resolve("target/media");
        try (Stream<Path> files = Files.walk(from, 2)) {
            List<Path> media = files.filter(file -> file.getFileName().toString().endsWith(".mp4")).toList();
            for (Path file : media) {
                Path copy = to.resolve(from.relativize(file));
                if (!Files.exists(copy)) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }
}
