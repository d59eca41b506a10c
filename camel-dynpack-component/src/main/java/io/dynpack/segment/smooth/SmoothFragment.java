package io.dynpack.segment.smooth;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SampleTable;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.MfhdBox;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrunBox;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackTimeline;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * {@code moof} and {@code mdat} of one fragment (MS-SSTR 2.2.4). The first sample of a stream is shown at its fragment's time;
 * composition offsets are relative to its own and may be negative.
 */
public final class SmoothFragment {
    /** 6d1d9b05-42d5-44e6-80e2-141daff757b2, {@code tfxd} (MS-SSTR 2.2.4.4). */
    private static final long TFXD_HIGH = 0x6d1d9b0542d544e6L;
    private static final long TFXD_LOW = 0x80e2141daff757b2L;

    /** What readers expect a fragment's only track to be called. */
    private static final int TRACK_ID = 1;

    private SmoothFragment() {}

    /** @param protection of the samples; only {@link SampleProtection#CLEAR} so far */
    public static SegmentBody of(Stream stream, Level level, int fragment, SampleProtection protection) {
        FragmentTimeline timeline = stream.smoothTimeline();
        // levels may end some frames apart, and each says so itself
        long later = fragment + 1 == timeline.count() ? lasting(level, fragment) : timeline.duration(fragment);
        return of(level, level.firstSample(fragment), level.endSample(fragment), timeline.start(fragment), later,
                fragment + 1L);
    }

    private static long lasting(Level level, int fragment) {
        return decoded(level, level.endSample(fragment)) - decoded(level, level.firstSample(fragment));
    }

    /** Running time of the level that fragment times are made of, ticks of 10 MHz. */
    private static long decoded(Level level, int sample) {
        TrackTimeline timeline = level.timeline();
        return Ticks.of(running(timeline, timeline.decodeTime(sample)), level.track().timescale());
    }

    private static long running(TrackTimeline timeline, long decodeTime) {
        return timeline.presentationBased() ? decodeTime + timeline.shownAfter() : decodeTime;
    }

    /**
     * One sync sample as a fragment of its own, for {@code KeyFrames} requests (MS-SSTR 2.2.3).
     *
     * @param sample the first of a fragment
     */
    public static SegmentBody ofKeyFrame(Stream stream, Level level, int fragment, SampleProtection protection) {
        int sample = level.firstSample(fragment);
        return of(level, sample, sample + 1, stream.smoothTimeline().start(fragment),
                Ticks.of(level.samples().duration(sample), level.track().timescale()), fragment + 1L);
    }

    private static SegmentBody of(Level level, int first, int end, long time, long duration, long sequenceNumber) {
        SampleTable samples = level.samples();
        long scale = level.track().timescale();
        long payload = samples.bytes(first, end);
        long shownAtOnce = level.smoothOffset();
        boolean offsets = false;
        boolean negative = false;
        for (int i = first; i < end; i++) {
            long offset = samples.compositionOffset(i) - shownAtOnce;
            offsets |= offset != 0;
            negative |= offset < 0;
        }
        boolean allSync = samples.isAllSync();
        int flags = TrunBox.DATA_OFFSET | TrunBox.DURATION | TrunBox.SIZE | (offsets ? TrunBox.COMPOSITION_OFFSET : 0)
                | (allSync ? 0 : TrunBox.FLAGS);

        BoxWriter out = new BoxWriter(160 + (end - first) * TrunBox.entryWidth(flags));
        int moof = out.start(Fourcc.MOOF);
        new MfhdBox(sequenceNumber).write(out);
        int traf = out.start(Fourcc.TRAF);
        new TfhdBox(TfhdBox.DEFAULT_FLAGS, TRACK_ID, 0, 0, 0, 0, allSync ? SampleFlags.SYNC : SampleFlags.NON_SYNC).write(out);
        int trun = out.start(Fourcc.TRUN, negative ? 1 : 0, flags);
        out.u32(end - first);
        int dataOffset = out.length();
        out.u32(0);
        long start = running(level.timeline(), level.timeline().decodeTime(first));
        // differences of truncated running times, so that rounding never adds up
        long at = start;
        long ticks = Ticks.of(start, scale);
        int ordinal = samples.syncCountBefore(first);
        for (int i = first; i < end; i++) {
            at += samples.duration(i);
            long next = Ticks.of(at, scale);
            // a single sample of more than seven minutes does not fit; the next fragment states its own time
            out.u32(Math.min(next - ticks, 0xffffffffL)).u32(samples.size(i));
            ticks = next;
            if (!allSync) {
                boolean sync = ordinal < samples.syncCount() && samples.syncSample(ordinal) == i;
                ordinal += sync ? 1 : 0;
                out.u32(sync ? SampleFlags.SYNC : SampleFlags.NON_SYNC);
            }
            if (offsets) {
                long decoded = at - samples.duration(i);
                long shown = decoded + samples.compositionOffset(i) - shownAtOnce;
                out.u32(Ticks.of(shown, scale) - Ticks.of(decoded, scale));
            }
        }
        out.end(trun);
        int tfxd = out.start(Fourcc.UUID);
        out.u64(TFXD_HIGH).u64(TFXD_LOW).u32(1L << 24).u64(time).u64(duration);
        out.end(tfxd).end(traf).end(moof);
        if (payload + 8 > 0xffffffffL) {
            out.set32(dataOffset, out.length() + 16L);
            out.u32(1).u32(Fourcc.MDAT).u64(16 + payload);
        } else {
            out.set32(dataOffset, out.length() + 8L);
            out.u32(8 + payload).u32(Fourcc.MDAT);
        }
        ByteRanges ranges = samples.ranges(first, end);
        return SegmentBody.of(Piece.Literal.of(out.toByteArray()),
                new Piece.Ranges(level.file(), ranges.starts(), ranges.ends()));
    }
}
