package io.dynpack.isobmff;

/**
 * {@code tkhd}, the track header (ISO/IEC 14496-12, 8.3.2).
 *
 * @param flags          bit 0 enabled, bit 1 in movie, bit 2 in preview
 * @param trackId        at least 1
 * @param duration       in the movie's timescale
 * @param alternateGroup tracks of one number, other than 0, are alternatives to each other
 * @param volume         8.8 fixed point, 0x0100 for audio
 * @param width          16.16 fixed point, after the pixel aspect ratio
 * @param height         16.16 fixed point
 */
public record TkhdBox(
        int flags,
        long trackId,
        long duration,
        int alternateGroup,
        int volume,
        Matrix matrix,
        long width,
        long height) {

    private static final int ENABLED = 1;

    public static TkhdBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        int flags = in.u24();
        in.skip(version == 1 ? 16 : 8);
        long trackId = in.u32();
        in.skip(4);
        long duration = version == 1 ? in.i64() : in.u32();
        in.skip(8 + 2);
        int alternateGroup = in.u16();
        int volume = in.u16();
        in.skip(2);
        Matrix matrix = Matrix.read(in);
        return new TkhdBox(flags, trackId, duration, alternateGroup, volume, matrix, in.u32(), in.u32());
    }

    /** Whether the track is to be played; one that is not counts as absent beside others of its kind. */
    public boolean isEnabled() {
        return (flags & ENABLED) != 0;
    }

    /** The same track by another number. */
    public TkhdBox withTrackId(long other) {
        return new TkhdBox(flags, other, duration, alternateGroup, volume, matrix, width, height);
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.TKHD, 0, flags);
        out.u32(0).u32(0).u32(trackId).u32(0).u32(duration).zeros(8).u16(0).u16(alternateGroup).u16(volume).u16(0);
        matrix.write(out);
        out.u32(width).u32(height);
        out.end(mark);
    }
}
