package io.dynpack.segment.ts;

import java.nio.ByteBuffer;

/**
 * The bytes of a run of samples, one sample at a time: offsets count from the start of the current sample. Mostly a sample lies
 * in one buffer; where buffers meet inside of it, it is the same.
 *
 * <p>
 * The buffers may be of a mapped file, so nothing is read of them but by copying in bulk; what is to be looked at is copied too.
 */
final class SampleBytes {
    /** As much as one look needs at most times: a length, and what tells the kind of what follows. */
    private static final int LOOK = 16;

    private final ByteBuffer[] buffers;
    private int current;
    /** Where the current sample begins in the current buffer; behind its end where the sample begins in a later one. */
    private int start;
    private final ByteBuffer seen = ByteBuffer.allocate(LOOK);
    /** Of the current sample, what {@link #seen} holds. */
    private int seenFrom;
    private int seenTo;

    SampleBytes(ByteBuffer[] buffers) {
        this.buffers = new ByteBuffer[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            this.buffers[i] = buffers[i].slice();
        }
    }

    /** 0 to 255. */
    int u8(int offset) {
        return seen.get(look(offset, 1)) & 0xff;
    }

    /** An unsigned integer of 1, 2 or 4 bytes; what 31 bits do not hold is {@link Integer#MAX_VALUE}. */
    int length(int offset, int width) {
        int at = look(offset, width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | seen.get(at + i) & 0xff;
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** Where in {@link #seen} the byte at an offset is, and behind it {@code n - 1} more. */
    private int look(int offset, int n) {
        if (offset < seenFrom || offset + n > seenTo) {
            seenFrom = offset;
            seenTo = offset + see(start + offset);
            if (offset + n > seenTo) {
                throw new IndexOutOfBoundsException(n + " bytes from " + offset + " on are not in the buffers");
            }
        }
        return offset - seenFrom;
    }

    /** How many bytes of the buffers from there on were seen. */
    private int see(int from) {
        int at = from;
        int n = 0;
        for (int buffer = current; buffer < buffers.length && n < LOOK; buffer++) {
            int part = Math.min(LOOK - n, buffers[buffer].limit() - at);
            if (part > 0) {
                seen.put(n, buffers[buffer], at, part);
                n += part;
                at += part;
            }
            at -= buffers[buffer].limit();
        }
        return n;
    }

    /** Writes {@code n} bytes of the current sample from {@code offset} on. */
    void copy(int offset, int n, PacketWriter out) {
        int at = start + offset;
        int buffer = current;
        int left = n;
        while (left > 0) {
            ByteBuffer bytes = buffers[buffer];
            if (at >= bytes.limit()) {
                at -= bytes.limit();
                buffer++;
                continue;
            }
            int part = Math.min(left, bytes.limit() - at);
            out.put(bytes, at, part);
            at += part;
            left -= part;
        }
    }

    /** Goes {@code n} bytes ahead, to the next sample. */
    void advance(long n) {
        long at = start + n;
        while (current < buffers.length - 1 && at >= buffers[current].limit()) {
            at -= buffers[current++].limit();
        }
        start = (int) at;
        seenTo = 0;
    }
}
