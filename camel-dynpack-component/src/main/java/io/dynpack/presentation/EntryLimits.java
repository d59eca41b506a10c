package io.dynpack.presentation;

import java.util.List;

/**
 * How much a manifest may list, and how much a fragment hold, so that the heap has room for the text and the headers that one
 * request makes. A gigabyte is enough for a playlist of eleven days, or for a fragment of an hour.
 *
 * @param fragments of a stream, and key frames of a level
 * @param total     fragments of all streams
 * @param samples   of a fragment
 */
record EntryLimits(int fragments, int total, int samples) {
    /** Bytes of heap for each entry: some hundred are its line, of which three copies exist while it is made and compressed. */
    private static final int HEAP_OF_AN_ENTRY = 6400;
    private static final int STREAMS = 4;
    /** Bytes of heap for each sample of a fragment, whose header has sixteen of them, sent to hundreds at a time. */
    private static final int HEAP_OF_A_SAMPLE = 4096;

    static final EntryLimits OF_HEAP = of(Runtime.getRuntime().maxMemory());

    static EntryLimits of(long heap) {
        int fragments = (int) Math.min(Integer.MAX_VALUE / STREAMS, Math.max(1, heap / HEAP_OF_AN_ENTRY));
        return new EntryLimits(fragments, STREAMS * fragments,
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, heap / HEAP_OF_A_SAMPLE)));
    }

    /**
     * @param before fragments of the streams in front
     * @throws IllegalArgumentException where a stream has too many fragments, or one of them too many samples
     */
    void require(long before, FragmentTimeline timeline, List<Level> levels) {
        if (timeline.count() > fragments || before + timeline.count() > total) {
            throw new IllegalArgumentException(
                    "it has " + timeline.count() + " fragments, more than the heap has room to list");
        }
        for (Level level : levels) {
            for (int i = 0; i < timeline.count(); i++) {
                if (level.endSample(i) - level.firstSample(i) > samples) {
                    throw new IllegalArgumentException("fragment " + i + " has " + (level.endSample(i) - level.firstSample(i))
                            + " samples, more than the " + samples + " that the heap has room for");
                }
            }
        }
    }
}
