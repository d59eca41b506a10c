package io.dynpack.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.main.Main;

import io.dynpack.standalone.Listeners;
import io.dynpack.standalone.StreamingApplication;

/**
 * Serves a folder of folders of MP4 files. Settings come from the environment: {@code DYNPACK_MEDIA} (default: a copy of the
 * sample), {@code DYNPACK_DATA} (default: below {@code target}), {@code DYNPACK_PORT} (8080), {@code DYNPACK_HOST} (127.0.0.1),
 * {@code DYNPACK_MANAGEMENT_PORT} (none) for health and meters.
 */
public final class QuickstartApplication {
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
        String media = environment.get("DYNPACK_MEDIA");
        if (media != null && !Files.isDirectory(Path.of(media))) {
            throw new IllegalArgumentException("DYNPACK_MEDIA is " + media + ", which is no folder");
        }
        Path data = Path.of(environment.getOrDefault("DYNPACK_DATA", home.resolve("target/data").toString()));
        if (Files.exists(data) && !Files.isDirectory(data)) {
            throw new IllegalArgumentException("DYNPACK_DATA is " + data + ", which is no folder");
        }
        Path key;
        try {
            key = StreamingApplication.prepareData(data, environment);
        } catch (IOException e) {
            throw new IllegalArgumentException("DYNPACK_DATA is " + data + ", where nothing can be written (" + e + ")", e);
        }
        Main main = StreamingApplication.create(listeners(environment));
        StreamingApplication.useFolders(main, media == null ? sample(home) : Path.of(media), data, key);
        return main;
    }

    /** @throws IllegalArgumentException where nobody can listen at the port of the service, or at that of its management */
    public static void requireFreePort(Map<String, String> environment) {
        listeners(environment).requireFree("DYNPACK_HOST", "DYNPACK_PORT", "DYNPACK_MANAGEMENT_PORT");
    }

    /**
     * Where to listen, as the environment says.
     *
     * @throws IllegalArgumentException for a port that is no number
     */
    public static Listeners listeners(Map<String, String> environment) {
        return new Listeners(environment.getOrDefault("DYNPACK_HOST", "127.0.0.1"),
                port("DYNPACK_PORT", environment.getOrDefault("DYNPACK_PORT", "8080")),
                environment.containsKey("DYNPACK_MANAGEMENT_PORT")
                        ? port("DYNPACK_MANAGEMENT_PORT", environment.get("DYNPACK_MANAGEMENT_PORT"))
                        : null);
    }

    private static int port(String setting, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(setting + " is " + value + ", which is no number", e);
        }
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
