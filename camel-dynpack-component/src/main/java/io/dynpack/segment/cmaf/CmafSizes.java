package io.dynpack.segment.cmaf;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;

/** Sizes of CMAF segments. */
public final class CmafSizes implements SegmentSizes {

    @Override
    public long segment(Stream stream, Level level, int fragment) {
        return new MediaSegment(level.indexed(fragment)).size(Flavour.CMAF);
    }

    @Override
    public long keyFrame(Stream stream, Level level, int sample) {
        return new MediaSegment(level.indexedKeyFrame(sample, sample + 1)).size(Flavour.CMAF);
    }
}
