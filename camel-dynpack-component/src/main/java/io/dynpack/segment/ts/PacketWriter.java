package io.dynpack.segment.ts;

import java.nio.ByteBuffer;

/**
 * Writes transport packets of 188 bytes (ISO/IEC 13818-1, 2.4.3.2). A PES packet is announced with the number of packets planned
 * for it and the bytes it really has; what is planned too much becomes stuffing in the adaptation fields of its last packets,
 * each of which keeps at least one byte of payload, so that continuity counters go on as planned.
 */
final class PacketWriter {
    static final int PACKET = 188;
    private static final int HEADER = 4;
    static final int PAYLOAD = 184;
    /** Bytes of an adaptation field with a clock reference. */
    static final int CLOCK_FIELD = 8;
    static final long NO_CLOCK = Long.MIN_VALUE;

    private static final int SYNC = 0x47 << 24;
    private static final int START = 0x40;
    private static final int HAS_FIELD = 0x20;
    private static final int HAS_PAYLOAD = 0x10;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int HAS_CLOCK = 0x10;
    private static final int SCRATCH = 32;

    private final ByteBuffer out;
    private final int first;
    private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);
    private int at;
    /** Bytes left in the current packet. */
    private int room;
    private int pid;
    private int counter;
    private int packetsLeft;
    /** Of the PES packet, without what is already promised to the current packet. */
    private int bytesLeft;
    private boolean starts;
    private boolean randomAccess;
    private long clock;

    /** @param out written from its position on by absolute access; the position stays */
    PacketWriter(ByteBuffer out) {
        // a byte order of its own
        this.out = out.duplicate();
        this.first = out.position();
        this.at = first;
    }

    /** Bytes written so far. */
    int written() {
        return at - first;
    }

    /** A whole packet that was made before, with another continuity counter. */
    void packet(byte[] packet, int continuityCounter) {
        out.put(at, packet);
        out.put(at + 3, (byte) (packet[3] & 0xf0 | continuityCounter & 0xf));
        at += PACKET;
    }

    /**
     * Begins a PES packet.
     *
     * @param continuityCounter of the first packet
     * @param packets           planned, at least one and at most one for each byte
     * @param bytes             of the PES packet, its header counted; they fit into the packets
     * @param isRandomAccess    whether decoding can begin here
     * @param time              clock reference in ticks of 90 kHz, or {@link #NO_CLOCK}
     */
    void begin(int pesPid, int continuityCounter, int packets, int bytes, boolean isRandomAccess, long time) {
        pid = pesPid;
        counter = continuityCounter;
        packetsLeft = packets;
        bytesLeft = bytes;
        starts = true;
        randomAccess = isRandomAccess;
        clock = time;
        room = 0;
    }

    /** A packet with nothing but a clock reference; its counter is that of the last packet of its PID. */
    void clock(int clockPid, int continuityCounter, long time) {
        header(clockPid, 0, HAS_FIELD, continuityCounter);
        field(PAYLOAD, HAS_CLOCK, time);
    }

    void put(ByteBuffer source, int from, int n) {
        int position = from;
        int left = n;
        while (left > 0) {
            if (room == 0) {
                int whole = Math.min(left / PAYLOAD, wholePackets());
                if (whole > 0) {
                    packets(source, position, whole);
                    position += whole * PAYLOAD;
                    left -= whole * PAYLOAD;
                    continue;
                }
                next();
            }
            int part = Math.min(left, room);
            out.put(at, source, position, part);
            at += part;
            position += part;
            room -= part;
            left -= part;
        }
    }

    void put(byte[] bytes) {
        int position = 0;
        while (position < bytes.length) {
            if (room == 0) {
                next();
            }
            int part = Math.min(bytes.length - position, room);
            out.put(at, bytes, position, part);
            at += part;
            position += part;
            room -= part;
        }
    }

    /** The {@code n} low bytes of {@code value}, the highest first; at most 8. */
    void put(long value, int n) {
        if (room >= n) {
            int i = n;
            if (i >= Integer.BYTES) {
                // start codes, most of all
                i -= Integer.BYTES;
                out.putInt(at, (int) (value >>> 8 * i));
                at += Integer.BYTES;
            }
            while (i > 0) {
                out.put(at++, (byte) (value >>> 8 * --i));
            }
            room -= n;
            return;
        }
        scratch.clear();
        for (int i = n - 1; i >= 0; i--) {
            scratch.put((byte) (value >>> 8 * i));
        }
        put(scratch, 0, n);
    }

    void zeros(int n) {
        for (int i = 0; i < n; i++) {
            put(0, 1);
        }
    }

    /** How many of the next packets hold nothing but payload: what is planned too much is spread over those behind them. */
    private int wholePackets() {
        return starts ? 0 : Math.max(0, (bytesLeft - packetsLeft) / (PAYLOAD - 1));
    }

    /** Nearly all bytes go through here. */
    private void packets(ByteBuffer source, int from, int n) {
        // of objects made here a compiler knows the class, so that it copies without virtual calls
        ByteBuffer read = source.duplicate();
        ByteBuffer made = out.duplicate();
        int header = SYNC | pid << 8 | HAS_PAYLOAD;
        int to = at;
        int position = from;
        for (int i = 0; i < n; i++) {
            made.putInt(to, header | counter + i & 0xf);
            made.put(to + HEADER, read, position, PAYLOAD);
            to += PACKET;
            position += PAYLOAD;
        }
        at = to;
        counter += n;
        packetsLeft -= n;
        bytesLeft -= n * PAYLOAD;
    }

    private void next() {
        int field = starts && clock != NO_CLOCK ? CLOCK_FIELD : starts && randomAccess ? 2 : 0;
        int payload = Math.min(PAYLOAD - field, bytesLeft - (packetsLeft - 1));
        int fieldBytes = PAYLOAD - payload;
        header(pid, starts ? START : 0, HAS_PAYLOAD | (fieldBytes > 0 ? HAS_FIELD : 0), counter);
        if (fieldBytes > 0) {
            field(fieldBytes, (starts && randomAccess ? RANDOM_ACCESS : 0) | (field == CLOCK_FIELD ? HAS_CLOCK : 0), clock);
        }
        room = payload;
        bytesLeft -= payload;
        packetsLeft--;
        counter++;
        starts = false;
    }

    private void header(int packetPid, int startFlag, int control, int continuityCounter) {
        out.putInt(at, SYNC | startFlag << 16 | packetPid << 8 | control | continuityCounter & 0xf);
        at += HEADER;
    }

    /** An adaptation field of {@code n} bytes, its length byte counted. */
    private void field(int n, int flags, long time) {
        int end = at + n;
        out.put(at++, (byte) (n - 1));
        if (n > 1) {
            out.put(at++, (byte) flags);
        }
        if ((flags & HAS_CLOCK) != 0) {
            long base = time & TransportClock.MASK;
            // 33 bits of base, six reserved ones, nine bits of extension
            out.putInt(at, (int) (base >>> 1));
            out.putShort(at + 4, (short) ((base & 1) << 15 | 0x7e00));
            at += 6;
        }
        while (at < end) {
            out.put(at++, (byte) 0xff);
        }
    }
}
