package io.dynpack.presentation;

/**
 * Sizes of segments in the container that a manifest speaks of, so that bandwidths are those of the bytes really served. A
 * container implements this; manifests ask.
 */
public interface SegmentSizes {

    /** Bytes of the segment with this fragment. */
    long segment(Stream stream, Level level, int fragment);

    /** Bytes of the key frame segment with this sync sample. */
    long keyFrame(Stream stream, Level level, int sample);
}
