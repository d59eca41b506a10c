package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** A demultiplexer that knows nothing of the multiplexer: reads packets as ISO/IEC 13818-1 has them and checks every rule. */
final class TsDemuxer {
    static final int PACKET = 188;

    /** One PES packet; {@code pcr} is that of its first packet in 27 MHz, -1 without. */
    record Pes(int pid, int streamId, long pts, long dts, byte[] payload, boolean randomAccess, long pcr, int unit) {}

    final List<Pes> pes = new ArrayList<>();
    final List<Long> clocks = new ArrayList<>();
    /** stream_type by PID. */
    final Map<Integer, Integer> streams = new TreeMap<>();
    int clockPid;
    int units;
    int clockPackets;
    private final Map<Integer, Integer> counters = new HashMap<>();
    private final Map<Integer, ByteArrayOutputStream> open = new HashMap<>();
    private final Map<Integer, long[]> openFacts = new HashMap<>();

    static TsDemuxer of(byte[] stream) {
        TsDemuxer demuxer = new TsDemuxer();
        demuxer.read(stream);
        return demuxer;
    }

    void read(byte[] stream) {
        assertThat(stream.length % PACKET).isZero();
        for (int at = 0; at < stream.length; at += PACKET) {
            packet(stream, at);
        }
        List.copyOf(open.keySet()).forEach(this::close);
    }

    private void packet(byte[] b, int at) {
        assertThat(b[at]).as("sync byte at " + at).isEqualTo((byte) 0x47);
        assertThat(b[at + 1] & 0xa0).as("error and priority").isZero();
        boolean start = (b[at + 1] & 0x40) != 0;
        int pid = (b[at + 1] & 0x1f) << 8 | b[at + 2] & 0xff;
        assertThat(b[at + 3] & 0xc0).as("scrambling").isZero();
        boolean field = (b[at + 3] & 0x20) != 0;
        boolean payload = (b[at + 3] & 0x10) != 0;
        int counter = b[at + 3] & 0xf;
        Integer last = counters.put(pid, counter);
        if (last != null) {
            assertThat(counter).as("continuity counter of PID " + pid + " at " + at)
                    .isEqualTo(payload ? last + 1 & 0xf : last);
        }
        int p = at + 4;
        boolean randomAccess = false;
        long pcr = -1;
        if (field) {
            int length = b[p] & 0xff;
            assertThat(length).isLessThanOrEqualTo(payload ? 182 : 183);
            if (!payload) {
                assertThat(length).isEqualTo(183);
            }
            if (length > 0) {
                int flags = b[p + 1] & 0xff;
                assertThat(flags & ~0x50).as("flags of the adaptation field").isZero();
                randomAccess = (flags & 0x40) != 0;
                int stuffing = p + 2;
                if ((flags & 0x10) != 0) {
                    long base = (ByteBuffer.wrap(b, p + 2, 4).getInt() & 0xffffffffL) << 1 | (b[p + 6] & 0xff) >> 7;
                    assertThat(b[p + 6] & 0x7e).isEqualTo(0x7e);
                    int extension = (b[p + 6] & 1) << 8 | b[p + 7] & 0xff;
                    pcr = base * 300 + extension;
                    stuffing += 6;
                    assertThat(pid).as("PID of a clock reference").isEqualTo(clockPid);
                    clocks.add(pcr);
                    clockPackets += payload ? 0 : 1;
                }
                for (int i = stuffing; i < p + 1 + length; i++) {
                    assertThat(b[i]).as("stuffing").isEqualTo((byte) 0xff);
                }
            }
            p += 1 + length;
        }
        if (!payload) {
            return;
        }
        assertThat(p).isLessThan(at + PACKET);
        if (pid == 0) {
            units++;
            byte[] section = section(b, p, at + PACKET, 0x00);
            assertThat(section.length).isEqualTo(4);
            assertThat(ByteBuffer.wrap(section).getShort(2) & 0x1fff).isEqualTo(0x1000);
        } else if (pid == 0x1000) {
            map(section(b, p, at + PACKET, 0x02));
        } else if (start) {
            close(pid);
            open.put(pid, new ByteArrayOutputStream());
            openFacts.put(pid, new long[]{randomAccess ? 1 : 0, pcr, units});
            open.get(pid).write(b, p, at + PACKET - p);
        } else {
            assertThat(open).as("payload before a start").containsKey(pid);
            open.get(pid).write(b, p, at + PACKET - p);
        }
    }

