package io.dynpack.segment.ts;

/** Headers of PES packets (ISO/IEC 13818-1, 2.4.3.6): a presentation time, and a decoding time where it is another. */
final class PesHeader {
    private static final int FIXED = 9;
    private static final int TIME = 5;
    /** Of a PES packet with a presentation time only. */
    static final int SIZE = FIXED + TIME;
    private static final int LENGTH_COUNTS_FROM = 6;

    private PesHeader() {}

    static int size(long pts, long dts) {
        return pts == dts ? SIZE : SIZE + TIME;
    }

    /** @param payload bytes behind the header, or -1 to leave the length open, as only video may */
    static void write(PacketWriter out, int streamId, long pts, long dts, int payload) {
        boolean both = pts != dts;
        int size = size(pts, dts);
        out.put(0x100L | streamId, 4);
        out.put(payload < 0 ? 0 : size - LENGTH_COUNTS_FROM + payload, 2);
        // aligned to the start of an access unit
        out.put(0x84L << 16 | (both ? 0xc0L : 0x80L) << 8 | size - FIXED, 3);
        out.put(time(both ? 3 : 2, pts), TIME);
        if (both) {
            out.put(time(1, dts), TIME);
        }
    }

    /** Four bits of prefix and 33 bits of time in groups of 3, 15 and 15 with a marker bit behind each. */
    private static long time(long prefix, long time) {
        long t = time & TransportClock.MASK;
        return prefix << 36 | (t >>> 30 & 7) << 33 | 1L << 32 | (t >>> 15 & 0x7fff) << 17 | 1L << 16 | (t & 0x7fff) << 1 | 1;
    }
}
