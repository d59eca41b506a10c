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
        require(policy, switch (parameters.format().protocol()) {
            case HLS -> StreamingProtocol.HLS;
            case DASH -> StreamingProtocol.DASH;
            case SMOOTH -> StreamingProtocol.SMOOTH_STREAMING;
        });
        if (!options.formats().contains(parameters.format())) {
            throw new OriginException(MpeError.OUTPUT_FORMAT_NOT_SUPPORTED);
        }
        if (parameters.encryption() != null) {
            throw new OriginException(MpeError.ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY);
        }
        // there are no filters yet, so none that is named exists; a locator's own filter hides what nothing here could hide
        if (!parameters.filters().isEmpty() || !resolved.locator().value().filters().isEmpty()) {
            throw new OriginException(MpeError.EGRESS_FILTER_NOT_FOUND);
        }
    }

    private static void require(StreamingPolicy policy, StreamingProtocol protocol) {
        if (policy.enabled(EncryptionScheme.NO_ENCRYPTION).enables(protocol)) {
            return;
        }
        for (EncryptionScheme scheme : EncryptionScheme.values()) {
            if (policy.enabled(scheme).enables(protocol)) {
                throw new OriginException(MpeError.ENC_ENCRYPTION_REQUIRED);
            }
        }
        throw new OriginException(MpeError.OUTPUT_FORMAT_BLOCKED);
    }
}
