package io.dynpack.isobmff;

/**
 * {@code mvhd}, the movie header (ISO/IEC 14496-12, 8.2.2).
 *
 * @param timescale   ticks per second of the movie, at least 1
 * @param duration    in that timescale; 0 or all ones where unknown
 * @param nextTrackId one more than the largest track_ID
 */
public record MvhdBox(long timescale, long duration, long nextTrackId) {

    public static MvhdBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        in.skip(3 + (version == 1 ? 16 : 8));
        long timescale = in.u32();
        long duration = version == 1 ? in.i64() : in.u32();
        if (timescale == 0) {
            throw box.error("timescale is 0");
        }
        in.skip(4 + 2 + 10 + 36 + 24);
        return new MvhdBox(timescale, duration, in.u32());
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.MVHD, 0, 0);
        out.u32(0).u32(0).u32(timescale).u32(duration);
        out.u32(0x00010000).u16(0x0100).zeros(10);
        Matrix.IDENTITY.write(out);
        out.zeros(24).u32(nextTrackId);
        out.end(mark);
    }
}
