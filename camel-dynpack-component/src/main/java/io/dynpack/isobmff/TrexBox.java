package io.dynpack.isobmff;

/**
 * {@code trex}: what the fragments of a track default to (ISO/IEC 14496-12, 8.8.3).
 *
 * @param defaultDuration ticks of the media
 * @param defaultSize     bytes
 * @param defaultFlags    {@link SampleFlags}
 */
public record TrexBox(
        long trackId,
        long defaultDescriptionIndex,
        long defaultDuration,
        long defaultSize,
        int defaultFlags) {

    public static TrexBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        return new TrexBox(in.u32(), in.u32(), in.u32(), in.u32(), in.i32());
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.TREX, 0, 0);
        out.u32(trackId).u32(defaultDescriptionIndex).u32(defaultDuration).u32(defaultSize).u32(defaultFlags);
        out.end(mark);
    }
}
