package io.dynpack.index;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.CttsBox;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.StssBox;
import io.dynpack.isobmff.StszBox;
import io.dynpack.isobmff.SttsBox;

/**
 * Walks the tables of an {@code stbl} side by side, one sample after another (ISO/IEC 14496-12, 8.6 and 8.7), and checks that
 * they tell the same story.
 */
final class SampleTableReader {
    private final Box stbl;
    private final SttsBox stts;
    private final @Nullable CttsBox ctts;
    /** Numbers of the sync samples, counted from 0, ascending; {@code null} where all are. */
    private final int @Nullable [] syncSamples;
    private final StszBox stsz;
    private final ChunkWalk chunks;

    private final boolean reordered;
    private final boolean backwards;
    private final Set<TrackIndex.Repair> repairs = EnumSet.noneOf(TrackIndex.Repair.class);

    private int sttsEntry = -1;
    private long sttsLeft;
    private long delta;
    /** Of the samples that last at all the last one so far. */
    private long lastDelta;
    /** Where time would stand if the deltas were taken as stated, and where it stands. */
    private long statedTime;
    private long time;
    private int cttsEntry = -1;
    private long cttsLeft;
    private int syncEntry;

    private SampleTableReader(Box stbl, TrackKind kind) {
        this.stbl = stbl;
        // sound is heard in the order in which it is decoded, whatever its table says
        this.reordered = kind == TrackKind.VIDEO;
        Box ctts = stbl.child(Fourcc.CTTS);
        Box stss = stbl.child(Fourcc.STSS);
        this.stts = SttsBox.read(stbl.required(Fourcc.STTS));
        this.ctts = ctts == null ? null : CttsBox.read(ctts);
        Box sizes = stbl.child(Fourcc.STSZ) == null ? stbl.child(Fourcc.STZ2) : stbl.child(Fourcc.STSZ);
        this.stsz = StszBox.read(sizes == null ? stbl.required(Fourcc.STSZ) : sizes);
        this.syncSamples = stss == null ? null : syncSamples(StssBox.read(stss), stsz.count());
        this.chunks = new ChunkWalk(stbl);
        this.backwards = isBackwards();
        if (backwards) {
            repairs.add(TrackIndex.Repair.NEGATIVE_DURATIONS);
        }
    }

    /** @return what was mended */
    static Set<TrackIndex.Repair> read(Box stbl, TrackKind kind, SampleTableBuilder samples) {
        SampleTableReader reader = new SampleTableReader(stbl, kind);
        reader.read(samples);
        return reader.repairs;
    }

    private boolean isBackwards() {
        for (int i = 0; i < stts.count(); i++) {
            if (stts.sampleDelta(i) > Integer.MAX_VALUE && stts.sampleCount(i) > 0) {
                return true;
            }
        }
        return false;
    }

    private void read(SampleTableBuilder samples) {
        int count = stsz.count();
        int sample = 0;
        while (sample < count && chunks.next()) {
            samples.entry(chunks.sampleDescriptionIndex());
            long inChunk = chunks.samples();
            if (inChunk == 0) {
                continue;
            }
            samples.chunk(chunks.offset());
            for (long i = 0; i < inChunk && sample < count; i++) {
                boolean inside = samples.sample(stsz.size(sample), duration(sample), offset(), sync(sample));
                if (!inside) {
                    throw stbl
                            .error("sample " + (sample + 1) + " of " + stsz.size(sample) + " bytes in chunk " + chunks.number()
                                    + " at byte " + chunks.offset() + " lies outside the file, or over samples before it");
                }
                sample++;
            }
        }
        if (sample == 0 && count > 0) {
            throw stbl.error("chunks hold none of " + count + " samples");
        }
        if (sample < count) {
            repairs.add(TrackIndex.Repair.MISSING_CHUNKS);
        }
    }

    /** Samples behind the end of {@code stts} last as long as the one before. */
    private long duration(int sample) {
        while (sttsLeft == 0) {
            if (++sttsEntry >= stts.count()) {
                if (lastDelta == 0) {
                    throw stbl.error("stts does not say how long sample " + (sample + 1) + " lasts, nor any before it");
                }
                repairs.add(TrackIndex.Repair.MISSING_DURATIONS);
                sttsLeft = Long.MAX_VALUE;
                delta = lastDelta;
                break;
            }
            sttsLeft = stts.sampleCount(sttsEntry);
            delta = backwards ? forwards(stts.sampleDelta(sttsEntry), sttsLeft) : stts.sampleDelta(sttsEntry);
        }
        sttsLeft--;
        lastDelta = delta > 0 ? delta : lastDelta;
        return delta;
    }

    /**
     * A delta beyond 2^31 is a negative one: a correction of decoding times that no file can hold. Such samples last one tick,
     * and the ones behind them are shortened until time stands where it was stated to.
     */
    private long forwards(long stated, long count) {
        long used = stated > Integer.MAX_VALUE ? 1 : stated;
        statedTime += (stated > Integer.MAX_VALUE ? (int) stated : stated) * count;
        time += used * count;
        if (time > statedTime && used > 1 && count > 0) {
            long less = Math.min((time - statedTime) / count, used - 1);
            used -= less;
            time -= less * count;
        }
        return used;
    }

    /** Samples behind the end of {@code ctts} have no offset: encoders leave trailing zeros out. */
    private int offset() {
        if (ctts == null || !reordered) {
            return 0;
        }
        while (cttsLeft == 0 && cttsEntry < ctts.count()) {
            if (++cttsEntry < ctts.count()) {
                cttsLeft = ctts.sampleCount(cttsEntry);
            }
        }
        if (cttsEntry >= ctts.count()) {
            return 0;
        }
        cttsLeft--;
        return ctts.sampleOffset(cttsEntry);
    }

    private boolean sync(int sample) {
        if (syncSamples == null) {
            return true;
        }
        while (syncEntry < syncSamples.length && syncSamples[syncEntry] < sample) {
            syncEntry++;
        }
        return syncEntry < syncSamples.length && syncSamples[syncEntry] == sample;
    }

    /** In whatever order they are listed. Writers that count samples from 0 list a 0. */
    private static int[] syncSamples(StssBox stss, int count) {
        long first = 1;
        for (int i = 0; i < stss.count() && first > 0; i++) {
            first = Math.min(first, stss.sampleNumber(i));
        }
        int[] samples = new int[stss.count()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (int) Math.min(stss.sampleNumber(i) - first, count);
        }
        Arrays.sort(samples);
        return samples;
    }
}
