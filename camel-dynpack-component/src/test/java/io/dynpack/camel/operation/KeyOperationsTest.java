package io.dynpack.camel.operation;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.keys.KeyTraces;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.MemoryStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Content keys and their policies through Camel. */
class KeyOperationsTest extends CamelTestSupport {
    private static final String SECRET = Base64.getEncoder().encodeToString("a secret of thirty-two bytes, no more".getBytes(
            StandardCharsets.US_ASCII));
    private static final String OPEN = """
            {"name": "open", "properties": {"options": [{"name": "all",
              "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyOpenRestriction"}}]}}""";
    private static final String JWT = """
            {"name": "jwt", "properties": {"options": [{"name": "players",
              "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyTokenRestriction", "issuer": "i", "audience": "a",
                "restrictionTokenType": "Jwt", "primaryVerificationKey": {
                  "@odata.type": "#Microsoft.Media.ContentKeyPolicySymmetricTokenKey", "keyValue": "%s"}}}]}}"""
            .formatted(SECRET);

    @TempDir
    Path folder;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        Files.createDirectories(folder.resolve("media/harbour"));
        Files.writeString(folder.resolve("media/harbour/harbour.ism"), "<smil/>");
        Files.writeString(folder.resolve("kek"), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n");
        CamelContext context = super.createCamelContext();
        context.addComponent("dynpack", component(folder.resolve("kek").toString()));
        return context;
    }

    private DynpackComponent component(String keyFile) {
        DynpackComponent component = new DynpackComponent();
        component.getConfiguration().setDirectory(folder.resolve("media").toString());
        component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
        component.getConfiguration().setKeyEncryptionKeyFile(keyFile);
        return component;
    }

    private StreamingLocator publish(String policy) {
        return template.requestBody("dynpack:publishLocator", "{\"name\": \"" + policy + "\", \"assetName\": \"harbour\","
                + " \"streamingPolicyName\": \"Predefined_ClearKey\", \"defaultContentKeyPolicyName\": \"" + policy + "\"}",
                StreamingLocator.class);
    }

    private byte[] value(StreamingLocator locator) {
        Map<?, ?> answer = template.requestBody("dynpack:listContentKeys", locator, Map.class);
        Map<?, ?> key = (Map<?, ?>) ((List<?>) answer.get("contentKeys")).get(0);
        assertThat(key.get("id")).isEqualTo(locator.contentKeys().get(0).get("id"));
        return Base64.getDecoder().decode(key.get("value").toString());
    }

