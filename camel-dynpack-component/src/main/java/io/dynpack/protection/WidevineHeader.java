package io.dynpack.protection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** The data of a {@code pssh} box of Widevine: a message of Protocol Buffers, WidevinePsshData. */
public final class WidevineHeader {
    /** {@code algorithm}, an enumeration. */
    private static final int ALGORITHM = 1;
    /** {@code key_id}, bytes, repeated. */
    private static final int KEY_ID = 2;
    /** {@code protection_scheme}, a four-character code. */
    private static final int PROTECTION_SCHEME = 9;

    private static final int AES_CTR = 1;

    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private WidevineHeader() {}

    /** @param keyIds at least one */
    public static byte[] of(ProtectionScheme scheme, List<UUID> keyIds) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (scheme.isCounter()) {
            // the only algorithm that has a number
            number(out, ALGORITHM, AES_CTR);
        }
        for (UUID keyId : keyIds) {
            byte[] bytes = ByteBuffer.allocate(16).putLong(keyId.getMostSignificantBits())
                    .putLong(keyId.getLeastSignificantBits()).array();
            out.write(KEY_ID << 3 | BYTES);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        number(out, PROTECTION_SCHEME, scheme.fourcc());
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, int value) {
        out.write(field << 3 | VARINT);
        int left = value;
        while (left >>> 7 != 0) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
    }
}
