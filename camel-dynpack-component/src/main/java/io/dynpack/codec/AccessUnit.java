package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What lies in front of the first slice of an access unit of H.264 (ISO/IEC 14496-10, 7.4.1.2.3) or HEVC (ISO/IEC 23008-2,
 * 7.4.2.4.4), and what that slice is; {@link AccessUnitReader} reads it.
 *
 * @param complete      whether the first slice, or the end of the access unit, was reached
 * @param delimiter     whether it begins with an access unit delimiter
 * @param parameterSets whether it carries parameter sets
 * @param sets          parameter sets that it carries, in their order, unless they were dropped
 * @param unannounced   whether one of these is none of the configuration's
 * @param captions      that it carries
 * @param content       what the sample holds, as far as it was seen
 * @param ppsId         number of the picture parameter set of the first slice; -1 where there is none
 */
public record AccessUnit(
        boolean complete,
        boolean delimiter,
        boolean parameterSets,
        List<ByteBuffer> sets,
        boolean unannounced,
        CaptionData captions,
        Content content,
        int ppsId) {

    /** What a sample holds. */
    public enum Content {
        /** A picture where decoding can begin, and what follows needs nothing in front: IDR; of HEVC also BLA without RASL. */
        IDR,
        /**
         * A picture where decoding can begin, and whatever is shown from there on is right; pictures that follow and are shown
         * before it may need others in front: CRA, BLA with RASL, a recovery point of H.264 that is one at once.
         */
        OPEN,
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
    public static final AccessUnit UNKNOWN = new AccessUnit(true, false, false, List.of(), false, CaptionData.NONE,
            Content.UNKNOWN, -1);

    public AccessUnit {
        sets = List.copyOf(sets);
    }

    /** The same without the bytes of its parameter sets, for who keeps many. */
    public AccessUnit withoutSets() {
        return sets.isEmpty()
                ? this
                : new AccessUnit(complete, delimiter, parameterSets, List.of(), unannounced, captions, content, ppsId);
    }

    /** Whether a picture was seen from which decoding cannot begin. */
    public boolean isPredicted() {
        return content == Content.PREDICTED;
    }

    /** Whether a picture was seen from which decoding can begin. */
    public boolean isKeyFrame() {
        return content == Content.IDR || content == Content.OPEN || content == Content.INTRA;
    }
}
