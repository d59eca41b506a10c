package io.dynpack.protection;

import java.util.Arrays;

import io.dynpack.codec.SampleLayout;
import io.dynpack.presentation.SampleRun;

/**
 * The subsamples of a run of video (ISO/IEC 23001-7, 9.5): slice data is protected, all else is clear. The same in all
 * containers, since the same initialization vectors are used in all of them.
 *
 * <p>
 * A sample has no more subsamples than the 255 bytes that {@code saiz} allows have room for: of one with more slices the
 * smallest stay clear.
 */
final class SubsampleMap {
    private static final int MAX_CLEAR = 0xffff;
    private static final int BLOCK = 16;
    private static final int MAX_AUXILIARY = 255;
    private static final int COUNT = 2;
    private static final int ENTRY = 6;

    /** Of each sample its first subsample, and behind the last one. */
    private final int[] firsts;
    private char[] clear;
    private int[] data;
    private int count;

    private SubsampleMap(int samples) {
        firsts = new int[samples + 1];
        clear = new char[samples + 8];
        data = new int[samples + 8];
    }

    /** @param wholeBlocks whether no protected run holds a part of a block, as counter mode wants it (10.1) */
    static SubsampleMap of(SampleRun run, SampleLayout layout, boolean wholeBlocks, int ivSize) {
        if (layout.count() != run.count()) {
            throw new IllegalArgumentException("a layout of " + layout.count() + " samples for " + run.count());
        }
        SubsampleMap map = new SubsampleMap(run.count());
        int most = (MAX_AUXILIARY - ivSize - COUNT) / ENTRY;
        SampleLayout.Reader reader = layout.reader();
        Runs runs = new Runs();
        for (int sample = 0; sample < run.count(); sample++) {
            runs.read(reader, run.size(sample), wholeBlocks);
            runs.reduce(most, wholeBlocks);
            runs.addTo(map);
            map.firsts[sample + 1] = map.count;
        }
        return map;
    }

    int count(int sample) {
        return firsts[sample + 1] - firsts[sample];
    }

    int clear(int sample, int subsample) {
        return clear[firsts[sample] + subsample];
    }

    int data(int sample, int subsample) {
        return data[firsts[sample] + subsample];
    }

    private void add(int clearBytes, int dataBytes) {
        if (count == clear.length) {
            clear = Arrays.copyOf(clear, 2 * count);
            data = Arrays.copyOf(data, 2 * count);
        }
        clear[count] = (char) clearBytes;
        data[count++] = dataBytes;
    }

    /** Runs of clear and protected bytes of one sample; used for one after the other. */
    private static final class Runs {
        private int[] clear = new int[64];
        private int[] data = new int[64];
        private int count;
        private int size;

        void read(SampleLayout.Reader reader, int sampleSize, boolean wholeBlocks) {
            count = 0;
            size = sampleSize;
            int before = 0;
            reader.sample(sampleSize);
            while (reader.next()) {
                // what is no whole block is clear in front of those that are, so that a protected run ends with its slice
                int part = wholeBlocks ? reader.data() % BLOCK : 0;
                before += reader.clear() + part;
                if (reader.data() > part) {
                    add(before, reader.data() - part);
                    before = 0;
                }
            }
            if (before > 0) {
                add(before, 0);
            }
        }

        private void add(int clearBytes, int dataBytes) {
            if (count == clear.length) {
                clear = Arrays.copyOf(clear, 2 * count);
                data = Arrays.copyOf(data, 2 * count);
            }
            clear[count] = clearBytes;
            data[count++] = dataBytes;
        }

        /** Clear runs that are too long for one subsample take several. */
        private int subsamples() {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                sum += 1 + Math.max(0, clear[i] - 1) / MAX_CLEAR;
            }
            return sum;
        }

        void reduce(int most, boolean wholeBlocks) {
            for (int kept = Math.min(count, most); subsamples() > most && kept >= 0; kept--) {
                keepLargest(kept);
            }
            if (subsamples() > most) {
                // more bytes that are no slice than subsamples can leave clear: then they are protected too
                count = 0;
                int rest = size - MAX_CLEAR;
                int part = wholeBlocks ? rest % BLOCK : 0;
                add(MAX_CLEAR - BLOCK + part, rest + BLOCK - part);
            }
        }

        /** Leaves all but the largest protected runs clear. */
        private void keepLargest(int kept) {
            int protectedRuns = data[count - 1] == 0 ? count - 1 : count;
            if (protectedRuns <= kept) {
                return;
            }
            long[] order = new long[protectedRuns];
            for (int i = 0; i < protectedRuns; i++) {
                order[i] = (long) data[i] << Integer.SIZE | i;
            }
            Arrays.sort(order);
            for (int i = 0; i < protectedRuns - kept; i++) {
                int dropped = (int) order[i];
                clear[dropped] += data[dropped];
                data[dropped] = 0;
            }
            join();
        }

        private void join() {
            int before = 0;
            int joined = 0;
            for (int i = 0; i < count; i++) {
                before += clear[i];
                if (data[i] > 0) {
                    clear[joined] = before;
                    data[joined++] = data[i];
                    before = 0;
                }
            }
            count = joined;
            if (before > 0) {
                add(before, 0);
            }
        }

        void addTo(SubsampleMap map) {
            for (int i = 0; i < count; i++) {
                int left = clear[i];
                while (left > MAX_CLEAR) {
                    map.add(MAX_CLEAR, 0);
                    left -= MAX_CLEAR;
                }
                map.add(left, data[i]);
            }
        }
    }
}
