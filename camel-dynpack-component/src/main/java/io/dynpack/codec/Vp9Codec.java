package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * VP9 in {@code vp09}, and VP8 in {@code vp08} (VP Codec ISO Media File Format Binding).
 *
 * @param sampleEntry {@code vp09} or {@code vp08}
 * @param profile     0 to 3
 * @param level       ten times the level, 10 to 62; where the file does not say, that of pictures of this size
 * @param bitDepth    8, 10 or 12
 * @param chroma      chromaSubsampling; 0 and 1 are 4:2:0
 * @param picture     what is known of the pictures; its colour is that of {@code vpcC}
 */
public record Vp9Codec(String sampleEntry, int profile, int level, int bitDepth, int chroma, Picture picture)
        implements
            VideoCodec {

    private static final int RECORD = 4 + 8;
    private static final int USUAL_CHROMA = 1;
    /** Luma samples of a picture, and the level that allows no more. */
    private static final int[][] LEVELS = {{36_864, 10}, {73_728, 11}, {122_880, 20}, {245_760, 21}, {552_960, 30},
            {983_040, 31}, {2_228_224, 40}, {8_912_896, 50}, {35_651_584, 60}};

    /**
     * @param vpcc   payload of the box, a version, flags and VPCodecConfigurationRecord; its position stays
     * @param stated what the sample entry says of its pictures
     */
    public static Vp9Codec of(String sampleEntry, ByteBuffer vpcc, Picture stated) {
        ByteBuffer in = vpcc.slice();
        if (in.remaining() < RECORD) {
            throw new CodecException("vpcC has " + in.remaining() + " bytes, at least " + RECORD + " are needed");
        }
        if (in.get(0) != 1) {
            throw new CodecException("vpcC has version " + (in.get(0) & 0xff) + ", only 1 is known");
        }
        int depths = in.get(6) & 0xff;
        Colour colour = new Colour(in.get(7) & 0xff, in.get(8) & 0xff, in.get(9) & 0xff, (depths & 1) == 1);
        int level = in.get(5) & 0xff;
        return new Vp9Codec(sampleEntry, in.get(4) & 0xff, level == 0 ? level(stated) : level, depths >> 4, depths >> 1 & 7,
                stated.completedBy(null, colour));
    }

    /** Of VP8 is not said how subsamples would be (VP Codec ISO Media File Format Binding, 4). */
    @Override
    public @Nullable SampleLayoutReader sampleLayouts() {
        return "vp09".equals(sampleEntry) ? new Vp9LayoutReader() : null;
    }

    private static int level(Picture picture) {
        long samples = (long) picture.width() * picture.height();
        for (int[] level : LEVELS) {
            if (samples <= level[0]) {
                return level[1];
            }
        }
        return 62;
    }

    /** The mandatory fields where the others are what their absence stands for; else all of them. */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        String mandatory = String.format(Locale.ROOT, "%s.%02d.%02d.%02d", sampleEntry, profile, level, bitDepth);
        Colour colour = picture.colour();
        if (colour == null || chroma <= USUAL_CHROMA
                && (colour.isUnspecified() || colour.equals(new Colour(1, 1, 1, false)))) {
            return mandatory;
        }
        return mandatory + String.format(Locale.ROOT, ".%02d.%02d.%02d.%02d.%02d", chroma, colour.primaries(),
                colour.transfer(), colour.matrix(), colour.fullRange() ? 1 : 0);
    }

    @Override
    public String family() {
        return sampleEntry;
    }
}
