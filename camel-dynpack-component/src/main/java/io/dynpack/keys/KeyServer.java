package io.dynpack.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.dynpack.protection.ContentKey;
import io.dynpack.publishing.CatalogException;
import io.dynpack.storage.StorageException;

/**
 * Answers requests for content keys at the URLs of Azure Media Services: {@code /?kid=} with the 16 bytes of the key, and at
 * {@code /clearkey} with a licence of W3C Clear Key. {@link #answer} answers any request, also a broken one, and never fails; it
 * never blocks. What an error tells depends on its kind alone.
 */
public final class KeyServer {
    private static final Logger LOG = LoggerFactory.getLogger(KeyServer.class);
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String LICENCE = "clearkey";
    private static final int MAX_KIDS = 32;
    private static final String METHODS = "GET, POST, OPTIONS";
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private final KeyGrants grants;
    private final RequestRate rate;
    private final String corsAllowedOrigins;

    /**
     * @param grants             decides who gets what
     * @param requestsPerMinute  of one client for one key, 0 for no limit
     * @param corsAllowedOrigins {@code *} or one origin, sent as it is; empty for no cross-origin access
     */
    public KeyServer(KeyGrants grants, int requestsPerMinute, String corsAllowedOrigins, Clock clock) {
        this.grants = grants;
        this.rate = new RequestRate(requestsPerMinute, clock);
        this.corsAllowedOrigins = corsAllowedOrigins;
    }

