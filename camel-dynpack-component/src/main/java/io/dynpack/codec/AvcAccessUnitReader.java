package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the beginnings of access units of H.264 of one configuration, as many as there are. Safe for use by many threads. */
public final class AvcAccessUnitReader {
    private static final int IDR_SLICE = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int AUD = 9;
    /** A slice header begins with three numbers of at most 32 bits each. */
    private static final int SLICE_HEADER = 16;
    /** Each parameter set has a number of its own below these (ISO/IEC 14496-10, 7.4.2.1.1 and 7.4.2.2). */
    private static final int MAX_SPS = 32;
    private static final int MAX_PPS = 256;

    private final int lengthSize;
    /** Without the zero bytes behind them: taken off once, as they may be many and every access unit is compared. */
    private final Set<ByteBuffer> announcedSps;
    private final Set<ByteBuffer> announcedPps;

    public AvcAccessUnitReader(AvcConfiguration configuration) {
        this.lengthSize = configuration.nalLengthSize();
        this.announcedSps = bare(configuration.sequenceParameterSets());
        this.announcedPps = bare(configuration.pictureParameterSets());
    }

    private static Set<ByteBuffer> bare(List<ByteBuffer> sets) {
        Set<ByteBuffer> bare = new HashSet<>();
        sets.forEach(set -> bare.add(AvcParameterSets.bare(set)));
        return bare;
    }

    /**
     * @param head first bytes of the sample; its position stays
     * @param size bytes of the whole sample
     * @throws CodecException when its NAL units do not lie in it, or more of them are parameter sets than there can be
     */
    public AvcAccessUnit read(ByteBuffer head, int size) {
        ByteBuffer in = head.slice();
        boolean delimiter = false;
        List<ByteBuffer> sps = new ArrayList<>();
        List<ByteBuffer> pps = new ArrayList<>();
        boolean unannounced = false;
        boolean complete = false;
        AvcAccessUnit.Content content = AvcAccessUnit.Content.UNKNOWN;
        int ppsId = -1;
        CaptionData captions = CaptionData.NONE;
        int units = 0;
        int at = 0;
        while (!complete && at + lengthSize < in.limit()) {
            int length = length(in, at);
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
                case SPS -> unannounced |= isNew(unit, sps, MAX_SPS, announcedSps);
                case PPS -> unannounced |= isNew(unit, pps, MAX_PPS, announcedPps);
                case SEI -> captions = captions.and(CaptionData.read(unit));
                case 1, 2, IDR_SLICE -> {
                    SliceHeader slice = SliceHeader.read(unit.slice(0, Math.min(SLICE_HEADER, unit.remaining())));
                    content = type == IDR_SLICE ? AvcAccessUnit.Content.IDR : slice.content();
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
            content = AvcAccessUnit.Content.NO_PICTURE;
        }
        return new AvcAccessUnit(complete || at >= size, delimiter, !sps.isEmpty() || !pps.isEmpty(), sps, pps, unannounced,
                captions, content, ppsId);
    }

    /** Adds a parameter set; whether the configuration has no such one. */
    private static boolean isNew(ByteBuffer unit, List<ByteBuffer> sets, int most, Set<ByteBuffer> announced) {
        if (sets.size() == most) {
            throw new CodecException("access unit has more than " + most + " parameter sets of one kind");
        }
        // copied, since the head may be a window of a file that is larger by far
        sets.add(ByteBuffer.allocate(unit.remaining()).put(unit.duplicate()).flip().asReadOnlyBuffer());
        return !announced.contains(AvcParameterSets.bare(unit));
    }

    /** What is needed of a slice header (ISO/IEC 14496-10, 7.3.3). */
    private record SliceHeader(AvcAccessUnit.Content content, int ppsId) {
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
                AvcAccessUnit.Content content = type >= 2 * TYPES
                        ? AvcAccessUnit.Content.UNKNOWN
                        : intra ? AvcAccessUnit.Content.INTRA : AvcAccessUnit.Content.PREDICTED;
                return new SliceHeader(content, id > 255 ? -1 : (int) id);
            } catch (CodecException e) {
                return new SliceHeader(AvcAccessUnit.Content.UNKNOWN, -1);
            }
        }
    }

    private int length(ByteBuffer in, int at) {
        return switch (lengthSize) {
            case 1 -> in.get(at) & 0xff;
            case 2 -> in.getShort(at) & 0xffff;
            default -> in.getInt(at);
        };
    }
}
