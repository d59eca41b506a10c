package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * AVCDecoderConfigurationRecord, the payload of {@code avcC} (ISO/IEC 14496-15, 5.3.3.1).
 *
 * @param profile               profile_idc
 * @param compatibility         constraint flags
 * @param level                 level_idc
 * @param nalLengthSize         1, 2 or 4 bytes
 * @param sequenceParameterSets NAL units without start code or length
 * @param pictureParameterSets  NAL units without start code or length
 */
public record AvcConfiguration(
        int profile,
        int compatibility,
        int level,
        int nalLengthSize,
        List<ByteBuffer> sequenceParameterSets,
        List<ByteBuffer> pictureParameterSets) {

    /** The record counts sequence parameter sets in five bits, picture parameter sets in eight. */
    static final int MAX_SPS = 31;
    static final int MAX_PPS = 255;
    private static final int BUFFER = 64;

    public AvcConfiguration {
        if (sequenceParameterSets.size() > MAX_SPS || pictureParameterSets.size() > MAX_PPS) {
            throw new IllegalArgumentException(sequenceParameterSets.size() + " and " + pictureParameterSets.size()
                    + " parameter sets are more than a configuration record counts");
        }
        sequenceParameterSets = List.copyOf(sequenceParameterSets);
        pictureParameterSets = List.copyOf(pictureParameterSets);
    }

    /** All of its parameter sets. */
    public List<ByteBuffer> parameterSets() {
        return Stream.concat(sequenceParameterSets.stream(), pictureParameterSets.stream()).toList();
    }

    /**
     * The configuration with the sets that a key frame activates, and their profile and level.
     *
     * @return itself where it holds no other sequence parameter set than the active one, or where it cannot be told which that is
     */
    AvcConfiguration activated(AccessUnit keyFrame) {
        ActiveParameterSets active = ActiveParameterSets.of(NalUnitSyntax.AVC, parameterSets(), keyFrame, MAX_PPS);
        if (active == null || active.sequence().remaining() < 4) {
            return this;
        }
        ByteBuffer sequence = active.sequence();
        int at = sequence.position();
        return new AvcConfiguration(sequence.get(at + 1) & 0xff, sequence.get(at + 2) & 0xff, sequence.get(at + 3) & 0xff,
                nalLengthSize, List.of(sequence), active.pictures());
    }

    /** Bytes on the heap, roughly: most sets are small, and each is a buffer of its own. */
    public long heapBytes() {
        long sum = 0;
        for (List<ByteBuffer> sets : List.of(sequenceParameterSets, pictureParameterSets)) {
            for (ByteBuffer set : sets) {
                sum += BUFFER + set.remaining();
            }
        }
        return sum;
    }

    /** The record, as {@link #parse} reads it. */
    public ByteBuffer write() {
        int size = 7;
        for (List<ByteBuffer> sets : List.of(sequenceParameterSets, pictureParameterSets)) {
            for (ByteBuffer set : sets) {
                size += 2 + set.remaining();
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) 1).put((byte) profile).put((byte) compatibility).put((byte) level);
        out.put((byte) (0xfc | nalLengthSize - 1)).put((byte) (0xe0 | sequenceParameterSets.size()));
        sequenceParameterSets.forEach(set -> out.putShort((short) set.remaining()).put(set.duplicate()));
        out.put((byte) pictureParameterSets.size());
        pictureParameterSets.forEach(set -> out.putShort((short) set.remaining()).put(set.duplicate()));
        return out.flip();
    }

    /** @param payload of the {@code avcC} box; its position stays */
    public static AvcConfiguration parse(ByteBuffer payload) {
        ByteBuffer in = payload.slice();
        if (in.remaining() < 7) {
            throw new CodecException("avcC has " + in.remaining() + " bytes, at least 7 are needed");
        }
        if (in.get() != 1) {
            throw new CodecException("avcC has version " + (in.get(0) & 0xff) + ", only 1 is known");
        }
        int profile = in.get() & 0xff;
        int compatibility = in.get() & 0xff;
        int level = in.get() & 0xff;
        int nalLengthSize = (in.get() & 3) + 1;
        if (nalLengthSize == 3) {
            throw new CodecException("avcC declares NAL unit lengths of 3 bytes");
        }
        List<ByteBuffer> sps = sets(in, in.get() & 0x1f, "sequence");
        if (!in.hasRemaining()) {
            throw new CodecException("avcC ends before its picture parameter sets");
        }
        List<ByteBuffer> pps = sets(in, in.get() & 0xff, "picture");
        return new AvcConfiguration(profile, compatibility, level, nalLengthSize, sps, pps);
    }

    private static List<ByteBuffer> sets(ByteBuffer in, int count, String kind) {
        List<ByteBuffer> sets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = in.remaining() < 2 ? -1 : in.getShort() & 0xffff;
            if (size < 0 || size > in.remaining()) {
                throw new CodecException("avcC ends inside " + kind + " parameter set " + (i + 1));
            }
            sets.add(in.slice(in.position(), size).asReadOnlyBuffer());
            in.position(in.position() + size);
        }
        return sets;
    }
}
