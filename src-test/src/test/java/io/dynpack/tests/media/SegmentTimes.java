package io.dynpack.tests.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The times that are written into segments, found by walking their boxes. */
public final class SegmentTimes {

    private static final UUID TFXD = UUID.fromString("6d1d9b05-42d5-44e6-80e2-141daff757b2");

    private SegmentTimes() {}

    /** Ticks a second of the one track of an initialization segment. */
    public static long timescale(byte[] initialization) {
        ByteBuffer mdhd = find(ByteBuffer.wrap(initialization), List.of("moov", "trak", "mdia", "mdhd"));
        return Integer.toUnsignedLong(mdhd.getInt(mdhd.get(0) == 1 ? 20 : 12));
    }

    /** {@code baseMediaDecodeTime} of a segment with one fragment. */
    public static long decodeTime(byte[] segment) {
        ByteBuffer tfdt = find(ByteBuffer.wrap(segment), List.of("moof", "traf", "tfdt"));
        return tfdt.get(0) == 1 ? tfdt.getLong(4) : Integer.toUnsignedLong(tfdt.getInt(4));
    }

    /**
     * Presentation time of every sample of an initialization segment with one track and of the segments behind it, in seconds:
     * decode time plus composition offset, moved by the edit list. ffmpeg moves what has negative composition offsets, if it
     * reads them in fragments.
     */
    public static List<Rational> presentation(List<byte[]> segments) {
        byte[] initialization = segments.get(0);
        long timescale = timescale(initialization);
        ByteBuffer trex = find(ByteBuffer.wrap(initialization), List.of("moov", "mvex", "trex"));
        Rational shift = edit(initialization, timescale);
        List<Rational> times = new ArrayList<>();
        for (byte[] segment : segments.subList(1, segments.size())) {
            ByteBuffer boxes = ByteBuffer.wrap(segment);
            while (boxes.hasRemaining()) {
                Box box = next(boxes);
                if (box.type().equals("moof")) {
                    samples(find(box.payload(), List.of("traf")), trex.getInt(12), timescale, shift, times);
                }
            }
        }
        return times;
    }

    private static void samples(ByteBuffer traf, int trexDuration, long timescale, Rational shift, List<Rational> times) {
        long time = 0;
        int duration = trexDuration;
        while (traf.hasRemaining()) {
            Box box = next(traf);
            ByteBuffer in = box.payload();
            switch (box.type()) {
                case "tfdt" -> time = in.get(0) == 1 ? in.getLong(4) : Integer.toUnsignedLong(in.getInt(4));
                case "tfhd" -> {
                    int flags = in.getInt(0);
                    if ((flags & 8) != 0) {
                        duration = in.getInt(8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0));
                    }
                }
                case "trun" -> {
                    int flags = in.getInt();
                    int count = in.getInt();
                    in.position(8 + 4 * Integer.bitCount(flags & 5));
                    for (int i = 0; i < count; i++) {
                        long length = Integer.toUnsignedLong((flags & 0x100) != 0 ? in.getInt() : duration);
                        in.position(in.position() + 4 * Integer.bitCount(flags & 0x600));
                        // an offset beyond 2^31 in version 0 is nobody's; both versions read signed
                        long offset = (flags & 0x800) != 0 ? in.getInt() : 0;
                        times.add(Rational.of(time + offset, timescale).plus(shift));
                        time += length;
                    }
                }
                default -> {
                }
            }
        }
    }

    /** By how much the edit list moves media time; empty edits, then one of media. */
    private static Rational edit(byte[] initialization, long timescale) {
        ByteBuffer trak = find(ByteBuffer.wrap(initialization), List.of("moov", "trak"));
        boolean edited = false;
        for (ByteBuffer boxes = trak.duplicate(); boxes.hasRemaining();) {
            edited |= next(boxes).type().equals("edts");
        }
        if (!edited) {
            return Rational.ZERO;
        }
        long movie = Integer.toUnsignedLong(mvhdTimescale(initialization));
        ByteBuffer elst = find(trak, List.of("edts", "elst"));
        boolean wide = elst.get(0) == 1;
        int count = elst.getInt(4);
        elst.position(8);
        Rational shift = Rational.ZERO;
        for (int i = 0; i < count; i++) {
            long duration = wide ? elst.getLong() : Integer.toUnsignedLong(elst.getInt());
            long media = wide ? elst.getLong() : elst.getInt();
            elst.getInt();
            shift = shift.plus(media < 0 ? Rational.of(duration, movie) : Rational.of(-media, timescale));
        }
        return shift;
    }

    private static int mvhdTimescale(byte[] initialization) {
        ByteBuffer mvhd = find(ByteBuffer.wrap(initialization), List.of("moov", "mvhd"));
        return mvhd.getInt(mvhd.get(0) == 1 ? 20 : 12);
    }

    /**
     * Start and duration of {@code tfxd} (MS-SSTR 2.2.4.4), 64-bit form; without one the start of {@code tfdt} and the durations of
     * the samples, each of which states its own.
     */
    public static long[] absoluteTime(byte[] fragment) {
        ByteBuffer traf = find(ByteBuffer.wrap(fragment), List.of("moof", "traf"));
        long[] dated = null;
        while (traf.hasRemaining()) {
            Box box = next(traf);
            if (box.type().equals("uuid")
                    && new UUID(box.payload().getLong(0), box.payload().getLong(8)).equals(TFXD)) {
                return new long[]{box.payload().getLong(20), box.payload().getLong(28)};
            } else if (box.type().equals("tfdt")) {
                dated = new long[]{box.payload().getLong(4), 0};
            } else if (box.type().equals("trun") && dated != null) {
                int width = 4 * Integer.bitCount(box.payload().getInt(0) & 0xf00);
                for (int i = 0; i < box.payload().getInt(4); i++) {
                    dated[1] += Integer.toUnsignedLong(box.payload().getInt(12 + i * width));
                }
            }
        }
        if (dated == null) {
            throw new AssertionError("neither tfxd nor tfdt");
        }
        return dated;
    }

    private record Box(String type, ByteBuffer payload) {}

    private static Box next(ByteBuffer boxes) {
        int size = boxes.getInt(boxes.position());
        if (size < 8 || size > boxes.remaining()) {
            throw new AssertionError("a box of " + size + " bytes where " + boxes.remaining() + " are left");
        }
        byte[] type = new byte[4];
        boxes.get(boxes.position() + 4, type);
        ByteBuffer payload = boxes.slice(boxes.position() + 8, size - 8);
        boxes.position(boxes.position() + size);
        return new Box(new String(type, StandardCharsets.ISO_8859_1), payload);
    }

    private static ByteBuffer find(ByteBuffer boxes, List<String> path) {
        ByteBuffer in = boxes.duplicate();
        for (String type : path) {
            ByteBuffer found = null;
            while (found == null) {
                if (!in.hasRemaining()) {
                    throw new AssertionError("no " + String.join("/", path));
                }
                Box box = next(in);
                found = box.type().equals(type) ? box.payload() : null;
            }
            in = found;
        }
        return in;
    }
}
