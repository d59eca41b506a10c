package io.dynpack.segment.cmaf;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.MdatHeader;
import io.dynpack.isobmff.MfhdBox;
import io.dynpack.isobmff.MoofBox;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TfdtBox;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrafPart;
import io.dynpack.isobmff.TrunBox;
import io.dynpack.isobmff.TrunHeader;
import io.dynpack.presentation.SampleRun;
import io.dynpack.segment.AuxiliaryInformation;
import io.dynpack.segment.Piece;
import io.dynpack.segment.ProtectedRun;
import io.dynpack.segment.SegmentBody;

/**
 * {@code styp}, {@code moof}, {@code mdat} of a run of samples (ISO/IEC 23000-19, 7.3.2): one track fragment with one run. A
 * field stands in the run only where its samples differ in it. Behind it stands which groups its samples are in (ISO/IEC 14496-12,
 * 8.9.2), and last what protects them (ISO/IEC 23001-7, 7).
 */
public final class MediaSegment {
    private final SampleRun run;
    private final @Nullable ProtectedRun protection;
    /** sample_description_index, from 1. */
    private final int description;
    private final int runFlags;
    private final int defaultFlags;
    private final boolean signedOffsets;
    private final List<TrafPart> sampleGroups;

    /** In the clear. */
    public MediaSegment(SampleRun run) {
        this(run, null);
    }

    /** @param protection of the samples; {@code null} in the clear */
    public MediaSegment(SampleRun run, @Nullable ProtectedRun protection) {
        this(run, protection, run.entry() + 1);
    }

    /**
     * In the clear, of a track whose other samples are protected.
     *
     * @param entries of the track, encrypted, in front of those in the clear
     */
    public static MediaSegment ofClearLead(SampleRun run, int entries) {
        return new MediaSegment(run, null, entries + run.entry() + 1);
    }

    private MediaSegment(SampleRun run, @Nullable ProtectedRun protection, int description) {
        this.run = run;
        this.protection = protection;
        this.description = description;
        int flags = TrunBox.DATA_OFFSET | TrunBox.SIZE;
        boolean negative = false;
        boolean offsets = false;
        boolean durations = false;
        long duration = run.duration(0);
        for (int i = 0; i < run.count(); i++) {
            durations |= run.duration(i) != duration;
            int offset = run.compositionOffset(i);
            offsets |= offset != 0;
            negative |= offset < 0;
        }
        if (durations) {
            flags |= TrunBox.DURATION;
        }
        if (offsets) {
            flags |= TrunBox.COMPOSITION_OFFSET;
        }
        if (run.isAllSync()) {
            defaultFlags = SampleFlags.SYNC;
        } else {
            defaultFlags = SampleFlags.NON_SYNC;
            if (run.syncCount() == 1 && run.syncSample(0) == 0) {
                flags |= TrunBox.FIRST_SAMPLE_FLAGS;
            } else if (run.syncCount() > 0) {
                flags |= TrunBox.FLAGS;
            }
        }
        this.runFlags = flags;
        this.signedOffsets = negative;
        this.sampleGroups = List.copyOf(run.sampleGroups());
    }

    private MoofBox moof(long sequenceNumber) {
        int fields = TfhdBox.DEFAULT_BASE_IS_MOOF | (description > 1 ? TfhdBox.DESCRIPTION_INDEX : 0) | TfhdBox.DEFAULT_DURATION
                | TfhdBox.DEFAULT_FLAGS;
        TfhdBox tfhd = new TfhdBox(fields, InitializationSegment.TRACK_ID, 0, description, run.duration(0), 0, defaultFlags);
        TrunHeader trun = new TrunHeader(signedOffsets ? 1 : 0, runFlags, run.count(), SampleFlags.SYNC);
        MoofBox clear = new MoofBox(new MfhdBox(sequenceNumber), tfhd, List.of(new TfdtBox(run.decodeTime(0))), trun,
                sampleGroups, new MdatHeader(run.bytes()));
        AuxiliaryInformation auxiliary = protection == null ? null : AuxiliaryInformation.of(protection, run.count());
        return auxiliary == null ? clear : clear.with(auxiliary.boxes(clear.headersSize()));
    }

    /** Bytes of the whole segment. */
    public long size(Flavour flavour) {
        return (long) flavour.media().size() + moof(0).size() + run.bytes();
    }

    /**
     * The segment.
     *
     * @param sequenceNumber of {@code mfhd}, from 1
     */
    public SegmentBody body(Flavour flavour, long sequenceNumber) {
        MoofBox moof = moof(sequenceNumber);
        BoxWriter out = new BoxWriter(flavour.media().size() + moof.size());
        flavour.media().write(out, Fourcc.STYP);
        moof.write(out, this::table);
        Piece headers = Piece.Literal.of(out.toByteArray());
        return protection == null
                ? SegmentBody.of(headers, new Piece.Ranges(run.file(), run.ranges()))
                : SegmentBody.of(headers, protection.media());
    }

    private void table(BoxWriter out) {
        boolean durations = (runFlags & TrunBox.DURATION) != 0;
        boolean flags = (runFlags & TrunBox.FLAGS) != 0;
        boolean offsets = (runFlags & TrunBox.COMPOSITION_OFFSET) != 0;
        int ordinal = 0;
        for (int i = 0; i < run.count(); i++) {
            if (durations) {
                out.u32(run.duration(i));
            }
            out.u32(run.size(i));
            if (flags) {
                boolean sync = ordinal < run.syncCount() && run.syncSample(ordinal) == i;
                ordinal += sync ? 1 : 0;
                out.u32(sync ? SampleFlags.SYNC : SampleFlags.NON_SYNC);
            }
            if (offsets) {
                out.u32(run.compositionOffset(i));
            }
        }
    }
}
