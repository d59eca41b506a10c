package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A content key that a streaming policy asks of each of its locators.
 *
 * @param scheme     what it encrypts for
 * @param label      tells it from the other keys of the scheme
 * @param policyName content key policy that is named for this key, or {@code null}
 * @param tracks     which tracks it is for, as the policy has them; empty for all that no other key is for
 */
public record RequiredKey(EncryptionScheme scheme, String label, @Nullable String policyName,
        List<Map<String, Object>> tracks) {
    private static final List<EncryptionScheme> ENCRYPTED = List.of(EncryptionScheme.ENVELOPE_ENCRYPTION,
            EncryptionScheme.COMMON_ENCRYPTION_CENC, EncryptionScheme.COMMON_ENCRYPTION_CBCS);

    public RequiredKey {
        tracks = List.copyOf(tracks);
    }

    /** What a policy asks for, scheme by scheme, of each the default key first. */
    public static List<RequiredKey> of(StreamingPolicy policy) {
        List<RequiredKey> all = new ArrayList<>();
        for (EncryptionScheme scheme : ENCRYPTED) {
            EnabledProtocols enabled = policy.enabled(scheme);
            Map<String, Object> section = policy.document(scheme);
            if (section != null && (enabled.dash() || enabled.hls() || enabled.smoothStreaming())) {
                all.addAll(of(scheme, Document.of(section).object("contentKeys")));
            }
        }
        return List.copyOf(all);
    }

    private static List<RequiredKey> of(EncryptionScheme scheme, @Nullable Map<String, Object> keys) {
        Document from = Document.of(keys == null ? Map.of() : keys);
        Map<String, Object> first = from.object("defaultKey");
        List<RequiredKey> all = new ArrayList<>();
        all.add(of(scheme, first == null ? Map.of() : first, defaultLabel(scheme), List.of()));
        for (Map<String, Object> mapping : from.objects("keyToTrackMappings")) {
            String label = Document.of(mapping).text("label");
            if (label != null && !label.isEmpty() && all.stream().noneMatch(key -> key.label.equals(label))) {
                all.add(of(scheme, mapping, label, Document.of(mapping).objects("tracks")));
            }
        }
        return all;
    }

    private static RequiredKey of(EncryptionScheme scheme, Map<String, Object> key, String label,
            List<Map<String, Object>> tracks) {
        String stated = Document.of(key).text("label");
        String policyName = Document.of(key).text("policyName");
        return new RequiredKey(scheme, stated == null || stated.isEmpty() ? label : stated,
                policyName == null || policyName.isEmpty() ? null : policyName, tracks);
    }

    /** Those of the predefined policies of Azure Media Services. */
    static String defaultLabel(EncryptionScheme scheme) {
        return switch (scheme) {
            case NO_ENCRYPTION -> "";
            case ENVELOPE_ENCRYPTION -> "clearKeyDefault";
            case COMMON_ENCRYPTION_CENC -> "cencDefaultKey";
            case COMMON_ENCRYPTION_CBCS -> "cbcsDefaultKey";
        };
    }
}