    private Exchange key(String query, String token) {
        return template.request("dynpack:key", exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_URI, "/");
            exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query);
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
            exchange.getMessage().setHeader("authorization", token == null ? null : "Bearer " + token);
            exchange.getMessage().setHeader("x-injected", "yes");
        });
    }

    @Test
    void policiesAreStoredShownAndDeleted() {
        ContentKeyPolicy stored = template.requestBody("dynpack:putContentKeyPolicy", JWT, ContentKeyPolicy.class);
        assertThat(JsonMapper.builder().build().valueToTree(stored).toString()).contains("\"keyValue\":\"\"")
                .contains("policyId");
        for (Object form : List.of("jwt", stored, JWT.replace(SECRET, ""))) {
            assertThat(template.requestBody("dynpack:getContentKeyPolicy", form)).isEqualTo(stored);
        }
        assertThat(JsonMapper.builder().build()
                .valueToTree(template.requestBody("dynpack:getContentKeyPolicy?withSecrets=true", "jwt")).toString())
                .contains(SECRET);
        assertThat(template.requestBody("dynpack:getContentKeyPolicy", "other")).isNull();
        assertThat(template.requestBody("dynpack:listContentKeyPolicies", null, List.class)).isEqualTo(List.of(stored));
        ContentKeyPolicy replaced = template.requestBodyAndHeader("dynpack:putContentKeyPolicy",
                OPEN.replace("\"name\": \"open\",",
                        ""),
                DynpackConstants.CONTENT_KEY_POLICY, "jwt", ContentKeyPolicy.class);
        assertThat(replaced.name()).isEqualTo("jwt");
        assertThat(template.requestBody("dynpack:getContentKeyPolicy", "jwt")).isEqualTo(replaced).isNotEqualTo(stored);
        assertThat(template.requestBody("dynpack:deleteContentKeyPolicy", "jwt")).isEqualTo(true);
        assertThat(template.requestBody("dynpack:deleteContentKeyPolicy", "jwt")).isEqualTo(false);
    }

    @Test
    void badPoliciesAreRefusedWithThePathOfTheField() {
        assertThatThrownBy(() -> template.requestBody("dynpack:putContentKeyPolicy", JWT.replace(SECRET, "")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .satisfies(failure -> assertThat(failure.getCause()).isInstanceOf(DynpackException.class)
                        .hasMessageContaining("options[0].restriction.primaryVerificationKey.keyValue is empty"));
        for (String body : List.of("{\"name\": \"x\"}", "{\"options\": []}", "no JSON",
                "{\"name\": \"x\", \"options\": [1]}")) {
            assertThatThrownBy(() -> template.requestBody("dynpack:putContentKeyPolicy", body))
                    .satisfies(failure -> assertThat(failure.getCause()).isInstanceOf(DynpackException.class));
        }
        assertThatThrownBy(() -> template.requestBodyAndHeader("dynpack:putContentKeyPolicy", OPEN,
                DynpackConstants.CONTENT_KEY_POLICY, "other")).hasStackTraceContaining("but in the body open");
    }

    @Test
    void keysAreGivenByHttpAndNothingIsReflected() {
        template.requestBody("dynpack:putContentKeyPolicy", OPEN);
        template.requestBody("dynpack:putContentKeyPolicy", JWT);
        StreamingLocator open = publish("open");
        StreamingLocator jwt = publish("jwt");
        String openId = String.valueOf(open.contentKeys().get(0).get("id"));
        Exchange given = key("kid=" + openId, null);
        assertThat(given.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(given.getMessage().getBody(byte[].class)).isEqualTo(value(open)).hasSize(16);
        assertThat(given.getMessage().getBody()).isInstanceOf(ByteBuffer.class);
        assertThat(given.getMessage().getHeaders()).containsEntry("Cache-Control", "no-store").doesNotContainKeys("x-injected",
                "authorization", "kid", Exchange.HTTP_RAW_QUERY);
        Exchange refused = key("kid=" + jwt.contentKeys().get(0).get("id"), "a.b.c");
        assertThat(refused.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(401);
        assertThat(refused.getMessage().getHeader(DynpackConstants.ERROR)).isEqualTo("MPE_UNAUTHORIZED");
        KeyTraces.assertAbsent("answer", refused.getMessage().getBody(String.class), value(jwt));
        assertThat(key("", null).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(400);
        assertThat(given.getException()).isNull();
        assertThat(refused.getException()).isNull();
    }

    @Test
    void licencesOfClearKeyAreGivenBelowABasePath() {
        template.requestBody("dynpack:putContentKeyPolicy", OPEN);
        StreamingLocator open = publish("open");
        String id = String.valueOf(open.contentKeys().get(0).get("id")).replace("-", "");
        String kid = Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(id));
        String body = "{\"kids\":[\"" + kid + "\"],\"type\":\"temporary\"}";
        for (Object form : List.of(body, body.getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))) {
            Exchange answer = template.request("dynpack:key?basePath=/keys", exchange -> {
                exchange.getMessage().setHeader(Exchange.HTTP_URI, "/keys/clearkey");
                exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
                exchange.getMessage().setBody(form);
            });
            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
            assertThat(answer.getMessage().getBody(String.class)).contains("\"kid\":\"" + kid + "\"")
                    .contains("\"k\":\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(value(open)) + "\"");
        }
    }

    /** After all of that, no file of the catalog holds a value, or a secret of a policy. */
    @Test
    void noFileOfTheCatalogHoldsASecret() throws Exception {
        template.requestBody("dynpack:putContentKeyPolicy", JWT);
        StreamingLocator locator = publish("jwt");
        byte[] value = value(locator);
        try (Stream<Path> files = Files.walk(folder.resolve("catalog"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(5);
            for (Path file : all) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                KeyTraces.assertAbsent(file.toString(), text, value);
                assertThat(text).as(file.toString()).doesNotContain(SECRET);
            }
        }
        for (Object shown : List.of(template.requestBody("dynpack:getLocator", locator),
                template.requestBody("dynpack:listLocators", null, List.class))) {
            KeyTraces.assertAbsent("shown", JsonMapper.builder().build().writeValueAsString(shown), value);
        }
    }

    @Test
    void theKeyEncryptionKeyIsSaidWhereItIsMissingWrongOrNoKey() throws Exception {
        StreamingLocator locator = publish("open");
        context.addComponent("none", component(null));
        assertThatThrownBy(() -> template.requestBody("none:publishLocator", "{\"name\": \"new\", \"assetName\": \"harbour\","
                + " \"streamingPolicyName\": \"Predefined_ClearKey\"}")).hasStackTraceContaining("set keyEncryptionKeyFile");
        Files.writeString(folder.resolve("other"), Base64.getEncoder().encodeToString(new byte[32]));
        context.addComponent("other", component(folder.resolve("other").toString()));
        assertThatThrownBy(() -> template.requestBody("other:listContentKeys", locator))
                .hasStackTraceContaining("catalog/contentKeys/").hasStackTraceContaining("previousKeyEncryptionKeys");
        Files.writeString(folder.resolve("bad"), "a secret that is no key");
        for (String file : List.of("bad", "absent")) {
            context.addComponent(file, component(folder.resolve(file).toString()));
            assertThatThrownBy(() -> template.requestBody(file + ":listLocators", (Object) null))
                    .hasStackTraceContaining("keyEncryptionKeyFile").hasStackTraceContaining(folder.resolve(file).toString())
                    .satisfies(failure -> assertThat(Throwables.getStackTrace(failure))
                            .doesNotContain("secret that"));
        }
    }

    @Test
    void keysThatCannotBeAreSaidWithTheirPlace() {
        String document = "{\"name\": \"keys\", \"assetName\": \"harbour\", \"streamingPolicyName\": \"Predefined_ClearKey\","
                + " \"contentKeys\": [{\"id\": \"f0f7b4a1-0a6f-4ae4-8f0f-3b1d5a1f2a11\", \"%s\": \"%s\"}]}";
        for (String[] member : new String[][]{{"value", "c2hvcnQ="}, {"value", "-secret-"}, {"id", "no GUID"},
                {"labelReferenceInStreamingPolicy", "cencDefaultKey"}}) {
            String text = document.formatted(member[0], member[1]);
            String body = member[0].equals("id") ? text.replaceFirst("\"id\": \"[^\"]*\", ", "") : text;
            assertThatThrownBy(() -> template.requestBody("dynpack:publishLocator", body)).satisfies(failure -> {
                assertThat(failure.getCause()).isInstanceOf(DynpackException.class)
                        .hasMessageContaining("contentKeys[0]." + member[0]);
                assertThat(Throwables.getStackTrace(failure)).doesNotContain("-secret-").doesNotContain("c2hvcnQ");
            });
        }
    }

    /** Requests for keys that nobody has are looked up in the storage, each of them. */
    @Test
    void noMoreRequestsAreUnderWayThanANodeMayHave() throws Exception {
        HeldCatalog storage = new HeldCatalog();
        DynpackComponent component = component(folder.resolve("kek").toString());
        component.getConfiguration().setCatalogStorage(storage);
        context.addComponent("held", component);
        CompletableFuture<Exchange> first = template.asyncSend("held:key?maxInFlight=1",
                exchange -> exchange.getMessage().setHeader(Exchange.HTTP_URI, "/?kid=" + UUID.randomUUID()));
        assertThat(storage.asked.await(10, TimeUnit.SECONDS)).isTrue();
        Exchange refused = template.request("held:key?maxInFlight=1",
                exchange -> exchange.getMessage().setHeader(Exchange.HTTP_URI, "/?kid=" + UUID.randomUUID()));
        assertThat(refused.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(refused.getMessage().getHeader("Retry-After")).isEqualTo("1");
        storage.answer.complete(null);
        assertThat(first.get(10, TimeUnit.SECONDS).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(404);
        assertThat(template.request("held:key?maxInFlight=1",
                exchange -> exchange.getMessage().setHeader(Exchange.HTTP_URI, "/?kid=" + UUID.randomUUID())).getMessage()
                .getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(404);
    }

    /** Listings of the locators of a key wait until they are answered; that of all keys, by which a node begins, does not. */
    private static final class HeldCatalog extends MemoryStorage {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CompletableFuture<Void> answer = new CompletableFuture<>();

        @Override
        public CompletableFuture<ListPage> list(String prefix, String continuation) {
            if (!prefix.startsWith("catalog/contentKeys/") || prefix.equals("catalog/contentKeys/")) {
                return super.list(prefix, continuation);
            }
            asked.countDown();
            return answer.thenCompose(done -> super.list(prefix, continuation));
        }
    }
}
