package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Which protocols are served, and how they are encrypted. The sections on encryption are kept as they were read.
 *
 * @param name                        not empty
 * @param created                     ISO 8601, {@code null} where unknown
 * @param defaultContentKeyPolicyName may be {@code null}
 * @param noEncryption                what is served in the clear; {@code null} for nothing
 * @param envelopeEncryption          AES-128 section, or {@code null}
 * @param commonEncryptionCenc        CENC section, or {@code null}
 * @param commonEncryptionCbcs        CBCS section, or {@code null}
 */
public record StreamingPolicy(String name, @Nullable String created, @Nullable String defaultContentKeyPolicyName,
        @Nullable EnabledProtocols noEncryption,
        @Nullable Map<String, Object> envelopeEncryption, @Nullable Map<String, Object> commonEncryptionCenc,
        @Nullable Map<String, Object> commonEncryptionCbcs) {

    /** What the names of built-in policies begin with; nobody else can use it. */
    public static final String PREDEFINED_PREFIX = "Predefined_";
    /** Downloads, no streaming. */
    public static final String DOWNLOAD_ONLY = PREDEFINED_PREFIX + "DownloadOnly";
    /** Clear HLS, DASH and Smooth Streaming. */
    public static final String CLEAR_STREAMING_ONLY = PREDEFINED_PREFIX + "ClearStreamingOnly";
    /** Both. */
    public static final String DOWNLOAD_AND_CLEAR_STREAMING = PREDEFINED_PREFIX + "DownloadAndClearStreaming";

    private static final EnabledProtocols STREAMING = new EnabledProtocols(false, true, true, true);
    private static final EnabledProtocols DASH_AND_SMOOTH = new EnabledProtocols(false, true, false, true);
    /** Of DASH since January 2023. */
    private static final EnabledProtocols HLS_AND_DASH = new EnabledProtocols(false, true, true, false);

    private static final Map<String, StreamingPolicy> PREDEFINED = Stream
            .of(clear(DOWNLOAD_ONLY, new EnabledProtocols(true, false, false, false)),
                    clear(CLEAR_STREAMING_ONLY, STREAMING),
                    clear(DOWNLOAD_AND_CLEAR_STREAMING, new EnabledProtocols(true, true, true, true)),
                    encrypted("ClearKey", STREAMING, null, null),
                    encrypted("MultiDrmCencStreaming", null, DASH_AND_SMOOTH, null),
                    encrypted("SecureStreaming", null, DASH_AND_SMOOTH, null),
                    encrypted("MultiDrmStreaming", null, DASH_AND_SMOOTH, HLS_AND_DASH),
                    encrypted("SecureStreamingWithFairPlay", null, DASH_AND_SMOOTH, HLS_AND_DASH))
            .collect(Collectors.toUnmodifiableMap(StreamingPolicy::name, policy -> policy));

    public StreamingPolicy {
        CatalogNames.require(name);
        defaultContentKeyPolicyName = "".equals(defaultContentKeyPolicyName) ? null : defaultContentKeyPolicyName;
        envelopeEncryption = envelopeEncryption == null ? null : Document.freeze(envelopeEncryption);
        commonEncryptionCenc = commonEncryptionCenc == null ? null : Document.freeze(commonEncryptionCenc);
        commonEncryptionCbcs = commonEncryptionCbcs == null ? null : Document.freeze(commonEncryptionCbcs);
    }

    /** A policy without encryption. */
    public static StreamingPolicy clear(String name, EnabledProtocols protocols) {
        return new StreamingPolicy(name, null, null, protocols, null, null, null);
    }

    /** The sections say which protocols, and which labels their keys have. */
    private static StreamingPolicy encrypted(String name, @Nullable EnabledProtocols envelope, @Nullable EnabledProtocols cenc,
            @Nullable EnabledProtocols cbcs) {
        return new StreamingPolicy(PREDEFINED_PREFIX + name, null, null, null, section(envelope, "clearKeyDefault"),
                section(cenc, "cencDefaultKey", "playReady", "widevine"),
                section(cbcs, "cbcsDefaultKey", "fairPlay", "playReady", "widevine"));
    }

    private static @Nullable Map<String, Object> section(@Nullable EnabledProtocols enabled, String label, String... drm) {
        if (enabled == null) {
            return null;
        }
        Map<String, Object> section = enabled.toSection();
        section.put("contentKeys", Map.of("defaultKey", Map.of("label", label)));
        if (drm.length > 0) {
            Map<String, Object> systems = new LinkedHashMap<>();
            Stream.of(drm).forEach(system -> systems.put(system, Map.of()));
            section.put("drm", systems);
        }
        return section;
    }

    /** The built-in policy of this name. */
    public static Optional<StreamingPolicy> predefined(String name) {
        return Optional.ofNullable(PREDEFINED.get(name));
    }

    /** The names of all built-in policies, ascending. */
    public static List<String> predefinedNames() {
        return PREDEFINED.keySet().stream().sorted().toList();
    }

    /** Whether anything is enabled without encryption. */
    public boolean isClear() {
        EnabledProtocols clear = enabled(EncryptionScheme.NO_ENCRYPTION);
        return clear.download() || clear.dash() || clear.hls() || clear.smoothStreaming();
    }

    /**
     * What a policy that somebody makes has to fulfil, as in Azure Media Services; those that were exported are read as they are.
     *
     * @throws IllegalArgumentException where it enables nothing, or downloads with encryption, or has what would mean nothing
     */
    void requireMeaning() {
        boolean any = false;
        for (EncryptionScheme scheme : EncryptionScheme.values()) {
            EnabledProtocols enabled = enabled(scheme);
            any |= enabled.download() || enabled.dash() || enabled.hls() || enabled.smoothStreaming();
            if (scheme != EncryptionScheme.NO_ENCRYPTION && enabled.download()) {
                throw new IllegalArgumentException("downloads cannot be enabled with encryption");
            }
        }
        if (!any) {
            throw new IllegalArgumentException("no protocol is enabled: give noEncryption, envelopeEncryption,"
                    + " commonEncryptionCenc or commonEncryptionCbcs with enabledProtocols");
        }
        EncryptionSection.requireMeaning(envelopeEncryption, EncryptionScheme.ENVELOPE_ENCRYPTION, "envelopeEncryption");
        EncryptionSection.requireMeaning(commonEncryptionCenc, EncryptionScheme.COMMON_ENCRYPTION_CENC, "commonEncryptionCenc");
        EncryptionSection.requireMeaning(commonEncryptionCbcs, EncryptionScheme.COMMON_ENCRYPTION_CBCS, "commonEncryptionCbcs");
    }

    /** @throws IllegalArgumentException for what is no policy */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StreamingPolicy of(Map<String, Object> document) {
        Document from = Document.of(document);
        if (from.name() == null) {
            throw new DocumentFieldException("name", "is missing");
        }
        Map<String, Object> noEncryption = from.object("noEncryption");
        from.check(() -> EnabledProtocols.requireBooleans("noEncryption", noEncryption));
        return new StreamingPolicy(from.name(), from.text("created"), from.text("defaultContentKeyPolicyName"),
                noEncryption == null ? null : EnabledProtocols.of(noEncryption), from.object("envelopeEncryption"),
                from.object("commonEncryptionCenc"), from.object("commonEncryptionCbcs"));
    }

    /** The ARM document. */
    @JsonValue
    public Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("created", created);
        properties.put("defaultContentKeyPolicyName", defaultContentKeyPolicyName);
        properties.put("noEncryption", noEncryption == null ? null : noEncryption.toSection());
        properties.put("envelopeEncryption", envelopeEncryption);
        properties.put("commonEncryptionCenc", commonEncryptionCenc);
        properties.put("commonEncryptionCbcs", commonEncryptionCbcs);
        return Document.wrap(name, properties);
    }

    /** What is enabled with this encryption. */
    public EnabledProtocols enabled(EncryptionScheme scheme) {
        return switch (scheme) {
            case NO_ENCRYPTION -> noEncryption == null ? EnabledProtocols.NONE : noEncryption;
            case ENVELOPE_ENCRYPTION, COMMON_ENCRYPTION_CENC, COMMON_ENCRYPTION_CBCS -> EnabledProtocols.of(document(scheme));
        };
    }

    /** What is said of this encryption; nothing for {@link EncryptionScheme#NO_ENCRYPTION}. */
    public EncryptionSection section(EncryptionScheme scheme) {
        return EncryptionSection.of(document(scheme));
    }

    /** The section on an encryption, as it was read; {@code null} for one that is not there. */
    @Nullable
    Map<String, Object> document(EncryptionScheme scheme) {
        return switch (scheme) {
            case NO_ENCRYPTION -> null;
            case ENVELOPE_ENCRYPTION -> envelopeEncryption;
            case COMMON_ENCRYPTION_CENC -> commonEncryptionCenc;
            case COMMON_ENCRYPTION_CBCS -> commonEncryptionCbcs;
        };
    }

    StreamingPolicy withCreated(@Nullable String time) {
        return new StreamingPolicy(name, time, defaultContentKeyPolicyName, noEncryption, envelopeEncryption,
                commonEncryptionCenc,
                commonEncryptionCbcs);
    }
}
