package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** Writes boxes one after another into a growing array; sizes are filled in when a box ends. */
public final class BoxWriter {
    private byte[] bytes;
    private int length;

    /** @param expected bytes; a good guess saves copies */
    public BoxWriter(int expected) {
        bytes = new byte[Math.max(16, expected)];
    }

    private void grow(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }

    /** Starts a box; returns the mark for {@link #end}. */
    public int start(int type) {
        int mark = length;
        u32(0).u32(type);
        return mark;
    }

    /** Starts a full box with its version and flags. */
    public int start(int type, int version, int flags) {
        int mark = start(type);
        u32((long) version << 24 | flags);
        return mark;
    }

    /** Ends the box that {@link #start} began. */
    public BoxWriter end(int mark) {
        set32(mark, length - mark);
        return this;
    }

    /** Bytes written so far; a position for {@link #set32}. */
    public int length() {
        return length;
    }

    /** Overwrites a 32-bit field that was written before. */
    public void set32(int at, long value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    public BoxWriter u8(int value) {
        grow(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public BoxWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    public BoxWriter u32(long value) {
        grow(4);
        set32(length, value);
        length += 4;
        return this;
    }

    public BoxWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /** Most significant byte first, as text has it. */
    public BoxWriter uuid(UUID value) {
        return u64(value.getMostSignificantBits()).u64(value.getLeastSignificantBits());
    }

    public BoxWriter zeros(int count) {
        grow(count);
        Arrays.fill(bytes, length, length + count, (byte) 0);
        length += count;
        return this;
    }

    public BoxWriter bytes(byte[] source) {
        grow(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
        return this;
    }

    /** What remains in the buffer; its position stays. */
    public BoxWriter bytes(ByteBuffer source) {
        int count = source.remaining();
        grow(count);
        source.get(source.position(), bytes, length, count);
        length += count;
        return this;
    }

    /** Characters of Latin-1, one byte each. */
    public BoxWriter ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            u8(text.charAt(i));
        }
        return this;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
