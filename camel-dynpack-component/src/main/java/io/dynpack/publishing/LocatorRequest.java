package io.dynpack.publishing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * What to publish. A name and an id that are not given are derived from the rest, so that the same request gives the same
 * locator on every node, however often it is repeated. The id, with which anybody can stream, is derived with a secret of the
 * catalog.
 *
 * @param assetName                   not empty
 * @param streamingPolicyName         not empty
 * @param filters                     names of filters that always apply
 * @param startTime                   ISO 8601, or {@code null}
 * @param endTime                     ISO 8601, or {@code null}
 * @param name                        of the locator, or {@code null}
 * @param streamingLocatorId          or {@code null}
 * @param alternativeMediaId          or {@code null}
 * @param defaultContentKeyPolicyName or {@code null}
 * @param contentKeys                 of an imported locator
 */
public record LocatorRequest(String assetName, String streamingPolicyName, List<String> filters, @Nullable String startTime,
        @Nullable String endTime,
        @Nullable String name, @Nullable UUID streamingLocatorId, @Nullable String alternativeMediaId,
        @Nullable String defaultContentKeyPolicyName,
        List<Map<String, Object>> contentKeys) {

    private static final int MAX_NAME_PART = 200;

    /** @throws IllegalArgumentException for absent names, malformed times, and an end that is not after the start */
    public LocatorRequest {
        require("assetName", assetName);
        require("streamingPolicyName", streamingPolicyName);
        filters = filters == null ? List.of() : List.copyOf(filters);
        contentKeys = contentKeys == null ? List.of() : contentKeys.stream().map(Document::freeze).toList();
        if (name != null) {
            CatalogNames.require(name);
        }
        Instant start = startTime == null ? Instant.MIN : ArmTime.parse(startTime);
        Instant end = endTime == null ? Instant.MAX : ArmTime.parse(endTime);
        if (!start.isBefore(end)) {
            throw new DocumentFieldException("endTime", endTime + " is not after startTime " + startTime);
        }
    }

    private static String require(String member, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new DocumentFieldException(member, "is missing");
        }
        return CatalogNames.require(name);
    }

    public static LocatorRequest of(String assetName, String streamingPolicyName) {
        return new LocatorRequest(assetName, streamingPolicyName, List.of(), null, null, null, null, null, null, List.of());
    }

    /**
     * Of the members of a locator document, wrapped or flat; everything but asset and policy may be absent.
     *
     * @throws IllegalArgumentException for what is no such document
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LocatorRequest of(Map<String, Object> document) {
        Document from = Document.of(document);
        return from.check(() -> {
            String assetName = from.text("assetName");
            String policy = from.text("streamingPolicyName");
            List<String> filters = from.texts("filters");
            String startTime = from.time("startTime");
            String endTime = from.time("endTime");
            String name = from.name();
            UUID id = from.uuid("streamingLocatorId");
            String mediaId = from.text("alternativeMediaId");
            String keyPolicy = from.text("defaultContentKeyPolicyName");
            List<Map<String, Object>> keys = from.objects("contentKeys");
            LocatorKeys.material(keys);
            return new LocatorRequest(require("assetName", assetName), require("streamingPolicyName", policy), filters,
                    startTime, endTime, name, id, mediaId, keyPolicy, keys);
        });
    }

    /** The request that publishes this locator under its name and id. */
    public static LocatorRequest of(StreamingLocator locator) {
        return new LocatorRequest(locator.assetName(), locator.streamingPolicyName(), locator.filters(), locator.startTime(),
                locator.endTime(), locator.name(), locator.streamingLocatorId(), locator.alternativeMediaId(),
                locator.defaultContentKeyPolicyName(), locator.contentKeys());
    }

    public LocatorRequest withName(@Nullable String other) {
        return new LocatorRequest(assetName, streamingPolicyName, filters, startTime, endTime, other, streamingLocatorId,
                alternativeMediaId, defaultContentKeyPolicyName, contentKeys);
    }

    public LocatorRequest withStreamingLocatorId(UUID other) {
        return new LocatorRequest(assetName, streamingPolicyName, filters, startTime, endTime, name, other, alternativeMediaId,
                defaultContentKeyPolicyName, contentKeys);
    }

    public LocatorRequest withFilters(List<String> other) {
        return new LocatorRequest(assetName, streamingPolicyName, other, startTime, endTime, name, streamingLocatorId,
                alternativeMediaId, defaultContentKeyPolicyName, contentKeys);
    }

    public LocatorRequest withTimes(@Nullable String start, @Nullable String end) {
        return new LocatorRequest(assetName, streamingPolicyName, filters, start, end, name, streamingLocatorId,
                alternativeMediaId, defaultContentKeyPolicyName, contentKeys);
    }

    /** Without values of content keys. */
    @Override
    public String toString() {
        return "LocatorRequest[name=" + name + ", assetName=" + assetName + ", streamingPolicyName=" + streamingPolicyName
                + ", streamingLocatorId=" + streamingLocatorId + ", filters=" + filters + ", startTime=" + startTime
                + ", endTime=" + endTime + ", contentKeys=" + contentKeys.size() + "]";
    }

    /** The name that the locator has, given or derived. */
    String locatorName() {
        return name != null ? name : start(assetName) + "-" + HexFormat.of().formatHex(hash(""), 0, 8);
    }

    /** @param secret derives an id where none is given; may be {@code null} where one is */
    StreamingLocator toLocator(Instant now, @Nullable LocatorSecret secret) {
        String locatorName = locatorName();
        UUID id = streamingLocatorId != null
                ? streamingLocatorId
                : uuid(Objects.requireNonNull(secret).sign(hash(locatorName)));
        return new StreamingLocator(locatorName, assetName, streamingPolicyName, id, filters, ArmTime.print(now), startTime,
                endTime,
                alternativeMediaId, defaultContentKeyPolicyName, contentKeys);
    }

    /**
     * The id of a key that is made for a locator: nobody's to compute, and the same as long as the locator has its id. So what
     * caches keep of its URLs can still be decrypted where it is published anew under the same id, with another end, say.
     *
     * @param secret of the catalog
     */
    static UUID keyId(LocatorSecret secret, UUID locatorId, RequiredKey key) {
        MessageDigest digest = sha256();
        update(digest, "content key");
        update(digest, key.scheme().armName());
        update(digest, key.label());
        update(digest, locatorId.toString());
        return uuid(secret.sign(digest.digest()));
    }

    private static String start(String text) {
        int end = Math.min(text.length(), MAX_NAME_PART);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private byte[] hash(String locatorName) {
        MessageDigest digest = sha256();
        update(digest, locatorName);
        update(digest, assetName);
        update(digest, streamingPolicyName);
        update(digest, startTime == null ? "" : ArmTime.parse(startTime).toString());
        update(digest, ArmTime.parse(endTime == null ? ArmTime.NEVER : endTime).toString());
        update(digest, Objects.requireNonNullElse(alternativeMediaId, ""));
        update(digest, Objects.requireNonNullElse(defaultContentKeyPolicyName, ""));
        filters.forEach(filter -> update(digest, filter));
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** With its length in front, so that no two lists of texts are the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** Version 8 of RFC 9562: bits of our own making. */
    private static UUID uuid(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        long high = bytes.getLong() & ~0xF000L | 0x8000L;
        long low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
