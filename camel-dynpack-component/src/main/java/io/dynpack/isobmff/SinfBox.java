package io.dynpack.isobmff;

/**
 * {@code sinf}: what a protected sample entry was and how its samples are protected (ISO/IEC 14496-12, 8.12.1; ISO/IEC 23001-7,
 * 4).
 *
 * @param originalFormat four-character code of the sample entry in the clear
 * @param scheme         four-character code: {@code cenc}, {@code cbcs}
 * @param encryption     the defaults of all samples
 */
public record SinfBox(int originalFormat, int scheme, TencBox encryption) {
    private static final int FRMA = Box.HEADER + 4;
    private static final int SCHM = Box.HEADER + 4 + 8;
    /** 1.0, as 16 and 16 bits. */
    private static final int SCHEME_VERSION = 0x10000;

    public static SinfBox read(Box box) {
        BoxReader frma = box.required(Fourcc.FRMA).reader();
        BoxReader schm = box.required(Fourcc.SCHM).reader().skip(4);
        return new SinfBox(frma.i32(), schm.i32(), TencBox.read(box.required(Fourcc.SCHI).required(Fourcc.TENC)));
    }

    /** Bytes of the whole box. */
    public int size() {
        return Box.HEADER + FRMA + SCHM + Box.HEADER + encryption.size();
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.SINF);
        int frma = out.start(Fourcc.FRMA);
        out.u32(originalFormat).end(frma);
        int schm = out.start(Fourcc.SCHM, 0, 0);
        out.u32(scheme).u32(SCHEME_VERSION).end(schm);
        int schi = out.start(Fourcc.SCHI);
        encryption.write(out);
        out.end(schi).end(mark);
    }
}
