package io.dynpack.packaging;

import java.util.Optional;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.segment.SegmentBody;

/** One level in one format, to be cut into segments. Fragments are counted as in the whole presentation. */
public interface PackagedLevel {

    /** Times that name fragments in URLs. */
    FragmentTimeline timeline();

    /** Whether the format has initialization segments. */
    default Optional<SegmentBody> initialization() {
        return Optional.empty();
    }

    /** Behind the last fragment of the segment that begins with this one. */
    default int end(int fragment) {
        return fragment + 1;
    }

    /** The segment with the fragments from {@code from} to {@code to}, exclusive: no more than {@link #end} says. */
    SegmentBody segment(int from, int to);

    /** The fragment that holds the key frame of this name; -1 where there is none. */
    int keyFrameFragment(long time);

    /** The segment with the key frame of this name, whose fragment {@link #keyFrameFragment} has found. */
    SegmentBody keyFrame(long time);
}
