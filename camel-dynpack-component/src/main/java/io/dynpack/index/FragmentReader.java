package io.dynpack.index;

import java.util.Map;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TfdtBox;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrexBox;
import io.dynpack.isobmff.TrunBox;

/** Adds the samples of the fragments of one track to its table (ISO/IEC 14496-12, 8.8). */
final class FragmentReader {
    /** Centuries in any timescale that is used. */
    static final long MAX_TIME = 1L << 60;

    private final TrexBox defaults;
    private final SampleTableBuilder samples;
    /** {@code tfdt} of the first fragment, 0 where it has none or where the {@code moov} has samples itself; -1 before it. */
    private long origin;

    FragmentReader(TrexBox defaults, SampleTableBuilder samples) {
        this.defaults = defaults;
        this.samples = samples;
        this.origin = samples.count() == 0 ? -1 : 0;
    }

    /**
     * Adds one {@code traf}.
     *
     * @param previousEnd where the data of the {@code traf} before ended, the base of one that states none
     * @return where the data of this one ends
     */
    static long read(Box moof, Box traf, Map<Long, FragmentReader> readers, long previousEnd) {
        TfhdBox header = TfhdBox.read(traf.required(Fourcc.TFHD));
        long base = header.has(TfhdBox.BASE_DATA_OFFSET)
                ? header.baseDataOffset()
                : header.has(TfhdBox.DEFAULT_BASE_IS_MOOF) ? moof.offset() : previousEnd;
        FragmentReader reader = readers.get(header.trackId());
        long end = base;
        Box tfdt = traf.child(Fourcc.TFDT);
        if (reader != null && tfdt != null) {
            reader.decodeTime(traf, TfdtBox.read(tfdt).baseMediaDecodeTime());
        }
        for (Box box : traf.children()) {
            if (box.type() == Fourcc.TRUN) {
                TrunBox run = TrunBox.read(box);
                long start = run.has(TrunBox.DATA_OFFSET) ? base + run.dataOffset() : end;
                end = reader == null ? start + sizeOf(run, header) : reader.add(box, run, header, start);
            }
        }
        return end;
    }

    private static long sizeOf(TrunBox run, TfhdBox header) {
        long sum = 0;
        if (!run.has(TrunBox.SIZE)) {
            return run.count() * header.defaultSize();
        }
        for (int i = 0; i < run.count(); i++) {
            sum += run.size(i);
        }
        return sum;
    }

    /** Where a fragment begins later or a little earlier than the one before ended, that one's last sample takes up the slack. */
    private void decodeTime(Box traf, long time) {
        if (time > MAX_TIME) {
            throw traf.error("begins at " + time + ", which no clock counts");
        }
        if (origin < 0) {
            origin = time;
            return;
        }
        long expected = origin + samples.duration();
        if (time != expected && !samples.extendLast(time - expected)) {
            throw traf.error("begins at " + time + " where the fragment before ends at " + expected);
        }
    }

    /** {@code tfdt} of the first fragment; 0 where there is none. */
    long origin() {
        return Math.max(0, origin);
    }

    private long add(Box box, TrunBox run, TfhdBox header, long start) {
        if (header.has(TfhdBox.DESCRIPTION_INDEX) && header.descriptionIndex() != 1) {
            throw box.error("uses sample entry " + header.descriptionIndex()
                    + "; a track that changes its configuration is not served");
        }
        long duration = header.has(TfhdBox.DEFAULT_DURATION) ? header.defaultDuration() : defaults.defaultDuration();
        long size = header.has(TfhdBox.DEFAULT_SIZE) ? header.defaultSize() : defaults.defaultSize();
        int flags = header.has(TfhdBox.DEFAULT_FLAGS) ? header.defaultFlags() : defaults.defaultFlags();
        if (run.count() == 0) {
            return start;
        }
        if (origin < 0) {
            origin = 0;
        }
        samples.chunk(start);
        long end = start;
        for (int i = 0; i < run.count(); i++) {
            long ticks = run.has(TrunBox.DURATION) ? run.duration(i) : duration;
            long bytes = run.has(TrunBox.SIZE) ? run.size(i) : size;
            int sampleFlags = i == 0 && run.has(TrunBox.FIRST_SAMPLE_FLAGS)
                    ? run.firstSampleFlags()
                    : run.has(TrunBox.FLAGS) ? run.sampleFlags(i) : flags;
            int offset = run.has(TrunBox.COMPOSITION_OFFSET) ? run.compositionOffset(i) : 0;
            if (!samples.sample(bytes, ticks, offset, SampleFlags.isSync(sampleFlags))) {
                throw box.error("sample " + (i + 1) + " of " + bytes + " bytes at byte " + end
                        + " lies outside the file, or over samples before it");
            }
            end += bytes;
        }
        return end;
    }
}