    private byte[] section(byte[] b, int from, int end, int table) {
        assertThat(b[from]).as("pointer_field").isZero();
        int p = from + 1;
        assertThat(b[p] & 0xff).isEqualTo(table);
        int length = (b[p + 1] & 0xf) << 8 | b[p + 2] & 0xff;
        assertThat(b[p + 1] & 0xf0).isEqualTo(0xb0);
        int crc = 0xffffffff;
        for (int i = p; i < p + 3 + length; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                int in = b[i] >> bit & 1;
                int out = crc >>> 31;
                crc <<= 1;
                if (in != out) {
                    crc ^= 0x04c11db7;
                }
            }
        }
        assertThat(crc).as("CRC over a section and its CRC").isZero();
        for (int i = p + 3 + length; i < end; i++) {
            assertThat(b[i]).isEqualTo((byte) 0xff);
        }
        return Arrays.copyOfRange(b, p + 8, p + 3 + length - 4);
    }

    private void map(byte[] section) {
        ByteBuffer in = ByteBuffer.wrap(section);
        clockPid = in.getShort() & 0x1fff;
        in.position(in.position() + 2 + (in.getShort(in.position()) & 0xfff));
        streams.clear();
        while (in.hasRemaining()) {
            int type = in.get() & 0xff;
            int pid = in.getShort() & 0x1fff;
            streams.put(pid, type);
            int descriptors = in.getShort() & 0xfff;
            in.position(in.position() + descriptors);
        }
        assertThat(streams).containsKey(clockPid);
    }

    private void close(int pid) {
        ByteArrayOutputStream bytes = open.remove(pid);
        if (bytes == null) {
            return;
        }
        byte[] b = bytes.toByteArray();
        assertThat(new byte[]{b[0], b[1], b[2]}).containsExactly(0, 0, 1);
        int length = (b[4] & 0xff) << 8 | b[5] & 0xff;
        int streamId = b[3] & 0xff;
        assertThat(length).isEqualTo(streamId == 0xe0 ? 0 : b.length - 6);
        assertThat(b[6] & 0xff).isEqualTo(0x84);
        int flags = b[7] & 0xff;
        assertThat(flags & 0x3f).isZero();
        int header = b[8] & 0xff;
        assertThat(header).isEqualTo(flags == 0xc0 ? 10 : 5);
        long pts = time(b, 9, flags >> 6);
        long dts = flags == 0xc0 ? time(b, 14, 1) : pts;
        assertThat((pts - dts) & (1L << 33) - 1).as("decoding before presentation").isLessThan(90_000 * 60);
        long[] facts = openFacts.get(pid);
        pes.add(new Pes(pid, streamId, pts, dts, Arrays.copyOfRange(b, 9 + header, b.length), facts[0] == 1, facts[1],
                (int) facts[2]));
    }

    private static long time(byte[] b, int at, int prefix) {
        assertThat(b[at] >> 4 & 0xf).isEqualTo(prefix);
        assertThat(b[at] & b[at + 2] & b[at + 4] & 1).as("marker bits").isEqualTo(1);
        return (long) (b[at] >> 1 & 7) << 30 | (b[at + 1] & 0xffL) << 22 | (b[at + 2] & 0xfeL) << 14 | (b[at + 3] & 0xffL) << 7
                | (b[at + 4] & 0xffL) >> 1;
    }

    List<Pes> of(int pid) {
        return pes.stream().filter(packet -> packet.pid == pid).toList();
    }

    /** No two clock references more than 100 ms apart, none backwards, none after the decoding time it comes with. */
    void checkClocks() {
        long cycle = (1L << 33) * 300;
        for (int i = 1; i < clocks.size(); i++) {
            long gap = Math.floorMod(clocks.get(i) - clocks.get(i - 1), cycle);
            assertThat(gap).as("from clock reference " + (i - 1) + " to the next").isLessThanOrEqualTo(2_700_000);
        }
        for (Pes packet : pes) {
            if (packet.pcr >= 0) {
                assertThat(Math.floorMod(packet.dts * 300 - packet.pcr, cycle)).isEqualTo(63_000 * 300);
            }
        }
    }

    /** NAL units of a byte stream, without what may stand between them. */
    static List<byte[]> nalUnits(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int from = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (from >= 0) {
                    units.add(trimmed(stream, from, i));
                }
                from = i + 3;
                i += 2;
            }
        }
        if (from >= 0) {
            units.add(trimmed(stream, from, stream.length));
        }
        return units;
    }

    private static byte[] trimmed(byte[] stream, int from, int to) {
        int end = to;
        while (end > from && stream[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOfRange(stream, from, end);
    }

    /** Frames of an ADTS stream, without their headers. */
    static List<byte[]> frames(byte[] stream, int profile, int frequencyIndex, int channels) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            long header = ByteBuffer.wrap(stream, at, 8 <= stream.length - at ? 8 : stream.length - at).getInt() & 0xffffffffL;
            assertThat(header >>> 20).isEqualTo(0xfff);
            assertThat(header >>> 16 & 0xf).as("MPEG-4, no CRC").isEqualTo(1);
            assertThat(header >>> 14 & 3).isEqualTo(profile);
            assertThat(header >>> 10 & 0xf).isEqualTo(frequencyIndex);
            assertThat(header >>> 6 & 7).isEqualTo(channels);
            int length = (stream[at + 3] & 3) << 11 | (stream[at + 4] & 0xff) << 3 | (stream[at + 5] & 0xe0) >> 5;
            assertThat(stream[at + 5] & 0x1f).isEqualTo(0x1f);
            assertThat(stream[at + 6] & 0xff).isEqualTo(0xfc);
            frames.add(Arrays.copyOfRange(stream, at + 7, at + length));
            at += length;
        }
        assertThat(at).isEqualTo(stream.length);
        return frames;
    }
}
