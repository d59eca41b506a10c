package io.dynpack.publishing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.storage.MemoryStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocatorLookupTest {
    private static final UUID UNKNOWN = UUID.fromString("7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final MemoryStorage objects = new MemoryStorage();
    private final Catalog other = new Catalog(objects, clock);
    private final MemoryStorage node = objects.process();
    private final LocatorLookup lookup = new LocatorLookup(new Catalog(node, clock), clock, Duration.ofSeconds(5), 100);

    @BeforeEach
    void asset() {
        other.putAsset(Asset.at("harbour", "c", null)).join();
    }

    @Test
    void readsOnceInFiveSeconds() {
        UUID id = publish(null, null);
        assertThat(lookup.resolve(id).join()).hasValueSatisfying(resolved -> {
            assertThat(resolved.asset().value().folder()).isEqualTo("c/");
            assertThat(resolved.policy().value().name()).isEqualTo(StreamingPolicy.CLEAR_STREAMING_ONLY);
            assertThat(resolved.locator().version()).isNotEmpty();
        });
        int calls = node.calls.get();
        move(4999);
        assertThat(lookup.resolve(id).join()).isPresent();
        assertThat(node.calls.get()).isEqualTo(calls);
        move(1);
        assertThat(lookup.resolve(id).join()).isPresent();
        assertThat(node.calls.get()).isGreaterThan(calls);
    }

    @Test
    void absenceIsKeptAsLong() {
        assertThat(lookup.resolve(UNKNOWN).join()).isEmpty();
        int calls = node.calls.get();
        other.publish(LocatorRequest.of("harbour", StreamingPolicy.DOWNLOAD_ONLY).withStreamingLocatorId(UNKNOWN)).join();
        assertThat(lookup.resolve(UNKNOWN).join()).isEmpty();
        assertThat(node.calls.get()).isEqualTo(calls);
        move(5000);
        assertThat(lookup.resolve(UNKNOWN).join()).isPresent();
    }

    @Test
    void followsARevoke() {
        UUID id = publish(null, null);
        assertThat(lookup.locator(id).join()).isPresent();
        other.revoke(id).join();
        move(5000);
        assertThat(lookup.locator(id).join()).isEmpty();
    }

    /** However seldom a URL is asked for, and however slow the storage: the first answer after ten seconds knows of a change. */
    @Test
    void anOldStateIsNotUsedBeforeTheStorageWasAsked() {
        UUID id = publish(null, null);
        assertThat(lookup.locator(id).join()).isPresent();
        assertThat(lookup.locator(UNKNOWN).join()).isEmpty();
        other.revoke(id).join();
        other.publish(LocatorRequest.of("harbour", StreamingPolicy.DOWNLOAD_ONLY).withStreamingLocatorId(UNKNOWN)).join();
        move(9000);
        node.gate = new CompletableFuture<>();
        CompletableFuture<?> revoked = lookup.locator(id);
        CompletableFuture<?> published = lookup.locator(UNKNOWN);
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(() -> node.gate.complete(null));
        assertThat(revoked.join()).isEqualTo(Optional.empty());
        assertThat((Optional<?>) published.join()).isPresent();
    }

    /** A storage that hangs must not make a URL hang that is in use. */
    @Test
    void aYoungStateAnswersWhileTheStorageHangs() {
        UUID id = publish(null, null);
        assertThat(lookup.locator(id).join()).isPresent();
        move(5000);
        node.gate = new CompletableFuture<>();
        assertThat(lookup.locator(id).orTimeout(10, TimeUnit.SECONDS).join()).isPresent();
        node.gate.complete(null);
    }

    @Test
    void servesTheLastKnownStateWhileTheStorageFails() {
        UUID id = publish(null, "2026-01-01T01:00:00Z");
        lookup.resolve(id).join();
        lookup.locator(UNKNOWN).join();
        node.dyingAt(0, MemoryStorage.Death.BEFORE);
        move(60_000);
        assertThat(lookup.resolve(id).join()).isPresent();
        assertThat(lookup.locator(UNKNOWN).join()).isEmpty();
        int calls = node.calls.get();
        assertThat(lookup.resolve(id).join()).isPresent();
        assertThat(node.calls.get()).as("a storage in trouble is left in peace").isEqualTo(calls);
        UUID never = new UUID(0, 0);
        assertThatThrownBy(() -> lookup.locator(never).join()).isNotNull();
        move(3_540_000);
        assertThat(lookup.resolve(id).join()).as("never past its end").isEmpty();
        node.live();
        assertThat(lookup.locator(never).join()).as("a failure is not kept").isEmpty();
    }

    @Test
    void servesTheLastKnownStateWhileTheDocumentIsDamaged() {
        UUID id = publish(null, null);
        lookup.locator(id).join();
        objects.putText("catalog/streamingLocators/" + id.toString().substring(0, 2) + "/" + id + ".json", "{");
        move(5000);
        assertThat(lookup.locator(id).join()).isPresent();
    }

    @Test
    void looksAtTheTimesEachTime() {
        UUID id = publish("2026-01-01T00:00:01Z", "2026-01-01T00:00:03Z");
        assertThat(lookup.locator(id).join()).isEmpty();
        move(1000);
        assertThat(lookup.locator(id).join()).isPresent();
        move(1999);
        assertThat(lookup.locator(id).join()).isPresent();
        move(1);
        assertThat(lookup.locator(id).join()).isEmpty();
    }

    @Test
    void readsAtTheSameTimeAreOne() {
        UUID id = publish(null, null);
        node.gate = new CompletableFuture<>();
        CompletableFuture<?> one = lookup.locator(id);
        CompletableFuture<?> two = lookup.locator(id);
        one.cancel(true);
        assertThat(two).isNotDone();
        assertThat(node.calls.get()).isEqualTo(1);
        node.gate.complete(null);
        assertThat(two.join()).isEqualTo(lookup.locator(id).join());
        assertThat(node.calls.get()).as("open and read").isEqualTo(2);
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 10_000; i++) {
            lookup.locator(new UUID(1, i)).join();
        }
        int calls = node.calls.get();
        for (int i = 0; i < 10_000; i++) {
            lookup.locator(new UUID(1, i)).join();
        }
        assertThat(node.calls.get() - calls).isGreaterThanOrEqualTo(9_900);
    }

    @Test
    void filtersAreKeptAsLongAndFoundInAnyCase() {
        assertThat(lookup.filter("harbour", "Mobile").join()).isEmpty();
        other.putAccountFilter(FilterCatalogTest.accountFilter("mobile", 1)).join();
        assertThat(lookup.filter("harbour", "mobile").join()).as("absence is known").isEmpty();
        int calls = node.calls.get();
        assertThat(lookup.filter("harbour", "MOBILE").join()).isEmpty();
        assertThat(node.calls.get()).isEqualTo(calls);
        move(5000);
        assertThat(lookup.filter("harbour", "Mobile").join()).hasValueSatisfying(
                found -> assertThat(found.value().scope()).isEqualTo(Filter.Scope.ACCOUNT));
        other.putAssetFilter(FilterCatalogTest.assetFilter("harbour", "MOBILE", 1)).join();
        move(5000);
        assertThat(lookup.filter("harbour", "mobile").join()).as("an asset's own filter wins").hasValueSatisfying(found -> {
            assertThat(found.value().scope()).isEqualTo(Filter.Scope.ASSET);
            assertThat(found.value().name()).isEqualTo("MOBILE");
            assertThat(found.version()).isEqualTo(lookup.assetFilter("harbour", "mobile").join().orElseThrow().version());
        });
        assertThat(lookup.accountFilter("mobile").join().orElseThrow().value().name()).isEqualTo("mobile");
        assertThat(lookup.filter("another", "mobile").join().orElseThrow().value().scope()).isEqualTo(Filter.Scope.ACCOUNT);
        node.dyingAt(0, MemoryStorage.Death.BEFORE);
        move(60_000);
        assertThat(lookup.filter("harbour", "mobile").join()).as("the last known state").isPresent();
    }

    @Test
    void aNameThatNoFilterCanHaveIsAbsent() {
        int calls = node.calls.get();
        assertThat(lookup.filter("harbour", "x".repeat(2000)).join()).isEmpty();
        assertThat(lookup.filter("harbour", "").join()).isEmpty();
        assertThat(node.calls.get()).isEqualTo(calls);
    }

    private UUID publish(String start, String end) {
        return other.publish(LocatorRequest.of("harbour", StreamingPolicy.CLEAR_STREAMING_ONLY).withTimes(start, end)).join()
                .streamingLocatorId();
    }

    private void move(long millis) {
        now = now.plusMillis(millis);
    }
}
