package io.dynpack.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The cues of one text track by their start, and what all of them share. Cues that start together stand in the order in which
 * their reader added them.
 *
 * <p>
 * A cue takes 26 bytes besides its text and its id in UTF-8: 200,000 cues with 60 bytes each take 17 MB. Its text is stored as a
 * WebVTT cue has it and read when it is asked for.
 */
public final class CueList {
    /** Cues, or blocks of them, whose latest end is kept, so that a window finds those that began long ago. */
    static final int BLOCK = 64;

    /** Of heap for each byte of a cue: characters of two bytes, in a builder that grows, in a string, and encoded. */
    private static final int PRINTING = 8;
    /** Of heap for what stands around the text of a cue. */
    private static final int PRINTED = 512;

    private final @Nullable String language;
    private final List<String> headers;
    private final List<String> styles;
    private final List<CueRegion> regions;
    private final StyleSheet styleSheet;
    private final long[] starts;
    private final long[] ends;
    /** Of each block of cues, of each block of those blocks, and so on up to one that holds them all. */
    private final long[][] latestEnds;
    /** Where the id of a cue begins in {@code bytes}; one more at the end. */
    private final int[] ids;
    /** Where the text of a cue begins, behind its id. */
    private final int[] texts;
    private final byte[] bytes;
    /** An index into {@code settings} for each cue. */
    private final char[] settingsOf;
    private final List<CueSettings> settings;
    private final long end;
    private final boolean thumbnails;
    private final boolean ruby;
    private final TextLimits limits;

    CueList(CueListBuilder builder) {
        this.language = builder.language;
        this.headers = List.copyOf(builder.headers);
        this.styles = List.copyOf(builder.styles);
        this.regions = List.copyOf(builder.regions.values());
        this.styleSheet = StyleSheet.parse(styles);
        this.starts = builder.starts;
        this.ends = builder.ends;
        this.ids = builder.ids;
        this.texts = builder.texts;
        this.bytes = builder.bytes;
        this.settingsOf = builder.settingsOf;
        this.settings = List.copyOf(builder.settings.keySet());
        this.thumbnails = builder.thumbnails();
        this.ruby = builder.ruby;
        this.limits = builder.limits;
        this.latestEnds = latestEnds(ends);
        this.end = starts.length == 0 ? 0 : latestEnds[latestEnds.length - 1][0];
    }

    private static long[][] latestEnds(long[] ends) {
        List<long[]> levels = new ArrayList<>();
        for (long[] below = ends; levels.isEmpty() ? below.length > 0 : below.length > 1;) {
            long[] level = new long[(below.length + BLOCK - 1) / BLOCK];
            for (int i = 0; i < below.length; i++) {
                level[i / BLOCK] = Math.max(level[i / BLOCK], below[i]);
            }
            levels.add(level);
            below = level;
        }
        return levels.toArray(long[][]::new);
    }

    /** Number of cues. */
    public int count() {
        return starts.length;
    }

    /** Ticks of 10 MHz. */
    public long start(int cue) {
        return starts[cue];
    }

    /** Ticks of 10 MHz. */
    public long end(int cue) {
        return ends[cue];
    }

    /** The latest end of any cue, ticks of 10 MHz; 0 without cues. */
    public long end() {
        return end;
    }

    public Cue cue(int cue) {
        return new Cue(starts[cue], ends[cue], id(cue), settings(cue), text(cue));
    }

    public @Nullable String id(int cue) {
        return ids[cue] == texts[cue] ? null : string(ids[cue], texts[cue]);
    }

    public CueSettings settings(int cue) {
        return settings.get(settingsOf[cue]);
    }

    /** As a WebVTT cue has it, see {@link Cue}. */
    public String text(int cue) {
        return string(texts[cue], ids[cue + 1]);
    }

    /** The text of a cue with the styles of the document applied. */
    public List<CuePart> parts(int cue) {
        return CueText.parse(text(cue), styleSheet);
    }

    /** A tag of BCP 47 as the document states it, or {@code null}. */
    public @Nullable String language() {
        return language;
    }

    /** The lines of a WebVTT header, such as {@code Kind: captions}, without {@code X-TIMESTAMP-MAP}. */
    public List<String> headers() {
        return headers;
    }

    /** The contents of the STYLE blocks, which have no empty lines; one is made for colours that WebVTT has no class for. */
    public List<String> styles() {
        return styles;
    }

    public List<CueRegion> regions() {
        return regions;
    }

    @Nullable
    CueRegion region(String id) {
        for (CueRegion region : regions) {
            if (region.id().equals(id)) {
                return region;
            }
        }
        return null;
    }

    /**
     * Whether every cue names a part of a picture, as in {@code tiles.jpg#xywh=0,0,160,90}: pictures for a seek bar and no
     * text.
     */
    public boolean isThumbnailIndex() {
        return thumbnails;
    }

    /** Whether a cue has ruby, which IMSC 1.0 cannot carry. */
    public boolean hasRuby() {
        return ruby;
    }

    /** By what the document was read. */
    TextLimits limits() {
        return limits;
    }

    /** Bytes on the heap, object headers of the columns left out. */
    public long heapBytes() {
        long shared = 0;
        for (List<String> strings : List.of(headers, styles)) {
            for (String string : strings) {
                shared += 56 + 2L * string.length();
            }
        }
        // a region or the settings of a cue are records of records; the rules of a style sheet are of the size of its text
        return 16L * starts.length + 9L * ((starts.length + BLOCK - 1) / BLOCK) + 4L * ids.length + 4L * texts.length
                + 2L * settingsOf.length
                + bytes.length + 2 * shared + 300L * regions.size() + 160L * settings.size();
    }

    /**
     * The cues that are shown at some time of a window, by their start. Looks at some hundred cues, and at about as many more for
     * each that it finds far from the others, however many there are.
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz; cues that start then are not in it
     */
    public int[] overlapping(long from, long to) {
        int first = firstNotBefore(to);
        int[] found = new int[16];
        int count = 0;
        int i = 0;
        while (i < first) {
            int ended = ended(i, from);
            if (ended == 0) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = i;
            }
            i += Math.max(1, ended);
        }
        return Arrays.copyOf(found, count);
    }

    /** From a cue on, how many have ended by then, as far as that is known at a glance; 0 where the cue has not. */
    private int ended(int cue, long time) {
        int known = ends[cue] <= time ? 1 : 0;
        int size = BLOCK;
        for (int level = 0; level < latestEnds.length && cue % size == 0 && latestEnds[level][cue / size] <= time; level++) {
            known = size;
            size *= BLOCK;
        }
        return known;
    }

    /**
     * Bytes of heap, about, that it takes to print the cues of a window; that of what they have in common, which is 64 KiB at most,
     * left out.
     *
     * @param from ticks of 10 MHz
     * @param to   ticks of 10 MHz
     */
    public long printingBytes(long from, long to) {
        long bytes = 0;
        for (int cue : overlapping(from, to)) {
            bytes += PRINTED + (long) PRINTING * (ids[cue + 1] - ids[cue]);
        }
        return bytes;
    }

    /** The first cue that starts at that time or later; {@link #count} where none does. */
    private int firstNotBefore(long time) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private String string(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** All of them; makes a record for each. */
    public List<Cue> cues() {
        List<Cue> all = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            all.add(cue(i));
        }
        return all;
    }
}
