package io.dynpack.origin;

import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.publishing.StreamingProtocol;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/** Whether a locator and its policy let a URL through. */
final class Gate {
    private Gate() {}

    /** @throws OriginException where they do not */
    static void check(StreamingUrl url, LocatorLookup.Resolved resolved, OriginOptions options) {
        StreamingPolicy policy = resolved.policy().value();
        if (url instanceof StreamingUrl.Download) {
            require(policy, StreamingProtocol.DOWNLOAD);
            return;
        }
        Parameters parameters = ((StreamingUrl.OfPresentation) url).parameters();
        StreamingProtocol protocol = switch (parameters.format().protocol()) {
            case HLS -> StreamingProtocol.HLS;
            case DASH -> StreamingProtocol.DASH;
            case SMOOTH -> StreamingProtocol.SMOOTH_STREAMING;
        };
        if (parameters.encryption() != null) {
            throw refused(encrypted(policy, protocol, parameters.encryption()), policy,
                    protocol + " with encryption " + parameters.encryption());
        }
        require(policy, protocol);
        if (!options.formats().contains(parameters.format())) {
            throw new OriginException(new Refusal.FormatOff(parameters.format()));
        }
    }

    /** Encryption is not served yet: what the policy does not enable is told as such, and for the rest that it asks for more. */
    private static MpeError encrypted(StreamingPolicy policy, StreamingProtocol protocol, String word) {
        EncryptionScheme asked = switch (word) {
            case "cbc" -> EncryptionScheme.ENVELOPE_ENCRYPTION;
            case "cenc", "piff" -> EncryptionScheme.COMMON_ENCRYPTION_CENC;
            case "cbcs-aapl" -> EncryptionScheme.COMMON_ENCRYPTION_CBCS;
            default -> null;
        };
        if (asked != null && policy.enabled(asked).enables(protocol)) {
            return MpeError.ENC_ENCRYPTION_REQUIRED;
        }
        for (EncryptionScheme scheme : EncryptionScheme.values()) {
            if (policy.enabled(scheme).enables(protocol)) {
                return MpeError.ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY;
            }
        }
        return MpeError.OUTPUT_FORMAT_BLOCKED;
    }

    private static void require(StreamingPolicy policy, StreamingProtocol protocol) {
        if (policy.enabled(EncryptionScheme.NO_ENCRYPTION).enables(protocol)) {
            return;
        }
        for (EncryptionScheme scheme : EncryptionScheme.values()) {
            if (policy.enabled(scheme).enables(protocol)) {
                throw refused(MpeError.ENC_ENCRYPTION_REQUIRED, policy, protocol + " without encryption");
            }
        }
        throw refused(MpeError.OUTPUT_FORMAT_BLOCKED, policy, protocol.toString());
    }

    private static OriginException refused(MpeError error, StreamingPolicy policy, String asked) {
        return new OriginException(new Refusal.Policy(error, policy.name(), asked));
    }
}
