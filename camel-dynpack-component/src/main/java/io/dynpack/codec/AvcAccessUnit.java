package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What lies in front of the first slice of an access unit of H.264 (ISO/IEC 14496-10, 7.4.1.2.3), and what that slice is;
 * {@link AvcAccessUnitReader} reads it.
 *
 * @param complete      whether the first slice, or the end of the access unit, was reached
 * @param delimiter     whether it begins with an access unit delimiter
 * @param parameterSets whether it carries sequence or picture parameter sets
 * @param sps           sequence parameter sets that it carries, unless they were dropped
 * @param pps           picture parameter sets that it carries, unless they were dropped
 * @param unannounced   whether one of these is none of the configuration's
 * @param captions      that it carries
 * @param content       what the sample holds, as far as it was seen
 * @param ppsId         pic_parameter_set_id of the first slice; -1 where there is none
 */
public record AvcAccessUnit(
        boolean complete,
        boolean delimiter,
        boolean parameterSets,
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
    public static final AvcAccessUnit UNKNOWN = new AvcAccessUnit(true, false, false, List.of(), List.of(), false,
            CaptionData.NONE, Content.UNKNOWN, -1);

    public AvcAccessUnit {
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /** The same without the bytes of its parameter sets, for who keeps many. */
    public AvcAccessUnit withoutSets() {
        return sps.isEmpty() && pps.isEmpty()
                ? this
                : new AvcAccessUnit(complete, delimiter, parameterSets, List.of(), List.of(), unannounced, captions, content,
                        ppsId);
    }

    /** Whether a picture was seen from which decoding cannot begin. */
    public boolean isPredicted() {
        return content == Content.PREDICTED;
    }

    /** Whether a picture was seen from which decoding can begin. */
    public boolean isKeyFrame() {
        return content == Content.IDR || content == Content.INTRA;
    }
}
