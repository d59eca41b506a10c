package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What lies in front of the first slice of an access unit of H.264 (ISO/IEC 14496-10, 7.4.1.2.3).
 *
 * @param complete      whether the first slice, or the end of the access unit, was reached
 * @param delimiter     whether it begins with an access unit delimiter
 * @param parameterSets whether it carries sequence or picture parameter sets
 * @param unannounced   whether one of these is none of the configuration's
 * @param captions      that it carries
 */
public record AvcAccessUnit(
        boolean complete,
        boolean delimiter,
        boolean parameterSets,
        boolean unannounced,
        CaptionData captions) {

    private static final int LAST_SLICE = 5;
    private static final int SUPPLEMENTAL = 6;
    private static final int SEQUENCE_SET = 7;
    private static final int PICTURE_SET = 8;
    private static final int DELIMITER = 9;

    /**
     * @param head first bytes of the sample; its position stays
     * @param size bytes of the whole sample
     * @throws CodecException when its NAL units do not lie in it
     */
    public static AvcAccessUnit read(ByteBuffer head, int size, AvcConfiguration configuration) {
        ByteBuffer in = head.slice();
        int lengthSize = configuration.nalLengthSize();
        boolean delimiter = false;
        boolean sets = false;
        boolean unannounced = false;
        boolean complete = false;
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
            complete = type > 0 && type <= LAST_SLICE;
            if (!complete && length > in.limit() - at) {
                break;
            }
            ByteBuffer unit = in.slice(at, Math.min(length, in.limit() - at));
            switch (type) {
                case DELIMITER -> delimiter |= units == 0;
                case SEQUENCE_SET -> {
                    sets = true;
                    unannounced |= !isOneOf(configuration.sequenceParameterSets(), unit);
                }
                case PICTURE_SET -> {
                    sets = true;
                    unannounced |= !isOneOf(configuration.pictureParameterSets(), unit);
                }
                case SUPPLEMENTAL -> captions = captions.and(CaptionData.read(unit));
                default -> {
                    // nothing that is asked for
                }
            }
            units++;
            at += length;
        }
        return new AvcAccessUnit(complete || at >= size, delimiter, sets, unannounced, captions);
    }

    private static int length(ByteBuffer in, int at, int lengthSize) {
        return switch (lengthSize) {
            case 1 -> in.get(at) & 0xff;
            case 2 -> in.getShort(at) & 0xffff;
            default -> in.getInt(at);
        };
    }

    private static boolean isOneOf(List<ByteBuffer> sets, ByteBuffer unit) {
        ByteBuffer bare = withoutTrailingZeros(unit);
        return sets.stream().anyMatch(set -> withoutTrailingZeros(set).equals(bare));
    }

    /** Zero bytes may follow a NAL unit that was cut out of a byte stream. */
    private static ByteBuffer withoutTrailingZeros(ByteBuffer unit) {
        int end = unit.limit();
        while (end > unit.position() && unit.get(end - 1) == 0) {
            end--;
        }
        return unit.duplicate().limit(end);
    }
}
