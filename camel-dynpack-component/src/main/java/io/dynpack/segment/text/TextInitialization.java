package io.dynpack.segment.text;

import java.nio.charset.StandardCharsets;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.FtypBox;
import io.dynpack.isobmff.HdlrBox;
import io.dynpack.isobmff.Matrix;
import io.dynpack.isobmff.MdhdBox;
import io.dynpack.isobmff.MvhdBox;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TkhdBox;
import io.dynpack.isobmff.TrexBox;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.Ticks;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.text.CueList;
import io.dynpack.text.WebVtt;

/**
 * {@code ftyp} and {@code moov} of a text stream (ISO/IEC 14496-30; ISO/IEC 23000-19, 11): {@code stpp} under a subtitle media
 * header, {@code wvtt} under a null one, both in ticks of 10 MHz.
 */
public final class TextInitialization {
    static final int TRACK_ID = 1;
    private static final int STHD = Fourcc.of("sthd");
    private static final int NMHD = Fourcc.of("nmhd");

    private TextInitialization() {}

    /**
     * @param form   {@link TextForm#IMSC1} or {@link TextForm#WVTT}
     * @param brands of {@code ftyp}
     */
    public static SegmentBody of(TextStream text, CueList cues, TextForm form, FtypBox brands) {
        boolean imsc = form == TextForm.IMSC1;
        BoxWriter out = new BoxWriter(1024);
        brands.write(out, Fourcc.FTYP);
        int moov = out.start(Fourcc.MOOV);
        new MvhdBox(Ticks.PER_SECOND, 0, TRACK_ID + 1).write(out);
        int trak = out.start(Fourcc.TRAK);
        // enabled, in movie, in preview
        new TkhdBox(7, TRACK_ID, 0, 0, 0, Matrix.IDENTITY, 0, 0).write(out);
        int mdia = out.start(Fourcc.MDIA);
        new MdhdBox(Ticks.PER_SECOND, 0, LanguageTag.iso639(text.language())).write(out);
        new HdlrBox(Fourcc.of(imsc ? "subt" : "text"), "TextHandler").write(out);
        int minf = out.start(Fourcc.MINF);
        out.end(out.start(imsc ? STHD : NMHD, 0, 0));
        int dinf = out.start(Fourcc.DINF);
        int dref = out.start(Fourcc.DREF, 0, 0);
        out.u32(1);
        // flag 1: the media lie in the same file
        out.end(out.start(Fourcc.URL, 0, 1)).end(dref).end(dinf);
        int stbl = out.start(Fourcc.STBL);
        int stsd = out.start(Fourcc.STSD, 0, 0);
        out.u32(1);
        if (imsc) {
            stpp(out);
        } else {
            wvtt(out, cues);
        }
        out.end(stsd);
        empty(out, Fourcc.STTS, 4);
        empty(out, Fourcc.STSC, 4);
        empty(out, Fourcc.STSZ, 8);
        empty(out, Fourcc.STCO, 4);
        out.end(stbl).end(minf).end(mdia).end(trak);
        int mvex = out.start(Fourcc.MVEX);
        new TrexBox(TRACK_ID, 1, 0, 0, SampleFlags.SYNC).write(out);
        out.end(mvex).end(moov);
        return SegmentBody.of(Piece.Literal.of(out.toByteArray()));
    }

    private static void empty(BoxWriter out, int type, int zeros) {
        int box = out.start(type, 0, 0);
        out.zeros(zeros).end(box);
    }

    /** {@code XMLSubtitleSampleEntry}: namespace, no schema, no images (ISO/IEC 14496-12, 12.6.3). */
    private static void stpp(BoxWriter out) {
        int entry = out.start(Fourcc.of("stpp"));
        out.zeros(6).u16(1).ascii("http://www.w3.org/ns/ttml").u8(0).u8(0).u8(0);
        out.end(entry);
    }

    /** {@code WVTTSampleEntry} with the header of a file, to which regions and styles belong (ISO/IEC 14496-30, 6.4). */
    private static void wvtt(BoxWriter out, CueList cues) {
        int entry = out.start(Fourcc.of("wvtt"));
        out.zeros(6).u16(1);
        int configuration = out.start(Fourcc.of("vttC"));
        out.bytes(WebVtt.header(cues).getBytes(StandardCharsets.UTF_8));
        out.end(configuration).end(entry);
    }
}
