package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a section of a streaming policy, such as {@code envelopeEncryption}, says of encryption: which tracks stay clear, and under
 * which label the others find their key in a locator. What is not understood is passed over, as policies were exported with it.
 *
 * @param clearTracks   four-character codes of sample entries, in lower case, that are not encrypted
 * @param defaultLabel  of the key of all tracks that no mapping names; {@code null} where the section names none
 * @param mappings      in the order of the document; the first that names a track counts
 * @param keyUrl        {@code customKeyAcquisitionUrlTemplate}, or {@code null}
 * @param licences      systems that give licences, in the order of {@link LicenceSystem}
 */
public record EncryptionSection(Set<String> clearTracks, @Nullable String defaultLabel, List<Mapping> mappings,
        @Nullable String keyUrl, List<Licence> licences) {

    /** Nothing at all, as where a policy has no such section. */
    public static final EncryptionSection NONE = new EncryptionSection(Set.of(), null, List.of(), null, List.of());

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

    /**
     * Tracks that have a key of their own.
     *
     * @param fourccs of sample entries, in lower case
     */
    public record Mapping(String label, Set<String> fourccs) {
        public Mapping {
            fourccs = Set.copyOf(fourccs);
        }
    }

    public EncryptionSection {
        clearTracks = Set.copyOf(clearTracks);
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
                    mappings.add(new Mapping(String.valueOf(mapping.get("label")), fourccs(mapping.get("tracks"))));
                }
            }
        }
        return new EncryptionSection(fourccs(section.get("clearTracks")), label, mappings,
                text(section.get("customKeyAcquisitionUrlTemplate")), licences(section));
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

    /** Whether a track stays clear. */
    public boolean isClear(String fourcc) {
        return clearTracks.contains(fourcc.toLowerCase(Locale.ROOT));
    }

    /** The label of a track's key; {@code null} for the default key of a section that gives it no label. */
    public @Nullable String label(String fourcc) {
        String lower = fourcc.toLowerCase(Locale.ROOT);
        return mappings.stream().filter(mapping -> mapping.fourccs.contains(lower)).map(Mapping::label).findFirst()
                .orElse(defaultLabel);
    }

    /** The only property is {@code FourCC}, the only operation {@code Equal}; a stored {@code Unknown} means the same. */
    private static Set<String> fourccs(@Nullable Object tracks) {
        return list(tracks).stream().filter(Map.class::isInstance)
                .flatMap(track -> list(((Map<?, ?>) track).get("trackSelections")).stream())
                .filter(Map.class::isInstance).map(selection -> (Map<?, ?>) selection)
                .filter(selection -> "FourCC".equalsIgnoreCase(String.valueOf(selection.get("property"))))
                .map(selection -> text(selection.get("value"))).filter(value -> value != null)
                .map(value -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> items ? items : List.of();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
