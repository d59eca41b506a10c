package io.dynpack.presentation;

import io.dynpack.index.SampleTable;

/**
 * The sync samples of a level in time: the entries of its I-frame playlist. An entry that begins a fragment has that fragment's
 * time, so that both URLs name the same instant.
 */
public final class KeyFrames {
    private final Stream stream;
    private final Level level;
    private final int first;
    private final int count;

    public KeyFrames(Stream stream, Level level) {
        this.stream = stream;
        this.level = level;
        SampleTable samples = level.samples();
        this.first = samples.syncCountBefore(level.firstSample(0));
        int all = samples.syncCountBefore(level.endSample(stream.timeline().count() - 1)) - first;
        this.count = all > EntryLimits.OF_HEAP.fragments() ? 0 : all;
    }

    /** Number of entries; 0 for a level without any sync sample, and for one with more than a playlist can list. */
    public int count() {
        return count;
    }

    /** The first entry in this fragment or a later one; {@link #count} where there is none. */
    public int firstFrom(int fragment) {
        if (fragment == stream.timeline().count()) {
            return count;
        }
        return Math.min(count, level.samples().syncCountBefore(level.firstSample(fragment)) - first);
    }

    /** The sample of entry {@code entry}. */
    public int sample(int entry) {
        return level.samples().syncSample(first + entry);
    }

    /** The fragment that holds entry {@code entry}. */
    public int fragment(int entry) {
        int at = java.util.Arrays.binarySearch(level.firstSamples(), sample(entry));
        return at >= 0 ? at : -at - 2;
    }

    /** Behind the last sample that entry {@code entry} stands for: the next sync sample, or the end. */
    public int nextSample(int entry) {
        return entry + 1 < count ? sample(entry + 1) : level.endSample(stream.timeline().count() - 1);
    }

    /** Ticks of 10 MHz. */
    public long time(int entry) {
        return timeOf(sample(entry));
    }

    /** Ticks of 10 MHz, to the next entry or the end of the level; hidden pictures are not counted. */
    public long duration(int entry) {
        return Math.max(0, distance(entry) - (entry == 0 ? stream.hiddenStart() : 0));
    }

    /** As {@link #duration}, hidden pictures counted: what lies between the times of two entries. */
    public long distance(int entry) {
        long end = entry + 1 < count ? time(entry + 1) : Math.max(time(entry), level.end());
        return end - time(entry);
    }

    /** The entry at exactly this time, or -1. */
    public int indexOf(long time) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long at = time(middle);
            if (at == time) {
                return middle;
            }
            if (at < time) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private long timeOf(int sample) {
        int fragment = java.util.Arrays.binarySearch(level.firstSamples(), sample);
        if (fragment >= 0 && fragment < stream.timeline().count()) {
            return stream.timeline().start(fragment);
        }
        return Ticks.of(level.timeline().streamTime(sample), level.track().timescale());
    }
}
