package io.dynpack.isobmff;

/**
 * {@code tfdt}: the decoding time of a fragment's first sample (ISO/IEC 14496-12, 8.8.12).
 *
 * @param baseMediaDecodeTime ticks of the media
 */
public record TfdtBox(long baseMediaDecodeTime) implements TrafPart {
    private static final int SIZE = 20;

    public static TfdtBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        in.skip(3);
        return new TfdtBox(version == 1 ? in.u64() : in.u32());
    }

    @Override
    public int size() {
        return SIZE;
    }

    /** Always in version 1. */
    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.TFDT, 1, 0);
        out.u64(baseMediaDecodeTime).end(mark);
    }
}
