package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Which content keys a locator has: those that it is given, and one for each that its streaming policy asks for beyond them. The
 * outcome depends on nothing else, so that it is the same whenever and wherever it is worked out.
 */
final class LocatorKeys {
    private static final int MAX_KEYS = 1000;
    private static final String ID = "id";
    private static final String TYPE = "type";
    private static final String LABEL = "labelReferenceInStreamingPolicy";
    /** As old exports have it. */
    private static final String OLD_LABEL = "label";
    private static final String POLICY = "policyName";
    private static final String TRACKS = "tracks";

    private LocatorKeys() {}

    /**
     * The locator with all its keys. Values stay with those that have one.
     *
     * @param ids gives the id of a key that is made
     * @throws DocumentFieldException for a key without a GUID, and for one id with two values
     */
    static StreamingLocator complete(StreamingLocator locator, StreamingPolicy policy, Function<RequiredKey, UUID> ids) {
        List<Map<String, Object>> given = locator.contentKeys();
        if (given.size() > MAX_KEYS) {
            throw new DocumentFieldException("contentKeys", "has " + given.size() + " keys, and may have " + MAX_KEYS);
        }
        List<RequiredKey> required = RequiredKey.of(policy);
        Set<Integer> used = new LinkedHashSet<>();
        List<Map<String, Object>> all = new ArrayList<>();
        for (RequiredKey key : required) {
            int place = find(given, key, required);
            if (place >= 0) {
                used.add(place);
            }
            Map<String, Object> stated = place < 0 ? Map.of(ID, ids.apply(key).toString()) : given.get(place);
            all.add(entry(stated, key, locator.defaultContentKeyPolicyName() != null
                    ? locator.defaultContentKeyPolicyName()
                    : policy.defaultContentKeyPolicyName()));
        }
        for (int i = 0; i < given.size(); i++) {
            if (!used.contains(i)) {
                all.add(folded(given.get(i)));
            }
        }
        return locator.withContentKeys(all);
    }

    /** Ids are the same in any case, and in lower case in documents, as Azure Media Services has them. */
    private static Map<String, Object> folded(Map<String, Object> entry) {
        if (!(entry.get(ID) instanceof String id) || id.equals(id.toLowerCase(Locale.ROOT))) {
            return entry;
        }
        Map<String, Object> copy = new LinkedHashMap<>(entry);
        copy.put(ID, id.toLowerCase(Locale.ROOT));
        return copy;
    }

    /**
     * What whoever publishes has to fulfil: a key under a label that the policy does not have would encrypt nothing, and another
     * would be made in its place.
     *
     * @throws DocumentFieldException for such a label
     */
    static void requireLabels(List<Map<String, Object>> given, StreamingPolicy policy) {
        List<String> labels = RequiredKey.of(policy).stream().map(RequiredKey::label).distinct().toList();
        for (int i = 0; i < given.size(); i++) {
            String label = label(given.get(i));
            if (label != null && !labels.isEmpty() && !labels.contains(label)) {
                throw new DocumentFieldException("contentKeys[" + i + "]." + LABEL, "is " + label
                        + ", which is no label of the streaming policy " + policy.name() + "; it has "
                        + String.join(", ", labels));
            }
        }
    }

    /** The first that says it is this one, else the one that says nothing where there is one key only. */
    private static int find(List<Map<String, Object>> given, RequiredKey key, List<RequiredKey> required) {
        for (int i = 0; i < given.size(); i++) {
            String label = label(given.get(i));
            Object type = given.get(i).get(TYPE);
            boolean sameType = key.scheme().armName().equals(type);
            boolean sameLabel = key.label().equals(label);
            boolean isDefault = required.stream().filter(each -> each.scheme() == key.scheme()).findFirst()
                    .filter(key::equals).isPresent();
            if (sameLabel && (type == null || sameType) || label == null && sameType && isDefault
                    || label == null && type == null && required.size() == 1) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String label(Map<String, Object> entry) {
        Object label = entry.get(LABEL) == null ? entry.get(OLD_LABEL) : entry.get(LABEL);
        return label == null || label.equals("") ? null : label.toString();
    }

    private static Map<String, Object> entry(Map<String, Object> stated, RequiredKey key, @Nullable String otherwise) {
        Map<String, Object> entry = new LinkedHashMap<>(folded(stated));
        entry.remove(OLD_LABEL);
        entry.put(TYPE, key.scheme().armName());
        entry.put(LABEL, key.label());
        Object own = stated.get(POLICY);
        String policy = own != null && !own.equals("")
                ? own.toString()
                : key.policyName() != null ? key.policyName() : otherwise;
        if (policy != null) {
            entry.put(POLICY, policy);
        } else {
            entry.remove(POLICY);
        }
        entry.putIfAbsent(TRACKS, key.tracks());
        return entry;
    }

    /**
     * What there is to be kept of the keys of a locator, each id once.
     *
     * @throws DocumentFieldException for a key without a GUID, a value that is not the Base64 of 16 bytes, and for one id with two
     *                                values
     */
    static List<ContentKeyMaterial> material(List<Map<String, Object>> contentKeys) {
        Map<UUID, ContentKeyMaterial> all = new LinkedHashMap<>();
        for (int i = 0; i < contentKeys.size(); i++) {
            try {
                ContentKeyMaterial key = ContentKeyMaterial.of(contentKeys.get(i));
                ContentKeyMaterial before = all.putIfAbsent(key.id(), key);
                if (before != null && !before.equals(key)) {
                    throw new DocumentFieldException(ContentKeyMaterial.VALUE, "is not that of the other key of its id");
                }
            } catch (DocumentFieldException e) {
                throw e.within("contentKeys[" + i + "]");
            }
        }
        return List.copyOf(all.values());
    }

    /** Whether any key of a locator has its value, or its initialization vector, with it. */
    static boolean holdsValues(StreamingLocator locator) {
        return locator.contentKeys().stream().anyMatch(
                key -> key.containsKey(ContentKeyMaterial.VALUE) || key.containsKey(ContentKeyMaterial.IV));
    }

    /** Values of {@code from} for the keys of {@code locator} that have none. */
    static StreamingLocator withValues(StreamingLocator locator, StreamingLocator from) {
        Map<Object, Map<String, Object>> values = from.contentKeys().stream()
                .filter(key -> key.get(ID) != null && key.get(ContentKeyMaterial.VALUE) != null)
                .collect(Collectors.toMap(key -> Objects.requireNonNull(key.get(ID)), key -> key, (one, other) -> one));
        return locator.withContentKeys(locator.contentKeys().stream().map(key -> {
            Map<String, Object> found = values.get(key.get(ID));
            if (found == null || key.containsKey(ContentKeyMaterial.VALUE)) {
                return key;
            }
            Map<String, Object> copy = new LinkedHashMap<>(key);
            copy.put(ContentKeyMaterial.VALUE, found.get(ContentKeyMaterial.VALUE));
            if (found.get(ContentKeyMaterial.IV) != null) {
                copy.put(ContentKeyMaterial.IV, found.get(ContentKeyMaterial.IV));
            }
            return copy;
        }).collect(Collectors.toList()));
    }
}
