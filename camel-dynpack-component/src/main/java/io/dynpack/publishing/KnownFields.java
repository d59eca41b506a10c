package io.dynpack.publishing;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The fields that a document can have. One that is misspelt would otherwise count as absent: a locator without its policy is
 * published in the clear, a filter without its tracks removes none. Fields that Azure Resource Manager and the az command line put
 * beside them, and those that are {@code null}, are passed over.
 *
 * @param title       of the kind, for people, with its article
 * @param properties  fields of the resource, which stand in {@code properties}, or beside the name
 * @param isInAnyCase whether the kind is read with any case of letters, as filters are
 */
record KnownFields(String title, Map<String, Shape> properties, boolean isInAnyCase) {
    private static final String PROPERTIES = "properties";

    /** Beside the properties; none of them says what is published. */
    private static final Set<String> OF_RESOURCE = Set.of("name", "id", "type", "systemData", "etag", "resourceGroup",
            "subscriptionId", "location", "tags", "kind", "sku", "plan", "identity", "zones", "managedBy", "apiVersion",
            "extendedLocation", "scope", "provisioningState", "$schema");
    /** What comes of the service, in whatever object it stands. */
    private static final Set<String> OF_SERVICE = Set.of("created", "lastModified", "policyId", "provisioningState");
    /** The az command line writes {@code @odata.type} so. */
    private static final Set<String> ODATA = Set.of("odatatype", "odata_type", "__metadata");

    /** What is below a field. */
    private record Shape(@Nullable Map<String, Shape> members) {
        /** A text, a number, or an object that is kept as it is. */
        static final Shape ANY = new Shape(null);

        static Shape of(Object... fields) {
            return new Shape(KnownFields.fields(fields));
        }
    }

