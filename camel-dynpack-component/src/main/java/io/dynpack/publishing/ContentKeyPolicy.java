package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who gets a content key, and in which form. Options are kept as they were read, those of protection systems that nobody here
 * speaks included. Secrets in them lie in the catalog wrapped, so that an option may hold a {@link WrappedSecret} where Azure
 * Media Services has a text; the text of a policy shows none.
 *
 * @param name         not empty
 * @param policyId     given by the catalog where it is {@code null}
 * @param created      ISO 8601, {@code null} where unknown
 * @param lastModified ISO 8601, {@code null} where unknown
 * @param description  may be {@code null}
 * @param options      at least one
 */
public record ContentKeyPolicy(String name, @Nullable UUID policyId, @Nullable String created, @Nullable String lastModified,
        @Nullable String description, List<Map<String, Object>> options) {

    /** Of the ARM document. */
    private static final String TYPE = "Microsoft.Media/mediaservices/contentKeyPolicies";
    /** Members of options that are secrets, in whatever object they stand. */
    private static final Set<String> SECRETS = Set.of("keyValue", "ask", "fairPlayPfx", "fairPlayPfxPassword");
    private static final int MAX_OPTIONS = 100;

    /** @throws IllegalArgumentException for an absent name, and for none or too many options */
    public ContentKeyPolicy {
        CatalogNames.require(name);
        options = options.stream().map(Document::freeze).toList();
        if (options.isEmpty() || options.size() > MAX_OPTIONS) {
            throw new DocumentFieldException("options", "has " + options.size() + " options; a policy has 1 to " + MAX_OPTIONS);
        }
    }

    /**
     * Of a document, wrapped or flat: the properties as {@code getPolicyPropertiesWithSecrets} answers them, which do not hold the
     * name, and a name.
     *
     * @throws IllegalArgumentException for what is no policy
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContentKeyPolicy of(Map<String, Object> document) {
        Document from = Document.of(document);
        String name = from.name();
        if (name == null) {
            throw new DocumentFieldException("name", "is missing: put the policy as {\"name\": ..., \"properties\": {...}};"
                    + " az ams content-key-policy show --with-secrets does not print the name");
        }
        return from
                .check(() -> new ContentKeyPolicy(name, from.uuid("policyId"), from.text("created"), from.text("lastModified"),
                        from.text("description"), from.objects("options")));
    }

    /** The ARM document, with the secrets as they are here: wrapped or not. */
    @JsonValue
    public Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("policyId", policyId == null ? null : policyId.toString());
        properties.put("created", created);
        properties.put("lastModified", lastModified);
        properties.put("description", description);
        properties.put("options", options);
        return Document.wrap(name, TYPE, properties);
    }

    /** As it may be shown: secrets are empty texts, as Azure Media Services has them. */
    public ContentKeyPolicy withoutSecrets() {
        return mapSecrets(secret -> "");
    }

    /**
     * The same with other secrets.
     *
     * @param change given a text or a wrapped secret
     */
    public ContentKeyPolicy mapSecrets(Function<Object, Object> change) {
        return withOptions(options.stream().map(option -> mapSecrets(option, change)).toList());
    }

    private static Map<String, Object> mapSecrets(Map<?, ?> members, Function<Object, Object> change) {
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((key, value) -> copy.put(String.valueOf(key),
                SECRETS.contains(String.valueOf(key)) ? change.apply(value) : mapValue(value, change)));
        return copy;
    }

    private static Object mapValue(Object value, Function<Object, Object> change) {
        if (value instanceof Map<?, ?> map) {
            return mapSecrets(map, change);
        }
        return value instanceof List<?> list ? list.stream().map(item -> mapValue(item, change)).toList() : value;
    }

    private ContentKeyPolicy withOptions(List<Map<String, Object>> other) {
        return new ContentKeyPolicy(name, policyId, created, lastModified, description, other);
    }

    /** The same as the catalog stores it now. */
    ContentKeyPolicy stored(@Nullable ContentKeyPolicy before, String now) {
        UUID id = policyId != null ? policyId : before != null && before.policyId != null ? before.policyId : UUID.randomUUID();
        String since = before != null && before.created != null ? before.created : created != null ? created : now;
        return new ContentKeyPolicy(name, id, since, now, description, options);
    }

    /** Whether both let the same clients have the same; both with their secrets, or both without. */
    boolean saysSame(ContentKeyPolicy other) {
        return options.equals(other.options) && String.valueOf(description).equals(String.valueOf(other.description))
                && (policyId == null || policyId.equals(other.policyId));
    }

    @Override
    public String toString() {
        return "ContentKeyPolicy[name=" + name + ", policyId=" + policyId + ", options=" + options.size() + "]";
    }
}
