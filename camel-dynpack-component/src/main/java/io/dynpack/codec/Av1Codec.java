package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * AV1 in {@code av01}, or in {@code dav1} with Dolby Vision that only its own players understand (AV1 Codec ISO Media File Format
 * Binding, 2.2 and 2.3).
 *
 * @param sampleEntry      {@code av01} or {@code dav1}
 * @param profile          seq_profile
 * @param level            seq_level_idx_0: of the first operating point, which is all that is in the stream
 * @param highTier         seq_tier_0
 * @param bitDepth         8, 10 or 12
 * @param monochrome       mono_chrome
 * @param chroma           chroma_subsampling_x, chroma_subsampling_y and chroma_sample_position as three digits
 * @param picture          what is known of the pictures
 */
public record Av1Codec(
        String sampleEntry,
        int profile,
        int level,
        boolean highTier,
        int bitDepth,
        boolean monochrome,
        int chroma,
        Picture picture) implements VideoCodec {

    /** 4:2:0 whose chroma samples lie where nothing says: what the short form of the codec string stands for. */
    private static final int USUAL_CHROMA = 110;
    private static final Colour USUAL_COLOUR = new Colour(1, 1, 1, false);
    private static final int SEQUENCE_HEADER = 1;

    /**
     * @param av1c   payload of the box, AV1CodecConfigurationRecord; its position stays
     * @param stated what the sample entry says of its pictures
     */
    public static Av1Codec of(String sampleEntry, ByteBuffer av1c, Picture stated) {
        ByteBuffer in = av1c.slice();
        if (in.remaining() < 4) {
            throw new CodecException("av1C has " + in.remaining() + " bytes, at least 4 are needed");
        }
        if ((in.get(0) & 0xff) != 0x81) {
            throw new CodecException("av1C has version " + (in.get(0) & 0x7f) + ", only 1 is known");
        }
        int second = in.get(1) & 0xff;
        int third = in.get(2) & 0xff;
        int bitDepth = (third & 0x40) == 0 ? 8 : (third & 0x20) == 0 ? 10 : 12;
        int position = (third & 0x0c) == 0x0c ? third & 3 : 0;
        int chroma = (third >> 3 & 1) * 100 + (third >> 2 & 1) * 10 + position;
        return new Av1Codec(sampleEntry, second >> 5, second & 0x1f, (third & 0x80) != 0, bitDepth, (third & 0x10) != 0, chroma,
                stated.completedBy(null, colour(in.slice(4, in.remaining() - 4))));
    }

    @Override
    public SampleLayoutReader sampleLayouts() {
        return new Av1LayoutReader();
    }

    /** Of the sequence header among the units of the configuration; {@code null} where there is none that can be read. */
    private static @Nullable Colour colour(ByteBuffer units) {
        int at = 0;
        while (at + 2 <= units.limit()) {
            int header = units.get(at) & 0xff;
            at += (header & 4) == 0 ? 1 : 2;
            if ((header & 2) == 0) {
                // the last one, which lasts to the end
                return type(header) == SEQUENCE_HEADER ? sequenceColour(units, at, units.limit() - at) : null;
            }
            long size = 0;
            int shift = 0;
            boolean more = true;
            while (more && at < units.limit() && shift < 32) {
                int part = units.get(at++) & 0xff;
                size |= (long) (part & 0x7f) << shift;
                shift += 7;
                more = (part & 0x80) != 0;
            }
            if (more || size > units.limit() - at) {
                return null;
            }
            if (type(header) == SEQUENCE_HEADER) {
                return sequenceColour(units, at, (int) size);
            }
            at += (int) size;
        }
        return null;
    }

    private static int type(int header) {
        return header >> 3 & 0xf;
    }

    private static @Nullable Colour sequenceColour(ByteBuffer units, int at, int size) {
        if (size <= 0) {
            return null;
        }
        try {
            return Av1SequenceHeader.colour(new BitReader(units.slice(at, size), "AV1 sequence header"));
        } catch (CodecException e) {
            return null;
        }
    }

    /** The short form where the rest is what it stands for; else all of it (2.3). */
    @Override
    public String rfc6381(boolean upperCaseHex) {
        if (picture.dolbyVision() != null && "dav1".equals(sampleEntry)) {
            return picture.dolbyVision().rfc6381(sampleEntry);
        }
        String shortForm = String.format(Locale.ROOT, "%s.%d.%02d%s.%02d", sampleEntry, profile, level, highTier ? "H" : "M",
                bitDepth);
        Colour colour = picture.colour() == null ? USUAL_COLOUR : picture.colour();
        if (!monochrome && chroma == USUAL_CHROMA && (colour.equals(USUAL_COLOUR) || colour.isUnspecified())) {
            return shortForm;
        }
        return shortForm + String.format(Locale.ROOT, ".%d.%03d.%02d.%02d.%02d.%d", monochrome ? 1 : 0, chroma,
                colour.primaries(), colour.transfer(), colour.matrix(), colour.fullRange() ? 1 : 0);
    }

    @Override
    public String family() {
        return sampleEntry;
    }
}
