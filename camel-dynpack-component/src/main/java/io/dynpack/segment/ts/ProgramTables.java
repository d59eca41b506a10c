package io.dynpack.segment.ts;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The packets with the program association and the program map (ISO/IEC 13818-1, 2.4.4), the same in all units but for their
 * continuity counters.
 *
 * @param association of PID 0
 * @param map         of PID {@value #MAP_PID}
 */
record ProgramTables(byte[] association, byte[] map) {
    static final int MAP_PID = 0x1000;
    static final int VIDEO_PID = 0x100;
    static final int AUDIO_PID = 0x101;

    private static final int PROGRAM = 1;
    private static final int CRC = 4;

    /**
     * @param video or {@code null}; carries the clock where there is one
     * @param audio or {@code null}
     */
    static ProgramTables of(@Nullable ElementaryStream video, @Nullable ElementaryStream audio) {
        ByteBuffer association = section(0, 0x00, PROGRAM);
        association.putShort((short) PROGRAM).putShort((short) (0xe000 | MAP_PID));
        ByteBuffer map = section(MAP_PID, 0x02, PROGRAM);
        map.putShort((short) (0xe000 | (video == null ? AUDIO_PID : VIDEO_PID))).putShort((short) 0xf000);
        stream(map, video, VIDEO_PID);
        stream(map, audio, AUDIO_PID);
        return new ProgramTables(finish(association), finish(map));
    }

    private static ByteBuffer section(int pid, int tableId, int extension) {
        ByteBuffer packet = ByteBuffer.allocate(PacketWriter.PACKET);
        packet.put((byte) 0x47).putShort((short) (0x4000 | pid)).put((byte) 0x10);
        // pointer_field, then the section; its length comes last
        packet.put((byte) 0).put((byte) tableId).putShort((short) 0);
        return packet.putShort((short) extension).put((byte) 0xc1).put((byte) 0).put((byte) 0);
    }

    private static void stream(ByteBuffer map, @Nullable ElementaryStream stream, int pid) {
        if (stream != null) {
            byte[] descriptors = stream.descriptors();
            map.put((byte) stream.streamType()).putShort((short) (0xe000 | pid));
            map.putShort((short) (0xf000 | descriptors.length)).put(descriptors);
        }
    }

    private static byte[] finish(ByteBuffer packet) {
        int start = 5;
        int end = packet.position();
        packet.putShort(start + 1, (short) (0xb000 | end + CRC - start - 3));
        packet.putInt(crc(packet.array(), start, end));
        while (packet.hasRemaining()) {
            packet.put((byte) 0xff);
        }
        return packet.array();
    }

    /** CRC-32/MPEG-2 (ISO/IEC 13818-1, annex A): polynomial 0x04C11DB7, not reflected, all ones to begin with. */
    private static int crc(byte[] bytes, int from, int to) {
        int crc = 0xffffffff;
        for (int i = from; i < to; i++) {
            crc ^= bytes[i] << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
            }
        }
        return crc;
    }
}
