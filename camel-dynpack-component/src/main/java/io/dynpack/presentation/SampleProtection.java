package io.dynpack.presentation;

/**
 * How the samples of one run are protected by common encryption (ISO/IEC 23001-7): all that stands of it in a segment's headers.
 * Samples are counted as in their {@link SampleRun}, subsamples from 0. Immutable.
 */
public interface SampleProtection {

    /** What holds for all samples of the track. */
    TrackProtection track();

    /** Whether samples are divided into subsamples; if not, all of a sample is protected. */
    boolean hasSubsamples();

    /** The initialization vector of a sample, of 8 bytes; only where {@code tenc} states no constant one. */
    long iv(int sample);

    /** Subsamples of a sample. */
    int subsampleCount(int sample);

    /** Clear bytes at the beginning of a subsample, 0 to 65,535. */
    int clearBytes(int sample, int subsample);

    /** Protected bytes behind them. */
    int protectedBytes(int sample, int subsample);
}