    /** Names, each followed by its {@link Shape} where it has fields of its own. */
    private static Map<String, Shape> fields(Object... fields) {
        Map<String, Shape> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] instanceof String name) {
                all.put(name, i + 1 < fields.length && fields[i + 1] instanceof Shape shape ? shape : Shape.ANY);
            }
        }
        return all;
    }

    private static final Shape TRACK_SELECTIONS = Shape.of("trackSelections", Shape.of("property", "operation", "value"));

    static final KnownFields STREAMING_LOCATOR = new KnownFields("a streaming locator",
            fields("assetName", "streamingLocatorId", "streamingPolicyName", "defaultContentKeyPolicyName", "filters",
                    "startTime", "endTime", "alternativeMediaId", "contentKeys",
                    Shape.of("id", "type", "value", "iv", "labelReferenceInStreamingPolicy", "label", "policyName", "tracks",
                            TRACK_SELECTIONS)),
            false);

    private static final KnownFields FILTER = new KnownFields("a filter",
            fields("assetName", "parentAssetId", "presentationTimeRange",
                    Shape.of("startTimestamp", "endTimestamp", "presentationWindowDuration", "liveBackoffDuration", "timescale",
                            "forceEndTimestamp", "exact"),
                    "firstQuality", Shape.of("bitrate"), "tracks",
                    Shape.of("trackSelections", Shape.of("property", "operation", "operator", "value"), "propertyConditions",
                            Shape.of("property", "operation", "operator", "value"))),
            true);

    private static final KnownFields TRACK = new KnownFields("a track",
            fields("assetName", "track",
                    Shape.of("fileName", "displayName", "languageCode", "playerVisibility", "mpeg4TrackId", "bitRate",
                            "hlsSettings", Shape.of("default", "forced", "characteristics"), "dashSettings",
                            Shape.of("role"))),
            false);

    private static final Shape ENABLED = Shape.of("download", "dash", "hls", "smoothStreaming");
    private static final Shape KEYS_OF_POLICY = Shape.of("defaultKey", Shape.of("label", "policyName"),
            "keyToTrackMappings", Shape.of("label", "policyName", "tracks", TRACK_SELECTIONS));
    private static final Shape COMMON_ENCRYPTION = Shape.of("enabledProtocols", ENABLED, "clearTracks", TRACK_SELECTIONS,
            "contentKeys", KEYS_OF_POLICY, "drm",
            Shape.of("playReady", Shape.of("customLicenseAcquisitionUrlTemplate", "playReadyCustomAttributes"), "widevine",
                    Shape.of("customLicenseAcquisitionUrlTemplate"), "fairPlay",
                    Shape.of("customLicenseAcquisitionUrlTemplate", "allowPersistentLicense")),
            "clearKeyEncryptionConfiguration", Shape.of("customKeysAcquisitionUrlTemplate"), "clearLeadDuration");

    private static final KnownFields STREAMING_POLICY = new KnownFields("a streaming policy",
            fields("defaultContentKeyPolicyName", "noEncryption", Shape.of("enabledProtocols", ENABLED), "envelopeEncryption",
                    Shape.of("enabledProtocols", ENABLED, "clearTracks", TRACK_SELECTIONS, "contentKeys", KEYS_OF_POLICY,
                            "customKeyAcquisitionUrlTemplate", "clearLeadDuration"),
                    "commonEncryptionCenc", COMMON_ENCRYPTION, "commonEncryptionCbcs", COMMON_ENCRYPTION),
            false);

    private static final Shape VERIFICATION_KEY = Shape.of("keyValue", "exponent", "modulus", "rawBody");

    /** What is in a configuration is for systems that nobody here speaks, and is kept as it is. */
    private static final KnownFields CONTENT_KEY_POLICY = new KnownFields("a content key policy",
            fields("description", "options",
                    Shape.of("policyOptionId", "name", "configuration", "restriction",
                            Shape.of("issuer", "audience", "primaryVerificationKey", VERIFICATION_KEY,
                                    "alternateVerificationKeys", VERIFICATION_KEY, "requiredClaims",
                                    Shape.of("claimType", "claimValue"), "restrictionTokenType",
                                    "openIdConnectDiscoveryDocument", Shape.of("openIdDiscoveryUri")))),
            false);

    static KnownFields of(DeclaredKind kind) {
        return switch (kind) {
            case STREAMING_LOCATORS -> STREAMING_LOCATOR;
            case ASSET_FILTERS, ACCOUNT_FILTERS -> FILTER;
            case TRACKS -> TRACK;
            case STREAMING_POLICIES -> STREAMING_POLICY;
            case CONTENT_KEY_POLICIES -> CONTENT_KEY_POLICY;
        };
    }

    /**
     * @throws DocumentFieldException for a field that such a document cannot have; names the one that was meant, so far as one can
     *                                tell
     */
    void require(Map<?, ?> document) {
        Object wrapped = document.get(PROPERTIES);
        if (wrapped == null && isInAnyCase) {
            wrapped = document.entrySet().stream().filter(entry -> PROPERTIES.equalsIgnoreCase(String.valueOf(entry.getKey())))
                    .map(Map.Entry::getValue).filter(value -> value != null).findFirst().orElse(null);
        }
        if (wrapped instanceof Map<?, ?> inner) {
            document.forEach((key, value) -> {
                String field = String.valueOf(key);
                if (value != null && !isOfResource(field)) {
                    Optional<String> meant = nearest(field, properties.keySet());
                    throw new DocumentFieldException(field, meant.isPresent() && isSame(field, meant.get(), isInAnyCase)
                            ? "stands beside properties, where it says nothing: put it into them"
                            : unknown(field, "beside the properties of " + title, List.of("name")), true);
                }
            });
            require(inner, properties, PROPERTIES + ".");
        } else {
            Map<String, Shape> all = new LinkedHashMap<>(properties);
            OF_RESOURCE.forEach(field -> all.put(field, Shape.ANY));
            all.put(PROPERTIES, Shape.ANY);
            require(document, all, "");
        }
    }

    private void require(Map<?, ?> members, Map<String, Shape> fields, String path) {
        members.forEach((key, value) -> {
            String field = String.valueOf(key);
            if (value == null || isPassedOver(field)) {
                return;
            }
            Shape shape = fields.entrySet().stream().filter(known -> isSame(field, known.getKey(), isInAnyCase))
                    .map(Map.Entry::getValue).findFirst()
                    .orElseThrow(() -> new DocumentFieldException(path + field,
                            unknown(field, path.indexOf('.') == path.length() - 1 ? "of " + title : "here",
                                    fields.keySet().stream().filter(known -> path.isEmpty() ? isMeant(known) : true).toList()),
                            true));
            if (shape.members != null) {
                below(value, shape.members, path + field);
            }
        });
    }

    private void below(Object value, Map<String, Shape> fields, String path) {
        if (value instanceof Map<?, ?> members) {
            require(members, fields, path + ".");
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof Map<?, ?> members) {
                    require(members, fields, path + "[" + i + "].");
                }
            }
        }
    }

    /** Whether a short form says something with it. */
    private boolean isMeant(String known) {
        return properties.containsKey(known) || known.equals("name") || known.equals(PROPERTIES);
    }

    private static boolean isSame(String field, String known, boolean isInAnyCase) {
        return isInAnyCase ? field.equalsIgnoreCase(known) : field.equals(known);
    }

    private boolean isOfResource(String field) {
        return isPassedOver(field) || isSame(field, PROPERTIES, isInAnyCase)
                || OF_RESOURCE.stream().anyMatch(known -> isSame(field, known, isInAnyCase));
    }

    private static boolean isPassedOver(String field) {
        return OF_SERVICE.contains(field) || ODATA.contains(field.toLowerCase(Locale.ROOT)) || field.contains("odata.");
    }

    private static String unknown(String field, String where, List<String> known) {
        Optional<String> meant = nearest(field, known);
        if (meant.isPresent() && field.equalsIgnoreCase(meant.get())) {
            return "is no field " + where + ": it is spelt " + meant.get();
        }
        return "is no field " + where + ": "
                + meant.map(name -> "did you mean " + name + "?").orElseGet(() -> "take it out; there "
                        + (known.size() == 1 ? "is " : "are ") + String.join(", ", known));
    }

    /** The known field that was most likely meant: the same but for a few letters, or the beginning of one. */
    private static Optional<String> nearest(String field, Collection<String> known) {
        String folded = field.toLowerCase(Locale.ROOT);
        record Near(String name, int distance) {}
        return known.stream()
                .map(name -> new Near(name, distance(folded, name.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance <= Math.max(2, folded.length() / 3)
                        || folded.length() >= 4 && near.name.toLowerCase(Locale.ROOT).contains(folded))
                .min(Comparator.comparingInt(Near::distance)).map(Near::name);
    }

    /** Letters to insert, delete or replace. Fields are short: a long one is compared by its beginning. */
    private static int distance(String one, String other) {
        String text = one.length() > 64 ? one.substring(0, 64) : one;
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= text.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (text.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
