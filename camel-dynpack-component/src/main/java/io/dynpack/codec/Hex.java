package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as upper-case hexadecimal digits. */
final class Hex {
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private Hex() {}

    static String upper(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return UPPER.formatHex(copy);
    }
}
