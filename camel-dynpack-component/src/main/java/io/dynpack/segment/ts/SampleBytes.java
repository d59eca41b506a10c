package io.dynpack.segment.ts;

import java.nio.ByteBuffer;

/**
 * The bytes of a run of samples, one sample at a time: offsets count from the start of the current sample. Mostly a sample lies
 * in one buffer; where buffers meet inside of it, it is the same.
 */
final class SampleBytes {
    private final ByteBuffer[] buffers;
    private int current;
    /** Where the current sample begins in the current buffer; behind its end where the sample begins in a later one. */
    private int start;

    SampleBytes(ByteBuffer[] buffers) {
        this.buffers = new ByteBuffer[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            this.buffers[i] = buffers[i].slice();
        }
    }

    /** 0 to 255. */
    int u8(int offset) {
        int at = start + offset;
        int buffer = current;
        while (at >= buffers[buffer].limit()) {
            at -= buffers[buffer++].limit();
        }
        return buffers[buffer].get(at) & 0xff;
    }

    /** An unsigned integer of 1, 2 or 4 bytes; what 31 bits do not hold is {@link Integer#MAX_VALUE}. */
    int length(int offset, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | u8(offset + i);
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
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
    }
}
