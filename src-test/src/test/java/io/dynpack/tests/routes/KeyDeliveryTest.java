package io.dynpack.tests.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.publishing.StreamingLocator;
import io.dynpack.tests.http.AccessLines;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code key-delivery} beside the streaming route, over real connections. */
class KeyDeliveryTest {
    private static final String FOLDER = "dynpack/routes/";
    private static final byte[] SECRET = "a secret of forty bytes, as samples have".getBytes(StandardCharsets.US_ASCII);
    private static final String POLICY = """
            {"name": "%s", "properties": {"options": [{"name": "only",
              "configuration": {"@odata.type": "#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration"},
              "restriction": {"@odata.type": "#Microsoft.Media.ContentKeyPolicy%s"}}]}}""";
    private static final String TOKENS = """
            TokenRestriction", "issuer": "i", "audience": "a", "primaryVerificationKey": {
              "@odata.type": "#Microsoft.Media.ContentKeyPolicySymmetricTokenKey", "keyValue": "%s"}, "restrictionTokenType": "Jwt"""
            .formatted(Base64.getEncoder().encodeToString(SECRET));

    @TempDir
    private Path home;

    private static String jwt() throws Exception {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String text = url.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + url.encodeToString(("{\"iss\":\"i\",\"aud\":\"a\",\"exp\":" + (Instant.now().getEpochSecond() + 600) + "}")
                        .getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return text + "." + url.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String publish(ProducerTemplate template, String policy) {
        return String.valueOf(template.requestBody("dynpack:publishLocator", Map.of("name", policy, "assetName", "harbour",
                "streamingPolicyName", "Predefined_ClearKey", "defaultContentKeyPolicyName", policy), StreamingLocator.class)
                .contentKeys().get(0).get("id"));
    }

    @Test
    void keysAreWhereTheyWereAndTokensInNoLog() throws Exception {
        Files.createDirectories(home.resolve("media/harbour"));
        Files.writeString(home.resolve("media/harbour/harbour.ism"), "<smil/>");
        String token = jwt();
        try (AccessLines lines = new AccessLines();
                RoutesApplication application = new RoutesApplication(home,
                        List.of(FOLDER + "streaming.camel.yaml", FOLDER + "key-delivery.camel.yaml"))) {
            ProducerTemplate template = application.context().createProducerTemplate();
            template.requestBody("dynpack:putContentKeyPolicy", POLICY.formatted("open", "OpenRestriction"));
            template.requestBody("dynpack:putContentKeyPolicy", POLICY.formatted("jwt", TOKENS));
            String open = publish(template, "open");
            String jwt = publish(template, "jwt");
            RawHttp http = new RawHttp(application.base());

            Reply given = http.get("/?kid=" + open + "&Set-Cookie=a&Location=b", "X-Mine: c", "Origin: https://page.example");
            assertThat(given.status()).isEqualTo(200);
            assertThat(given.body()).hasSize(16);
            assertThat(given.length()).isEqualTo(16);
            assertThat(given.header("Cache-Control")).isEqualTo("no-store");
            assertThat(given.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(given.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(given.names()).doesNotContain("Set-Cookie", "Location", "X-Mine", "kid", "Transfer-Encoding");
            assertThat(http.send("POST /?KID=" + open.toUpperCase(Locale.ROOT) + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: text/xml\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").body())
                    .isEqualTo(given.body());

            assertThat(http.get("/?kid=" + jwt).status()).isEqualTo(401);
            Reply header = http.get("/?kid=" + jwt, "Authorization: Bearer " + token);
            assertThat(header.status()).isEqualTo(200);
            assertThat(http.get("/?kid=" + jwt + "&token=" + token).body()).isEqualTo(header.body()).isNotEqualTo(given.body());
            Reply refused = http.get("/?kid=" + jwt + "&token=" + token + "x");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.body()).as("as without a token").isEqualTo(http.get("/?kid=" + jwt).body());
            assertThat(refused.text()).contains("<hresult>MPE_UNAUTHORIZED</hresult>");

            Reply preflight = http.request("OPTIONS", "/?kid=" + jwt, "Origin: https://page.example",
                    "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: authorization");
            assertThat(preflight.status()).isEqualTo(200);
            assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
            assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET");

            String kid = Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(jwt.replace("-", "")));
            String body = "{\"kids\":[\"" + kid + "\"]}";
            Reply licence = http.send("POST /clearkey HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body);
            assertThat(licence.status()).isEqualTo(200);
            assertThat(licence.text()).contains("\"k\":\""
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(header.body()) + "\"");

            assertThat(http.get("/").status()).isEqualTo(400);
            assertThat(http.get("/no/streaming/url").status()).isEqualTo(404);
            assertThat(http.get("/Widevine/?kid=" + open).status()).isNotEqualTo(200);
            assertThat(lines.next("GET /no/.*")).isNotNull();
            List<String> all = lines.lines();
            assertThat(String.join("\n", all)).doesNotContain(token.substring(token.length() - 20))
                    .doesNotContain(HexFormat.of().formatHex(header.body()));
        }
        // neither does a file
        try (var files = Files.walk(home.resolve("data"))) {
            byte[] secret = Arrays.copyOf(SECRET, 16);
            files.filter(Files::isRegularFile).forEach(file -> assertThat(content(file)).as(file.toString())
                    .doesNotContain(new String(secret, StandardCharsets.US_ASCII))
                    .doesNotContain(Base64.getEncoder().encodeToString(SECRET)));
        }
    }

    /** Manifests name keys at the root: the streaming route answers there with no other route beside it. */
    @Test
    void theOriginGivesKeysWhereItsManifestsSayTheyAre() throws Exception {
        Files.createDirectories(home.resolve("media/harbour"));
        Files.writeString(home.resolve("media/harbour/harbour.ism"), "<smil/>");
        String token = jwt();
        try (AccessLines lines = new AccessLines();
                RoutesApplication application = new RoutesApplication(home, List.of(FOLDER + "streaming.camel.yaml"))) {
            ProducerTemplate template = application.context().createProducerTemplate();
            template.requestBody("dynpack:putContentKeyPolicy", POLICY.formatted("open", "OpenRestriction"));
            template.requestBody("dynpack:putContentKeyPolicy", POLICY.formatted("jwt", TOKENS));
            String open = publish(template, "open");
            String jwt = publish(template, "jwt");
            RawHttp http = new RawHttp(application.base());

            Reply given = http.get("/?kid=" + open, "X-Mine: c", "Origin: https://page.example");
            assertThat(given.status()).isEqualTo(200);
            assertThat(given.body()).hasSize(16);
            assertThat(given.header("Cache-Control")).isEqualTo("no-store");
            assertThat(given.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(given.names()).doesNotContain("X-Mine", "kid", "Transfer-Encoding");

            Reply refused = http.get("/?kid=" + jwt);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("<hresult>MPE_UNAUTHORIZED</hresult>");
            assertThat(http.get("/?kid=" + jwt + "&token=" + token + "x").body()).isEqualTo(refused.body());
            Reply allowed = http.get("/?KID=" + jwt.toUpperCase(Locale.ROOT), "Authorization: Bearer " + token);
            assertThat(allowed.status()).isEqualTo(200);
            assertThat(allowed.body()).hasSize(16).isNotEqualTo(given.body());
            assertThat(http.get("/?token=" + token + "&kid=" + jwt).body()).isEqualTo(allowed.body());

            assertThat(http.get("/no/streaming/url?kid=" + open).status()).as("keys are at the root alone").isEqualTo(404);
            assertThat(lines.next("GET /no/.*")).isNotNull();
            assertThat(String.join("\n", lines.lines())).doesNotContain(token.substring(token.length() - 20))
                    .doesNotContain(HexFormat.of().formatHex(allowed.body()));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
