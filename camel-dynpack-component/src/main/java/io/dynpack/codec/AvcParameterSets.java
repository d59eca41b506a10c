package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameter sets that a picture activates (ISO/IEC 14496-10, 7.4.1.2.1): of several that a configuration record holds, or that
 * stand in front of the picture, one sequence parameter set counts, and the picture parameter sets that refer to it.
 */
public final class AvcParameterSets {
    /** A parameter set begins with its numbers: a header and three bytes, two codes of at most 65 bits, and what is escaped. */
    private static final int NUMBERS = 32;

    private AvcParameterSets() {}

    /**
     * The configuration with the sets that an access unit activates, and their profile and level.
     *
     * @param unit a key frame; what it carries replaces sets of the configuration with the same number
     * @return {@code configuration} itself where it holds no other sequence parameter set than the active one, or where it cannot
     *         be told which that is
     */
    public static AvcConfiguration activated(AvcConfiguration configuration, AvcAccessUnit unit) {
        List<Numbered> inBand = numbered(unit.pps());
        List<Numbered> configured = numbered(configuration.pictureParameterSets());
        Numbered picture = last(inBand, configured, unit.ppsId());
        int spsId = picture == null ? -1 : picture.spsId;
        Numbered active = last(sequences(unit.sps()), sequences(configuration.sequenceParameterSets()), spsId);
        ByteBuffer sequence = active == null ? null : active.set;
        boolean alone = configuration.sequenceParameterSets().size() == 1
                && sequence != null && bare(configuration.sequenceParameterSets().get(0)).equals(bare(sequence));
        if (sequence == null || sequence.remaining() < 4 || alone) {
            return configuration;
        }
        Map<Integer, ByteBuffer> pictures = new LinkedHashMap<>();
        for (List<Numbered> sets : List.of(inBand, configured)) {
            for (Numbered set : sets) {
                boolean room = pictures.size() < AvcConfiguration.MAX_PPS - 1
                        || pictures.size() < AvcConfiguration.MAX_PPS
                                && (set.id == picture.id || pictures.containsKey(picture.id));
                if (set.spsId == spsId && room) {
                    pictures.computeIfAbsent(set.id, id -> bare(set.set));
                }
            }
        }
        int at = sequence.position();
        return new AvcConfiguration(sequence.get(at + 1) & 0xff, sequence.get(at + 2) & 0xff, sequence.get(at + 3) & 0xff,
                configuration.nalLengthSize(), List.of(bare(sequence)), List.copyOf(pictures.values()));
    }

    /**
     * A parameter set and what it says of itself, read once.
     *
     * @param id    pic_parameter_set_id or seq_parameter_set_id; -1 where there is none
     * @param spsId seq_parameter_set_id of a picture parameter set; -1 where there is none
     */
    private record Numbered(ByteBuffer set, int id, int spsId) {}

    private static List<Numbered> numbered(List<ByteBuffer> pictures) {
        return pictures.stream().map(set -> new Numbered(set, number(set, 8, 0), number(set, 8, 1))).toList();
    }

    private static List<Numbered> sequences(List<ByteBuffer> sets) {
        return sets.stream().map(set -> new Numbered(set, number(set, 32, 0), -1)).toList();
    }

    /** The last set of this number in front of a picture, else the configuration's. */
    private static Numbered last(List<Numbered> inBand, List<Numbered> configured, int id) {
        for (List<Numbered> sets : List.of(inBand, configured)) {
            for (int i = sets.size() - 1; i >= 0 && id >= 0; i--) {
                if (sets.get(i).id == id) {
                    return sets.get(i);
                }
            }
        }
        return null;
    }

    private static int number(ByteBuffer set, int skip, int ordinal) {
        try {
            ByteBuffer head = set.slice(set.position(), Math.min(NUMBERS, set.remaining()));
            BitReader in = new BitReader(RawByteSequencePayload.of(head), "parameter set");
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
