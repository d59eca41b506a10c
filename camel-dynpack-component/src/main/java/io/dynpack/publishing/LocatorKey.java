package io.dynpack.publishing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which content key a locator uses for what: an entry of its {@code contentKeys} without a value.
 *
 * @param id     the KID
 * @param type   of encryption; never {@link EncryptionScheme#NO_ENCRYPTION}
 * @param label  in the streaming policy, or {@code null}
 * @param policy name of the content key policy that says who gets it; {@code null} for that of the locator, or of its policy
 */
public record LocatorKey(UUID id, EncryptionScheme type, @Nullable String label, @Nullable String policy) {

    /** Empty for an entry that names no key. */
    static Optional<LocatorKey> of(Map<String, Object> entry) {
        if (!(entry.get("id") instanceof String id) || id.length() != 36) {
            return Optional.empty();
        }
        EncryptionScheme type = EncryptionScheme.ofArmName(String.valueOf(entry.get("type")));
        if (type == null || type == EncryptionScheme.NO_ENCRYPTION) {
            return Optional.empty();
        }
        try {
            // both spellings were recorded
            String label = text(entry, "labelReferenceInStreamingPolicy");
            return Optional.of(new LocatorKey(UUID.fromString(id.toLowerCase(Locale.ROOT)), type,
                    label == null ? text(entry, "label") : label, text(entry, "policyName")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(Map<String, Object> entry, String key) {
        return entry.get(key) instanceof String text ? text : null;
    }

    /**
     * The key that has this label, or the one that policies which give none imply; where it has none, the only one of its type.
     *
     * @param label {@code null} where the policy gives none
     */
    public static Optional<LocatorKey> find(List<LocatorKey> keys, EncryptionScheme type, @Nullable String label) {
        String wanted = label == null ? RequiredKey.defaultLabel(type) : label;
        List<LocatorKey> ofType = keys.stream().filter(key -> key.type == type).toList();
        Optional<LocatorKey> labelled = ofType.stream().filter(key -> wanted.equals(key.label)).findFirst();
        boolean isOnly = ofType.size() == 1 && (label == null || ofType.get(0).label == null);
        return labelled.isEmpty() && isOnly ? Optional.of(ofType.get(0)) : labelled;
    }
}
