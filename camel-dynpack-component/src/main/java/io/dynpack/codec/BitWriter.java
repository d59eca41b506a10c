package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** Writes bits, most significant first. */
final class BitWriter {
    private final BitSet set = new BitSet();
    private int count;

    /** @param width at most 63 */
    BitWriter bits(int width, long value) {
        for (int i = width - 1; i >= 0; i--) {
            set.set(count++, (value >> i & 1) == 1);
        }
        return this;
    }

    /** Bits so far. */
    int size() {
        return count;
    }

    /** All bits so far, with zeros up to the next whole byte. */
    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate((count + 7) / 8);
        for (int i = 0; i < bytes.capacity(); i++) {
            int value = 0;
            for (int bit = 0; bit < 8; bit++) {
                value = value << 1 | (set.get(i * 8 + bit) ? 1 : 0);
            }
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
