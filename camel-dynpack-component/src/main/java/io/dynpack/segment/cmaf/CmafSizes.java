package io.dynpack.segment.cmaf;

import io.dynpack.codec.VideoCodec;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.AuxiliaryInformation;

/** Sizes of CMAF segments: exact in the clear, and bounds where they are encrypted, so that nothing is read for a manifest. */
public final class CmafSizes implements SegmentSizes {
    private final boolean encrypted;
    private final int ivSize;
    private final int mostSubsamples;

    /** In the clear. */
    public CmafSizes() {
        this(false, 0, 0);
    }

    private CmafSizes(boolean encrypted, int ivSize, int mostSubsamples) {
        this.encrypted = encrypted;
        this.ivSize = ivSize;
        this.mostSubsamples = mostSubsamples;
    }

    /**
     * Under common encryption.
     *
     * @param ivSize         bytes of the initialization vector of each sample; 0 where there is one for all
     * @param mostSubsamples that a picture has: its slices, which only a look at the media tells
     */
    public static CmafSizes encrypted(int ivSize, int mostSubsamples) {
        return new CmafSizes(true, ivSize, mostSubsamples);
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
        return encrypted
                ? clear + AuxiliaryInformation.mostBytes(run.count(), ivSize,
                        level.codec() instanceof VideoCodec ? mostSubsamples : 0)
                : clear;
    }
}
