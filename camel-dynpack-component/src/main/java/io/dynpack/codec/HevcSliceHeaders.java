package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Slice segment headers of HEVC (ISO/IEC 23008-2, 7.3.6.1), of the base layer and without the extension for screen content. */
final class HevcSliceHeaders extends SliceHeaders {
    private static final int SPS = 1;
    private static final int PPS = 2;
    private static final int LAST_SLICE = 31;
    private static final int OTHER_LAYER = 64;
    private static final int FIRST_IRAP = 16;
    private static final int LAST_IRAP = 23;
    private static final int IDR_W_RADL = 19;
    private static final int IDR_N_LP = 20;

    private static final int B = 0;
    private static final int I = 2;

    private static final int MAX_PPS_ID = 63;
    private static final int MAX_SPS_ID = 15;
    private static final int MAX_REFERENCES = 16;
    private static final int MAX_LONG_TERM = 32;
    /** Rows and columns of tiles that any level allows, with as many rows of blocks in each column as a picture can have. */
    private static final int MAX_ENTRY_POINTS = 1 << 15;

    private final Map<Integer, HevcSequenceParameterSet.Slices> sequences = new HashMap<>();
    private final Map<Integer, Pps> pictures = new HashMap<>();
    private Map<Integer, HevcSequenceParameterSet.Slices> keptSequences = Map.of();
    private Map<Integer, Pps> keptPictures = Map.of();

    /** A picture parameter set (7.3.2.3). */
    private record Pps(int id, int spsId, boolean dependentSlices, boolean outputFlag, int extraBits, boolean cabacInit,
            int references0, int references1, boolean chromaOffsets, boolean weighted, boolean weightedBipred,
            boolean entryPoints, boolean filterAcrossSlices, boolean filterOverride, boolean filterDisabled,
            boolean listsModification, boolean headerExtension, boolean chromaOffsetLists) {}

    HevcSliceHeaders() {
        super(NalUnitSyntax.HEVC);
    }

    /** Layers have parameter sets and headers of their own, and are no less worth protecting. */
    @Override
    boolean isCodedPicture(int first) {
        return (first >> 1 & 0x3f) <= LAST_SLICE;
    }

