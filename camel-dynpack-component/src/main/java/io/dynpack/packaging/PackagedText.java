package io.dynpack.packaging;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.segment.SegmentBody;
import io.dynpack.text.CueList;

/** One text stream in one format, to be cut into segments. Fragments are counted as in the whole presentation. */
public interface PackagedText {

    /** {@code Content-Type} of segments. */
    String mediaType();

    /** Times that name fragments in URLs. */
    FragmentTimeline timeline();

    /** Whether the format has initialization segments for text. */
    boolean hasInitialization();

    /** Behind the last fragment of the segment that begins with this one. */
    default int end(int fragment) {
        return fragment + 1;
    }

    /** The initialization segment, where there is one. */
    SegmentBody initialization(CueList cues);

    /** The segment with the fragments from {@code from} to {@code to}, exclusive. */
    SegmentBody segment(CueList cues, int from, int to);

    /** Whether the format has a text as one file, too. */
    default boolean hasWhole() {
        return false;
    }

    /**
     * One file with all that is shown in the fragments from {@code from} to {@code to}, exclusive, with the times of the
     * presentation; where there is one.
     */
    default SegmentBody whole(CueList cues, int from, int to) {
        throw new IllegalStateException("the format has no text as one file");
    }
}
