package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Slice headers of H.264 (ISO/IEC 14496-10, 7.3.3). */
final class AvcSliceHeaders extends SliceHeaders {
    private static final int SPS = 0;
    /** nal_unit_type within the first byte. */
    private static final int TYPE = 0x1f;
    private static final int NON_IDR = 1;
    private static final int IDR = 5;
    private static final int AUXILIARY = 19;
    private static final int EXTENSION = 20;
    private static final int DEPTH_EXTENSION = 21;
    /** nal_unit_header_mvc_extension and its like (7.3.1). */
    private static final int EXTENDED_HEADER = 4;

    private static final int B = 1;
    private static final int I = 2;
    private static final int SP = 3;
    private static final int SI = 4;

    private static final int MAX_PPS_ID = 255;
    private static final int MAX_REFERENCES = 32;
    /** Modifications of a reference picture list, or marks of pictures, are no more than there are fields of pictures. */
    private static final int MAX_COMMANDS = 66;
    private static final int MAX_SLICE_GROUPS = 8;

    private final Map<Integer, AvcSequenceParameterSet.Slices> sequences = new HashMap<>();
    private final Map<Integer, Pps> pictures = new HashMap<>();
    private Map<Integer, AvcSequenceParameterSet.Slices> keptSequences = Map.of();
    private Map<Integer, Pps> keptPictures = Map.of();

    /**
     * A picture parameter set (7.3.2.2).
     *
     * @param mapType    slice_group_map_type; 0 where there is one group
     * @param changeRate SliceGroupChangeRate; 0 where it is not said
     */
    private record Pps(int id, int spsId, boolean cabac, boolean fieldOrder, int mapType, long changeRate, int references0,
            int references1, boolean weighted, int weightedBipred, boolean deblockingControl, boolean redundant) {}

    AvcSliceHeaders() {
        super(NalUnitSyntax.AVC);
    }

    @Override
    boolean isCodedPicture(int first) {
        int type = first & TYPE;
        return type >= NON_IDR && type <= IDR || type >= AUXILIARY && type <= DEPTH_EXTENSION;
    }

    @Override
    int headerBytes(int first) {
        return (first & TYPE) == EXTENSION || (first & TYPE) == DEPTH_EXTENSION ? EXTENDED_HEADER : 1;
    }

    @Override
    void keep() {
        keptSequences = Map.copyOf(sequences);
        keptPictures = Map.copyOf(pictures);
    }

    @Override
    void restore() {
        sequences.clear();
        sequences.putAll(keptSequences);
        pictures.clear();
        pictures.putAll(keptPictures);
    }

    @Override
    void take(int kind, ByteBuffer set) {
        if (kind == SPS) {
            AvcSequenceParameterSet.Slices read = AvcSequenceParameterSet.parse(set).slices();
            sequences.put(read.id(), read);
        } else {
            Pps read = pps(new BitReader(RawByteSequencePayload.of(set), "picture parameter set"));
            pictures.put(read.id, read);
        }
    }

    private static Pps pps(BitReader in) {
        in.skip(8);
        int id = number(in.ue(), MAX_PPS_ID, "pic_parameter_set_id");
        int spsId = number(in.ue(), MAX_PPS_ID, "seq_parameter_set_id");
        boolean cabac = in.bit() == 1;
        boolean fieldOrder = in.bit() == 1;
        long groups = in.ue() + 1;
        int mapType = 0;
        long changeRate = 0;
        if (groups > MAX_SLICE_GROUPS) {
            throw new CodecException("picture parameter set declares " + groups + " slice groups");
        }
        if (groups > 1) {
            mapType = number(in.ue(), 6, "slice_group_map_type");
            changeRate = sliceGroups(in, mapType, groups);
        }
        int references0 = references(in.ue());
        int references1 = references(in.ue());
        boolean weighted = in.bit() == 1;
        int weightedBipred = (int) in.bits(2);
        in.se();
        in.se();
        in.se();
        boolean deblockingControl = in.bit() == 1;
        in.skip(1);
        return new Pps(id, spsId, cabac, fieldOrder, mapType, changeRate, references0, references1, weighted, weightedBipred,
                deblockingControl, in.bit() == 1);
    }

    /** Steps over how slice groups lie in pictures; answers SliceGroupChangeRate. */
    private static long sliceGroups(BitReader in, int mapType, long groups) {
        switch (mapType) {
            case 0 -> {
                for (long i = 0; i < groups; i++) {
                    in.ue();
                }
            }
            case 2 -> {
                for (long i = 0; i < groups - 1; i++) {
                    in.ue();
                    in.ue();
                }
            }
            case 3, 4, 5 -> {
                in.skip(1);
                return in.ue() + 1;
            }
            case 6 -> {
                long units = in.ue() + 1;
                int bits = bitsBelow(groups);
                for (long i = 0; i < units; i++) {
                    in.skip(bits);
                }
            }
            default -> {
                // dispersed groups are computed
            }
        }
        return 0;
    }

