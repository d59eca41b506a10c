package io.dynpack.isobmff;

/**
 * The transformation matrix of {@code mvhd} and {@code tkhd}: 16.16 fixed point, the last column 2.30 (ISO/IEC 14496-12,
 * 6.2.2). A phone's rotation lies here.
 */
public record Matrix(int a, int b, int u, int c, int d, int v, int x, int y, int w) {

    public static final Matrix IDENTITY = new Matrix(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

    /** Whether pictures are turned, or mirrored, before they are shown. */
    public boolean turns() {
        return b != 0 || c != 0 || a < 0 || d < 0;
    }

    static Matrix read(BoxReader in) {
        return new Matrix(in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32(), in.i32());
    }

    void write(BoxWriter out) {
        out.u32(a).u32(b).u32(u).u32(c).u32(d).u32(v).u32(x).u32(y).u32(w);
    }
}
