package io.dynpack.camel;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.storage.FileStorage;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DynpackStorageHealthCheckTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    private boolean warm = true;

    /** What every call fails with, or {@code null}. */
    private RuntimeException mood;

    private Storage moody() {
        return (Storage) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Storage.class},
                (proxy, method, arguments) -> mood == null
                        ? CompletableFuture.completedFuture(new ListPage(List.of(), null))
                        : CompletableFuture.failedFuture(mood));
    }

    private DynpackStorageHealthCheck check(Storage storage) {
        return new DynpackStorageHealthCheck("dynpack", storage, answering(), clock, () -> warm);
    }

    private static Storage answering() {
        return storage(() -> CompletableFuture.completedFuture(new ListPage(List.of(), null)));
    }

    private static Storage storage(Supplier<CompletableFuture<ListPage>> listing) {
        return (Storage) Proxy.newProxyInstance(DynpackStorageHealthCheckTest.class.getClassLoader(),
                new Class<?>[]{Storage.class}, (proxy, method, arguments) -> listing.get());
    }

    @Test
    void isNotReadyBeforeItIsWarm() {
        warm = false;
        DynpackStorageHealthCheck check = check(answering());
        assertThat(check.call(Map.of()).getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check.call(Map.of()).getMessage()).contains("this node is warming up");
        warm = true;
        assertThat(check.call(Map.of()).getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void theCatalogIsAskedToo() {
        CompletableFuture<ListPage> late = new CompletableFuture<>();
        DynpackStorageHealthCheck check = new DynpackStorageHealthCheck("dynpack", answering(), storage(() -> late), clock,
                () -> warm);
        assertThat(check.call().getState()).isEqualTo(State.DOWN);
        assertThat(check.call().getMessage()).hasValue("the catalog storage has not answered yet");
        assertThat(check.call().getDetails()).containsEntry("media", "up");
        late.complete(new ListPage(List.of(), null));
        assertThat(check.call().getState()).isEqualTo(State.UP);
    }

    @Test
    void isUpAtTheFirstCallSinceItAskedByItself() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (DynpackStorageHealthCheck check = new DynpackStorageHealthCheck("dynpack", answering(), storage(() -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(new ListPage(List.of(), null));
        }), clock, () -> warm)) {
            check.start();
            await().until(() -> asked.get() == 1);
            assertThat(check.call().getState()).isEqualTo(State.UP);
            assertThat(asked).as("a call asks no more").hasValue(1);
        }
    }

    @Test
    void eachComponentHasACheckOfItsOwn(@TempDir Path home) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            for (String name : List.of("dynpack", "archive")) {
                DynpackComponent component = new DynpackComponent();
                component.getConfiguration().setDirectory(Files.createDirectories(home.resolve(name)).toString());
                component.getConfiguration().setCatalogDirectory(home.resolve(name + "-catalog").toString());
                context.addComponent(name, component);
            }
            context.start();
            context.createProducerTemplate().requestBody("dynpack:listLocators", (Object) null);
            context.createProducerTemplate().requestBody("archive:listLocators", (Object) null);
            HealthCheckRegistry checks = HealthCheckRegistry.get(context);
            for (String id : List.of("dynpack-storage", "archive-storage")) {
                await().until(() -> checks.getCheck(id).orElseThrow().call().getState() == State.UP);
            }
        }
    }

    private State later(DynpackStorageHealthCheck check) {
        now = now.plus(Duration.ofSeconds(10));
        check.call();
        return check.call().getState();
    }

    @Test
    void isReadyOnceTheStorageAnsweredAndStaysSo() {
        DynpackStorageHealthCheck check = check(moody());
        mood = new StorageException.Busy("media", 1);
        assertThat(later(check)).isEqualTo(State.DOWN);
        mood = null;
        assertThat(check.call().getState()).as("asked once in ten seconds").isEqualTo(State.DOWN);
        assertThat(later(check)).isEqualTo(State.UP);
        mood = new StorageException.Busy("media", 1);
        assertThat(later(check)).as("what is in memory is served, and clients are told when to come back").isEqualTo(State.UP);
    }

    @Test
    void whoMayOnlyReadCanServe() {
        mood = new StorageException.Refused("containers", null);
        assertThat(later(check(moody()))).isEqualTo(State.UP);
    }

    @Test
    void aFolderThatIsGoneMakesItsNodeUnready(@TempDir Path home) throws Exception {
        Path media = Files.createDirectory(home.resolve("media"));
        try (FileStorage storage = new FileStorage(media)) {
            DynpackStorageHealthCheck check = check(storage);
            await().until(() -> later(check) == State.UP);
            Files.move(media, home.resolve("elsewhere"));
            await().until(() -> later(check) == State.DOWN);
            assertThat(check.call().getMessage()).hasValue("the media folder is not there");
            Files.move(home.resolve("elsewhere"), media);
            await().until(() -> later(check) == State.UP);
        }
    }
}
