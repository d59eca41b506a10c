package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies in front of the first slice of an access unit of H.264 (ISO/IEC 14496-10, 7.4.1.2.3), and what that slice is.
 *
 * @param complete    whether the first slice, or the end of the access unit, was reached
 * @param delimiter   whether it begins with an access unit delimiter
 * @param sps         sequence parameter sets that it carries
 * @param pps         picture parameter sets that it carries
 * @param unannounced whether one of these is none of the configuration's
 * @param captions    that it carries
 * @param content     what the sample holds, as far as it was seen
 * @param ppsId       pic_parameter_set_id of the first slice; -1 where there is none
 */
public record AvcAccessUnit(
        boolean complete,
        boolean delimiter,
        List<ByteBuffer> sps,
        List<ByteBuffer> pps,
        boolean unannounced,
        CaptionData captions,
        Content content,
        int ppsId) {

    /** What a sample holds. */
    public enum Content {
        /** An IDR picture: decoding can begin, and nothing behind it refers to what was in front. */
        IDR,
        /** Another picture whose first slice is coded without reference to others. */
        INTRA,
        /** A picture that needs others. */
        PREDICTED,
        /** Whole NAL units of other kinds, and no slice: no picture. */
        NO_PICTURE,
        /** Not seen, or damaged. */
        UNKNOWN
    }

    /** Nothing is known, since the access unit is damaged or was not read. */
    public static final AvcAccessUnit UNKNOWN = new AvcAccessUnit(true, false, List.of(), List.of(), false, CaptionData.NONE,
            Content.UNKNOWN, -1);

    private static final int IDR_SLICE = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int AUD = 9;
    /** A slice header begins with three numbers of at most 32 bits each. */
    private static final int SLICE_HEADER = 16;

    public AvcAccessUnit {
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /** Whether it carries sequence or picture parameter sets. */
    public boolean parameterSets() {
        return !sps.isEmpty() || !pps.isEmpty();
    }

    /** Whether a picture was seen from which decoding cannot begin. */
    public boolean isPredicted() {
        return content == Content.PREDICTED;
    }

    /** Whether a picture was seen from which decoding can begin. */
    public boolean isKeyFrame() {
        return content == Content.IDR || content == Content.INTRA;
    }

    /**
     * @param head first bytes of the sample; its position stays
     * @param size bytes of the whole sample
     * @throws CodecException when its NAL units do not lie in it
     */
    public static AvcAccessUnit read(ByteBuffer head, int size, AvcConfiguration configuration) {
        ByteBuffer in = head.slice();
        int lengthSize = configuration.nalLengthSize();
        boolean delimiter = false;
        List<ByteBuffer> sps = new ArrayList<>();
        List<ByteBuffer> pps = new ArrayList<>();
        boolean unannounced = false;
        boolean complete = false;
        Content content = Content.UNKNOWN;
        int ppsId = -1;
        CaptionData captions = CaptionData.NONE;
        int units = 0;
        int at = 0;
        while (!complete && at + lengthSize < in.limit()) {
            int length = length(in, at, lengthSize);
            at += lengthSize;
            if (length < 0 || length > size - at) {
                throw new CodecException("access unit has a NAL unit that ends behind it");
            }
            if (length == 0) {
                continue;
            }
            int type = in.get(at) & 0x1f;
            complete = type > 0 && type <= IDR_SLICE;
            if (!complete && length > in.limit() - at) {
                break;
            }
            ByteBuffer unit = in.slice(at, Math.min(length, in.limit() - at));
            switch (type) {
                case AUD -> delimiter |= units == 0;
                case SPS -> {
                    sps.add(copyOf(unit));
                    unannounced |= !isOneOf(configuration.sequenceParameterSets(), unit);
                }
                case PPS -> {
                    pps.add(copyOf(unit));
                    unannounced |= !isOneOf(configuration.pictureParameterSets(), unit);
                }
                case SEI -> captions = captions.and(CaptionData.read(unit));
                case 1, 2, IDR_SLICE -> {
                    SliceHeader slice = SliceHeader.read(unit.slice(0, Math.min(SLICE_HEADER, unit.remaining())));
                    content = type == IDR_SLICE ? Content.IDR : slice.content();
                    ppsId = slice.ppsId();
                }
                default -> {
                    // nothing that is asked for
                }
            }
            units++;
            at += length;
        }
        if (!complete && units > 0 && at == size) {
            content = Content.NO_PICTURE;
        }
        return new AvcAccessUnit(complete || at >= size, delimiter, sps, pps, unannounced, captions, content, ppsId);
    }

    /** The head may be a window of a file that is larger by far. */
    private static ByteBuffer copyOf(ByteBuffer unit) {
        return ByteBuffer.allocate(unit.remaining()).put(unit.duplicate()).flip().asReadOnlyBuffer();
    }

    /** What is needed of a slice header (ISO/IEC 14496-10, 7.3.3). */
    private record SliceHeader(Content content, int ppsId) {
        /** Slice types beyond say that all slices of the picture have it (Table 7-6). */
        private static final int TYPES = 5;
        private static final int I = 2;
        private static final int SI = 4;

        static SliceHeader read(ByteBuffer slice) {
            try {
                BitReader in = new BitReader(RawByteSequencePayload.of(slice), "slice header");
                in.skip(8);
                in.ue();
                long type = in.ue();
                boolean intra = type % TYPES == I || type % TYPES == SI;
                long id = in.ue();
                Content content = type >= 2 * TYPES ? Content.UNKNOWN : intra ? Content.INTRA : Content.PREDICTED;
                return new SliceHeader(content, id > 255 ? -1 : (int) id);
            } catch (CodecException e) {
                return new SliceHeader(Content.UNKNOWN, -1);
            }
        }
    }

    private static int length(ByteBuffer in, int at, int lengthSize) {
        return switch (lengthSize) {
            case 1 -> in.get(at) & 0xff;
            case 2 -> in.getShort(at) & 0xffff;
            default -> in.getInt(at);
        };
    }

    private static boolean isOneOf(List<ByteBuffer> sets, ByteBuffer unit) {
        ByteBuffer bare = AvcParameterSets.bare(unit);
        return sets.stream().anyMatch(set -> AvcParameterSets.bare(set).equals(bare));
    }
}