    @Override
    int headerBytes(int first) {
        return 2;
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
            HevcSequenceParameterSet.Slices read = HevcSequenceParameterSet.parse(set).slices();
            if (read != null) {
                sequences.put(read.id(), read);
            }
        } else if (kind == PPS) {
            Pps read = pps(new BitReader(RawByteSequencePayload.of(set), "picture parameter set"));
            pictures.put(read.id, read);
        }
    }

    private static Pps pps(BitReader in) {
        in.skip(16);
        int id = number(in.ue(), MAX_PPS_ID, "pps_pic_parameter_set_id");
        int spsId = number(in.ue(), MAX_SPS_ID, "pps_seq_parameter_set_id");
        boolean dependentSlices = in.bit() == 1;
        boolean outputFlag = in.bit() == 1;
        int extraBits = (int) in.bits(3);
        in.skip(1);
        boolean cabacInit = in.bit() == 1;
        int references0 = references(in.ue());
        int references1 = references(in.ue());
        in.se();
        in.skip(1);
        boolean transformSkip = in.bit() == 1;
        if (in.bit() == 1) {
            in.ue();
        }
        in.se();
        in.se();
        boolean chromaOffsets = in.bit() == 1;
        boolean weighted = in.bit() == 1;
        boolean weightedBipred = in.bit() == 1;
        in.skip(1);
        boolean tiles = in.bit() == 1;
        boolean synchronised = in.bit() == 1;
        if (tiles) {
            skipTiles(in);
        }
        boolean filterAcrossSlices = in.bit() == 1;
        boolean filterOverride = false;
        boolean filterDisabled = false;
        if (in.bit() == 1) {
            filterOverride = in.bit() == 1;
            filterDisabled = in.bit() == 1;
            if (!filterDisabled) {
                in.se();
                in.se();
            }
        }
        if (in.bit() == 1) {
            HevcSequenceParameterSet.skipScalingLists(in);
        }
        boolean listsModification = in.bit() == 1;
        in.ue();
        boolean headerExtension = in.bit() == 1;
        boolean chromaOffsetLists = in.bit() == 1 && extension(in, transformSkip);
        return new Pps(id, spsId, dependentSlices, outputFlag, extraBits, cabacInit, references0, references1, chromaOffsets,
                weighted, weightedBipred, tiles || synchronised, filterAcrossSlices, filterOverride, filterDisabled,
                listsModification, headerExtension, chromaOffsetLists);
    }

    private static void skipTiles(BitReader in) {
        long columns = in.ue();
        long rows = in.ue();
        if (in.bit() == 0) {
            // each takes a bit at least
            for (long i = 0; i < columns + rows; i++) {
                in.ue();
            }
        }
        in.skip(1);
    }

    /** Answers chroma_qp_offset_list_enabled_flag. */
    private static boolean extension(BitReader in, boolean transformSkip) {
        boolean range = in.bit() == 1;
        in.skip(2);
        if (in.bit() == 1) {
            throw new CodecException("picture parameter set has the extension for screen content, which is not read");
        }
        in.skip(4);
        if (!range) {
            return false;
        }
        if (transformSkip) {
            in.ue();
        }
        in.skip(1);
        return in.bit() == 1;
    }

    private static int references(long minusOne) {
        return number(minusOne, MAX_REFERENCES - 1, "num_ref_idx_active_minus1") + 1;
    }

    @Override
    void read(int type, int header, BitReader in) {
        if (type >= OTHER_LAYER) {
            throw new CodecException("slice segment headers of other layers are not read");
        }
        boolean first = in.bit() == 1;
        if (type >= FIRST_IRAP && type <= LAST_IRAP) {
            in.skip(1);
        }
        Pps pps = known(pictures.get(number(in.ue(), MAX_PPS_ID, "slice_pic_parameter_set_id")));
        HevcSequenceParameterSet.Slices sps = known(sequences.get(pps.spsId));
        boolean dependent = false;
        if (!first) {
            dependent = pps.dependentSlices && in.bit() == 1;
            in.skip(bitsBelow(sps.blocks()));
        }
        if (!dependent) {
            independent(in, type, pps, sps);
        }
        if (pps.entryPoints) {
            int count = number(in.ue(), MAX_ENTRY_POINTS, "num_entry_point_offsets");
            if (count > 0) {
                int bits = number(in.ue(), Integer.SIZE - 1, "offset_len_minus1") + 1;
                in.skip(count * bits);
            }
        }
        if (pps.headerExtension) {
            in.skip(8 * number(in.ue(), 256, "slice_segment_header_extension_length"));
        }
        // byte_alignment(): a bit, and zeros to the end of its byte
        in.skip(1);
    }

    private static <T> T known(@Nullable T set) {
        if (set == null) {
            throw new CodecException("slice segment header refers to a parameter set that is not there");
        }
        return set;
    }

    /** What dependent slice segments take from the one in front of them. */
    private static void independent(BitReader in, int type, Pps pps, HevcSequenceParameterSet.Slices sps) {
        in.skip(pps.extraBits);
        int sliceType = number(in.ue(), I, "slice_type");
        in.skip((pps.outputFlag ? 1 : 0) + (sps.separatePlanes() ? 2 : 0));
        int referable = 0;
        boolean temporalVectors = false;
        if (type != IDR_W_RADL && type != IDR_N_LP) {
            in.skip(sps.orderBits());
            referable = shortTerm(in, sps) + (sps.longTerm() ? longTerm(in, sps) : 0);
            temporalVectors = sps.temporalVectors() && in.bit() == 1;
        }
        boolean offsetOrFilter = false;
        if (sps.adaptiveOffset()) {
            offsetOrFilter = in.bit() == 1;
            offsetOrFilter |= sps.hasChroma() && in.bit() == 1;
        }
        if (sliceType != I) {
            references(in, sliceType == B, pps, sps, referable, temporalVectors);
        }
        in.se();
        if (pps.chromaOffsets) {
            in.se();
            in.se();
        }
        in.skip(pps.chromaOffsetLists ? 1 : 0);
        boolean filterDisabled = pps.filterDisabled;
        if (pps.filterOverride && in.bit() == 1) {
            filterDisabled = in.bit() == 1;
            if (!filterDisabled) {
                in.se();
                in.se();
            }
        }
        in.skip(pps.filterAcrossSlices && (offsetOrFilter || !filterDisabled) ? 1 : 0);
    }

    /** Answers how many of the short-term pictures the current one may refer to. */
    private static int shortTerm(BitReader in, HevcSequenceParameterSet.Slices sps) {
        int count = sps.shortTermSets().size();
        if (in.bit() == 0) {
            return HevcReferencePictures.read(in, sps.shortTermSets(), true).usedCount();
        }
        int index = (int) in.bits(bitsBelow(count));
        if (index >= count) {
            throw new CodecException("slice segment header names a set of reference pictures that is not there");
        }
        return sps.shortTermSets().get(index).usedCount();
    }

    /** Answers how many of the long-term pictures the current one may refer to. */
    private static int longTerm(BitReader in, HevcSequenceParameterSet.Slices sps) {
        int known = sps.longTermUsed().length;
        long ofSet = known > 0 ? in.ue() : 0;
        int count = number(ofSet + in.ue(), MAX_LONG_TERM, "long-term reference pictures");
        int used = 0;
        for (int i = 0; i < count; i++) {
            if (i < ofSet) {
                int index = (int) in.bits(bitsBelow(known));
                used += index < known && sps.longTermUsed()[index] ? 1 : 0;
            } else {
                in.skip(sps.orderBits());
                used += in.bit();
            }
            if (in.bit() == 1) {
                in.ue();
            }
        }
        return used;
    }

    /** Everything about the pictures that the slice refers to. */
    private static void references(BitReader in, boolean b, Pps pps, HevcSequenceParameterSet.Slices sps, int referable,
            boolean temporalVectors) {
        int references0 = pps.references0;
        int references1 = pps.references1;
        if (in.bit() == 1) {
            references0 = references(in.ue());
            references1 = b ? references(in.ue()) : references1;
        }
        if (pps.listsModification && referable > 1) {
            modification(in, references0, referable);
            if (b) {
                modification(in, references1, referable);
            }
        }
        in.skip((b ? 1 : 0) + (pps.cabacInit ? 1 : 0));
        if (temporalVectors) {
            boolean fromList0 = !b || in.bit() == 1;
            if ((fromList0 ? references0 : references1) > 1) {
                in.ue();
            }
        }
        if (b ? pps.weightedBipred : pps.weighted) {
            in.ue();
            if (sps.hasChroma()) {
                in.se();
            }
            weights(in, references0, sps.hasChroma());
            if (b) {
                weights(in, references1, sps.hasChroma());
            }
        }
        in.ue();
    }

    /** ref_pic_lists_modification() of one list (7.3.6.2). */
    private static void modification(BitReader in, int references, int referable) {
        if (in.bit() == 1) {
            in.skip(references * bitsBelow(referable));
        }
    }

    /** pred_weight_table() of one list (7.3.6.3). */
    private static void weights(BitReader in, int references, boolean chroma) {
        long luma = in.bits(references);
        long chromas = chroma ? in.bits(references) : 0;
        for (int i = references - 1; i >= 0; i--) {
            // a weight and an offset for luma, and for each of the chromas
            int codes = 2 * (int) (luma >> i & 1) + 4 * (int) (chromas >> i & 1);
            for (int code = 0; code < codes; code++) {
                in.se();
            }
        }
    }
}
