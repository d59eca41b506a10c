package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code sgpd} of a grouping type whose descriptions are a roll_distance, as {@code roll} and {@code prol} are: what samples can be
 * members of (ISO/IEC 14496-12, 8.9.3 and 10.1). The descriptions stay in the buffer they came in.
 *
 * @param groupingType {@link Fourcc#ROLL} or {@link Fourcc#PROL}
 * @param defaultIndex of the description of all samples that no {@code sbgp} speaks of, counted from 1; 0 for none
 * @param count        descriptions
 * @param width        bytes from one description to the next, at least 2
 * @param descriptions each begins with its roll_distance
 */
public record SgpdBox(int groupingType, long defaultIndex, int count, int width, ByteBuffer descriptions) {
    private static final int ROLL_DISTANCE = Short.BYTES;

    /** @param rollDistances in samples: negative for those in front, positive for those behind; 16 bits with their sign */
    public static SgpdBox of(int groupingType, int defaultIndex, List<Integer> rollDistances) {
        ByteBuffer descriptions = ByteBuffer.allocate(rollDistances.size() * ROLL_DISTANCE);
        rollDistances.forEach(distance -> descriptions.putShort(distance.shortValue()));
        return new SgpdBox(groupingType, defaultIndex, rollDistances.size(), ROLL_DISTANCE, descriptions.flip());
    }

    /** The grouping type of any {@code sgpd} or {@code sbgp}. */
    public static int groupingType(Box box) {
        return box.reader().skip(4).i32();
    }

    /** A box whose grouping type is one of those above. */
    public static SgpdBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        int groupingType = in.skip(3).i32();
        // the edition of 2015 has no length in version 2
        long length = version == 0 || version > 1 && isOf2015(box) ? ROLL_DISTANCE : in.u32();
        long defaultIndex = version > 1 ? in.u32() : 0;
        if (length != 0 && length < ROLL_DISTANCE || length > in.remaining()) {
            throw box.error("holds descriptions of " + length + " bytes");
        }
        if (length != 0) {
            int count = in.count((int) length);
            return checked(box, new SgpdBox(groupingType, defaultIndex, count, (int) length, in.view(count * length)));
        }
        int width = Integer.BYTES + ROLL_DISTANCE;
        int count = in.count(width);
        ByteBuffer each = in.view((long) count * width);
        for (int i = 0; i < count; i++) {
            if (each.getInt(i * width) != ROLL_DISTANCE) {
                throw box.error("holds descriptions of different lengths");
            }
        }
        return checked(box, new SgpdBox(groupingType, defaultIndex, count, width,
                count == 0 ? each : each.slice(Integer.BYTES, each.capacity() - Integer.BYTES)));
    }

    private static SgpdBox checked(Box box, SgpdBox read) {
        if (read.defaultIndex > read.count) {
            throw box.error("has description " + read.defaultIndex + " of " + read.count + " as its default");
        }
        return read;
    }

    /** Whether version 2 is laid out as the edition of 2015 has it: then nothing is left behind its descriptions. */
    private static boolean isOf2015(Box box) {
        BoxReader in = box.reader().skip(Integer.BYTES + Integer.BYTES + Integer.BYTES);
        long count = in.u32();
        return in.remaining() == count * ROLL_DISTANCE;
    }

    /** roll_distance of description {@code index}, counted from 1. */
    public int rollDistance(int index) {
        return descriptions.getShort((index - 1) * width);
    }

    /** Version 2 where there is a default, which version 1 cannot state. */
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.SGPD, defaultIndex > 0 ? 2 : 1, 0);
        out.u32(groupingType).u32(ROLL_DISTANCE);
        if (defaultIndex > 0) {
            out.u32(defaultIndex);
        }
        out.u32(count);
        for (int index = 1; index <= count; index++) {
            out.u16(rollDistance(index) & 0xffff);
        }
        out.end(mark);
    }
}
