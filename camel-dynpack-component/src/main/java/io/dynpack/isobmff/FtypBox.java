package io.dynpack.isobmff;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code ftyp} and {@code styp}: the brands of a file or a segment (ISO/IEC 14496-12, 4.3 and 8.16.2).
 *
 * @param major      four-character code
 * @param minor      version of the major brand
 * @param compatible four-character codes
 */
public record FtypBox(int major, long minor, List<Integer> compatible) {

    public FtypBox {
        compatible = List.copyOf(compatible);
    }

    public static FtypBox read(Box box) {
        BoxReader in = box.reader();
        int major = in.i32();
        long minor = in.u32();
        List<Integer> compatible = new ArrayList<>(in.remaining() / 4);
        while (in.remaining() >= 4) {
            compatible.add(in.i32());
        }
        return new FtypBox(major, minor, compatible);
    }

    /** Bytes of the whole box. */
    public int size() {
        return Box.HEADER + 8 + 4 * compatible.size();
    }

    /** @param type {@link Fourcc#FTYP} or {@link Fourcc#STYP} */
    public void write(BoxWriter out, int type) {
        int mark = out.start(type);
        out.u32(major).u32(minor);
        compatible.forEach(out::u32);
        out.end(mark);
    }
}
