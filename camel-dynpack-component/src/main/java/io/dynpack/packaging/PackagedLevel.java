package io.dynpack.packaging;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.segment.SegmentBody;

/**
 * One level in one format, to be cut into segments. Fragments are counted as in the whole presentation. A segment is planned
 * once its samples are known: of a file they are in its index, and the future is complete.
 */
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
    CompletableFuture<SegmentBody> segment(int from, int to);

    /** The fragment that holds the key frame of this name; -1 where there is none. */
    int keyFrameFragment(long time);

    /** The segment with the key frame of this name, whose fragment {@link #keyFrameFragment} has found. */
    CompletableFuture<SegmentBody> keyFrame(long time);
}
