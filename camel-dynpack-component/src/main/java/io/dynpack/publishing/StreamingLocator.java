package io.dynpack.publishing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What makes an asset reachable under a GUID. Immutable, as in Azure Media Services.
 *
 * @param name                        not empty
 * @param assetName                   not empty
 * @param streamingPolicyName         not empty
 * @param streamingLocatorId          first segment of every URL
 * @param filters                     names of filters that always apply, in order
 * @param created                     ISO 8601, {@code null} where unknown
 * @param startTime                   ISO 8601; {@code null} for no start
 * @param endTime                     ISO 8601, kept as written; {@code null} becomes the end of the year 9999
 * @param alternativeMediaId          may be {@code null}
 * @param defaultContentKeyPolicyName may be {@code null}
 * @param contentKeys                 as exported; may hold key values, which {@link #toString} leaves out and the catalog does not
 *                                    store
 */
public record StreamingLocator(String name, String assetName, String streamingPolicyName, UUID streamingLocatorId,
        List<String> filters, @Nullable String created, @Nullable String startTime, @Nullable String endTime,
        @Nullable String alternativeMediaId,
        @Nullable String defaultContentKeyPolicyName, List<Map<String, Object>> contentKeys) {

    private static final String KEY_VALUE = ContentKeyMaterial.VALUE;
    private static final String KEY_IV = ContentKeyMaterial.IV;

    /** @throws IllegalArgumentException for absent names and malformed times */
    public StreamingLocator {
        CatalogNames.require(name);
        CatalogNames.require(assetName);
        CatalogNames.require(streamingPolicyName);
        required(streamingLocatorId);
        filters = filters == null ? List.of() : List.copyOf(filters);
        endTime = endTime == null ? ArmTime.NEVER : endTime;
        // an empty name is none, and leaves it to the policy
        defaultContentKeyPolicyName = "".equals(defaultContentKeyPolicyName) ? null : defaultContentKeyPolicyName;
        contentKeys = contentKeys == null ? List.of() : contentKeys.stream().map(Document::freeze).toList();
        ArmTime.parse(endTime);
        if (startTime != null) {
            ArmTime.parse(startTime);
        }
    }

    private static UUID required(@Nullable UUID id) {
        if (id == null) {
            throw new IllegalArgumentException("no streamingLocatorId");
        }
        return id;
    }

    /** The end of the year 9999 where none was given. */
    @Override
    public String endTime() {
        return endTime == null ? ArmTime.NEVER : endTime;
    }

    /** @throws IllegalArgumentException for what is no locator */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StreamingLocator of(Map<String, Object> document) {
        Document from = Document.of(document);
        String name = from.name();
        String assetName = from.text("assetName");
        String policy = from.text("streamingPolicyName");
        UUID id = from.uuid("streamingLocatorId");
        List<String> filters = from.texts("filters");
        String created = from.text("created");
        String startTime = from.text("startTime");
        String endTime = from.text("endTime");
        String mediaId = from.text("alternativeMediaId");
        String keyPolicy = from.text("defaultContentKeyPolicyName");
        List<Map<String, Object>> keys = from.objects("contentKeys");
        return new StreamingLocator(CatalogNames.require(name), CatalogNames.require(assetName), CatalogNames.require(policy),
                required(id), filters, created, startTime, endTime, mediaId, keyPolicy, keys);
    }

    /** The ARM document, key values included. */
    @JsonValue
    public Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("assetName", assetName);
        properties.put("created", created);
        properties.put("startTime", startTime);
        properties.put("endTime", endTime);
        properties.put("streamingLocatorId", streamingLocatorId.toString());
        properties.put("streamingPolicyName", streamingPolicyName);
        properties.put("defaultContentKeyPolicyName", defaultContentKeyPolicyName);
        properties.put("contentKeys", contentKeys);
        properties.put("alternativeMediaId", alternativeMediaId);
        properties.put("filters", filters);
        return Document.wrap(name, properties);
    }

    /** Whether the locator serves at this time: from its start, and before its end. */
    public boolean isActive(Instant now) {
        return (startTime == null || !now.isBefore(ArmTime.parse(startTime))) && now.isBefore(end());
    }

    /**
     * The locator as it may be shown: values of content keys are left out. Who may see them asks the catalog.
     */
    public StreamingLocator withoutKeyValues() {
        return withContentKeys(withoutValues(contentKeys));
    }

    StreamingLocator withStreamingLocatorId(UUID other) {
        return new StreamingLocator(name, assetName, streamingPolicyName, other, filters, created, startTime, endTime,
                alternativeMediaId, defaultContentKeyPolicyName, contentKeys);
    }

    StreamingLocator withContentKeys(List<Map<String, Object>> keys) {
        return new StreamingLocator(name, assetName, streamingPolicyName, streamingLocatorId, filters, created, startTime,
                endTime, alternativeMediaId, defaultContentKeyPolicyName, keys);
    }

    private static List<Map<String, Object>> withoutValues(List<Map<String, Object>> keys) {
        return keys.stream().map(key -> {
            Map<String, Object> copy = new LinkedHashMap<>(key);
            copy.remove(KEY_VALUE);
            copy.remove(KEY_IV);
            return copy;
        }).collect(Collectors.toList());
    }

    /** Which keys encrypt what it publishes; entries that name no key are passed over. */
    public List<LocatorKey> keys() {
        return contentKeys.stream().flatMap(entry -> LocatorKey.of(entry).stream()).toList();
    }

    /** Names of the content key policies that say who gets its keys, each once. */
    public Set<String> contentKeyPolicyNames() {
        Set<String> names = new LinkedHashSet<>();
        keys().stream().map(LocatorKey::policy).filter(name -> name != null && !name.isEmpty()).forEach(names::add);
        if (defaultContentKeyPolicyName != null && !defaultContentKeyPolicyName.isEmpty()) {
            names.add(defaultContentKeyPolicyName);
        }
        return names;
    }

    /** When the locator begins to serve. */
    public Instant start() {
        return startTime == null ? Instant.MIN : ArmTime.parse(startTime);
    }

    /** When the locator stops to serve. */
    public Instant end() {
        return ArmTime.parse(endTime());
    }

    /**
     * Whether both publish the same thing: everything but {@link #name}, {@link #streamingLocatorId} and {@link #created}; times
     * are compared as times. Values of content keys are compared where both have them, so that a locator which was shown without
     * them is still the same.
     */
    public boolean publishesSame(StreamingLocator other) {
        return content().equals(other.content()) && IntStream.range(0, contentKeys.size()).allMatch(i -> {
            Object one = contentKeys.get(i).get(KEY_VALUE);
            Object another = other.contentKeys.get(i).get(KEY_VALUE);
            return one == null || another == null || one.equals(another);
        });
    }

    private List<Object> content() {
        return List.of(assetName, streamingPolicyName, filters, startTime == null ? Instant.MIN : ArmTime.parse(startTime),
                end(),
                Objects.requireNonNullElse(alternativeMediaId, ""), Objects.requireNonNullElse(defaultContentKeyPolicyName, ""),
                withoutValues(contentKeys));
    }

    @Override
    public String toString() {
        return "StreamingLocator[name=" + name + ", streamingLocatorId=" + streamingLocatorId + ", assetName=" + assetName
                + ", streamingPolicyName=" + streamingPolicyName + ", filters=" + filters + ", startTime=" + startTime
                + ", endTime="
                + endTime + ", alternativeMediaId=" + alternativeMediaId + ", contentKeys=" + contentKeys.size() + "]";
    }
}