    /** Answers a request. */
    public CompletableFuture<KeyAnswer> answer(KeyRequest request) {
        CompletableFuture<KeyAnswer> answer;
        try {
            answer = switch (request.method()) {
                case "OPTIONS" -> CompletableFuture.completedFuture(options());
                case "GET", "POST" -> serve(request);
                default -> throw new KeyRefusedException(KeyRefusal.WRONG_METHOD,
                        "the method is none of " + METHODS);
            };
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failure(e));
        }
        return answer.exceptionally(this::failure);
    }

    /** The answer where a limit of the node is reached before the request was looked at. */
    public KeyAnswer busy() {
        return refused(KeyRefusal.BUSY, "as many requests are under way as this node, or this client, may have", 1);
    }

    private CompletableFuture<KeyAnswer> serve(KeyRequest request) {
        String path = request.path();
        String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (name.isEmpty()) {
            UUID id = id(request);
            admit(request, Set.of(id));
            return grants.give(Set.of(id), request.token()).thenApply(keys -> key(keys.get(0)));
        }
        if (name.toLowerCase(Locale.ROOT).equals("/" + LICENCE)) {
            Set<UUID> ids = ids(request);
            admit(request, ids);
            return grants.give(ids, request.token()).thenApply(KeyServer::licence).thenApply(this::licence);
        }
        throw new KeyRefusedException(KeyRefusal.NO_KEY, "there is nothing at this path; keys are at / and at /" + LICENCE);
    }

    private static UUID id(KeyRequest request) {
        List<String> stated = request.parameters("kid");
        if (stated.size() != 1 || !GUID.matcher(stated.get(0)).matches()) {
            throw new KeyRefusedException(KeyRefusal.BAD_REQUEST, "kid= is not stated once, or is no GUID");
        }
        return UUID.fromString(stated.get(0));
    }

    /** Of a licence request: {@code {"kids": ["base64url of 16 bytes"], "type": "temporary"}}. */
    private static Set<UUID> ids(KeyRequest request) {
        if (!request.method().equals("POST")) {
            throw new KeyRefusedException(KeyRefusal.WRONG_METHOD, "a licence is asked for with POST");
        }
        String json = new String(request.body(), StandardCharsets.UTF_8);
        if (request.body().length > KeyRequest.MAX_BODY || !JsonDepth.isModest(json)) {
            throw noLicenceRequest();
        }
        Set<UUID> ids = new LinkedHashSet<>();
        try {
            JsonNode kids = JSON.readTree(json).path("kids");
            if (!kids.isArray() || kids.isEmpty() || kids.size() > MAX_KIDS) {
                throw noLicenceRequest();
            }
            for (JsonNode kid : kids) {
                byte[] bytes = Base64.getUrlDecoder().decode(kid.asText());
                if (bytes.length != ContentKey.SIZE) {
                    throw noLicenceRequest();
                }
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                ids.add(new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw noLicenceRequest();
        }
        return ids;
    }

    private static KeyRefusedException noLicenceRequest() {
        return new KeyRefusedException(KeyRefusal.BAD_REQUEST, "the body is no licence request of W3C Clear Key with 1 to "
                + MAX_KIDS + " kids");
    }

    private void admit(KeyRequest request, Set<UUID> ids) {
        for (UUID id : ids) {
            if (!rate.admit(request.client(), id)) {
                throw new KeyRefusedException(KeyRefusal.TOO_MANY, "the client asks for the content key " + id + " too often");
            }
        }
    }

    private KeyAnswer key(ContentKey key) {
        Map<String, String> headers = headers();
        headers.put("Content-Type", "application/octet-stream");
        return answer(200, headers, key.value());
    }

    private static byte[] licence(List<ContentKey> keys) {
        ObjectNode licence = JSON.createObjectNode();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        keys.forEach(key -> licence.withArray("keys").addObject().put("kty", "oct").put("kid", encoder.encodeToString(
                ByteBuffer.allocate(ContentKey.SIZE).putLong(key.id().getMostSignificantBits())
                        .putLong(key.id().getLeastSignificantBits()).array()))
                .put("k", encoder.encodeToString(key.value())));
        licence.put("type", "temporary");
        return licence.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private KeyAnswer licence(byte[] licence) {
        Map<String, String> headers = headers();
        headers.put("Content-Type", "application/json");
        return answer(200, headers, licence);
    }

    private KeyAnswer options() {
        Map<String, String> headers = headers();
        headers.put("Allow", METHODS);
        if (!corsAllowedOrigins.isEmpty()) {
            headers.put("Access-Control-Allow-Methods", METHODS);
            headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type");
            headers.put("Access-Control-Max-Age", "86400");
        }
        return answer(200, headers, new byte[0]);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        if (!corsAllowedOrigins.isEmpty()) {
            headers.put("Access-Control-Allow-Origin", corsAllowedOrigins);
        }
        return headers;
    }

    private static KeyAnswer answer(int status, Map<String, String> headers, byte[] body) {
        headers.put("Content-Length", Integer.toString(body.length));
        return new KeyAnswer(status, headers, body, null, null);
    }

    private KeyAnswer failure(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof KeyRefusedException refused) {
            return refused(refused.refusal(), refused.getMessage(), 1);
        }
        if (cause instanceof StorageException.Busy busy) {
            return refused(KeyRefusal.BUSY, busy.getMessage(), busy.retryAfterSeconds());
        }
        if (cause instanceof CatalogException) {
            // says all there is to say, and may come with each request
            LOG.warn("a content key could not be given: {}", cause.getMessage());
        } else {
            LOG.warn("a content key could not be given", cause);
        }
        return refused(KeyRefusal.FAILED, String.valueOf(cause.getMessage()), 1);
    }

    private KeyAnswer refused(KeyRefusal refusal, String cause, int retryAfterSeconds) {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<serverError>\n<status>" + refusal.status()
                + "</status>\n<subStatus>0</subStatus>\n<hresult>" + refusal.code() + "</hresult>\n<message>"
                + refusal.sentence() + "</message>\n</serverError>\n").getBytes(StandardCharsets.US_ASCII);
        Map<String, String> headers = headers();
        headers.put("Content-Type", "text/xml");
        switch (refusal) {
            case UNAUTHORIZED -> headers.put("WWW-Authenticate", "Bearer");
            case WRONG_METHOD -> headers.put("Allow", METHODS);
            case TOO_MANY, BUSY -> headers.put("Retry-After", Integer.toString(retryAfterSeconds));
            default -> {
                // nothing beyond what every answer says
            }
        }
        headers.put("Content-Length", Integer.toString(body.length));
        return new KeyAnswer(refusal.status(), headers, body, refusal.code(), cause);
    }
}
