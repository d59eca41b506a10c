package io.dynpack.isobmff;

import java.nio.ByteBuffer;

/** Reads the fields of one box in order; every read that would leave the box is an {@link IsobmffException} that names it. */
public final class BoxReader {
    private final Box box;
    private final ByteBuffer bytes;

    BoxReader(Box box, ByteBuffer bytes) {
        this.box = box;
        this.bytes = bytes;
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw box.error("ends " + (count - bytes.remaining()) + " bytes too early");
        }
    }

    public int remaining() {
        return bytes.remaining();
    }

    public int u8() {
        need(1);
        return bytes.get() & 0xff;
    }

    public int u16() {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    public int i16() {
        need(2);
        return bytes.getShort();
    }

    public int u24() {
        return u8() << 16 | u16();
    }

    public long u32() {
        need(4);
        return bytes.getInt() & 0xffffffffL;
    }

    public int i32() {
        need(4);
        return bytes.getInt();
    }

    public long i64() {
        need(8);
        return bytes.getLong();
    }

    /** A 64-bit field of a time or an offset; values from 2^63 up are refused. */
    public long u64() {
        long value = i64();
        if (value < 0) {
            throw box.error("holds a 64-bit value that is out of range");
        }
        return value;
    }

    public BoxReader skip(int count) {
        need(count);
        bytes.position(bytes.position() + count);
        return this;
    }

    /** The next {@code count} bytes as a view. */
    public ByteBuffer view(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw box.error("claims " + count + " bytes of entries where " + bytes.remaining() + " are left");
        }
        ByteBuffer view = bytes.slice(bytes.position(), (int) count);
        bytes.position(bytes.position() + (int) count);
        return view;
    }

    /**
     * Reads a 32-bit entry count and checks it against what is there.
     *
     * @param entrySize bytes of one entry
     */
    public int count(int entrySize) {
        long count = u32();
        if (count * entrySize > bytes.remaining()) {
            throw box.error("claims " + count + " entries of " + entrySize + " bytes where " + bytes.remaining()
                    + " bytes are left");
        }
        return (int) count;
    }

    public IsobmffException error(String reason) {
        return box.error(reason);
    }
}
