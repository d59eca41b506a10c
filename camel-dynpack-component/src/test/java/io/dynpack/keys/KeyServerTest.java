package io.dynpack.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.MemoryStorage;

import static io.dynpack.keys.KeyServerFixture.AUDIENCE;
import static io.dynpack.keys.KeyServerFixture.ISSUER;
import static io.dynpack.keys.KeyServerFixture.key;
import static io.dynpack.keys.KeyServerFixture.open;
import static io.dynpack.keys.KeyServerFixture.option;
import static io.dynpack.keys.KeyServerFixture.token;
import static io.dynpack.keys.Tokens.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyServerTest {
    private static final byte[] SECRET = "a secret of forty bytes, as samples have".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET_TEXT = Base64.getEncoder().encodeToString(SECRET);

    private final KeyServerFixture node = new KeyServerFixture();

    private static Map<String, Object> symmetric(String secret) {
        return token("Jwt", "primaryVerificationKey", key("SymmetricTokenKey", "keyValue", secret));
    }

    private static String jwt(KeyServerFixture node, Object... changes) {
        Map<String, Object> claims = map("iss", ISSUER, "aud", AUDIENCE, "exp", node.in(600));
        claims.putAll(map(changes));
        return Tokens.jwt(map("alg", "HS256"), claims, Tokens.hmac("HmacSHA256", SECRET));
    }

    @Test
    void openKeysAreGivenToEverybody() {
        node.policy("open", open());
        UUID id = node.publish("open");
        KeyAnswer answer = node.ask(id, null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(16).isEqualTo(node.value(id));
        assertThat(answer.headers()).containsEntry("Content-Type", "application/octet-stream")
                .containsEntry("Content-Length", "16")
                .containsEntry("Cache-Control", "no-store").containsEntry("Access-Control-Allow-Origin", "*");
        assertThat(answer.cause()).isNull();
        KeyTraces.assertAbsent("text", answer.toString(), answer.body());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  /,  kid=%s
            GET,  '', kid=%s
            GET,  /,  KID=%s
            GET,  /,  a=b&Kid=%s&c
            GET,  /,  %%6bid=%s
            POST, /,  kid=%s
            """)
    void everySpellingOfTheUrlIsUnderstood(String method, String path, String query) {
        node.policy("open", open());
        UUID id = node.publish("open");
        for (String spelled : List.of(id.toString(), id.toString().toUpperCase(Locale.ROOT))) {
            assertThat(node.ask(method, path, query.formatted(spelled), Map.of(), "<xml/>".getBytes(StandardCharsets.UTF_8))
                    .body())
                    .isEqualTo(node.value(id));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,    /,           '',                                            400
            GET,    /,           kid=,                                          400
            GET,    /,           kid=../../etc/passwd,                          400
            GET,    /,           kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0a,       400
            GET,    /,           kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa%2f..,  400
            GET,    /,           kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa&kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0ab, 400
            GET,    /,           kid=7c1d0a523be44f0e8a6b5d2f9e61c0aa,          400
            GET,    /,           kid=%zz,                                       400
            GET,    /,           kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa,      404
            GET,    /Widevine/,  kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa,      404
            GET,    /../,        kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa,      404
            HEAD,   /,           kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa,      405
            DELETE, /,           kid=7c1d0a52-3be4-4f0e-8a6b-5d2f9e61c0aa,      405
            GET,    /clearkey,   '',                                            405
            POST,   /clearkey,   '',                                            400
            """)
    void otherRequestsAreRefusedWithoutReflection(String method, String path, String query, int status) {
        KeyAnswer answer = node.ask(method, path, query, Map.of(), new byte[0]);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).startsWith("MPE_");
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).contains("<hresult>" + answer.code() + "</hresult>")
                .doesNotContain("7c1d").doesNotContain("passwd");
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void preflightsAreAnsweredForAuthorization() {
        KeyAnswer answer = node.ask("OPTIONS", "/", "kid=" + UUID.randomUUID(), Map.of(), new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Access-Control-Allow-Origin", "*")
                .containsEntry("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                .containsEntry("Access-Control-Allow-Headers", "Authorization, Content-Type");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void tokensComeInEveryPlaceThatPlayersPutThem() {
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID id = node.publish("jwt");
        String token = jwt(node);
        KeyAnswer none = node.ask(id, null);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.headers()).containsEntry("WWW-Authenticate", "Bearer");
        for (String header : List.of("Bearer " + token, "bearer " + token, "Bearer=" + token, "Bearer  " + token + " ")) {
            assertThat(node.ask("GET", "/", "kid=" + id, Map.of("authorization", header), new byte[0]).status()).as(header)
                    .isEqualTo(200);
        }
        for (String query : List.of("&token=" + token, "&Token=Bearer%20" + token, "&Bearer=" + token,
                "&token=Bearer%3D" + token)) {
            assertThat(node.ask("GET", "/", "kid=" + id + query, Map.of(), new byte[0]).status()).as(query).isEqualTo(200);
        }
        for (String header : List.of("Basic dXNlcjpwYXNz", "", "Bearer", "Bearer ", token)) {
            assertThat(node.ask("GET", "/", "kid=" + id, Map.of("Authorization", header), new byte[0]).status()).as(header)
                    .isEqualTo(401);
        }
        assertThat(node.ask("GET", "/", "kid=" + id + "&token=", Map.of(), new byte[0]).status()).isEqualTo(401);
    }

    @Test
    void severalOptionsAreTriedInTurn() {
        node.policy("both",
                List.of(option("ClearKeyConfiguration", symmetric(Base64.getEncoder().encodeToString(new byte[40]))),
                        option("PlayReadyConfiguration", open()), option("WidevineConfiguration", open()),
                        option("UnknownConfiguration", open()), option("ClearKeyConfiguration", symmetric(SECRET_TEXT))));
        UUID id = node.publish("both");
        assertThat(node.ask(id, jwt(node)).status()).isEqualTo(200);
        assertThat(node.ask(id, null).status()).as("open for licences only").isEqualTo(401);
        assertThat(node.ask(id, "x").cause()).contains("it is no signed JWT; both, option: it is no signed JWT");
    }

    @Test
    void whatIsForLicencesOnlyIsNotGivenInTheClear() {
        node.policy("drm", List.of(option("PlayReadyConfiguration", open()), option("WidevineConfiguration", open()),
                option("FairPlayConfiguration", open()), option("ClearKeyConfiguration", Map.of("@odata.type",
                        "#Microsoft.Media.ContentKeyPolicyUnknownRestriction"))));
        UUID id = node.publish("drm");
        assertThat(node.ask(id, null).status()).isEqualTo(404);
        assertThat(node.ask(id, jwt(node)).status()).isEqualTo(404);
    }

    @Test
    void aKeyIsThatOfLocatorsThatServe() {
        node.policy("open", open());
        StreamingLocator locator = node.catalog.publish(LocatorRequest.of(Map.of("name", "timed", "assetName", "harbour",
                "streamingPolicyName", "Predefined_ClearKey", "defaultContentKeyPolicyName", "open", "startTime",
                "2026-03-01T12:00:00Z", "endTime", "2026-03-01T13:00:00Z"))).join();
        UUID id = UUID.fromString(String.valueOf(locator.contentKeys().get(0).get("id")));
        assertThat(node.ask(id, null).status()).isEqualTo(404);
        node.now.set(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(node.ask(id, null).status()).isEqualTo(200);
        node.now.set(Instant.parse("2026-03-01T13:00:00Z"));
        assertThat(node.ask(id, null).status()).isEqualTo(404);
        node.now.set(Instant.parse("2026-03-01T12:30:00Z"));
        node.catalog.revoke("timed").join();
        assertThat(node.ask(id, null).status()).isEqualTo(404);
        node.catalog.publish(LocatorRequest.of(locator)).join();
        assertThat(node.ask(id, null).status()).isEqualTo(200);
    }

    @Test
    void oneKeyOfTwoLocatorsIsGivenUnderThePolicyOfEither() {
        node.policy("open", open());
        node.policy("jwt", symmetric(SECRET_TEXT));
        String id = "f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a11";
        for (String policy : List.of("jwt", "open")) {
            node.catalog.publish(LocatorRequest.of(Map.of("name", policy, "assetName", "harbour", "streamingPolicyName",
                    "Predefined_ClearKey", "contentKeys", List.of(Map.of("id", id, "labelReferenceInStreamingPolicy",
                            "clearKeyDefault", "policyName", policy, "value", "c2VjcmV0IG9mIHNpeHRlZQ==")))))
                    .join();
        }
        assertThat(node.ask(UUID.fromString(id), null).body()).asString(StandardCharsets.US_ASCII)
                .isEqualTo("secret of sixtee");
        node.catalog.revoke("open").join();
        assertThat(node.ask(UUID.fromString(id), null).status()).isEqualTo(401);
        assertThat(node.ask(UUID.fromString(id), jwt(node)).status()).isEqualTo(200);
    }

    @Test
    void withoutAPolicyNobodyGetsTheKey() {
        UUID missing = node.publish("missing");
        assertThat(node.ask(missing, null).status()).isEqualTo(404);
        StreamingLocator none = node.catalog.publish(LocatorRequest.of("harbour", "Predefined_ClearKey")).join();
        assertThat(node.ask(UUID.fromString(String.valueOf(none.contentKeys().get(0).get("id"))), null).status())
                .isEqualTo(404);
        node.policy("missing", open());
        assertThat(node.ask(missing, null).status()).isEqualTo(200);
        node.policy("missing", symmetric(SECRET_TEXT));
        assertThat(node.ask(missing, null).status()).as("a policy that was changed").isEqualTo(401);
        node.catalog.deleteContentKeyPolicy("missing").join();
        assertThat(node.ask(missing, null).status()).isEqualTo(404);
    }

    @Test
    void usesAreCountedOverAllNodes() throws Exception {
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID id = node.publish("jwt");
        String token = jwt(node, TokenVerifier.MAX_USES, 4);
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            KeyServerFixture other = new KeyServerFixture(node.storage.process(), 0);
            requests.add(() -> other.ask(id, token).status());
        }
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        try {
            int given = 0;
            for (Future<Integer> answer : threads.invokeAll(requests)) {
                given += answer.get() == 200 ? 1 : 0;
            }
            assertThat(given).isEqualTo(4);
        } finally {
            threads.shutdownNow();
        }
        assertThat(node.ask(id, token).cause()).contains("4 times");
        assertThat(node.ask(id, jwt(node, TokenVerifier.MAX_USES, "2")).status()).as("another token").isEqualTo(200);
    }

    @Test
    void manyUsesAreCountedExactly() {
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID id = node.publish("jwt");
        String token = jwt(node, TokenVerifier.MAX_USES, 100);
        for (int i = 0; i < 100; i++) {
            // each third request comes to a node that never saw the token
            KeyServerFixture asked = i % 3 == 0 ? new KeyServerFixture(node.storage.process(), 0) : node;
            assertThat(asked.ask(id, token).status()).as("use " + i).isEqualTo(200);
        }
        assertThat(node.ask(id, token).status()).isEqualTo(401);
        assertThat(new KeyServerFixture(node.storage.process(), 0).ask(id, token).status()).isEqualTo(401);
        assertThat(uses()).isEqualTo(100);
    }

    /** The last characters of Base64 hold bits that mean nothing: a token can be spelled in several ways. */
    @Test
    void anotherSpellingOfATokenIsTheSameToken() {
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID id = node.publish("jwt");
        String token = jwt(node, TokenVerifier.MAX_USES, 1);
        assertThat(node.ask(id, token).status()).isEqualTo(200);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (char last : alphabet.toCharArray()) {
            assertThat(node.ask(id, token.substring(0, token.length() - 1) + last).status()).isEqualTo(401);
        }
        assertThat(node.ask(id, token + "==").status()).isEqualTo(401);
    }

    @Test
    void usesOfExpiredTokensAreSweptAndNoOthers() {
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID id = node.publish("jwt");
        String old = jwt(node, TokenVerifier.MAX_USES, 2);
        assertThat(node.ask(id, old).status()).isEqualTo(200);
        assertThat(uses()).isEqualTo(1);
        node.now.set(node.now.get().plusSeconds(3 * 3600));
        String next = jwt(node, TokenVerifier.MAX_USES, 2);
        assertThat(node.ask(id, next).status()).isEqualTo(200);
        node.now.set(node.now.get().plusSeconds(601));
        assertThat(node.ask(id, next).status()).isEqualTo(200);
        assertThat(node.ask(id, next).status()).isEqualTo(401);
        assertThat(uses()).isEqualTo(2);
    }

    private long uses() {
        return node.storage.names().stream().filter(name -> name.startsWith("catalog/tokenUses/")).count();
    }

    @Test
    void aRefusedTokenTakesNoUse() {
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID id = node.publish("jwt");
        for (int i = 0; i < 3; i++) {
            assertThat(node.ask(id, jwt(node, TokenVerifier.MAX_USES, 1, "aud", "other")).status()).isEqualTo(401);
        }
        assertThat(uses()).isZero();
    }

    @Test
    void whoAsksTooOftenWaits() {
        KeyServerFixture limited = new KeyServerFixture(new MemoryStorage(), 3);
        limited.policy("open", open());
        UUID id = limited.publish("open");
        for (int i = 0; i < 3; i++) {
            assertThat(limited.ask(id, null).status()).isEqualTo(200);
        }
        KeyAnswer refused = limited.ask(id, null);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("Retry-After");
        assertThat(limited.ask(UUID.randomUUID(), null).status()).as("another key").isEqualTo(404);
        limited.now.set(limited.now.get().plusSeconds(20));
        assertThat(limited.ask(id, null).status()).isEqualTo(200);
        assertThat(limited.ask(id, null).status()).isEqualTo(429);
    }

    private static String kid(UUID id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array());
    }

    private KeyAnswer licence(String body, Map<String, String> headers) {
        return node.ask("POST", "/ClearKey/", "", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void licencesOfClearKeyHaveAllKeysOrNone() throws Exception {
        node.policy("open", open());
        node.policy("jwt", symmetric(SECRET_TEXT));
        UUID one = node.publish("open");
        UUID two = node.publish("jwt");
        String both = "{\"kids\":[\"" + kid(one) + "\",\"" + kid(two) + "\"],\"type\":\"temporary\"}";
        assertThat(licence(both, Map.of()).status()).isEqualTo(401);
        KeyAnswer answer = licence(both, Map.of("Authorization", "Bearer " + jwt(node)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json").containsEntry("Cache-Control",
                "no-store");
        JsonNode licence = JsonMapper.builder().build().readTree(answer.body());
        assertThat(licence.get("type").asText()).isEqualTo("temporary");
        assertThat(licence.get("keys")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode jwk = licence.get("keys").get(i);
            assertThat(jwk.get("kty").asText()).isEqualTo("oct");
            assertThat(jwk.get("kid").asText()).isEqualTo(kid(i == 0 ? one : two));
            assertThat(Base64.getUrlDecoder().decode(jwk.get("k").asText())).isEqualTo(node.value(i == 0 ? one : two));
            assertThat(jwk.get("k").asText()).doesNotContain("=");
        }
        String counted = jwt(node, TokenVerifier.MAX_USES, 1);
        assertThat(licence(both, Map.of("Authorization", "Bearer " + counted)).status()).as("one use for all").isEqualTo(200);
        assertThat(licence(both, Map.of("Authorization", "Bearer " + counted)).status()).isEqualTo(401);
        assertThat(licence("{\"kids\":[\"" + kid(one) + "\",\"" + kid(UUID.randomUUID()) + "\"]}", Map.of()).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"kids\":[]}", "{\"kids\":\"x\"}", "{\"kids\":[\"AAAA\"]}", "{\"kids\":[1]}",
            "{\"kids\":[\"../../../../../../../\"]}", "{\"kids\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "{\"kids\":[\"AA\"],\"kids\":[\"AA\"]}"})
    void badLicenceRequestsAreRefused(String body) {
        assertThat(licence(body, Map.of()).status()).isEqualTo(400);
    }

    @Test
    void largeLicenceRequestsAreRefused() {
        assertThat(licence("{\"kids\":[\"" + "A".repeat(20_000) + "\"]}", Map.of()).status()).isEqualTo(400);
        String kid = "\"" + kid(UUID.randomUUID()) + "\",";
        assertThat(licence("{\"kids\":[" + kid.repeat(32) + kid.replace(",", "") + "]}", Map.of()).status()).isEqualTo(400);
    }

    @Test
    void aStorageThatFailsIsSaidAndGivesNothing() {
        node.policy("open", open());
        UUID id = node.publish("open");
        MemoryStorage dying = node.storage.process();
        KeyServerFixture other = new KeyServerFixture(dying, 0);
        dying.dyingAt(dying.calls.get() + 1, MemoryStorage.Death.BEFORE);
        KeyAnswer answer = other.ask(id, null);
        assertThat(answer.status()).isIn(500, 503);
        KeyTraces.assertAbsent("body", new String(answer.body(), StandardCharsets.ISO_8859_1), node.value(id));
    }

    @Test
    void secretsOfPoliciesAreWrappedAndShownToWhoAsksForThem() throws Exception {
        Map<String, Object> fairPlay = map("@odata.type", "#Microsoft.Media.ContentKeyPolicyFairPlayConfiguration", "ask",
                "YXBwbGljYXRpb24gc2VjcmV0", "fairPlayPfx", "cGZ4LXNlY3JldA==", "fairPlayPfxPassword", "pass-secret",
                "rentalDuration", 10);
        ContentKeyPolicy policy = new ContentKeyPolicy("secrets", null, null, null, "for tests", List.of(
                option("ClearKeyConfiguration", symmetric(SECRET_TEXT)),
                map("name", "fairplay", "configuration", fairPlay, "restriction", open())));
        assertThat(node.catalog.putContentKeyPolicy(policy).join()).isTrue();
        assertThat(node.catalog.putContentKeyPolicy(policy).join()).as("the same again").isFalse();
        ContentKeyPolicy stored = node.catalog.contentKeyPolicy("secrets").join().orElseThrow();
        String shown = JsonMapper.builder().build().writeValueAsString(stored.withoutSecrets());
        String text = new String(node.storage.bytes("catalog/contentKeyPolicies/secrets.json"), StandardCharsets.UTF_8);
        for (String secret : List.of(SECRET_TEXT, "YXBwbGljYXRpb24gc2VjcmV0", "cGZ4LXNlY3JldA==", "pass-secret")) {
            assertThat(text + shown + policy + stored).doesNotContain(secret);
        }
        assertThat(shown).contains("\"keyValue\":\"\"").contains("\"ask\":\"\"").contains("\"rentalDuration\":10")
                .contains("\"fairPlayPfxPassword\":\"\"").doesNotContain("wrapped");
        ContentKeyPolicy revealed = node.catalog.contentKeyPolicyWithSecrets("secrets").join().orElseThrow();
        assertThat(revealed.options()).isEqualTo(policy.options());
        assertThat(revealed.policyId()).isNotNull();
        assertThat(node.catalog.listContentKeyPolicies(10, null).join().items()).containsExactly(stored);
        ContentKeyPolicy changed = new ContentKeyPolicy("secrets", null, null, null, "changed", policy.options());
        assertThat(node.catalog.putContentKeyPolicy(changed).join()).isTrue();
        assertThat(node.catalog.contentKeyPolicy("secrets").join().orElseThrow().policyId()).isEqualTo(stored.policyId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    {"configuration":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"}} | options[0].restriction is missing
                    {"restriction":{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}} | options[0].configuration is missing
                    {CLEAR_KEY,"restriction":{"odatatype":"Free"}} | restriction.@odata.type is none of
                    {CLEAR_KEY,TOKEN}} | restriction.restrictionTokenType is neither
                    {CLEAR_KEY,TOKEN,JWT}} | primaryVerificationKey is missing
                    {CLEAR_KEY,TOKEN,JWT,KEY:{SYMMETRIC,"keyValue":""}}} | primaryVerificationKey.keyValue is empty: the policy was exported without its secrets
                    {CLEAR_KEY,TOKEN,JWT,KEY:{SYMMETRIC,"keyValue":"AAEC"}}} | keyValue has 3 bytes
                    {CLEAR_KEY,TOKEN,JWT,DOCUMENT:"http://issuer.example/"}} | begins with https://
                    {CLEAR_KEY,TOKEN,JWT,DOCUMENT:"https://issuer.example/"}} | restriction.issuer is missing
                    {CLEAR_KEY,TOKEN,"restrictionTokenType":"Swt",DOCUMENT:"https://issuer.example/","issuer":"i"}} | audience is missing
                    {CLEAR_KEY,TOKEN,JWT,KEY:{"odatatype":"X509CertificateTokenKey","rawBody":"AAEC"}}} | rawBody is no X.509 certificate
                    {CLEAR_KEY,TOKEN,JWT,KEY:{"odatatype":"RsaTokenKey","modulus":"gAAB","exponent":"AQAB"}}} | primaryVerificationKey.modulus is
                    """)
    void policiesThatNobodyCouldMeetAreRefused(String option, String message) throws Exception {
        String json = option.replace("CLEAR_KEY", "\"configuration\":{\"odatatype\":\"ClearKeyConfiguration\"}")
                .replace("TOKEN", "\"restriction\":{\"odatatype\":\"TokenRestriction\"")
                .replace("JWT", "\"restrictionTokenType\":\"Jwt\"")
                .replace("SYMMETRIC", "\"odatatype\":\"SymmetricTokenKey\"").replace("KEY:", "\"primaryVerificationKey\":")
                .replace("DOCUMENT", "\"openIdConnectDiscoveryDocument\"");
        ContentKeyPolicy policy = new ContentKeyPolicy("bad", null, null, null, null,
                List.of(JsonMapper.builder().build().readValue(json, Map.class)));
        assertThatThrownBy(() -> node.catalog.putContentKeyPolicy(policy).join()).hasMessageContaining(message)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(node.catalog.contentKeyPolicy("bad").join()).isEmpty();
    }

    /** As Azure Media Services exported it. */
    @Test
    void exportedPoliciesAreUnderstood() {
        ContentKeyPolicy policy = ContentKeyPolicy.of(Map.of("name", "exported", "properties", Map.of("policyId",
                "8352435b-ebea-4681-aae7-e19277771f64", "options", List.of(Map.of("policyOptionId",
                        "7d3f4bc1-d2bf-43a3-b02e-a7e31ab15d43", "name", "widevineoption", "configuration",
                        Map.of("@odata.type", "#Microsoft.Media.ContentKeyPolicyWidevineConfiguration", "widevineTemplate",
                                "{\"allowed_track_types\":\"SD_HD\"}"),
                        "restriction", open())))));
        node.catalog.putContentKeyPolicy(policy).join();
        ContentKeyPolicy stored = node.catalog.contentKeyPolicy("exported").join().orElseThrow();
        assertThat(stored.policyId()).hasToString("8352435b-ebea-4681-aae7-e19277771f64");
        assertThat(stored.options()).isEqualTo(policy.options());
    }
}
