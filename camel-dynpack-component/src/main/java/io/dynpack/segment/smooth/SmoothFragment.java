package io.dynpack.segment.smooth;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.MdatHeader;
import io.dynpack.isobmff.MfhdBox;
import io.dynpack.isobmff.MoofBox;
import io.dynpack.isobmff.PiffSampleEncryptionBox;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TencBox;
import io.dynpack.isobmff.TfdtBox;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrafPart;
import io.dynpack.isobmff.TrunBox;
import io.dynpack.isobmff.TrunHeader;
import io.dynpack.isobmff.UuidBox;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.Ticks;
import io.dynpack.segment.AuxiliaryInformation;
import io.dynpack.segment.Piece;
import io.dynpack.segment.ProtectedRun;
import io.dynpack.segment.SegmentBody;

/**
 * {@code moof} and {@code mdat} of one fragment (MS-SSTR 2.2.4). The first sample of a stream is shown at its fragment's time;
 * composition offsets are relative to its own and may be negative.
 */
public final class SmoothFragment {
    /** What readers expect a fragment's only track to be called. */
    private static final int TRACK_ID = 1;

    private final SampleRun run;
    private final @Nullable ProtectedRun protection;
    private final SmoothTiming timing;
    private final boolean offsets;
    private final boolean negative;

    private SmoothFragment(SampleRun run, @Nullable ProtectedRun protection, SmoothTiming timing) {
        this.run = run;
        this.protection = protection;
        this.timing = timing;
        boolean some = false;
        boolean below = false;
        for (int i = 0; i < run.count(); i++) {
            long offset = run.compositionOffset(i) - timing.shownAtOnce();
            some |= offset != 0;
            below |= offset < 0;
        }
        offsets = some;
        negative = below;
    }

    /**
     * In the clear.
     *
     * @param sequenceNumber of {@code mfhd}, from 1
     */
    public static SegmentBody of(SampleRun run, SmoothTiming timing, long sequenceNumber) {
        return of(run, null, timing, sequenceNumber);
    }

    /**
     * @param protection     of the samples; {@code null} in the clear
     * @param sequenceNumber of {@code mfhd}, from 1
     */
    public static SegmentBody of(SampleRun run, @Nullable ProtectedRun protection, SmoothTiming timing, long sequenceNumber) {
        return new SmoothFragment(run, protection, timing).body(sequenceNumber);
    }

    private SegmentBody body(long sequenceNumber) {
        boolean allSync = run.isAllSync();
        boolean decodeTime = timing.isDecodeTime();
        TfhdBox tfhd = new TfhdBox(TfhdBox.DEFAULT_FLAGS | (decodeTime ? TfhdBox.DEFAULT_BASE_IS_MOOF : 0), TRACK_ID, 0, 0, 0,
                0,
                allSync ? SampleFlags.SYNC : SampleFlags.NON_SYNC);
        int flags = TrunBox.DATA_OFFSET | TrunBox.DURATION | TrunBox.SIZE | (offsets ? TrunBox.COMPOSITION_OFFSET : 0)
                | (allSync ? 0 : TrunBox.FLAGS);
        TrunHeader trun = new TrunHeader(negative ? 1 : 0, flags, run.count(), 0);
        MoofBox moof = decodeTime
                ? withDecodeTime(new MoofBox(new MfhdBox(sequenceNumber), tfhd, List.of(new TfdtBox(timing.time())), trun,
                        List.of(), new MdatHeader(run.bytes())))
                : new MoofBox(new MfhdBox(sequenceNumber), tfhd, List.of(), trun, behind(), new MdatHeader(run.bytes()));
        BoxWriter out = new BoxWriter(moof.size());
        moof.write(out, this::table);
        Piece headers = Piece.Literal.of(out.toByteArray());
        return protection == null
                ? SegmentBody.of(headers, new Piece.Ranges(run.file(), run.ranges()))
                : SegmentBody.of(headers, protection.media());
    }

    /** What protects such a fragment is as the current editions of the standards have it (amendment, 5.3). */
    private MoofBox withDecodeTime(MoofBox clear) {
        AuxiliaryInformation auxiliary = protection == null ? null : AuxiliaryInformation.of(protection, run.count());
        return auxiliary == null ? clear : clear.with(auxiliary.boxes(clear.headersSize()));
    }

    private List<TrafPart> behind() {
        AuxiliaryInformation auxiliary = protection == null ? null : AuxiliaryInformation.of(protection, run.count());
        if (protection == null || auxiliary == null) {
            return List.of(UuidBox.tfxd(timing.time(), timing.duration()));
        }
        TencBox override = protection.track().keyInFragments() ? protection.track().encryption() : null;
        return List.of(UuidBox.tfxd(timing.time(), timing.duration()),
                new PiffSampleEncryptionBox(override, auxiliary.hasSubsamples(), run.count(), auxiliary.bytes(),
                        auxiliary::write));
    }

    private void table(BoxWriter out) {
        long scale = timing.timescale();
        // differences of truncated running times, so that rounding never adds up
        long at = run.decodeTime(0) + timing.running();
        long ticks = Ticks.of(at, scale);
        int ordinal = 0;
        for (int i = 0; i < run.count(); i++) {
            long decoded = at;
            at += run.duration(i);
            long next = Ticks.of(at, scale);
            // a single sample of more than seven minutes does not fit; the next fragment states its own time
            out.u32(Math.min(next - ticks, 0xffffffffL)).u32(run.size(i));
            ticks = next;
            if (!run.isAllSync()) {
                boolean sync = ordinal < run.syncCount() && run.syncSample(ordinal) == i;
                ordinal += sync ? 1 : 0;
                out.u32(sync ? SampleFlags.SYNC : SampleFlags.NON_SYNC);
            }
            if (offsets) {
                long shown = decoded + run.compositionOffset(i) - timing.shownAtOnce();
                out.u32(Ticks.of(shown, scale) - Ticks.of(decoded, scale));
            }
        }
    }
}
