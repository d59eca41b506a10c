package io.dynpack.segment.cmaf;

import io.dynpack.codec.VideoCodec;
import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.AuxiliaryInformation;

/** Sizes of CMAF segments: exact in the clear, and bounds where they are encrypted, so that nothing is read for a manifest. */
public final class CmafSizes implements SegmentSizes {
    /** Of a picture: its slices, which only a look at the media tells. */
    private static final int MOST_SUBSAMPLES = 8;
    private static final int IV_SIZE = 8;

    private final ContentProtections protections;

    /** In the clear. */
    public CmafSizes() {
        this(ContentProtections.NONE);
    }

    /** @param protections of which samples are encrypted; what encrypts segments as a whole comes later */
    public CmafSizes(ContentProtections protections) {
        this.protections = protections;
    }

    @Override
    public long segment(Stream stream, Level level, int fragment) {
        return size(level, level.indexed(fragment));
    }

    @Override
    public long keyFrame(Stream stream, Level level, int sample) {
        return size(level, level.indexedKeyFrame(sample, sample + 1));
    }

    private long size(Level level, SampleRun run) {
        long clear = new MediaSegment(run).size(Flavour.CMAF);
        if (!(protections.of(level) instanceof ContentProtection.Common common)) {
            return clear;
        }
        int ivSize = common.scheme() == ContentProtection.Scheme.CENC ? IV_SIZE : 0;
        int subsamples = level.codec() instanceof VideoCodec ? MOST_SUBSAMPLES : 0;
        return clear + AuxiliaryInformation.mostBytes(run.count(), ivSize, subsamples);
    }
}
