package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.dynpack.examples.quickstart.QuickstartApplication;
import io.dynpack.publishing.Catalog;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.Storage;
import io.dynpack.tests.media.Fixtures;

import static org.awaitility.Awaitility.await;

/**
 * The quickstart in this Java virtual machine, over folders of its own and on any free port. A test class says
 * {@code @ExtendWith(QuickstartOrigin.Provider.class)} and takes it as a parameter; there is one for the whole run.
 */
public final class QuickstartOrigin implements OriginUnderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private final Map<String, String> properties;
    /** {@code null} for the usual one. */
    private final Function<Path, Storage> storage;
    private Main main;
    private final FileStorage documents;
    private final Map<Path, URI> published = new HashMap<>();

    private QuickstartOrigin(Map<String, String> properties, Function<Path, Storage> media) {
        this.properties = properties;
        this.storage = media;
        try {
            home = Files.createTempDirectory("dynpack-quickstart");
            Files.createDirectories(media());
            Files.createDirectories(data());
            documents = new FileStorage(data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        resume();
    }

    /** Stops the application and leaves its folders. */
    void pause() {
        main.stop();
    }

    /** Starts it over the same folders. */
    void resume() {
        try {
            main = QuickstartApplication.application(
                    Map.of("DYNPACK_MEDIA", media().toString(), "DYNPACK_DATA", data().toString(), "DYNPACK_PORT", "0"));
            properties.forEach(main::addOverrideProperty);
            if (storage != null) {
                main.bind("mediaStorage", storage.apply(media()));
                main.addOverrideProperty("camel.component.dynpack.mediaStorage", "#bean:mediaStorage");
            }
            main.start();
        } catch (Exception e) {
            throw new AssertionError("the quickstart does not start", e);
        }
    }

    /** One that a test starts and closes itself. */
    public static QuickstartOrigin start() {
        return new QuickstartOrigin(Map.of(), null);
    }

    /**
     * One with other settings.
     *
     * @param properties of the application
     * @param media      makes the storage of the media, given their folder; {@code null} for the usual one
     */
    public static QuickstartOrigin start(Map<String, String> properties, Function<Path, Storage> media) {
        return new QuickstartOrigin(properties, media);
    }

    /** Gives the one origin of the run to test methods and constructors. */
    public static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == QuickstartOrigin.class;
        }

        @Override
        public QuickstartOrigin resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(QuickstartOrigin.class, type -> start(), QuickstartOrigin.class);
        }
    }

    /** Its media folder; what a test puts there arrives. */
    public Path media() {
        return home.resolve("media");
    }

    /** Its catalog folder. */
    public Path data() {
        return home.resolve("data");
    }

    /** The catalog as another node sees it. */
    public Catalog catalog() {
        return new Catalog(documents, Clock.systemUTC());
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + context().hasService(VertxPlatformHttpServer.class).getPort() + "/");
    }

    @Override
    public synchronized URI publish(Path folder) {
        return published.computeIfAbsent(folder.toAbsolutePath().normalize(), f -> publish(f, f.getFileName().toString()));
    }

    /** Publishes a copy of a folder under a name of its own, for a test that changes it. */
    public URI publish(Path folder, String name) {
        arrive(folder, media().resolve(name));
        return location(name);
    }

    /** Publishes a folder itself, which lies on the same file system, under a name of its own; it is gone with this. */
    public URI take(Path folder, String name) {
        try {
            Files.move(folder, media().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return location(name);
    }

    private URI location(String name) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100))
                .until(() -> PublishedList.of(base()), list -> list.contains(name)).location(name);
    }

    /**
     * Moves a folder with a {@code streamingLocators.json} in place and waits until its locators are there.
     *
     * @param locators how many the application then has
     */
    public void arriveWithLocators(Path folder, String name, int locators) throws IOException {
        Files.move(folder, media().resolve(name));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100))
                .until(() -> PublishedList.of(base()).entries().size() == locators);
    }

    /** Copies a folder so that it is there at once and complete. */
    static void arrive(Path folder, Path target) {
        try {
            Path unfinished = target.resolveSibling("../arriving-" + target.getFileName()).normalize();
            Files.move(Fixtures.copy(folder, unfinished), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            main.stop();
            documents.close();
        } finally {
            try (var files = Files.walk(home)) {
                files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
