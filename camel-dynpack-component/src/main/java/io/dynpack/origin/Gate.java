package io.dynpack.origin;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.StreamingPolicy;
import io.dynpack.publishing.StreamingProtocol;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/** Whether a locator and its policy let a URL through, and how what it stands for is encrypted. */
final class Gate {
    private static final List<EncryptionScheme> ENCRYPTED = Stream.of(EncryptionScheme.values())
            .filter(scheme -> scheme != EncryptionScheme.NO_ENCRYPTION).toList();
    /** Whose URLs always say how they are encrypted. */
    private static final Set<Format> OUTSPOKEN = Set.of(Format.HLS_CMAF, Format.DASH_CMAF);

    private Gate() {}

    /** @throws OriginException where they do not */
    static EncryptionScheme check(StreamingUrl url, LocatorLookup.Resolved resolved, OriginOptions options) {
        StreamingPolicy policy = resolved.policy().value();
        if (url instanceof StreamingUrl.Download) {
            require(policy, StreamingProtocol.DOWNLOAD);
            return EncryptionScheme.NO_ENCRYPTION;
        }
        Parameters parameters = ((StreamingUrl.OfPresentation) url).parameters();
        EncryptionScheme scheme = scheme(policy, parameters);
        if (!options.formats().contains(parameters.format())) {
            throw new OriginException(new Refusal.FormatOff(parameters.format()));
        }
        if (!OriginOptions.isPossible(parameters.format(), scheme)
                || EncryptionScheme.PIFF.equals(parameters.encryption())
                        && parameters.format().protocol() != Format.Protocol.SMOOTH) {
            throw refused(MpeError.OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED, policy,
                    parameters.format().word() + " with " + scheme);
        }
        return scheme;
    }

    private static EncryptionScheme scheme(StreamingPolicy policy, Parameters parameters) {
        StreamingProtocol protocol = protocol(parameters.format());
        String word = parameters.encryption();
        if (word != null) {
            EncryptionScheme asked = EncryptionScheme.of(word);
            if (asked != null && policy.enabled(asked).enables(protocol)) {
                return asked;
            }
            throw refused(enablesAny(policy, protocol)
                    ? MpeError.ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY
                    : MpeError.OUTPUT_FORMAT_BLOCKED, policy, protocol + " with encryption " + word);
        }
        if (policy.enabled(EncryptionScheme.NO_ENCRYPTION).enables(protocol)) {
            return EncryptionScheme.NO_ENCRYPTION;
        }
        List<EncryptionScheme> enabled = ENCRYPTED.stream().filter(each -> policy.enabled(each).enables(protocol)).toList();
        if (enabled.isEmpty()) {
            throw refused(MpeError.OUTPUT_FORMAT_BLOCKED, policy, protocol.toString());
        }
        List<EncryptionScheme> possible = enabled.stream().filter(each -> OriginOptions.isPossible(parameters.format(), each))
                .toList();
        if (OUTSPOKEN.contains(parameters.format()) || possible.size() > 1) {
            throw refused(MpeError.ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL, policy, protocol + " without encryption in the URL");
        }
        return possible.isEmpty() ? enabled.get(0) : possible.get(0);
    }

    private static StreamingProtocol protocol(Format format) {
        return switch (format.protocol()) {
            case HLS -> StreamingProtocol.HLS;
            case DASH -> StreamingProtocol.DASH;
            case SMOOTH -> StreamingProtocol.SMOOTH_STREAMING;
        };
    }

    private static boolean enablesAny(StreamingPolicy policy, StreamingProtocol protocol) {
        return Stream.of(EncryptionScheme.values()).anyMatch(scheme -> policy.enabled(scheme).enables(protocol));
    }

    private static void require(StreamingPolicy policy, StreamingProtocol protocol) {
        if (!policy.enabled(EncryptionScheme.NO_ENCRYPTION).enables(protocol)) {
            throw refused(MpeError.OUTPUT_FORMAT_BLOCKED, policy, protocol.toString());
        }
    }

    private static OriginException refused(MpeError error, StreamingPolicy policy, String asked) {
        return new OriginException(new Refusal.Policy(error, policy.name(), asked));
    }
}