    private static int references(long minusOne) {
        return number(minusOne, MAX_REFERENCES - 1, "num_ref_idx_active_minus1") + 1;
    }

    @Override
    void read(int type, int header, BitReader in) {
        if (type != NON_IDR && type != IDR && type != AUXILIARY) {
            throw new CodecException("slice headers of NAL units of type " + type + " are not read");
        }
        in.ue();
        int sliceType = number(in.ue(), 2 * SLICE_TYPES - 1, "slice_type") % SLICE_TYPES;
        Pps pps = known(pictures.get(number(in.ue(), MAX_PPS_ID, "pic_parameter_set_id")));
        AvcSequenceParameterSet.Slices sps = known(sequences.get(pps.spsId));
        if (sps.separatePlanes()) {
            in.skip(2);
        }
        in.skip(sps.frameNumBits());
        boolean field = false;
        if (!sps.frameOnly()) {
            field = in.bit() == 1;
            in.skip(field ? 1 : 0);
        }
        if (type == IDR) {
            in.ue();
        }
        order(in, sps, pps.fieldOrder && !field);
        if (pps.redundant) {
            in.ue();
        }
        references(in, sliceType, pps, sps);
        if ((header & 0x60) != 0) {
            marking(in, type == IDR);
        }
        if (pps.cabac && sliceType != I && sliceType != SI) {
            in.ue();
        }
        in.se();
        if (sliceType == SP || sliceType == SI) {
            in.skip(sliceType == SP ? 1 : 0);
            in.se();
        }
        if (pps.deblockingControl && in.ue() != 1) {
            in.se();
            in.se();
        }
        if (pps.mapType >= 3 && pps.mapType <= 5) {
            in.skip(bitsBelow((sps.mapUnits() + pps.changeRate - 1) / pps.changeRate + 1));
        }
    }

    private static <T> T known(@Nullable T set) {
        if (set == null) {
            throw new CodecException("slice header refers to a parameter set that is not there");
        }
        return set;
    }

    private static void order(BitReader in, AvcSequenceParameterSet.Slices sps, boolean bottomToo) {
        if (sps.orderType() == 0) {
            in.skip(sps.orderBits());
            if (bottomToo) {
                in.se();
            }
        } else if (sps.orderType() == 1 && !sps.noOrderDelta()) {
            in.se();
            if (bottomToo) {
                in.se();
            }
        }
    }

    /** Everything about the pictures that the slice refers to. */
    private static void references(BitReader in, int sliceType, Pps pps, AvcSequenceParameterSet.Slices sps) {
        if (sliceType == B) {
            in.skip(1);
        }
        if (sliceType == I || sliceType == SI) {
            return;
        }
        int references0 = pps.references0;
        int references1 = pps.references1;
        if (in.bit() == 1) {
            references0 = references(in.ue());
            references1 = sliceType == B ? references(in.ue()) : references1;
        }
        modification(in);
        if (sliceType == B) {
            modification(in);
        }
        if (sliceType == B ? pps.weightedBipred == 1 : pps.weighted) {
            in.ue();
            if (sps.hasChroma()) {
                in.ue();
            }
            weights(in, references0, sps.hasChroma());
            if (sliceType == B) {
                weights(in, references1, sps.hasChroma());
            }
        }
    }

    /** ref_pic_list_modification() of one list (7.3.3.1). */
    private static void modification(BitReader in) {
        if (in.bit() == 0) {
            return;
        }
        for (int i = 0; in.ue() != 3; i++) {
            if (i > MAX_COMMANDS) {
                throw new CodecException("slice header modifies a list of reference pictures without end");
            }
            in.ue();
        }
    }

    /** pred_weight_table() of one list (7.3.3.2). */
    private static void weights(BitReader in, int references, boolean chroma) {
        for (int i = 0; i < references; i++) {
            if (in.bit() == 1) {
                in.se();
                in.se();
            }
            if (chroma && in.bit() == 1) {
                in.se();
                in.se();
                in.se();
                in.se();
            }
        }
    }

    /** dec_ref_pic_marking() (7.3.3.3). */
    private static void marking(BitReader in, boolean idr) {
        if (idr) {
            in.skip(2);
            return;
        }
        if (in.bit() == 0) {
            return;
        }
        for (int i = 0;; i++) {
            int operation = number(in.ue(), 6, "memory_management_control_operation");
            if (operation == 0) {
                return;
            }
            if (i > MAX_COMMANDS) {
                throw new CodecException("slice header marks reference pictures without end");
            }
            // 5 marks all and names none; 3 names two
            for (int numbers = operation == 5 ? 0 : operation == 3 ? 2 : 1; numbers > 0; numbers--) {
                in.ue();
            }
        }
    }
}
