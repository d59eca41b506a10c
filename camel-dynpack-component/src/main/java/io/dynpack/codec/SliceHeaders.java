package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Measures slice headers of H.264 or HEVC. How long one is depends on the parameter sets in front of it, so one of these reads
 * the samples of one run in their order. One thread at a time.
 */
abstract sealed class SliceHeaders permits AvcSliceHeaders, HevcSliceHeaders {
    /** A slice type of any codec, without what says that all slices of the picture have it. */
    static final int SLICE_TYPES = 5;

    private final NalUnitSyntax syntax;
    private boolean changed;

    SliceHeaders(NalUnitSyntax syntax) {
        this.syntax = syntax;
    }

    final NalUnitSyntax syntax() {
        return syntax;
    }

    /** Takes the parameter sets that are in force where a sync sample begins. */
    final void begin(List<ByteBuffer> sets) {
        sets.forEach(set -> {
            int kind = syntax.setKind(set);
            if (kind >= 0) {
                parameterSet(kind, set);
            }
        });
        keep();
        changed = false;
    }

    /** Forgets what came in band: what a sample's headers mean depends on nothing in front of its sync sample. */
    final void syncSample() {
        if (changed) {
            restore();
            changed = false;
        }
    }

    abstract void keep();

    abstract void restore();

    /**
     * Takes a parameter set. A damaged one replaces nothing: slices that activate it are told by the one before, or not at all.
     *
     * @param kind of {@link NalUnitSyntax#setKind(int)}
     * @param set  the NAL unit
     */
    final void parameterSet(int kind, ByteBuffer set) {
        changed = true;
        try {
            take(kind, set);
        } catch (CodecException e) {
            // what a slice needs of it is not known then, which its header says
        }
    }

    abstract void take(int kind, ByteBuffer set);

    /**
     * Whether a NAL unit holds coded pictures, also pictures that few players know: of other layers and views.
     *
     * @param first byte of the NAL unit
     */
    abstract boolean isCodedPicture(int first);

    /**
     * Bytes of the header of a NAL unit, what some types have behind it included.
     *
     * @param first byte of the NAL unit
     */
    abstract int headerBytes(int first);

    /**
     * Bytes of a NAL unit up to the end of its slice header, the last one of which may hold the first bits of what follows.
     *
     * @param type nal_unit_type of {@link NalUnitSyntax#type(int)}
     * @param head the NAL unit or its beginning; its position stays
     * @throws CodecException when the header does not end in there, is damaged, or depends on what is not known
     */
    final int measure(int type, ByteBuffer head) {
        BitReader in = new BitReader(RawByteSequencePayload.of(head), "slice header");
        in.skip(8 * syntax.headerBytes());
        read(type, head.get(head.position()), in);
        return RawByteSequencePayload.escapedLength(head, (in.position() + 7) / 8);
    }

    /**
     * Reads a slice header from behind the header of the NAL unit.
     *
     * @param header first byte of the NAL unit
     */
    abstract void read(int type, int header, BitReader in);

    /** Bits that numbers below {@code count} take. */
    static int bitsBelow(long count) {
        return count <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(count - 1);
    }

    /** @throws CodecException where a number is larger than it can be */
    static int number(long value, int most, String what) {
        if (value > most) {
            throw new CodecException(what + " is " + value + ", more than " + most);
        }
        return (int) value;
    }
}
