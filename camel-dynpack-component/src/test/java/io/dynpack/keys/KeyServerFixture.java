package io.dynpack.keys;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.MemoryStorage;

/** A key server over a catalog in memory, at a time that tests set. */
final class KeyServerFixture {
    static final byte[] KEK = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final String ISSUER = "https://issuer.example/";
    static final String AUDIENCE = "urn:example:player";

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    };
    final MemoryStorage storage;
    final Catalog catalog;
    final ContentKeys keys;
    final KeyServer server;

    KeyServerFixture() {
        this(new MemoryStorage(), 0);
    }

    KeyServerFixture(MemoryStorage storage, int requestsPerMinute) {
        this.storage = storage;
        KeyEncryption encryption = new KeyEncryptionKeys(KEK, List.of());
        ContentKeyDocuments documents = new ContentKeyDocuments(storage, clock);
        catalog = new Catalog(storage, clock, new StoredSecrets(documents, encryption, null));
        keys = new ContentKeys(documents, encryption, clock, Duration.ZERO, 100);
        LocatorLookup locators = new LocatorLookup(catalog, clock, Duration.ZERO, 100);
        server = new KeyServer(
                new KeyGrants(catalog, documents, keys, locators, encryption, storage, clock, Duration.ZERO, 100, null),
                requestsPerMinute, "*", clock);
        catalog.putAsset(Asset.at("harbour", "c", null)).join();
    }

    void policy(String name, Map<String, Object> restriction) {
        policy(name, List.of(option("ClearKeyConfiguration", restriction)));
    }

    void policy(String name, List<Map<String, Object>> options) {
        catalog.putContentKeyPolicy(new ContentKeyPolicy(name, null, null, null, null, options)).join();
    }

    static Map<String, Object> option(String configuration, Map<String, Object> restriction) {
        return Tokens.map("name", "option", "configuration",
                Map.of("@odata.type", "#Microsoft.Media.ContentKeyPolicy" + configuration), "restriction", restriction);
    }

    static Map<String, Object> open() {
        return Map.of("@odata.type", "#Microsoft.Media.ContentKeyPolicyOpenRestriction");
    }

    static Map<String, Object> token(String type, Object... more) {
        Map<String, Object> restriction = Tokens.map("@odata.type", "#Microsoft.Media.ContentKeyPolicyTokenRestriction",
                "issuer", ISSUER, "audience", AUDIENCE, "restrictionTokenType", type);
        restriction.putAll(Tokens.map(more));
        return restriction;
    }

    static Map<String, Object> key(String type, Object... members) {
        Map<String, Object> key = Tokens.map("@odata.type", "#Microsoft.Media.ContentKeyPolicy" + type);
        key.putAll(Tokens.map(members));
        return key;
    }

    /** The key of a locator under this content key policy. */
    UUID publish(String policy) {
        StreamingLocator locator = catalog.publish(LocatorRequest.of(Map.of("name", "of " + policy, "assetName", "harbour",
                "streamingPolicyName", "Predefined_ClearKey", "defaultContentKeyPolicyName", policy))).join();
        return UUID.fromString(String.valueOf(locator.contentKeys().get(0).get("id")));
    }

    byte[] value(UUID id) {
        return keys.find(id).join().orElseThrow().value();
    }

    KeyAnswer ask(String method, String path, String query, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        return server.answer(new KeyRequest(method, path, query, name -> all.get(name.toLowerCase(Locale.ROOT)), body,
                "192.0.2.1")).join();
    }

    KeyAnswer ask(UUID id, @Nullable String token) {
        return ask("GET", "/", "kid=" + id, token == null ? Map.of() : Map.of("Authorization", "Bearer " + token), new byte[0]);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Seconds from now on, as tokens count. */
    long in(long seconds) {
        return now.get().getEpochSecond() + seconds;
    }
}
