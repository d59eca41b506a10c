package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
public record StreamingPolicy(String name, String created, String defaultContentKeyPolicyName, EnabledProtocols noEncryption,
        Map<String, Object> envelopeEncryption, Map<String, Object> commonEncryptionCenc,
        Map<String, Object> commonEncryptionCbcs) {

    /** What the names of built-in policies begin with; nobody else can use it. */
    public static final String PREDEFINED_PREFIX = "Predefined_";
    /** Downloads, no streaming. */
    public static final String DOWNLOAD_ONLY = PREDEFINED_PREFIX + "DownloadOnly";
    /** Clear HLS, DASH and Smooth Streaming. */
    public static final String CLEAR_STREAMING_ONLY = PREDEFINED_PREFIX + "ClearStreamingOnly";
    /** Both. */
    public static final String DOWNLOAD_AND_CLEAR_STREAMING = PREDEFINED_PREFIX + "DownloadAndClearStreaming";

    private static final Map<String, StreamingPolicy> PREDEFINED = Map.of(DOWNLOAD_ONLY,
            clear(DOWNLOAD_ONLY, new EnabledProtocols(true, false, false, false)), CLEAR_STREAMING_ONLY,
            clear(CLEAR_STREAMING_ONLY, new EnabledProtocols(false, true, true, true)), DOWNLOAD_AND_CLEAR_STREAMING,
            clear(DOWNLOAD_AND_CLEAR_STREAMING, new EnabledProtocols(true, true, true, true)));

    public StreamingPolicy {
        CatalogNames.require(name);
        envelopeEncryption = envelopeEncryption == null ? null : Document.freeze(envelopeEncryption);
        commonEncryptionCenc = commonEncryptionCenc == null ? null : Document.freeze(commonEncryptionCenc);
        commonEncryptionCbcs = commonEncryptionCbcs == null ? null : Document.freeze(commonEncryptionCbcs);
    }

    /** A policy without encryption. */
    public static StreamingPolicy clear(String name, EnabledProtocols protocols) {
        return new StreamingPolicy(name, null, null, protocols, null, null, null);
    }

    /** A built-in policy of this name. Those with encryption are not built in yet. */
    public static Optional<StreamingPolicy> predefined(String name) {
        return Optional.ofNullable(PREDEFINED.get(name));
    }

    /** @throws IllegalArgumentException for what is no policy */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static StreamingPolicy of(Map<String, Object> document) {
        Document from = Document.of(document);
        Map<String, Object> noEncryption = from.object("noEncryption");
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
            case ENVELOPE_ENCRYPTION -> EnabledProtocols.of(envelopeEncryption);
            case COMMON_ENCRYPTION_CENC -> EnabledProtocols.of(commonEncryptionCenc);
            case COMMON_ENCRYPTION_CBCS -> EnabledProtocols.of(commonEncryptionCbcs);
        };
    }

    StreamingPolicy withCreated(String time) {
        return new StreamingPolicy(name, time, defaultContentKeyPolicyName, noEncryption, envelopeEncryption,
                commonEncryptionCenc,
                commonEncryptionCbcs);
    }
}
