package io.dynpack.origin;

import java.time.Duration;
import java.util.Set;

import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.url.Format;

/**
 * What can be chosen about an origin.
 *
 * @param formats            which formats are answered; others get 415
 * @param manifestMaxAge     how long caches may keep manifests
 * @param fragmentMaxAge     how long caches may keep fragments and downloads
 * @param corsAllowedOrigins {@code *} or one origin, sent as it is; empty for no cross-origin access
 * @param audioOnlyVariant   whether HLS masters list an audio-only variant where the URL does not say
 * @param clearKeyLicences   whether manifests of common encryption name licences of W3C Clear Key whatever the policy has
 * @param keyDeliveryUrl     what stands in front of {@code ?kid=} in the URLs of keys
 * @param dashEnvelopeAsCenc whether DASH has {@code cenc} with W3C Clear Key where a policy has AES-128 over whole segments
 * @param hlsShortLanguages  whether {@code LANGUAGE} of HLS is the shortest tag of RFC 5646, {@code en}, rather than as stated
 */
public record OriginOptions(
        Set<Format> formats,
        Duration manifestMaxAge,
        Duration fragmentMaxAge,
        String corsAllowedOrigins,
        boolean audioOnlyVariant,
        boolean hlsShortLanguages,
        String keyDeliveryUrl,
        boolean clearKeyLicences,
        boolean dashEnvelopeAsCenc) {

    /** The formats that this version can make. */
    public static final Set<Format> SUPPORTED = Set.of(Format.FMP4, Format.FMP4_V20, Format.HLS_CMAF, Format.HLS_TS_V4,
            Format.HLS_TS_V3, Format.DASH_CMAF, Format.DASH_CSF);

    private static final Set<Format> TRANSPORT_STREAMS = Set.of(Format.HLS_TS_V4, Format.HLS_TS_V3);

    public static final OriginOptions DEFAULT = new OriginOptions(SUPPORTED, Duration.ofSeconds(60), Duration.ofDays(3), "*",
            false, false, "/", false, false);

    public OriginOptions {
        formats = Set.copyOf(formats);
    }

    /** Whether a format has a form on the wire for this encryption that this version writes. */
    public static boolean isPossible(Format format, EncryptionScheme scheme) {
        return switch (scheme) {
            case NO_ENCRYPTION, ENVELOPE_ENCRYPTION -> SUPPORTED.contains(format);
            case COMMON_ENCRYPTION_CENC -> !TRANSPORT_STREAMS.contains(format) && SUPPORTED.contains(format);
            case COMMON_ENCRYPTION_CBCS -> format == Format.HLS_CMAF || format == Format.DASH_CMAF;
        };
    }
}
