package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameter sets that a picture activates (ISO/IEC 14496-10, 7.4.1.2.1): of several that a configuration record holds, or that
 * stand in front of the picture, one sequence parameter set counts, and the picture parameter sets that refer to it.
 */
public final class AvcParameterSets {
    private AvcParameterSets() {}

    /**
     * The configuration with the sets that an access unit activates, and their profile and level.
     *
     * @param unit a key frame; what it carries replaces sets of the configuration with the same number
     * @return {@code configuration} itself where it holds no other sequence parameter set than the active one, or where it cannot
     *         be told which that is
     */
    public static AvcConfiguration activated(AvcConfiguration configuration, AvcAccessUnit unit) {
        ByteBuffer picture = last(unit.pps(), configuration.pictureParameterSets(), unit.ppsId(), true);
        int spsId = picture == null ? -1 : spsOf(picture);
        ByteBuffer sequence = last(unit.sps(), configuration.sequenceParameterSets(), spsId, false);
        boolean alone = configuration.sequenceParameterSets().size() == 1
                && sequence != null && bare(configuration.sequenceParameterSets().get(0)).equals(bare(sequence));
        if (sequence == null || sequence.remaining() < 4 || alone) {
            return configuration;
        }
        List<ByteBuffer> pictures = new ArrayList<>();
        for (List<ByteBuffer> sets : List.of(unit.pps(), configuration.pictureParameterSets())) {
            for (ByteBuffer set : sets) {
                int id = id(set, true);
                boolean known = pictures.stream().anyMatch(other -> id(other, true) == id);
                if (!known && spsOf(set) == spsId) {
                    pictures.add(bare(set));
                }
            }
        }
        int at = sequence.position();
        return new AvcConfiguration(sequence.get(at + 1) & 0xff, sequence.get(at + 2) & 0xff, sequence.get(at + 3) & 0xff,
                configuration.nalLengthSize(), List.of(bare(sequence)), pictures);
    }

    /** The last set of this number in front of a picture, else the configuration's. */
    private static ByteBuffer last(List<ByteBuffer> inBand, List<ByteBuffer> configured, int id, boolean picture) {
        for (List<ByteBuffer> sets : List.of(inBand, configured)) {
            for (int i = sets.size() - 1; i >= 0 && id >= 0; i--) {
                if (id(sets.get(i), picture) == id) {
                    return sets.get(i);
                }
            }
        }
        return null;
    }

    /** pic_parameter_set_id or seq_parameter_set_id; -1 where there is none. */
    private static int id(ByteBuffer set, boolean picture) {
        return number(set, picture ? 8 : 32, 0);
    }

    /** seq_parameter_set_id of a picture parameter set. */
    private static int spsOf(ByteBuffer picture) {
        return number(picture, 8, 1);
    }

    private static int number(ByteBuffer set, int skip, int ordinal) {
        try {
            BitReader in = new BitReader(RawByteSequencePayload.of(set), "parameter set");
            in.skip(skip);
            for (int i = 0; i < ordinal; i++) {
                in.ue();
            }
            long number = in.ue();
            return number > 255 ? -1 : (int) number;
        } catch (CodecException e) {
            return -1;
        }
    }

    /** Zero bytes may follow a NAL unit that was cut out of a byte stream. */
    static ByteBuffer bare(ByteBuffer set) {
        int end = set.limit();
        while (end > set.position() && set.get(end - 1) == 0) {
            end--;
        }
        return set.duplicate().limit(end);
    }
}
