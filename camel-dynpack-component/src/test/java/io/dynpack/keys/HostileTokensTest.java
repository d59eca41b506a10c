package io.dynpack.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import static io.dynpack.keys.KeyServerFixture.AUDIENCE;
import static io.dynpack.keys.KeyServerFixture.ISSUER;
import static io.dynpack.keys.KeyServerFixture.key;
import static io.dynpack.keys.KeyServerFixture.token;
import static io.dynpack.keys.Tokens.hmac;
import static io.dynpack.keys.Tokens.jwt;
import static io.dynpack.keys.Tokens.map;
import static io.dynpack.keys.Tokens.rsa;
import static org.assertj.core.api.Assertions.assertThat;

/** What attackers send: none of it gets a byte of a key, and every answer is the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTokensTest {
    private static final byte[] SECRET = "a secret of forty bytes, as samples have".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG_SECRET = "sixty-four bytes: as many as HS512 needs, and others than above.".getBytes(
            StandardCharsets.US_ASCII);
    private static final byte[] OTHER_SECRET = "another secret of forty bytes, not this!".getBytes(StandardCharsets.US_ASCII);
    private static final KeyPair RSA = Tokens.rsaPair(2048);
    private static final KeyPair OTHER_RSA = Tokens.rsaPair(2048);
    private static final KeyPair EC = Tokens.ecPair();

    private final KeyServerFixture node = new KeyServerFixture();
    private final Map<String, UUID> ids = new LinkedHashMap<>();
    private HttpServer issuer;
    private X509Certificate certificate;
    private PrivateKey ofCertificate;

    @BeforeAll
    void policies(@TempDir Path folder) throws Exception {
        keytool(folder);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        issuer.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        String base = "http://127.0.0.1:" + issuer.getAddress().getPort();
        String set = Tokens.json(map("keys",
                List.of(jwk("one", RSA, map("use", "sig")), jwk("encrypts", RSA, map("use", "enc")),
                        jwk("only-512", RSA, map("alg", "RS512")),
                        map("kty", "oct", "kid", "shared", "k", Base64.getUrlEncoder().encodeToString(SECRET)))));
        answer("/good", Tokens.json(map("issuer", ISSUER, "jwks_uri", base + "/keys")));
        answer("/keys", set);
        answer("/redirects", null);
        answer("/elsewhere", Tokens.json(map("issuer", ISSUER, "jwks_uri", "http://keys.example/keys")));
        answer("/local-file", Tokens.json(map("issuer", ISSUER, "jwks_uri", "file:///etc/passwd")));
        answer("/large", Tokens.json(map("issuer", ISSUER, "jwks_uri", base + "/large-keys")));
        answer("/large-keys", set.replace("\"keys\"", "\"padding\":\"" + "x".repeat(300_000) + "\",\"keys\""));
        answer("/deep", Tokens.json(map("issuer", ISSUER, "jwks_uri", base + "/deep-keys")));
        answer("/deep-keys", "[".repeat(100_000));
        answer("/garbage", "<html>");
        issuer.createContext("/slow", exchange -> {
            try {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 60; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    TimeUnit.SECONDS.sleep(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        issuer.start();
        Object symmetric = key("SymmetricTokenKey", "keyValue", Base64.getEncoder().encodeToString(SECRET));
        node.policy("symmetric", token("Jwt", "primaryVerificationKey", symmetric, "alternateVerificationKeys", List.of(
                key("SymmetricTokenKey", "keyValue", Base64.getEncoder().encodeToString(LONG_SECRET)))));
        node.policy("claims", token("Jwt", "primaryVerificationKey", symmetric, "requiredClaims",
                List.of(map("claimType", TokenVerifier.KEY_ID), map("claimType", "plan", "claimValue", "gold"))));
        RSAPublicKey rsa = (RSAPublicKey) RSA.getPublic();
        node.policy("rsa",
                token("Jwt", "primaryVerificationKey", key("RsaTokenKey", "modulus", text(rsa.getModulus().toByteArray()),
                        "exponent", text(rsa.getPublicExponent().toByteArray()))));
        node.policy("x509", token("Jwt", "primaryVerificationKey",
                key("X509CertificateTokenKey", "rawBody", text(certificate.getEncoded()))));
        node.policy("swt", token("Swt", "primaryVerificationKey", symmetric, "requiredClaims",
                List.of(map("claimType", TokenVerifier.KEY_ID))));
        for (String path : List.of("good", "redirects", "elsewhere", "local-file", "large", "deep", "garbage", "slow",
                "absent")) {
            node.policy(path, token("Jwt", "openIdConnectDiscoveryDocument", base + "/" + path));
        }
        node.policy("down", token("Jwt", "openIdConnectDiscoveryDocument", "http://127.0.0.1:" + closedPort() + "/"));
        for (String policy : List.of("symmetric", "claims", "rsa", "x509", "swt", "good", "redirects", "elsewhere",
                "local-file",
                "large", "deep", "garbage", "slow", "absent", "down")) {
            ids.put(policy, node.publish(policy));
        }
    }

    @AfterAll
    void stop() {
        issuer.stop(0);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void answer(String path, String json) {
        issuer.createContext(path, (HttpExchange exchange) -> {
            byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
            if (json == null) {
                exchange.getResponseHeaders().add("Location", "/good");
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
    }

    private static Map<String, Object> jwk(String name, KeyPair pair, Map<String, Object> more) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        Map<String, Object> jwk = map("kty", "RSA", "kid", name, "n",
                Base64.getUrlEncoder().withoutPadding().encodeToString(key.getModulus().toByteArray()), "e",
                Base64.getUrlEncoder().withoutPadding().encodeToString(key.getPublicExponent().toByteArray()));
        jwk.putAll(more);
        return jwk;
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A certificate by the platform's own tool. */
    private void keytool(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg", "RSA", "-keysize", "2048", "-alias", "a", "-dname", "CN=issuer", "-storetype", "PKCS12", "-keystore",
                store.toString(), "-storepass", "changeit").redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(store))) {
            keys.load(in, "changeit".toCharArray());
        }
        certificate = (X509Certificate) keys.getCertificate("a");
        ofCertificate = (PrivateKey) keys.getKey("a", "changeit".toCharArray());
    }

    private Map<String, Object> claims(Object... changes) {
        Map<String, Object> claims = map("iss", ISSUER, "aud", AUDIENCE, "nbf", node.in(-60), "exp", node.in(600));
        claims.putAll(map(changes));
        claims.values().removeIf(value -> value == null);
        return claims;
    }

    private static Map<String, Object> hs256() {
        return map("alg", "HS256", "typ", "JWT");
    }

    private String symmetric(Object... changes) {
        return jwt(hs256(), claims(changes), hmac("HmacSHA256", SECRET));
    }

    private String swt(Map<String, Object> changes, UnaryOperator<String> change) {
        Map<String, Object> fields = map(TokenVerifier.KEY_ID, ids.get("swt"), "Issuer", ISSUER, "Audience", AUDIENCE,
                "ExpiresOn",
                node.in(600));
        fields.putAll(changes);
        fields.values().removeIf(value -> value == null);
        return Tokens.swt(fields, SECRET, change);
    }

    /** @param token given the test, once its keys are there */
    record Hostile(String name, String policy, Function<HostileTokensTest, String> token) {
        @Override
        public String toString() {
            return policy + ": " + name;
        }
    }

    static Stream<Hostile> hostile() {
        List<Hostile> all = new ArrayList<>();
        // what signs it
        add(all, "symmetric", "another secret", t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", OTHER_SECRET)));
        add(all, "symmetric", "an empty secret", t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", new byte[1])));
        add(all, "symmetric", "a secret cut short",
                t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", Arrays.copyOf(SECRET, 39))));
        add(all, "symmetric", "the Base64 of the secret as secret",
                t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", text(SECRET).getBytes(StandardCharsets.US_ASCII))));
        add(all, "symmetric", "alg none", t -> unsigned("none", t.claims()));
        add(all, "symmetric", "alg None", t -> unsigned("None", t.claims()));
        add(all, "symmetric", "alg NONE with a signature",
                t -> jwt(map("alg", "NONE"), t.claims(), hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "no alg", t -> jwt(map("typ", "JWT"), t.claims(), hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "an empty alg", t -> jwt(map("alg", ""), t.claims(), hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "an alg that is a list", t -> jwt("{\"alg\":[\"HS256\"]}", Tokens.json(t.claims()),
                hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "an alg that nobody knows", t -> jwt(map("alg", "HS1"), t.claims(), hmac("HmacSHA1", SECRET)));
        add(all, "symmetric", "HS512 with the signature of HS256",
                t -> jwt(map("alg", "HS512"), t.claims(), hmac("HmacSHA256", LONG_SECRET)));
        add(all, "symmetric", "HS512 with a secret that is too short for it",
                t -> jwt(map("alg", "HS512"), t.claims(), hmac("HmacSHA512", SECRET)));
        add(all, "symmetric", "RS256 where a secret is asked for",
                t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "symmetric", "an empty signature", t -> unsigned("HS256", t.claims()));
        add(all, "symmetric", "no signature", t -> unsigned("HS256", t.claims()).replaceFirst("\\.$", ""));
        add(all, "symmetric", "a signature cut short", t -> t.symmetric().replaceFirst("....$", ""));
        add(all, "symmetric", "claims that were changed", t -> spliced(t.symmetric("aud", "urn:example:other"), t.claims()));
        add(all, "symmetric", "a header that was changed", t -> Tokens.encoded("{\"alg\":\"HS256\",\"x\":1}")
                + t.symmetric().substring(t.symmetric().indexOf('.')));
        add(all, "symmetric", "five parts, as encrypted ones have", t -> t.symmetric() + "." + Tokens.encoded("x") + ".eA");
        add(all, "symmetric", "two tokens", t -> t.symmetric() + " " + t.symmetric());
        add(all, "symmetric", "a token of another encoding", t -> t.symmetric().replace('.', '+'));
        add(all, "rsa", "another key", t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA256withRSA", OTHER_RSA.getPrivate())));
        for (String form : List.of("DER", "PEM", "modulus")) {
            add(all, "rsa", "HS256 with the public key as secret, " + form,
                    t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", publicBytes(form))));
        }
        add(all, "rsa", "alg none", t -> unsigned("none", t.claims()));
        add(all, "rsa", "RS256 with the signature of RS512",
                t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA512withRSA", RSA.getPrivate())));
        add(all, "rsa", "ES256",
                t -> jwt(map("alg", "ES256"), t.claims(), rsa("SHA256withECDSAinP1363Format", EC.getPrivate())));
        add(all, "rsa", "ES256 with a signature of zeros", t -> jwt(map("alg", "ES256"), t.claims(), text -> new byte[64]));
        add(all, "rsa", "its own key in the header",
                t -> jwt(map("alg", "RS256", "jwk", jwk("own", OTHER_RSA, map())), t.claims(),
                        rsa("SHA256withRSA", OTHER_RSA.getPrivate())));
        add(all, "x509", "a key that is not that of the certificate",
                t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "x509", "HS256 with the certificate as secret",
                t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", encoded(t.certificate))));
        add(all, "x509", "its own certificate in the header", t -> jwt(map("alg", "RS256", "x5c",
                List.of(text(encoded(t.certificate)))), t.claims(), rsa("SHA256withRSA", OTHER_RSA.getPrivate())));
        // where its key is
        for (String header : List.of("jku", "x5u")) {
            add(all, "rsa", header + " of the attacker", t -> jwt(map("alg", "RS256", header, "https://attacker.example/keys"),
                    t.claims(), rsa("SHA256withRSA", OTHER_RSA.getPrivate())));
            add(all, "good", header + " with the right key", t -> jwt(map("alg", "RS256", header, "http://127.0.0.1/keys"),
                    t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        }
        for (String name : List.of("../../etc/passwd", "/dev/null", "..\\one", "one\u0000", "one' or '1'='1",
                "file:///dev/null",
                "%2e%2e%2fone", "one ".repeat(100))) {
            add(all, "symmetric", "kid " + name,
                    t -> jwt(map("alg", "HS256", "kid", name), t.claims(), hmac("HmacSHA256", SECRET)));
        }
        add(all, "good", "a kid that the issuer does not have",
                t -> jwt(map("alg", "RS256", "kid", "two"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "good", "a key that is for encryption",
                t -> jwt(map("alg", "RS256", "kid", "encrypts"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "good", "a key that is for another algorithm",
                t -> jwt(map("alg", "RS256", "kid", "only-512"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "good", "a secret that the issuer published",
                t -> jwt(map("alg", "HS256", "kid", "shared"), t.claims(), hmac("HmacSHA256", SECRET)));
        add(all, "good", "HS256 with the public key as secret",
                t -> jwt(map("alg", "HS256", "kid", "one"), t.claims(), hmac("HmacSHA256", publicBytes("DER"))));
        add(all, "good", "another key under the right name",
                t -> jwt(map("alg", "RS256", "kid", "one"), t.claims(), rsa("SHA256withRSA", OTHER_RSA.getPrivate())));
        for (String policy : List.of("down", "absent", "slow", "redirects", "elsewhere", "local-file", "large", "deep",
                "garbage")) {
            add(all, policy, "a good token whose keys cannot be had",
                    t -> jwt(map("alg", "RS256", "kid", "one"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        }
        // what it asks for
        add(all, "symmetric", "an extension that has to be understood",
                t -> jwt(map("alg", "HS256", "crit", List.of("x"), "x", 1), t.claims(), hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "claims that are not encoded", t -> jwt(map("alg", "HS256", "crit", List.of("b64"), "b64", false),
                t.claims(), hmac("HmacSHA256", SECRET)));
        // when it is valid
        add(all, "symmetric", "expired an hour ago", t -> t.symmetric("nbf", t.node.in(-7200), "exp", t.node.in(-3600)));
        add(all, "symmetric", "expired when the clocks differ by more than five minutes",
                t -> t.symmetric("exp", t.node.in(-300)));
        add(all, "symmetric", "not valid yet", t -> t.symmetric("nbf", t.node.in(3600), "exp", t.node.in(7200)));
        add(all, "symmetric", "not valid for five minutes and a second", t -> t.symmetric("nbf", t.node.in(301)));
        add(all, "symmetric", "never expires", t -> t.symmetric("exp", null));
        add(all, "symmetric", "an end that is no number", t -> t.symmetric("exp", "tomorrow"));
        add(all, "symmetric", "an end in milliseconds before 1970", t -> t.symmetric("exp", -1));
        // in milliseconds they leave 64 bits, and come back on the other side
        for (String time : List.of("-9223372036854776", "-9.3e15", "18448000000000000", "1e30", "9223372036854775807")) {
            add(all, "symmetric", "an end at " + time, t -> t.symmetric("exp", new BigDecimal(time)));
        }
        for (String time : List.of("9223372036854776", "18446744073709552", "9.3e15", "1e30", "9223372036854775807",
                "99999999999999999999999999999999999999")) {
            add(all, "symmetric", "a start at " + time, t -> t.symmetric("nbf", new BigDecimal(time)));
        }
        // for whom
        add(all, "symmetric", "another audience", t -> t.symmetric("aud", "urn:example:other"));
        add(all, "symmetric", "several other audiences", t -> t.symmetric("aud", List.of("a", AUDIENCE + "/")));
        add(all, "symmetric", "no audience", t -> t.symmetric("aud", null));
        add(all, "symmetric", "another issuer", t -> t.symmetric("iss", "https://issuer.example"));
        add(all, "symmetric", "no issuer", t -> t.symmetric("iss", null));
        add(all, "symmetric", "another key", t -> t.symmetric(TokenVerifier.KEY_ID, UUID.randomUUID()));
        add(all, "symmetric", "a key that is a path", t -> t.symmetric(TokenVerifier.KEY_ID, "../" + t.ids.get("symmetric")));
        add(all, "claims", "no claim for the key", t -> t.symmetric("plan", "gold"));
        add(all, "claims", "an empty claim for the key", t -> t.symmetric("plan", "gold", TokenVerifier.KEY_ID, ""));
        add(all, "claims", "the key of another locator",
                t -> t.symmetric("plan", "gold", TokenVerifier.KEY_ID, t.ids.get("symmetric")));
        add(all, "claims", "a required claim is missing", t -> t.symmetric(TokenVerifier.KEY_ID, t.ids.get("claims")));
        add(all, "claims", "a required claim in another case",
                t -> t.symmetric(TokenVerifier.KEY_ID, t.ids.get("claims"), "plan", "Gold"));
        add(all, "claims", "a required claim that is an object",
                t -> t.symmetric(TokenVerifier.KEY_ID, t.ids.get("claims"), "plan", map("gold", true)));
        // how often
        add(all, "symmetric", "no use at all", t -> t.symmetric(TokenVerifier.MAX_USES, 0));
        add(all, "symmetric", "fewer uses than none", t -> t.symmetric(TokenVerifier.MAX_USES, -1));
        add(all, "symmetric", "more uses than can be counted", t -> t.symmetric(TokenVerifier.MAX_USES, 1_000_000));
        add(all, "symmetric", "uses that are no number", t -> t.symmetric(TokenVerifier.MAX_USES, "many"));
        add(all, "symmetric", "counted uses over more than an hour",
                t -> t.symmetric(TokenVerifier.MAX_USES, 1, "exp", t.node.in(3601 + 300)));
        // what a parser may fall over
        add(all, "symmetric", "17 KB of claims", t -> t.symmetric("x", "y".repeat(13_000)));
        add(all, "symmetric", "a megabyte", t -> "A".repeat(1 << 20));
        add(all, "symmetric", "claims that nest", t -> jwt("{\"alg\":\"HS256\"}", "{\"a\":" + "[".repeat(5000)
                + "]".repeat(5000) + "}", hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "a header that nests", t -> jwt("{\"alg\":\"HS256\",\"x\":" + "{\"x\":".repeat(1500) + "1"
                + "}".repeat(1500) + "}", Tokens.json(t.claims()), hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "claims that are a list", t -> jwt("{\"alg\":\"HS256\"}", "[1]", hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "claims that are no JSON", t -> jwt("{\"alg\":\"HS256\"}", "{", hmac("HmacSHA256", SECRET)));
        for (String header : List.of("null", " null ", " ", "\"alg\"", "{}", "[{\"alg\":\"HS256\"}]")) {
            add(all, "symmetric", "a header that is " + header,
                    t -> jwt(header, Tokens.json(t.claims()), hmac("HmacSHA256", SECRET)));
        }
        add(all, "symmetric", "claims that are null", t -> jwt("{\"alg\":\"HS256\"}", "null", hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "three dots", t -> "...");
        add(all, "symmetric", "a word", t -> "token");
        add(all, "symmetric", "an SWT where a JWT is asked for", t -> t.swt(map(), text -> text));
        // simple web tokens
        add(all, "swt", "a JWT where an SWT is asked for", t -> t.symmetric(TokenVerifier.KEY_ID, t.ids.get("swt")));
        add(all, "swt", "another secret", t -> t.swt(map(), text -> text).replaceFirst("HMACSHA256=...", "HMACSHA256=AAA"));
        add(all, "swt", "no signature", t -> t.swt(map(), text -> text).replaceFirst("&HMACSHA256=.*", ""));
        add(all, "swt", "an empty signature", t -> t.swt(map(), text -> text).replaceFirst("HMACSHA256=.*", "HMACSHA256="));
        add(all, "swt", "a field behind the signature", t -> t.swt(map(), text -> text) + "&plan=gold");
        add(all, "swt", "two signatures", t -> t.swt(map(), text -> text) + "&HMACSHA256=AAAA");
        add(all, "swt", "a signature in front", t -> "HMACSHA256=AAAA&" + t.swt(map(), text -> text));
        add(all, "swt", "a field twice", t -> t.swt(map(), text -> text + "&Audience=other"));
        add(all, "swt", "expired", t -> t.swt(map("ExpiresOn", t.node.in(-301)), text -> text));
        add(all, "swt", "never expires", t -> t.swt(map("ExpiresOn", null), text -> text));
        add(all, "swt", "an end that is no number", t -> t.swt(map("ExpiresOn", "soon"), text -> text));
        add(all, "swt", "an end beyond all time", t -> t.swt(map("ExpiresOn", "99999999999999999999"), text -> text));
        add(all, "swt", "another audience", t -> t.swt(map("Audience", "urn:other"), text -> text));
        add(all, "swt", "another issuer", t -> t.swt(map("Issuer", "urn:other"), text -> text));
        add(all, "swt", "another key", t -> t.swt(map(TokenVerifier.KEY_ID, UUID.randomUUID()), text -> text));
        add(all, "swt", "no claim for the key", t -> t.swt(map(TokenVerifier.KEY_ID, null), text -> text));
        add(all, "swt", "broken escapes", t -> t.swt(map(), text -> text + "&a=%zz"));
        add(all, "swt", "a thousand fields", t -> t.swt(map(), text -> text + "&a=b".repeat(1000)));
        return all.stream();
    }

    private static void add(List<Hostile> all, String policy, String name, Function<HostileTokensTest, String> token) {
        all.add(new Hostile(name, policy, token));
    }

    private static String unsigned(String algorithm, Map<String, Object> claims) {
        return Tokens.encoded(Tokens.json(map("alg", algorithm))) + "." + Tokens.encoded(Tokens.json(claims)) + ".";
    }

    /** The header and signature of a token around other claims. */
    private static String spliced(String token, Map<String, Object> claims) {
        return token.substring(0, token.indexOf('.')) + "." + Tokens.encoded(Tokens.json(claims))
                + token.substring(token.lastIndexOf('.'));
    }

    private static byte[] publicBytes(String form) {
        RSAPublicKey key = (RSAPublicKey) RSA.getPublic();
        return switch (form) {
            case "DER" -> key.getEncoded();
            case "PEM" -> ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
                    .encodeToString(key.getEncoded()) + "\n-----END PUBLIC KEY-----\n").getBytes(StandardCharsets.US_ASCII);
            default -> key.getModulus().toByteArray();
        };
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void noByteOfAKeyLeaves(Hostile hostile) {
        UUID id = ids.get(hostile.policy);
        String token = hostile.token.apply(this);
        byte[] value = node.value(id);
        KeyAnswer first = null;
        List<KeyAnswer> answers = new ArrayList<>();
        answers.add(node.ask(id, token));
        answers.add(node.ask("GET", "/", "kid=" + id + "&token=" + KeyServerFixture.encoded(token), Map.of(), new byte[0]));
        answers.add(node.ask("POST", "/", "KID=" + id + "&Bearer=" + KeyServerFixture.encoded(token), Map.of(), new byte[0]));
        for (KeyAnswer answer : answers) {
            String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
            // a query beyond its bound is not read, so that the key is not named either
            assertThat(answer.status()).isIn(token.length() > 16_000 ? List.of(400, 401) : List.of(401));
            KeyTraces.assertAbsent("body", body, value);
            KeyTraces.assertAbsent("headers", answer.headers().toString(), value);
            KeyTraces.assertAbsent("cause", String.valueOf(answer.cause()), value);
            assertThat(answer.headers()).containsEntry("Cache-Control", "no-store").doesNotContainKey("ETag");
            assertThat(String.valueOf(answer.cause())).as("the log shows no token").doesNotContain(
                    token.length() > 20 ? token.substring(token.length() / 2 - 8, token.length() / 2 + 8) : "\u0001");
            if (answer.status() == 401) {
                first = first == null ? answer : first;
                assertThat(answer.body()).isEqualTo(REFUSED);
                assertThat(answer.headers()).isEqualTo(first.headers());
            }
        }
    }

    /** Every refusal is this one. */
    private static final byte[] REFUSED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <serverError>
            <status>401</status>
            <subStatus>0</subStatus>
            <hresult>MPE_UNAUTHORIZED</hresult>
            <message>The key is given for a token that opens it.</message>
            </serverError>
            """.getBytes(StandardCharsets.US_ASCII);

    @Test
    void thereAreManyOfThem() {
        assertThat(hostile().count()).isGreaterThan(100);
        assertThat(hostile().map(Hostile::toString)).doesNotHaveDuplicates();
    }

    static Stream<Hostile> good() {
        List<Hostile> all = new ArrayList<>();
        add(all, "symmetric", "HS256", t -> t.symmetric());
        add(all, "symmetric", "HS384", t -> jwt(map("alg", "HS384"), t.claims(), hmac("HmacSHA384", LONG_SECRET)));
        add(all, "symmetric", "HS512", t -> jwt(map("alg", "HS512"), t.claims(), hmac("HmacSHA512", LONG_SECRET)));
        add(all, "symmetric", "the alternate key", t -> jwt(hs256(), t.claims(), hmac("HmacSHA256", LONG_SECRET)));
        add(all, "symmetric", "clocks that differ", t -> t.symmetric("nbf", t.node.in(299), "exp", t.node.in(-299)));
        add(all, "symmetric", "several audiences", t -> t.symmetric("aud", List.of("other", AUDIENCE)));
        add(all, "symmetric", "a kid that is only a name", t -> jwt(map("alg", "HS256", "kid", "2026-03:a+b=~."), t.claims(),
                hmac("HmacSHA256", SECRET)));
        add(all, "symmetric", "this key", t -> t.symmetric(TokenVerifier.KEY_ID, t.ids.get("symmetric").toString()
                .toUpperCase(Locale.ROOT)));
        add(all, "symmetric", "counted uses, valid since five minutes and for an hour, as samples of AMS make them",
                t -> t.symmetric(TokenVerifier.MAX_USES, "5", "nbf", t.node.in(-300), "exp", t.node.in(3600)));
        add(all, "claims", "both claims", t -> t.symmetric("plan", "gold", TokenVerifier.KEY_ID, t.ids.get("claims")));
        add(all, "claims", "claims that are lists", t -> t.symmetric("plan", List.of("tin", "gold"), TokenVerifier.KEY_ID,
                List.of(UUID.randomUUID(), t.ids.get("claims"))));
        add(all, "rsa", "RS256", t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "rsa", "RS512", t -> jwt(map("alg", "RS512"), t.claims(), rsa("SHA512withRSA", RSA.getPrivate())));
        add(all, "rsa", "PS256", t -> jwt(map("alg", "PS256"), t.claims(), rsa("RSASSA-PSS", RSA.getPrivate())));
        add(all, "x509", "RS256", t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA256withRSA", t.ofCertificate)));
        add(all, "good", "RS256",
                t -> jwt(map("alg", "RS256", "kid", "one"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "good", "no kid", t -> jwt(map("alg", "RS256"), t.claims(), rsa("SHA256withRSA", RSA.getPrivate())));
        add(all, "swt", "SWT", t -> t.swt(map(), text -> text));
        add(all, "swt", "with more fields", t -> t.swt(map("plan", "gold & more"), text -> text));
        return all.stream();
    }

    /** So that the others are refused for what they are. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void goodTokensOpen(Hostile good) {
        UUID id = ids.get(good.policy);
        KeyAnswer answer = node.ask(id, good.token.apply(this));
        assertThat(answer.status()).as(answer.cause()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(node.value(id));
    }
}
