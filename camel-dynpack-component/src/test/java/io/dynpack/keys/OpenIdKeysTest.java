package io.dynpack.keys;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;

import static io.dynpack.keys.Tokens.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How often an issuer is asked for its keys, and what happens while it does not answer. */
class OpenIdKeysTest {
    private static final RSAPublicKey KEY = (RSAPublicKey) Tokens.rsaPair(2048).getPublic();

    private final Now now = new Now();
    private final OpenIdKeys keys = new OpenIdKeys(now);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile List<String> names = List.of("one");
    private volatile boolean isDown;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private HttpServer issuer;
    private URI discovery;

    private static final class Now extends Clock {
        private volatile Instant instant = Instant.parse("2026-03-01T10:00:00Z");

        void pass(Duration time) {
            instant = instant.plus(time);
        }

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
            return instant;
        }
    }

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        issuer.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        String base = "http://127.0.0.1:" + issuer.getAddress().getPort();
        discovery = URI.create(base + "/discovery");
        issuer.createContext("/", exchange -> {
            requests.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            String json = exchange.getRequestURI().getPath().equals("/discovery")
                    ? Tokens.json(map("jwks_uri", "/keys"))
                    : Tokens.json(map("keys", names.stream().map(OpenIdKeysTest::jwk).toList()));
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isDown ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    private static Object jwk(String name) {
        return map("kty", "RSA", "kid", name, "n",
                Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.getModulus().toByteArray()), "e", "AQAB");
    }

    private boolean has(String name) {
        return keys.find(discovery, name).join().getKeyByKeyId(name) != null;
    }

    private int asked() {
        return requests.getAndSet(0);
    }

    @Test
    void keysAreKeptForAnHour() {
        assertThat(has("one")).isTrue();
        assertThat(asked()).as("the document, and the keys").isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            assertThat(has("one")).isTrue();
        }
        now.pass(Duration.ofMinutes(59));
        assertThat(keys.find(discovery, null).join().size()).isEqualTo(1);
        assertThat(asked()).isZero();
        now.pass(Duration.ofMinutes(1));
        assertThat(has("one")).isTrue();
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aNewKeyIsFoundAndInventedNamesAskOnceInHalfAMinute() {
        assertThat(has("one")).isTrue();
        names = List.of("one", "two");
        assertThat(has("two")).as("looked at a moment ago").isFalse();
        now.pass(Duration.ofSeconds(30));
        asked();
        assertThat(has("two")).isTrue();
        assertThat(asked()).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            assertThat(has("invented " + i)).isFalse();
            now.pass(Duration.ofMillis(250));
        }
        assertThat(asked()).isZero();
        now.pass(Duration.ofSeconds(5));
        assertThat(has("invented")).isFalse();
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void whileTheIssuerIsDownItsKeysAreGoodForADay() {
        assertThat(has("one")).isTrue();
        isDown = true;
        now.pass(Duration.ofHours(23));
        assertThat(has("one")).isTrue();
        asked();
        assertThat(has("one")).as("not asked again at once").isTrue();
        assertThat(asked()).isZero();
        now.pass(Duration.ofHours(1));
        assertThatThrownBy(() -> has("one")).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TokenRefusedException.class);
        isDown = false;
        now.pass(Duration.ofSeconds(30));
        assertThat(has("one")).isTrue();
    }

    @Test
    void allWhoNeedItWaitForOneLook() {
        gate = new CountDownLatch(1);
        List<CompletableFuture<JWKSet>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(keys.find(discovery, "one"));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        gate.countDown();
        waiting.forEach(look -> assertThat(look.join().size()).isEqualTo(1));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void anIssuerThatDoesNotAnswerIsNotWaitedForLongerThanItsTime() {
        gate = new CountDownLatch(1);
        long start = System.nanoTime();
        assertThatThrownBy(() -> has("one")).hasCauseInstanceOf(TokenRefusedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(20));
        gate.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://issuer.example/", "http://127.0.0.1.issuer.example/", "http://169.254.169.254/latest",
            "http://user@localhost/", "https://user:secret@issuer.example/", "file:///etc/passwd", "ftp://localhost/", "/keys",
            "https:keys", "jar:file:/x!/"})
    void otherPlacesAreNotAsked(String uri) {
        assertThat(OpenIdKeys.isAllowed(URI.create(uri))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://login.microsoftonline.com/common/.well-known/openid-configuration",
            "HTTPS://issuer.example",
            "http://localhost:8080/x", "http://127.0.0.1/", "http://[::1]:9/"})
    void thesePlacesAre(String uri) {
        assertThat(OpenIdKeys.isAllowed(URI.create(uri))).isTrue();
    }
}
