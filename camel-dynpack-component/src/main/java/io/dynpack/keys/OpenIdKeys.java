package io.dynpack.keys;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;

import io.dynpack.storage.OnceLog;

/**
 * The keys that issuers publish by OpenID Connect Discovery. They are asked for when a token needs them and kept: for an hour, and
 * for a day where the issuer does not answer. A token that names an unknown key makes one look, but not more than one in half a
 * minute. Redirections are not followed, and answers are bounded in size and time.
 */
final class OpenIdKeys {
    private static final OnceLog FAILED = new OnceLog(LoggerFactory.getLogger(OpenIdKeys.class));
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final long TIMEOUT_SECONDS = 5;
    private static final int MAX_ISSUERS = 100;
    private static final int MAX_KEYS = 100;
    private static final int OK = 200;

    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS)).build();
    private final Cache<URI, Known> known = Caffeine.newBuilder().maximumSize(MAX_ISSUERS).executor(Runnable::run).build();
    private final ConcurrentMap<URI, CompletableFuture<Known>> looks = new ConcurrentHashMap<>();

    /**
     * @param keys     {@code null} where there was never an answer
     * @param since    when {@code keys} were true
     * @param lookedAt when they were asked for last
     */
    private record Known(@Nullable JWKSet keys, Instant since, Instant lookedAt) {}

    OpenIdKeys(Clock clock) {
        this.clock = clock;
    }

    /** Whether keys may be asked for there: what goes over HTTP could be anybody's word, unless it does not leave this machine. */
    static boolean isAllowed(URI uri) {
        return uri.getHost() != null && uri.getRawUserInfo() == null
                && ("https".equalsIgnoreCase(uri.getScheme())
                        || "http".equalsIgnoreCase(uri.getScheme()) && LOCAL.contains(uri.getHost()));
    }

    /**
     * The keys of an issuer.
     *
     * @param name of the key that is needed, {@code null} for any
     * @return fails with {@link TokenRefusedException} where they cannot be had
     */
    CompletableFuture<JWKSet> find(URI discovery, @Nullable String name) {
        Known last = known.getIfPresent(discovery);
        Instant now = clock.instant();
        if (last != null && !isLookDue(last, name, now)) {
            return keys(last, now);
        }
        return look(discovery, last).thenCompose(found -> keys(found, clock.instant()));
    }

    private static boolean isLookDue(Known last, @Nullable String name, Instant now) {
        if (now.isBefore(last.lookedAt.plus(PAUSE)) && !now.isBefore(last.lookedAt)) {
            return false;
        }
        return last.keys == null || !now.isBefore(last.since.plus(FRESH))
                || name != null && last.keys.getKeyByKeyId(name) == null;
    }

    private static CompletableFuture<JWKSet> keys(Known found, Instant now) {
        return found.keys != null && now.isBefore(found.since.plus(KEPT))
                ? CompletableFuture.completedFuture(found.keys)
                : CompletableFuture.failedFuture(new TokenRefusedException("the keys of its issuer cannot be had"));
    }

    /** One for all who need it. It does not fail: what was known stays. */
    private CompletableFuture<Known> look(URI discovery, @Nullable Known last) {
        CompletableFuture<Known> mine = new CompletableFuture<>();
        CompletableFuture<Known> running = looks.putIfAbsent(discovery, mine);
        if (running != null) {
            return running.copy();
        }
        CompletableFuture<JWKSet> fetched;
        try {
            fetched = fetch(discovery);
        } catch (RuntimeException e) {
            fetched = CompletableFuture.failedFuture(e);
        }
        fetched.handle((keys, failure) -> {
            Instant now = clock.instant();
            if (failure != null) {
                FAILED.warn(discovery.toString(), "keys of tokens cannot be had: " + failure);
            }
            Known found = failure == null
                    ? new Known(keys, now, now)
                    : new Known(last == null ? null : last.keys, last == null ? now : last.since, now);
            known.put(discovery, found);
            looks.remove(discovery, mine);
            mine.complete(found);
            return found;
        });
        return mine.copy();
    }

    private CompletableFuture<JWKSet> fetch(URI discovery) {
        return text(discovery).thenCompose(document -> {
            try {
                URI keys = discovery.resolve(JSONObjectUtils.getString(JSONObjectUtils.parse(document), "jwks_uri"));
                if (!isAllowed(keys) || "https".equalsIgnoreCase(discovery.getScheme())
                        && !"https".equalsIgnoreCase(keys.getScheme())) {
                    throw new IllegalArgumentException("jwks_uri of " + discovery + " is no address that begins with https://");
                }
                return text(keys);
            } catch (ParseException e) {
                throw new IllegalArgumentException(discovery + " is no discovery document", e);
            }
        }).thenApply(set -> {
            try {
                JWKSet keys = JWKSet.parse(set).toPublicJWKSet();
                if (keys.size() > MAX_KEYS) {
                    throw new IllegalArgumentException("the issuer of " + discovery + " has more than " + MAX_KEYS + " keys");
                }
                return keys;
            } catch (ParseException e) {
                throw new IllegalArgumentException("the keys of " + discovery + " are no JWK set", e);
            }
        }).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<String> text(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .header("Accept", "application/json").build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, response -> new BoundedBody());
        CompletableFuture<String> text = answer.thenApply(response -> {
            String json = new String(response.body(), StandardCharsets.UTF_8);
            if (response.statusCode() != OK || !JsonDepth.isModest(json)) {
                throw new IllegalArgumentException(uri + " answers " + response.statusCode() + ", or what is no document");
            }
            return json;
        });
        // whoever sends its answer byte by byte holds no connection for ever
        return text.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).whenComplete((done, failure) -> {
            if (failure != null) {
                answer.cancel(true);
            }
        });
    }
}
