package io.dynpack.isobmff;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code elst}, the edit list of a track (ISO/IEC 14496-12, 8.6.6).
 *
 * @param edits in order
 */
public record ElstBox(List<Edit> edits) {

    /** Real files hold a handful; a table beyond this is an error, not an edit list. */
    public static final int MAX_EDITS = 4096;

    /** A media time of -1 that a writer of version 1 widened without its sign. */
    private static final long UNSIGNED_EMPTY = 0xffffffffL;

    /**
     * @param segmentDuration in the movie's timescale; 0 means "to the end", as all ones does, which is read as 0
     * @param mediaTime       in the media's timescale; -1 for an empty edit
     * @param rateInteger     1 for ordinary play, 0 for a dwell
     * @param rateFraction    0
     */
    public record Edit(long segmentDuration, long mediaTime, int rateInteger, int rateFraction) {
        public boolean isEmpty() {
            return mediaTime == -1;
        }
    }

    public ElstBox {
        edits = List.copyOf(edits);
    }

    public static ElstBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        in.skip(3);
        // ffmpeg and players go by the size of the box where the number is too large
        long count = Math.min(in.u32(), in.remaining() / (version == 1 ? 20 : 12));
        if (count > MAX_EDITS) {
            throw box.error("holds " + count + " edits, more than " + MAX_EDITS);
        }
        List<Edit> edits = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            long duration = version == 1 ? in.i64() : in.u32();
            if (duration == (version == 1 ? -1 : 0xffffffffL)) {
                duration = 0;
            } else if (duration < 0) {
                throw box.error("holds an edit whose duration is out of range");
            }
            long mediaTime = version == 1 ? in.i64() : in.i32();
            edits.add(new Edit(duration, mediaTime == UNSIGNED_EMPTY ? -1 : mediaTime, in.i16(), in.i16()));
        }
        return new ElstBox(edits);
    }

    /** Writes {@code edts} with this list, in version 1. */
    public void write(BoxWriter out) {
        int edts = out.start(Fourcc.EDTS);
        int mark = out.start(Fourcc.ELST, 1, 0);
        out.u32(edits.size());
        for (Edit edit : edits) {
            out.u64(edit.segmentDuration).u64(edit.mediaTime).u16(edit.rateInteger).u16(edit.rateFraction);
        }
        out.end(mark).end(edts);
    }
}
