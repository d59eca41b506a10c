package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * Reads bits, most significant first, from the remaining bytes of a buffer. Reading past the end is a {@link CutOffException}.
 */
final class BitReader {
    private final ByteBuffer bytes;
    private final String what;
    private final int end;
    private int at;

    private BitReader(ByteBuffer bytes, String what, int at, int end) {
        this.bytes = bytes;
        this.what = what;
        this.at = at;
        this.end = end;
    }

    /** @param what named in errors */
    BitReader(ByteBuffer bytes, String what) {
        this(bytes.slice(), what, 0, bytes.remaining() * 8);
    }

    int remaining() {
        return end - at;
    }

    int position() {
        return at;
    }

    int bit() {
        if (at >= end) {
            throw new CutOffException(what);
        }
        int value = bytes.get(at >> 3) >> 7 - (at & 7) & 1;
        at++;
        return value;
    }

    /** @param count at most 32 */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        if (count > end - at) {
            throw new CutOffException(what);
        }
        at += count;
    }

    /** Steps over this many bits, which another reader reads. */
    BitReader part(int count) {
        int from = at;
        skip(count);
        return new BitReader(bytes, what, from, at);
    }

    /** Unsigned Exp-Golomb code (ISO/IEC 14496-10, 9.1). */
    long ue() {
        int zeros = 0;
        while (bit() == 0) {
            if (++zeros > 32) {
                throw new CodecException(what + " holds an impossible Exp-Golomb code");
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** Signed Exp-Golomb code. */
    long se() {
        long code = ue();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }
}
