package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * DOVIDecoderConfigurationRecord, the payload of {@code dvcC}, {@code dvvC} and {@code dvwC} (Dolby Vision Streams within the ISO
 * Base Media File Format, 2.x).
 *
 * @param profile       dv_profile
 * @param level         dv_level
 * @param compatibility dv_bl_signal_compatibility_id: what the base layer is to players that know nothing of Dolby Vision; 0 for
 *                      nothing
 */
public record DolbyVision(int profile, int level, int compatibility) {
    /** Bytes that tell what is here. */
    public static final int LEAST = 5;

    /** @param payload of the box; its position stays */
    public static DolbyVision parse(ByteBuffer payload) {
        if (payload.remaining() < LEAST) {
            throw new CodecException(
                    "the configuration of Dolby Vision has " + payload.remaining() + " bytes, at least " + LEAST
                            + " are needed");
        }
        int at = payload.position();
        int bits = payload.getShort(at + 2) & 0xffff;
        return new DolbyVision(bits >> 9, bits >> 3 & 0x3f, (payload.get(at + 4) & 0xff) >> 4);
    }

    /** As {@code codecs} have it behind a sample entry of Dolby Vision's own: {@code dvh1.05.06}. */
    public String rfc6381(String sampleEntry) {
        return String.format(Locale.ROOT, "%s.%02d.%02d", sampleEntry, profile, level);
    }

    /**
     * The brand of the base layer that {@code SUPPLEMENTAL-CODECS} of HLS and {@code scte214:supplementalProfiles} of DASH state
     * behind the codec: HDR10, SDR and HLG have one each.
     *
     * @return {@code null} where the base layer is nothing without Dolby Vision
     */
    public @Nullable String brand() {
        return switch (compatibility) {
            case 1, 6 -> "db1p";
            case 2 -> "db2g";
            case 4 -> "db4h";
            default -> null;
        };
    }

    /** Of the base layer, which Dolby Vision without one for others also is coded like. */
    String videoRange() {
        return switch (compatibility) {
            case 2 -> "SDR";
            case 4 -> "HLG";
            default -> "PQ";
        };
    }
}
