package io.dynpack.isobmff;

/**
 * {@code uuid}: a box of a type that is a number (ISO/IEC 14496-12, 4.2).
 *
 * @param high    first half of the number
 * @param low     second half
 * @param content behind it
 */
public record UuidBox(long high, long low, byte[] content) implements TrafPart {

    @Override
    public int size() {
        return Box.HEADER + 2 * Long.BYTES + content.length;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.UUID);
        out.u64(high).u64(low).bytes(content).end(mark);
    }
}
