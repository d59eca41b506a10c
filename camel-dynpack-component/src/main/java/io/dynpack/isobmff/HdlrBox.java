package io.dynpack.isobmff;

/**
 * {@code hdlr}: what kind of media a track is (ISO/IEC 14496-12, 8.4.3). The name is written, never read.
 *
 * @param handler four-character code, {@code vide}, {@code soun}, …
 */
public record HdlrBox(int handler, String name) {

    /** Whether QuickTime's own rules hold for the track: it calls the handler of a media {@code mhlr}, where MP4 has nothing. */
    public static boolean isQuickTime(Box box) {
        return box.reader().skip(4).i32() == Fourcc.MHLR;
    }

    public static HdlrBox read(Box box) {
        BoxReader in = box.reader();
        in.skip(8);
        return new HdlrBox(in.i32(), "");
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.HDLR, 0, 0);
        out.u32(0).u32(handler).zeros(12).ascii(name).u8(0);
        out.end(mark);
    }
}
