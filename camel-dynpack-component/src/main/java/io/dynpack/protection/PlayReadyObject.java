package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A PlayReady object with one record, a {@link PlayReadyHeader} (PlayReady Header Specification): the data of PlayReady's
 * {@code pssh}, and in base64 {@code mspr:pro} of DASH and the {@code ProtectionHeader} of Smooth Streaming.
 */
public final class PlayReadyObject {
    private static final int HEADER = 4 + 2;
    private static final int RECORD_HEADER = 2 + 2;
    private static final short RIGHTS_MANAGEMENT_HEADER = 1;
    private static final int MAX_RECORD = 0xffff;

    private PlayReadyObject() {}

    /** @throws IllegalArgumentException where the header is longer than a record can be */
    public static byte[] of(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_16LE);
        if (text.length > MAX_RECORD) {
            throw new IllegalArgumentException("a PlayReady header of " + text.length + " bytes is longer than " + MAX_RECORD);
        }
        int size = HEADER + RECORD_HEADER + text.length;
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(size).putShort((short) 1)
                .putShort(RIGHTS_MANAGEMENT_HEADER).putShort((short) text.length).put(text).array();
    }
}
