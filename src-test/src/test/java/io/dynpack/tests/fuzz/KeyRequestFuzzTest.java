package io.dynpack.tests.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.keys.ContentKeys;
import io.dynpack.keys.KeyAnswer;
import io.dynpack.keys.KeyEncryption;
import io.dynpack.keys.KeyEncryptionKeys;
import io.dynpack.keys.KeyGrants;
import io.dynpack.keys.KeyRequest;
import io.dynpack.keys.KeyServer;
import io.dynpack.keys.StoredSecrets;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.storage.MemoryStorage;

/**
 * Any bytes as query, token and licence request of keys that need a token, a JWT or an SWT: nobody gets a key, and it is the
 * client's fault.
 */
class KeyRequestFuzzTest {
    private static final String KID = "7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa";
    private static final byte[] VALUE = "a key of 16 byte".getBytes(StandardCharsets.US_ASCII);
    private static final KeyServer SERVER = server();

    private static KeyServer server() {
        MemoryStorage storage = new MemoryStorage();
        Clock clock = Clock.systemUTC();
        KeyEncryption encryption = new KeyEncryptionKeys(new byte[KeyEncryptionKeys.SIZE], List.of());
        ContentKeyDocuments documents = new ContentKeyDocuments(storage, clock);
        Catalog catalog = new Catalog(storage, clock, new StoredSecrets(documents, encryption, null));
        catalog.putAsset(Asset.at("film", "film", null)).join();
        catalog.putContentKeyPolicy(
                new ContentKeyPolicy("tokens", null, null, null, null, List.of(option("Jwt"), option("Swt"))))
                .join();
        catalog.publish(
                LocatorRequest.of(Map.of("name", "film", "assetName", "film", "streamingPolicyName", "Predefined_ClearKey",
                        "defaultContentKeyPolicyName", "tokens", "contentKeys",
                        List.of(Map.of("id", KID, "value", Base64.getEncoder().encodeToString(VALUE))))))
                .join();
        ContentKeys keys = new ContentKeys(documents, encryption, clock, Duration.ofDays(1), 100);
        LocatorLookup locators = new LocatorLookup(catalog, clock, Duration.ofDays(1), 100);
        return new KeyServer(
                new KeyGrants(catalog, documents, keys, locators, encryption, storage, clock, Duration.ofDays(1), 100, null),
                0, "*", clock);
    }

    private static Map<String, Object> option(String type) {
        return Map.of("configuration", Map.of("@odata.type", "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"),
                "restriction",
                Map.of("@odata.type", "#Microsoft.Media.ContentKeyPolicyTokenRestriction", "issuer", "i", "audience",
                        "a", "restrictionTokenType", type, "primaryVerificationKey",
                        Map.of("@odata.type", "#Microsoft.Media.ContentKeyPolicySymmetricTokenKey", "keyValue",
                                Base64.getEncoder().encodeToString("a secret of forty bytes, as samples have"
                                        .getBytes(StandardCharsets.US_ASCII)))));
    }

    @FuzzTest(maxDuration = "10m")
    void anyRequest(byte[] bytes) {
        Bounds.within(bytes.length + (1 << 16), () -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            ask("GET", "/", text, null, new byte[0]);
            ask("GET", "/", "kid=" + KID + "&token=" + text, null, new byte[0]);
            ask("POST", "/", "kid=" + KID, "Bearer " + text, new byte[0]);
            ask("POST", "/clearkey", "", null, bytes);
            ask(text, text, text, text, bytes);
        });
    }

    private static void ask(String method, String path, String query, String authorization, byte[] body) {
        KeyAnswer answer = SERVER.answer(new KeyRequest(method, path, query,
                name -> name.equals("Authorization") ? authorization : null, body, "client")).join();
        boolean isPreflight = method.equals("OPTIONS") && answer.body().length == 0;
        if (answer.status() >= 500 || answer.status() < 400 && !isPreflight) {
            throw new AssertionError("answered " + answer.status() + ", " + answer.cause());
        }
        for (int i = 0; i + VALUE.length <= answer.body().length; i++) {
            if (Arrays.equals(VALUE, Arrays.copyOfRange(answer.body(), i, i + VALUE.length))) {
                throw new AssertionError("a key leaves");
            }
        }
    }
}
