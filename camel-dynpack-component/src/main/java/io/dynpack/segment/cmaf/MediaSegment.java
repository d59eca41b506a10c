package io.dynpack.segment.cmaf;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SampleTable;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.MfhdBox;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TfdtBox;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrunBox;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * {@code styp}, {@code moof}, {@code mdat} of a run of samples (ISO/IEC 23000-19, 7.3.2): one track fragment with one run. A
 * field stands in the run only where its samples differ in it.
 */
public final class MediaSegment {
    private static final int MDAT_HEADER = 8;
    private static final int WIDE_MDAT_HEADER = 16;
    /** What a run has room for. */
    private static final long MAX_DURATION = 0xffffffffL;

    private final Level level;
    private final int first;
    private final int end;
    /** Duration of a key frame segment's only sample, or -1 to take the sample table's. */
    private final long keyFrameDuration;
    private final int runFlags;
    private final int defaultFlags;
    private final boolean signedOffsets;
    /** sample_description_index, from 1; a fragment never spans a change. */
    private final int entry;
    private final long payload;

    private MediaSegment(Level level, int first, int end, long keyFrameDuration) {
        SampleTable samples = level.samples();
        this.level = level;
        this.first = first;
        this.end = end;
        this.keyFrameDuration = keyFrameDuration;
        this.entry = 1 + level.track().entries().of(first);
        this.payload = samples.bytes(first, end);
        int flags = TrunBox.DATA_OFFSET | TrunBox.SIZE;
        boolean negative = false;
        boolean offsets = false;
        boolean durations = false;
        long duration = duration(first);
        for (int i = first; i < end; i++) {
            durations |= duration(i) != duration;
            int offset = samples.compositionOffset(i);
            offsets |= offset != 0;
            negative |= offset < 0;
        }
        if (durations) {
            flags |= TrunBox.DURATION;
        }
        if (offsets) {
            flags |= TrunBox.COMPOSITION_OFFSET;
        }
        if (samples.isAllSync()) {
            defaultFlags = SampleFlags.SYNC;
        } else {
            defaultFlags = SampleFlags.NON_SYNC;
            int syncs = samples.syncCountBefore(end) - samples.syncCountBefore(first);
            if (syncs == 1 && samples.isSync(first)) {
                flags |= TrunBox.FIRST_SAMPLE_FLAGS;
            } else if (syncs > 0) {
                flags |= TrunBox.FLAGS;
            }
        }
        this.runFlags = flags;
        this.signedOffsets = negative;
    }

    /** The segment with fragment {@code fragment} of a level. */
    public static MediaSegment ofFragment(Level level, int fragment) {
        return new MediaSegment(level, level.firstSample(fragment), level.endSample(fragment), -1);
    }

    /**
     * The segment with one sync sample, which lasts until the next one.
     *
     * @param sample     the sync sample
     * @param nextSample the next sync sample, or behind the last sample of the level
     */
    public static MediaSegment ofKeyFrame(Level level, int sample, int nextSample) {
        SampleTable samples = level.samples();
        long duration = samples.decodeTime(nextSample) - samples.decodeTime(sample);
        return new MediaSegment(level, sample, sample + 1, Math.min(duration, MAX_DURATION));
    }

    private long duration(int sample) {
        return keyFrameDuration >= 0 ? keyFrameDuration : level.samples().duration(sample);
    }

    private int trafSize() {
        int trun = 12 + 4 + 4 + ((runFlags & TrunBox.FIRST_SAMPLE_FLAGS) != 0 ? 4 : 0)
                + (end - first) * TrunBox.entryWidth(runFlags);
        return 8 + 24 + (entry > 1 ? 4 : 0) + TfdtBox.SIZE + trun;
    }

    private int moofSize() {
        return 8 + MfhdBox.SIZE + trafSize();
    }

    private int mdatHeader() {
        return payload + MDAT_HEADER > 0xffffffffL ? WIDE_MDAT_HEADER : MDAT_HEADER;
    }

    /** Bytes of the whole segment. */
    public long size(Flavour flavour) {
        return (long) flavour.mediaSize() + moofSize() + mdatHeader() + payload;
    }

    /**
     * The segment.
     *
     * @param sequenceNumber of {@code mfhd}, from 1
     * @param protection     of the samples; only {@link SampleProtection#CLEAR} so far
     */
    public SegmentBody body(Flavour flavour, long sequenceNumber, SampleProtection protection) {
        SampleTable samples = level.samples();
        int header = flavour.mediaSize() + moofSize() + mdatHeader();
        BoxWriter out = new BoxWriter(header);
        flavour.media().write(out, Fourcc.STYP);
        int moof = out.start(Fourcc.MOOF);
        new MfhdBox(sequenceNumber).write(out);
        int traf = out.start(Fourcc.TRAF);
        int fragmentFlags = TfhdBox.DEFAULT_BASE_IS_MOOF | (entry > 1 ? TfhdBox.DESCRIPTION_INDEX : 0)
                | TfhdBox.DEFAULT_DURATION | TfhdBox.DEFAULT_FLAGS;
        new TfhdBox(fragmentFlags, InitializationSegment.TRACK_ID, 0, entry, duration(first), 0, defaultFlags).write(out);
        new TfdtBox(level.timeline().decodeTime(first)).write(out);
        int trun = out.start(Fourcc.TRUN, signedOffsets ? 1 : 0, runFlags);
        out.u32(end - first).u32(moofSize() + mdatHeader());
        if ((runFlags & TrunBox.FIRST_SAMPLE_FLAGS) != 0) {
            out.u32(SampleFlags.SYNC);
        }
        entries(out, samples);
        out.end(trun).end(traf).end(moof);
        if (mdatHeader() == MDAT_HEADER) {
            out.u32(MDAT_HEADER + payload).u32(Fourcc.MDAT);
        } else {
            out.u32(1).u32(Fourcc.MDAT).u64(WIDE_MDAT_HEADER + payload);
        }
        ByteRanges ranges = samples.ranges(first, end);
        return SegmentBody.of(Piece.Literal.of(out.toByteArray()),
                new Piece.Ranges(level.file(), ranges.starts(), ranges.ends()));
    }

    private void entries(BoxWriter out, SampleTable samples) {
        boolean durations = (runFlags & TrunBox.DURATION) != 0;
        boolean flags = (runFlags & TrunBox.FLAGS) != 0;
        boolean offsets = (runFlags & TrunBox.COMPOSITION_OFFSET) != 0;
        int ordinal = samples.syncCountBefore(first);
        for (int i = first; i < end; i++) {
            if (durations) {
                out.u32(duration(i));
            }
            out.u32(samples.size(i));
            if (flags) {
                boolean sync = ordinal < samples.syncCount() && samples.syncSample(ordinal) == i;
                ordinal += sync ? 1 : 0;
                out.u32(sync ? SampleFlags.SYNC : SampleFlags.NON_SYNC);
            }
            if (offsets) {
                out.u32(samples.compositionOffset(i));
            }
        }
    }
}
