package io.dynpack.tests.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the packets of a transport stream (ISO/IEC 13818-1) whatever they carry: synchronization, continuity
 * counters, clock references, and decoding times against the clock. ffmpeg passes over most of it.
 */
public final class TransportPackets {

    private static final int PACKET = 188;
    private static final int SYNC = 0x47;
    private static final int NULL_PID = 0x1fff;
    /** 2.7.2: 100 ms, ticks of 27 MHz. */
    private static final long CLOCK_INTERVAL = 2_700_000;
    /** 2.4.2.6: data stay in a buffer for one second at most, ticks of 90 kHz. */
    private static final long ONE_SECOND = 90_000;

    private final Map<Integer, Integer> counters = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long clock = -1;
    private long longestInterval;

    private TransportPackets() {}

    /** Everything that is wrong; empty if nothing is. */
    public static List<String> faults(byte[] stream) {
        TransportPackets packets = new TransportPackets();
        if (stream.length == 0 || stream.length % PACKET != 0) {
            return List.of(stream.length + " bytes are no whole packets");
        }
        for (int at = 0; at < stream.length; at += PACKET) {
            packets.packet(ByteBuffer.wrap(stream, at, PACKET).slice(), at / PACKET);
        }
        if (packets.clock < 0) {
            packets.faults.add("no clock reference");
        }
        return List.copyOf(packets.faults);
    }

    /** The longest time between two clock references, milliseconds, rounded up. */
    public static long longestClockInterval(byte[] stream) {
        TransportPackets packets = new TransportPackets();
        for (int at = 0; at < stream.length; at += PACKET) {
            packets.packet(ByteBuffer.wrap(stream, at, PACKET).slice(), at / PACKET);
        }
        return (packets.longestInterval + 26_999) / 27_000;
    }

    private void packet(ByteBuffer packet, int number) {
        int header = packet.getInt();
        if (header >>> 24 != SYNC) {
            faults.add("packet " + number + " has no sync byte");
            return;
        }
        int pid = header >> 8 & NULL_PID;
        boolean starts = (header & 0x400000) != 0;
        boolean hasField = (header & 0x20) != 0;
        boolean hasPayload = (header & 0x10) != 0;
        if ((header & 0x800000) != 0) {
            faults.add("packet " + number + " is marked as damaged");
        }
        counter(pid, header & 0xf, hasPayload, number);
        if (hasField) {
            field(packet, number);
        }
        if (hasPayload && starts && packet.remaining() >= 19 && packet.getInt(packet.position()) >>> 8 == 1) {
            times(packet, number);
        }
    }

    private void counter(int pid, int counter, boolean hasPayload, int number) {
        Integer last = counters.put(pid, counter);
        if (last != null && counter != (hasPayload ? last + 1 & 0xf : last)) {
            faults.add("packet " + number + " of PID " + pid + " has continuity counter " + counter + " after " + last);
        }
    }

    private void field(ByteBuffer packet, int number) {
        int length = packet.get() & 0xff;
        if (length > packet.remaining()) {
            faults.add("packet " + number + " has an adaptation field of " + length + " bytes");
            return;
        }
        int end = packet.position() + length;
        if (length >= 7 && (packet.get(packet.position()) & 0x10) != 0) {
            long value = packet.getLong(packet.position()) >>> 8 & 0xffff_ffff_ffffL;
            long now = (value >>> 15) * 300 + (value & 0x1ff);
            long interval = now - clock;
            if (clock >= 0 && (interval <= 0 || interval > CLOCK_INTERVAL)) {
                faults.add("packet " + number + " has a clock reference " + interval / 27_000.0 + " ms after the last one");
            }
            longestInterval = clock < 0 ? 0 : Math.max(longestInterval, interval);
            clock = now;
        }
        packet.position(end);
    }

    private void times(ByteBuffer packet, int number) {
        int start = packet.position();
        int flags = packet.get(start + 7) >> 6 & 3;
        long pts = (flags & 2) == 0 ? -1 : time(packet, start + 9);
        long dts = flags == 3 ? time(packet, start + 14) : pts;
        if (pts < dts) {
            faults.add("packet " + number + " is shown before it is decoded");
        }
        if (clock >= 0 && (dts * 300 < clock || dts - clock / 300 > ONE_SECOND)) {
            faults.add("packet " + number + " is decoded " + (dts - clock / 300) / 90 + " ms after its clock reference");
        }
    }

    private static long time(ByteBuffer packet, int at) {
        return (packet.get(at) >> 1 & 7L) << 30 | (packet.getShort(at + 1) >> 1 & 0x7fffL) << 15
                | packet.getShort(at + 3) >> 1 & 0x7fffL;
    }
}
