package io.dynpack.publishing;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a section of a streaming policy, such as {@code envelopeEncryption}, says of encryption: which tracks stay clear, and under
 * which label the others find their key in a locator. What is not understood is passed over, as policies were exported with it.
 *
 * @param clearTracks   that are not encrypted
 * @param defaultLabel  of the key of all tracks that no mapping names; {@code null} where the section names none
 * @param mappings      in the order of the document; the first that names a track counts
 * @param keyUrl        {@code customKeyAcquisitionUrlTemplate}, or {@code null}
 * @param licences      systems that give licences, in the order of {@link LicenceSystem}
 * @param clearLead     {@code clearLeadDuration}: fragments that begin within it are not encrypted where the format can say so;
 *                      zero for none
 */
public record EncryptionSection(PolicyTracks clearTracks, @Nullable String defaultLabel, List<Mapping> mappings,
        @Nullable String keyUrl, List<Licence> licences, Duration clearLead) {

    /** Nothing at all, as where a policy has no such section. */
    public static final EncryptionSection NONE = new EncryptionSection(PolicyTracks.NONE, null, List.of(), null, List.of(),
            Duration.ZERO);

    private static final String CLEAR_LEAD = "clearLeadDuration";
    /** More is a mistake, and would be no lead. */
    private static final Duration LONGEST_LEAD = Duration.ofDays(1);

    /** What players have keys from by licences. */
    public enum LicenceSystem {
        PLAYREADY("playReady"),
        WIDEVINE("widevine"),
        FAIRPLAY("fairPlay"),
        /** W3C Clear Key: licences that hold the key as it is. */
        CLEAR_KEY("clearKeyEncryptionConfiguration");

        private final String member;

        LicenceSystem(String member) {
            this.member = member;
        }
    }

    /**
     * A system whose licences open what is encrypted.
     *
     * @param url              template of where they are had, or {@code null}
     * @param customAttributes {@code playReadyCustomAttributes}, or {@code null}
     */
    public record Licence(LicenceSystem system, @Nullable String url, @Nullable String customAttributes) {}

    /** Tracks that have a key of their own. */
    public record Mapping(String label, PolicyTracks tracks) {}

    public EncryptionSection {
        mappings = List.copyOf(mappings);
        licences = List.copyOf(licences);
    }

    static EncryptionSection of(@Nullable Map<String, Object> section) {
        if (section == null) {
            return NONE;
        }
        List<Mapping> mappings = new ArrayList<>();
        String label = null;
        if (section.get("contentKeys") instanceof Map<?, ?> keys) {
            label = keys.get("defaultKey") instanceof Map<?, ?> key ? text(key.get("label")) : null;
            for (Object item : list(keys.get("keyToTrackMappings"))) {
                if (item instanceof Map<?, ?> mapping && text(mapping.get("label")) != null) {
                    mappings.add(new Mapping(String.valueOf(mapping.get("label")), PolicyTracks.of(mapping.get("tracks"))));
                }
            }
        }
        return new EncryptionSection(PolicyTracks.of(section.get("clearTracks")), label, mappings,
                text(section.get("customKeyAcquisitionUrlTemplate")), licences(section), clearLead(section));
    }

    /** What is no duration is none: then all is encrypted. */
    private static Duration clearLead(Map<String, Object> section) {
        Duration lead = duration(section.get(CLEAR_LEAD));
        return lead == null || !isLead(lead) ? Duration.ZERO : lead;
    }

    private static boolean isLead(Duration duration) {
        return !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST_LEAD) <= 0;
    }

    private static @Nullable Duration duration(@Nullable Object value) {
        try {
            return value instanceof String text ? Duration.parse(text) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static List<Licence> licences(Map<String, Object> section) {
        Map<?, ?> drm = section.get("drm") instanceof Map<?, ?> systems ? systems : Map.of();
        List<Licence> licences = new ArrayList<>();
        for (LicenceSystem system : LicenceSystem.values()) {
            boolean isClearKey = system == LicenceSystem.CLEAR_KEY;
            if ((isClearKey ? section : drm).get(system.member) instanceof Map<?, ?> stated) {
                licences.add(new Licence(system,
                        text(stated
                                .get(isClearKey ? "customKeysAcquisitionUrlTemplate" : "customLicenseAcquisitionUrlTemplate")),
                        text(stated.get("playReadyCustomAttributes"))));
            }
        }
        return licences;
    }

    /**
     * What whoever makes a policy has to fulfil.
     *
     * @param section of a policy, or {@code null}
     * @param scheme  that it is of
     * @param path    its name
     * @throws DocumentFieldException for what would mean nothing
     */
    static void requireMeaning(@Nullable Map<String, Object> section, EncryptionScheme scheme, String path) {
        if (section == null) {
            return;
        }
        requireClearLead(section.get(CLEAR_LEAD), scheme, path + "." + CLEAR_LEAD);
        PolicyTracks.require(section.get("clearTracks"), path + ".clearTracks");
        if (section.get("contentKeys") instanceof Map<?, ?> keys) {
            List<?> mappings = list(keys.get("keyToTrackMappings"));
            for (int i = 0; i < mappings.size(); i++) {
                if (mappings.get(i) instanceof Map<?, ?> mapping) {
                    PolicyTracks.require(mapping.get("tracks"), path + ".contentKeys.keyToTrackMappings[" + i + "].tracks");
                }
            }
        }
    }

    private static void requireClearLead(@Nullable Object value, EncryptionScheme scheme, String path) {
        if (value == null) {
            return;
        }
        if (scheme == EncryptionScheme.ENVELOPE_ENCRYPTION) {
            throw new DocumentFieldException(path, "is of commonEncryptionCenc and commonEncryptionCbcs alone");
        }
        Duration lead = duration(value);
        if (lead == null) {
            throw new DocumentFieldException(path, "is no duration of ISO 8601, such as PT10S");
        }
        if (!isLead(lead)) {
            throw new DocumentFieldException(path, "is not above zero and at most " + LONGEST_LEAD);
        }
    }

    /**
     * Whether a track stays clear.
     *
     * @param resolution {@code null} for what is no video
     */
    public boolean isClear(String fourcc, @Nullable Resolution resolution) {
        return clearTracks.contain(fourcc, resolution);
    }

    /**
     * The label of a track's key; {@code null} for the default key of a section that gives it no label.
     *
     * @param resolution {@code null} for what is no video
     */
    public @Nullable String label(String fourcc, @Nullable Resolution resolution) {
        return mappings.stream().filter(mapping -> mapping.tracks.contain(fourcc, resolution)).map(Mapping::label).findFirst()
                .orElse(defaultLabel);
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> items ? items : List.of();
    }

    /** An empty one says nothing, as in {@link RequiredKey}. */
    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() ? text : null;
    }
}
