package io.dynpack.segment.cmaf;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.SampleEntry;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.HdlrBox;
import io.dynpack.isobmff.MdhdBox;
import io.dynpack.isobmff.MvhdBox;
import io.dynpack.isobmff.ProtectedSampleEntry;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TkhdBox;
import io.dynpack.isobmff.TrexBox;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.TrackProtection;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * {@code ftyp} and {@code moov} of one level: the CMAF header (ISO/IEC 23000-19, 7.3.1). The sample entry is the index's, which
 * is the source's but for QuickTime's own; a start that the source hides is one edit of duration 0, which means "from here to the
 * end of all fragments". Where fragments at the beginning are clear, the sample entries stand behind the encrypted ones as they are
 * in the clear.
 */
public final class InitializationSegment {
    /** Every level is the only track of its segments. */
    static final int TRACK_ID = 1;

    private InitializationSegment() {}

    /** In the clear. */
    public static SegmentBody of(Level level, Flavour flavour) {
        return of(level, flavour, null);
    }

    /** @param protection of all samples; {@code null} in the clear */
    public static SegmentBody of(Level level, Flavour flavour, @Nullable TrackProtection protection) {
        TrackIndex track = level.track();
        BoxWriter out = new BoxWriter(1024);
        flavour.initialization().write(out, Fourcc.FTYP);
        int moov = out.start(Fourcc.MOOV);
        new MvhdBox(track.timescale(), 0, TRACK_ID + 1).write(out);
        trak(out, level, protection);
        int mvex = out.start(Fourcc.MVEX);
        boolean sync = track.samples().isAllSync();
        new TrexBox(TRACK_ID, 1, 0, 0, sync ? SampleFlags.SYNC : SampleFlags.NON_SYNC).write(out);
        out.end(mvex);
        if (protection != null) {
            protection.systems().forEach(system -> system.write(out));
        }
        out.end(moov);
        return SegmentBody.of(Piece.Literal.of(out.toByteArray()));
    }

    private static void trak(BoxWriter out, Level level, @Nullable TrackProtection protection) {
        TrackIndex track = level.track();
        boolean video = track.kind() == TrackKind.VIDEO;
        int trak = out.start(Fourcc.TRAK);
        TkhdBox source = track.header();
        // enabled, in movie, in preview
        new TkhdBox(7, TRACK_ID, 0, 0, source.volume(), source.matrix(), source.width(), source.height()).write(out);
        if (level.timeline().mediaTime() > 0) {
            new ElstBox(List.of(new ElstBox.Edit(0, level.timeline().mediaTime(), 1, 0))).write(out);
        }
        int mdia = out.start(Fourcc.MDIA);
        new MdhdBox(track.timescale(), 0, track.language()).write(out);
        new HdlrBox(video ? Fourcc.VIDE : Fourcc.SOUN, video ? "VideoHandler" : "SoundHandler").write(out);
        int minf = out.start(Fourcc.MINF);
        if (video) {
            out.end(grow(out.start(Fourcc.VMHD, 0, 1), out, 8));
        } else {
            out.end(grow(out.start(Fourcc.SMHD, 0, 0), out, 4));
        }
        int dinf = out.start(Fourcc.DINF);
        int dref = out.start(Fourcc.DREF, 0, 0);
        out.u32(1);
        // flag 1: the media lie in the same file
        out.end(out.start(Fourcc.URL, 0, 1)).end(dref).end(dinf);
        int stbl = out.start(Fourcc.STBL);
        int stsd = out.start(Fourcc.STSD, 0, 0);
        boolean clearLead = protection != null && protection.clearLead();
        out.u32(track.entries().entries().size() * (clearLead ? 2 : 1));
        for (SampleEntry entry : track.entries().entries()) {
            if (protection == null) {
                out.bytes(entry.bytes().duplicate());
            } else {
                new ProtectedSampleEntry(entry.bytes(), video ? Fourcc.ENCV : Fourcc.ENCA, protection.scheme(),
                        protection.encryption()).write(out);
            }
        }
        if (clearLead) {
            track.entries().entries().forEach(entry -> out.bytes(entry.bytes().duplicate()));
        }
        out.end(stsd);
        out.end(grow(out.start(Fourcc.STTS, 0, 0), out, 4));
        out.end(grow(out.start(Fourcc.STSC, 0, 0), out, 4));
        out.end(grow(out.start(Fourcc.STSZ, 0, 0), out, 8));
        out.end(grow(out.start(Fourcc.STCO, 0, 0), out, 4));
        track.rollGroups().forEach(group -> group.descriptions().write(out));
        out.end(stbl).end(minf).end(mdia).end(trak);
    }

    private static int grow(int mark, BoxWriter out, int zeros) {
        out.zeros(zeros);
        return mark;
    }
}
