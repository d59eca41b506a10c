package io.dynpack.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/** Collects the cues of one document in columns. Used by one thread; nothing is added after {@link #build}. */
final class CueListBuilder {
    /** Of one cue. A screen holds a thousand characters. */
    static final int MAX_TEXT = 1 << 16;
    /** Headers, STYLE blocks and regions stand in every segment. */
    static final int MAX_SHARED = 1 << 16;
    /** What a header, a STYLE block or a region takes besides its text: lines of its own, and objects on the heap. */
    private static final int OVERHEAD = 80;
    /** The end of a cue that states none. */
    static final long OPEN = Long.MAX_VALUE;
    /** How long such a cue lasts where none comes behind it. */
    private static final long LAST = 10 * CueTime.PER_SECOND;
    private static final int MAX_REGIONS = 256;
    /** Of different ones; a column has 16 bits for them. */
    private static final int MAX_SETTINGS = 1 << 14;
    /** Colours that WebVTT has no class for. */
    private static final int MAX_COLOURS = 1 << 10;
    /**
     * Of what is printed to what is kept: text that is too long for a cue, or shown at no time, is printed to be left out, and a
     * paragraph of TTML whose spans come and go is printed once for each of them.
     */
    private static final int PRINTED = 4;
    /** Characters that a document may repeat besides those that its length allows. */
    private static final int REPEATED = 1 << 20;
    /** Bytes of cues for each of a document: a {@code &} becomes five. */
    private static final long KEPT = 5;
    private static final int FIRST = 64;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9]{1,8}([-_][A-Za-z0-9]{1,8}){0,8}");
    private static final Pattern THUMBNAIL = Pattern.compile("\\S+#xywh=(pixel:|percent:)?\\d+,\\d+,\\d+,\\d+");

    final TextLimits limits;
    final TextFindings findings;
    final List<String> headers = new ArrayList<>();
    final List<String> styles = new ArrayList<>();
    final Map<String, CueRegion> regions = new LinkedHashMap<>();
    final Map<CueSettings, Integer> settings = new LinkedHashMap<>();
    /** Rules for colours that WebVTT has no class for, in alphabetical order. */
    final TreeSet<String> colours = new TreeSet<>();
    @Nullable
    String language;
    long[] starts = new long[FIRST];
    long[] ends = new long[FIRST];
    int[] ids = new int[FIRST + 1];
    int[] texts = new int[FIRST];
    char[] settingsOf = new char[FIRST];
    byte[] bytes = new byte[64 * FIRST];
    boolean ruby;
    /** Ticks of 10 MHz that the times of the document are ahead of the media. */
    long startOfProgramme;
    private boolean onlyThumbnails = true;
    private boolean sorted = true;
    private int count;
    private int length;
    private int shared;
    private long printed;
    private long repeatable = REPEATED;
    /** Bytes that the cues may have. */
    private int most;

    CueListBuilder(TextLimits limits, TextFindings findings) {
        this.limits = limits;
        this.findings = findings;
        this.most = limits.documentBytes();
        settings.put(CueSettings.DEFAULT, 0);
    }

    int count() {
        return count;
    }

    boolean thumbnails() {
        return onlyThumbnails && starts.length > 0;
    }

    /**
     * Adds a cue, or says why it is left out.
     *
     * @param line of the document that its times stand in
     * @param end  or {@link #OPEN}
     * @throws TextTooLargeException when the document has too many cues
     */
    void add(int line, long start, long end, @Nullable String id, CueSettings of, String text) {
        if (count == 0 && start < startOfProgramme) {
            findings.add(line, "the first cue stands before the start of the programme, which then is not counted from");
            startOfProgramme = 0;
        }
        long from = Math.max(0, start - startOfProgramme);
        append(line, from, end == OPEN ? OPEN : end - startOfProgramme, id, of, text);
    }

    private void append(int line, long start, long end, @Nullable String id, CueSettings of, String text) {
        if (end <= start) {
            findings.add(line, "the cue ends before it starts, it is left out");
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > MAX_TEXT) {
            findings.add(line, "the cue has more than " + MAX_TEXT + " bytes, it is left out");
            return;
        }
        byte[] name = id == null || !isName(id) ? new byte[0] : id.getBytes(StandardCharsets.UTF_8);
        if (count == limits.cues()) {
            throw new TextTooLargeException("the document has more than " + limits.cues() + " cues");
        }
        long needed = (long) length + name.length + encoded.length;
        if (needed > most) {
            throw new TextTooLargeException("the cues have more than " + most + " bytes");
        }
        grow((int) needed);
        starts[count] = start;
        ends[count] = end;
        settingsOf[count] = (char) settings(line, of);
        ids[count] = length;
        System.arraycopy(name, 0, bytes, length, name.length);
        length += name.length;
        texts[count] = length;
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        sorted &= count == 0 || start >= starts[count - 1];
        count++;
        ruby |= text.contains("<ruby");
        onlyThumbnails = onlyThumbnails && THUMBNAIL.matcher(text.strip()).matches();
    }

    /** Whether WebVTT can have it in front of a cue: one line that begins no other block. */
    private static boolean isName(String id) {
        return id.length() <= MAX_TEXT && !id.contains(CueTiming.ARROW) && id.chars().noneMatch(c -> c == '\n' || c == '\r')
                && !id.startsWith("NOTE") && !id.startsWith("STYLE") && !id.startsWith("REGION");
    }

    /** @param tag of BCP 47; what cannot be one is passed over, and a later tag does not count */
    void addLanguage(String tag) {
        if (language == null && LANGUAGE.matcher(tag).matches()) {
            language = tag;
        }
    }

    /** Adds a cue of pieces that stand in no WebVTT document yet. */
    void add(int line, long start, long end, @Nullable String id, CueSettings of, List<CuePart> parts) {
        add(line, start, end, id, of, print(line, parts));
    }

    /**
     * The pieces as WebVTT has them; a colour that it has no class for gets a rule.
     *
     * @throws TextTooLargeException when far more was printed than a document may have
     */
    String print(int line, List<CuePart> parts) {
        String text = CueTextPrinter.print(parts, colours);
        withinColours(line);
        requirePrinted(text.length());
        return text;
    }

    /** Bytes of the document, by which is measured how much its cues may have, and how much of it may be repeated. */
    void documentBytes(int bytes) {
        repeatable = REPEATED + 2L * bytes;
        most = (int) Math.min(limits.documentBytes(), REPEATED + KEPT * bytes);
    }

    /**
     * Takes room for text that stands in the document once and in several cues. Whoever reads a document has memory for a few
     * times its length, however long it may be at most.
     *
     * @return whether there was room
     */
    boolean takeRepeated(long characters) {
        if (characters > repeatable) {
            return false;
        }
        repeatable -= characters;
        return true;
    }

    /** Characters that were printed, also of cues that were left out. */
    long printed() {
        return printed;
    }

    /** @param more characters that were printed, here or by the reader of a part of this document */
    void requirePrinted(long more) {
        printed += more;
        if (printed > (long) PRINTED * limits.documentBytes()) {
            throw new TextTooLargeException(
                    "the cues have more than " + PRINTED + " times " + limits.documentBytes() + " bytes of text");
        }
    }

    /** Adds rules for colours that texts use which were printed elsewhere. */
    void addAll(Set<String> rules) {
        colours.addAll(rules);
        withinColours(0);
    }

    private void withinColours(int line) {
        while (colours.size() > MAX_COLOURS) {
            colours.pollLast();
            findings.addOnce(line, "the document has more than " + MAX_COLOURS + " colours, further ones are left out");
        }
    }

    /** The cues so far as they were added, also those with an end at {@link #OPEN}. */
    List<Cue> added() {
        List<CueSettings> all = List.copyOf(settings.keySet());
        List<Cue> added = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int end = i + 1 < count ? ids[i + 1] : length;
            String id = ids[i] == texts[i] ? null : new String(bytes, ids[i], texts[i] - ids[i], StandardCharsets.UTF_8);
            added.add(new Cue(starts[i], ends[i], id, all.get(settingsOf[i]),
                    new String(bytes, texts[i], end - texts[i], StandardCharsets.UTF_8)));
        }
        return added;
    }

    private int settings(int line, CueSettings of) {
        Integer index = settings.get(of);
        if (index != null) {
            return index;
        }
        if (settings.size() == MAX_SETTINGS) {
            findings.addOnce(line, "the document has cues in more than " + MAX_SETTINGS
                    + " different places; further ones stand at the bottom");
            return 0;
        }
        settings.put(of, settings.size());
        return settings.size() - 1;
    }

    private void grow(int bytesNeeded) {
        if (count == starts.length) {
            int size = Math.min(limits.cues(), 2 * count);
            starts = Arrays.copyOf(starts, size);
            ends = Arrays.copyOf(ends, size);
            ids = Arrays.copyOf(ids, size + 1);
            texts = Arrays.copyOf(texts, size);
            settingsOf = Arrays.copyOf(settingsOf, size);
        }
        if (bytesNeeded > bytes.length) {
            bytes = Arrays.copyOf(bytes,
                    Math.min(most, Math.max(bytesNeeded, bytes.length + (bytes.length >> 1))));
        }
    }

    /** @param header a line without its end */
    void addHeader(int line, String header) {
        if (takeShared(header.length() + OVERHEAD)) {
            headers.add(header);
        } else {
            findings.add(line, "the headers are too long, this line is left out");
        }
    }

    /** @param style the lines of a STYLE block, none of them empty */
    void addStyle(int line, String style) {
        if (takeShared(style.length() + OVERHEAD)) {
            styles.add(style);
        } else {
            findings.add(line, "the STYLE blocks are too long, this one is left out");
        }
    }

    void addRegion(int line, CueRegion region) {
        if (regions.size() < MAX_REGIONS && takeShared(region.id().length() + OVERHEAD)) {
            regions.put(region.id(), region);
        } else {
            findings.add(line, "there are too many regions, this one is left out");
        }
    }

    private boolean takeShared(int more) {
        if (shared + more > MAX_SHARED) {
            return false;
        }
        shared += more;
        return true;
    }

    CueList build() {
        if (!colours.isEmpty()) {
            addStyle(0, String.join("\n", colours));
        }
        ids = Arrays.copyOf(ids, count + 1);
        ids[count] = length;
        texts = Arrays.copyOf(texts, count);
        starts = Arrays.copyOf(starts, count);
        ends = Arrays.copyOf(ends, count);
        settingsOf = Arrays.copyOf(settingsOf, count);
        bytes = Arrays.copyOf(bytes, length);
        if (!sorted) {
            sort();
        }
        end();
        return new CueList(this);
    }

    /** A cue without an end lasts until the next one starts. */
    private void end() {
        long next = OPEN;
        for (int i = count - 1; i >= 0; i--) {
            if (i + 1 < count && starts[i + 1] > starts[i]) {
                next = starts[i + 1];
            }
            if (ends[i] == OPEN) {
                ends[i] = next == OPEN ? starts[i] + LAST : next;
            }
        }
    }

    private void sort() {
        int[] order = IntStream.range(0, count).boxed().sorted((a, b) -> Long.compare(starts[a], starts[b]))
                .mapToInt(Integer::intValue).toArray();
        long[] sortedStarts = new long[count];
        long[] sortedEnds = new long[count];
        int[] sortedIds = new int[count + 1];
        int[] sortedTexts = new int[count];
        char[] sortedSettings = new char[count];
        byte[] sortedBytes = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int from = order[i];
            sortedStarts[i] = starts[from];
            sortedEnds[i] = ends[from];
            sortedSettings[i] = settingsOf[from];
            sortedIds[i] = at;
            sortedTexts[i] = at + texts[from] - ids[from];
            System.arraycopy(bytes, ids[from], sortedBytes, at, ids[from + 1] - ids[from]);
            at += ids[from + 1] - ids[from];
        }
        sortedIds[count] = at;
        starts = sortedStarts;
        ends = sortedEnds;
        ids = sortedIds;
        texts = sortedTexts;
        settingsOf = sortedSettings;
        bytes = sortedBytes;
    }
}
