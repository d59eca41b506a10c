package io.dynpack.origin;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for any filters and any asset, by all that manifests list and URLs answer. */
class FilterLawsTest {
    private static final List<String> LANGUAGES = List.of("eng", "deu", "fra");
    /** Bytes of three frames, the largest ones. */
    private static final int PRIMING = 3 * 50;
    private static final List<String> HLS_TS = List.of("m3u8-aapl", "m3u8-aapl-v3");

    /**
     * A track of video in some levels.
     *
     * @param frame     ticks of {@code timescale}
     * @param gop       frames
     * @param reordered whether pictures are shown in another order than they are decoded, and an edit list hides the delay
     */
    record Video(int timescale, int frame, int gop, int seconds, int levels, boolean reordered) {

        List<TrackSource> sources() {
            List<TrackSource> sources = new ArrayList<>();
            for (int level = 0; level < levels; level++) {
                TestMovie movie = new TestMovie().movieTimescale(timescale);
                TestMovie.Track track = movie.video().timescale(timescale)
                        .entry(TestEntries.avc1(0x1F, 320 << level, 180 << level));
                int frames = seconds * timescale / frame;
                if (reordered) {
                    track.edits(Edit.of(0, frame)).reordered(frames, frame, gop);
                } else {
                    track.frames(frames, frame, gop);
                }
                sources.add(FilteredAssets.source(movie, 500_000L << level, "video", null, null));
            }
            return sources;
        }
    }

    /**
     * A track of sound in some levels.
     *
     * @param delay   milliseconds of silence before it
     * @param priming samples that the edit list hides
     */
    record Audio(int rate, int seconds, int levels, int delay, int priming) {

        List<TrackSource> sources(String language) {
            List<TrackSource> sources = new ArrayList<>();
            for (int level = 0; level < levels; level++) {
                TestMovie movie = new TestMovie();
                String config = rate == 44_100 ? TestEntries.AAC_44 : TestEntries.AAC_48;
                TestMovie.Track track = movie.audio().timescale(rate).entry(TestEntries.mp4a(rate, 2, config));
                if (delay > 0) {
                    track.edits(Edit.of(delay, 0xffffffffL), Edit.of(0, priming));
                } else if (priming > 0) {
                    track.edits(Edit.of(0, priming));
                }
                track.audioFrames(seconds * rate / 1024, 1024);
                sources.add(FilteredAssets.source(movie, 64_000L << level, language, language, null));
            }
            return sources;
        }
    }

    /** Any of the two may be missing, not both. */
    record Asset(List<Video> video, List<Audio> audio, int perSegment) {

        Presentation presentation() {
            List<TrackSource> sources = new ArrayList<>();
            video.forEach(each -> sources.addAll(each.sources()));
            for (int i = 0; i < audio.size(); i++) {
                sources.addAll(audio.get(i).sources(LANGUAGES.get(i)));
            }
            return new PresentationBuilder(60_000_000, perSegment).build(sources);
        }
    }

    private static Arbitrary<Video> videos() {
        Arbitrary<int[]> rates = Arbitraries.of(new int[]{25_000, 1000}, new int[]{30_000, 1001}, new int[]{24_000, 1001},
                new int[]{50, 1}, new int[]{90_000, 1800});
        return Combinators.combine(rates, Arbitraries.integers().between(20, 120), Arbitraries.integers().between(7, 50),
                Arbitraries.integers().between(1, 3), Arbitraries.of(true, false)).as(
                        (rate, gop, seconds, levels,
                                reordered) -> new Video(rate[0], rate[1], gop, seconds, levels, reordered));
    }

    private static Arbitrary<Audio> audios() {
        return Combinators.combine(Arbitraries.of(48_000, 44_100), Arbitraries.integers().between(3, 60),
                Arbitraries.integers().between(1, 2), Arbitraries.of(0, 0, 40, 500, 9000),
                Arbitraries.of(0, 1024, 2112)).as(Audio::new);
    }

    @Provide
    Arbitrary<Asset> assets() {
        return Combinators.combine(videos().list().ofMaxSize(1), audios().list().ofMaxSize(3),
                Arbitraries.integers().between(1, 4)).as(Asset::new)
                .filter(asset -> asset.video().size() + asset.audio().size() > 0);
    }

    /** Three filters named {@code a}, {@code b} and {@code c}; one of them may have a first quality. */
    @Provide
    Arbitrary<List<String>> filters() {
        Arbitrary<String> times = Combinators.combine(Arbitraries.integers().between(0, 30_000),
                Arbitraries.integers().between(1, 40_000), Arbitraries.of("", " exact"))
                .as((start, length, exact) -> "[%d..%d @1000%s]".formatted(start, start + length, exact));
        Arbitrary<String> open = Arbitraries.integers().between(0, 40_000).map(start -> "[" + start + ".. @1000]");
        Arbitrary<String> tracks = Arbitraries.of("Type=Video", "Type=Audio", "Type=Video | Type=Audio & Language=en",
                "Type=Video & Bitrate=0-500000 | Type=Audio", "Bitrate=0-1000000", "Language!=deu", "Type=Audio & Name=fra",
                "FourCC=H264 & Bitrate!=500000 | Type=Audio & Bitrate=64000", "Type=Video & Bitrate=1000000-");
        Arbitrary<String> rules = Arbitraries.oneOf(times, times, open, tracks, tracks,
                Combinators.combine(times, tracks).as((time, track) -> time + " " + track));
        return Combinators.combine(rules, rules, rules, Arbitraries.of("", " first=600000"))
                .as((a, b, c, first) -> List.of("a: " + a + first, "b: " + b, "c: " + c));
    }

    /**
     * All that manifests and playlists list, or the error, without the names of filters.
     *
     * @param names of filters of the URL, may be empty
     */
    private static Object answer(FilteredOrigin origin, String format, String names) {
        String parameters = names.isEmpty() ? "" : ",filter=" + names;
        String error = origin.error("manifest(format=" + format + parameters + ")");
        if (error != null) {
            return error;
        }
        Listed listed = Listed.of(origin, format, parameters);
        Map<String, Listed.Track> tracks = new LinkedHashMap<>();
        listed.tracks().forEach((name, track) -> {
            Set<String> urls = new LinkedHashSet<>();
            track.urls().forEach(url -> urls.add(withoutFilter(url)));
            tracks.put(name, new Listed.Track(track.bitrates(), track.starts(), track.end(), track.keyFrames(), urls));
        });
        return new Listed(tracks, listed.duration(), listed.offset(), listed.first(), listed.audioTrack());
    }

    private static String withoutFilter(String url) {
        return url.replaceAll(",filter=[^,)]*", "");
    }

    @Property(tries = 60)
    void filtersCombineInAnyOrderAndOnce(@ForAll("assets") Asset asset, @ForAll("filters") List<String> filters) {
        Presentation presentation = asset.presentation();
        for (String format : Listed.SEVEN) {
            FilteredOrigin open = FilteredOrigin.of(presentation, filters, List.of());
            Object expected = answer(open, format, "a;b;c");
            for (String names : List.of("c;b;a", "b;C;a", "A;b;a;C;c;B")) {
                assertThat(answer(open, format, names)).as(format + " " + names).isEqualTo(expected);
            }
            Object two = answer(open, format, "a;b");
            assertThat(answer(open, format, "b;a")).as(format).isEqualTo(two);
            assertThat(answer(open, format, "a;a")).as(format).isEqualTo(answer(open, format, "a"));
            // it makes no difference which of them are the locator's
            assertThat(answer(FilteredOrigin.of(presentation, filters, List.of("a", "b", "c")), format, "")).as(format)
                    .isEqualTo(expected);
            assertThat(answer(FilteredOrigin.of(presentation, filters, List.of("a", "b")), format, "c")).as(format)
                    .isEqualTo(expected);
            assertThat(answer(FilteredOrigin.of(presentation, filters, List.of("a")), format, "b;c")).as(format)
                    .isEqualTo(expected);
            assertThat(answer(FilteredOrigin.of(presentation, filters, List.of("A", "b")), format, "a;B")).as(format)
                    .isEqualTo(two);
        }
    }

    @Property(tries = 100)
    void aFilteredTimelineIsAPartOfTheWhole(@ForAll("assets") Asset asset, @ForAll("filters") List<String> filters) {
        FilteredOrigin origin = FilteredOrigin.of(asset.presentation(), filters, List.of());
        Map<String, List<Long>> fragments = new HashMap<>();
        for (String format : Listed.SEVEN) {
            if (origin.error("manifest(format=" + format + ",filter=a;b)") != null) {
                continue;
            }
            Listed whole = Listed.of(origin, format, "");
            Listed some = Listed.of(origin, format, ",filter=a;b");
            assertThat(some.tracks()).isNotEmpty();
            some.tracks().forEach((name, track) -> {
                String what = format + " " + name;
                Listed.Track all = whole.tracks().get(name);
                if (all == null) {
                    assertThat(format).as(name + " in place of what is multiplexed else").isEqualTo("m3u8-aapl-v3");
                    return;
                }
                if (!format.equals("m3u8-aapl-v3")) {
                    // version 3 lists one quality of sound alone, the best that is left
                    assertThat(all.bitrates()).as(what).containsAll(track.bitrates());
                }
                if (HLS_TS.contains(format)) {
                    partOfGroups(what, track.starts(), all.starts(), fragments.get(name));
                } else {
                    assertThat(all.starts()).as(what).containsSequence(track.starts());
                }
                if (format.equals("m3u8-cmaf")) {
                    fragments.put(name, track.starts());
                } else if (format.startsWith("mpd")) {
                    assertThat(track.starts()).as(what).isEqualTo(fragments.get(name));
                } else if (format.startsWith("fmp4")) {
                    assertThat(track.starts()).as(what).hasSameSizeAs(fragments.get(name));
                }
            });
        }
    }

    /** The first segment may begin in a group; behind it each group of the whole has its segment. */
    private static void partOfGroups(String what, List<Long> segments, List<Long> groups, List<Long> fragments) {
        List<Long> expected = new ArrayList<>();
        expected.add(fragments.get(0));
        groups.stream().filter(start -> start > fragments.get(0) && start <= fragments.get(fragments.size() - 1))
                .forEach(expected::add);
        assertThat(segments).as(what).isEqualTo(expected);
    }

    @Property(tries = 100)
    void aFilteredManifestListsTheBytesOfTheWhole(@ForAll("assets") Asset asset, @ForAll("filters") List<String> filters) {
        FilteredOrigin origin = FilteredOrigin.of(asset.presentation(), filters, List.of());
        for (String format : Listed.SEVEN) {
            if (origin.error("manifest(format=" + format + ",filter=a;b;c)") != null) {
                continue;
            }
            for (String url : Listed.of(origin, format, ",filter=a;b;c").urls()) {
                List<Object> expected = made(origin.body(withoutFilter(url)));
                List<Object> found = made(origin.body(url));
                if (url.contains("filter=")) {
                    assertThat(format).isIn(HLS_TS);
                    assertThat(found).as(url).hasSizeLessThan(expected.size());
                    assertThat(expected.subList(0, found.size())).as(url).isEqualTo(found);
                } else {
                    assertThat(found).as(url).isEqualTo(expected);
                }
            }
        }
    }

    /** What bytes each piece of a body is, or is made of. */
    private static List<Object> made(SegmentBody body) {
        List<Object> made = new ArrayList<>();
        for (Piece piece : body.pieces()) {
            made.add(piece instanceof Piece.Transformed transformed
                    ? List.of(transformed.length(), transformed.sources())
                    : piece);
        }
        return made;
    }

    /** Whatever names the whole asset: what the lock leaves is the same as without it, all else is an error. */
    @Property(tries = 100)
    void nothingPassesALock(@ForAll("assets") Asset asset, @ForAll("filters") List<String> filters) {
        Presentation presentation = asset.presentation();
        FilteredOrigin open = FilteredOrigin.of(presentation, filters, List.of());
        FilteredOrigin locked = FilteredOrigin.of(presentation, filters, List.of("a", "b"));
        boolean nothingLeft = locked.error("manifest(format=mpd-time-cmaf)") != null;
        Map<String, Listed.Track> tracks = nothingLeft ? Map.of() : Listed.of(locked, "m3u8-aapl", "").tracks();
        Removed removed = Removed.of(open, Listed.of(open, "m3u8-cmaf", "").urls(),
                nothingLeft ? Set.of() : Listed.of(locked, "m3u8-cmaf", "").urls());
        for (String format : Listed.SEVEN) {
            Set<String> left = nothingLeft ? Set.of() : Listed.of(locked, format, "").urls();
            Set<String> all = Listed.of(open, format, "").urls();
            // the set for trick modes has the smallest level that is there
            Set<String> others = new LinkedHashSet<>(cutAtStart(left, all));
            others.removeIf(url -> format.startsWith("mpd") && url.contains("/KeyFrames("));
            assertThat(all).as(format).containsAll(others);
            for (String url : all) {
                passes(url, left.contains(url), open, locked, removed);
            }
            // without its audio the same URL of version 3 stands for less
            left.stream().filter(url -> !url.contains("(video=") || !url.endsWith("format=m3u8-aapl-v3)"))
                    .forEach(url -> passes(url, true, open, locked, removed));
            keyFrames(format, nothingLeft ? null : Listed.of(locked, format, ""), Listed.of(open, format, ""), open, locked,
                    removed);
        }
        multiplexed(tracks, open, locked, removed);
    }

    /** Bytes of files that fragments hold which are not left. */
    private record Removed(Map<String, BitSet> bytes) {

        static Removed of(FilteredOrigin open, Set<String> all, Set<String> left) {
            Map<String, BitSet> bytes = new HashMap<>();
            all.stream().filter(url -> url.contains("/Fragments(") && !left.contains(url))
                    .forEach(url -> ranges(open.body(url)).forEach(range -> set(bytes, range)));
            return new Removed(bytes);
        }

        private static void set(Map<String, BitSet> bytes, Piece.Ranges ranges) {
            BitSet ofFile = bytes.computeIfAbsent(ranges.file().name(), name -> new BitSet());
            for (int i = 0; i < ranges.starts().length; i++) {
                ofFile.set((int) ranges.starts()[i], (int) ranges.ends()[i]);
            }
        }

        private static List<Piece.Ranges> ranges(SegmentBody body) {
            List<Piece.Ranges> ranges = new ArrayList<>();
            for (Piece piece : body.pieces()) {
                if (piece instanceof Piece.Transformed transformed) {
                    ranges.addAll(transformed.sources());
                } else if (piece instanceof Piece.Ranges whole) {
                    ranges.add(whole);
                }
            }
            return ranges;
        }

        static Set<String> files(SegmentBody body) {
            Set<String> files = new LinkedHashSet<>();
            ranges(body).forEach(range -> files.add(range.file().name()));
            return files;
        }

        /** Fragments are counted in decoding times: what is multiplexed may be heard some frames of priming earlier. */
        boolean isIn(String url, SegmentBody body) {
            return bytesIn(body) > (url.contains("m3u8-aapl-v3") ? PRIMING : 0);
        }

        /** Of each file. */
        private static Map<String, BitSet> bytes(SegmentBody body) {
            Map<String, BitSet> bytes = new HashMap<>();
            ranges(body).forEach(range -> set(bytes, range));
            return bytes;
        }

        /** Of each file that both take from, bytes that the other has too; in all no more than the other has. */
        static boolean isNoMore(SegmentBody body, SegmentBody than) {
            Map<String, BitSet> own = bytes(body);
            Map<String, BitSet> other = bytes(than);
            int count = count(own);
            own.keySet().retainAll(other.keySet());
            own.forEach((file, taken) -> taken.andNot(other.get(file)));
            return count <= count(other) && count(own) == 0;
        }

        private static int count(Map<String, BitSet> bytes) {
            return bytes.values().stream().mapToInt(BitSet::cardinality).sum();
        }

        int bytesIn(SegmentBody body) {
            Map<String, BitSet> own = bytes(body);
            bytes.forEach((file, removed) -> own.getOrDefault(file, new BitSet()).and(removed));
            own.keySet().retainAll(bytes.keySet());
            return count(own);
        }
    }

    /** A segment whose first fragments are locked has a URL of its own. */
    private static List<String> cutAtStart(Set<String> left, Set<String> all) {
        Map<String, Integer> levels = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String url : left) {
            boolean first = levels.merge(url.replaceAll("=\\d+.*", "=").replaceAll("=i.*", "=i"), 1, Integer::sum) == 1;
            if (!first || !url.contains("m3u8-aapl")) {
                others.add(url);
            }
        }
        // those of version 3 name the audio that is left
        others.removeIf(url -> url.contains("m3u8-aapl-v3") && !all.contains(url));
        return others;
    }

    private static void passes(String url, boolean isLeft, FilteredOrigin open, FilteredOrigin locked, Removed removed) {
        if (!isLeft) {
            assertThat(locked.error(url)).as(url).isNotNull();
            return;
        }
        List<Object> whole = made(open.body(url));
        List<Object> found = made(locked.body(url));
        assertThat(removed.isIn(url, locked.body(url))).as(url + " holds what is removed").isFalse();
        boolean isAnother = !Removed.files(locked.body(url)).equals(Removed.files(open.body(url)));
        if (url.contains("m3u8-aapl-v3,audiotrack=") && (isAnother || removed.bytesIn(open.body(url)) > 0)) {
            // what is multiplexed is the best quality that is left, and no more of it
            assertThat(found).as(url).isNotEmpty();
            assertThat(Removed.isNoMore(locked.body(url), open.body(url))).as(url + " holds no more than without the lock")
                    .isTrue();
            return;
        }
        // a segment of a transport stream ends where the lock does
        assertThat(whole.subList(0, Math.min(whole.size(), found.size()))).as(url).isEqualTo(found);
        if (!url.contains("m3u8-aapl")) {
            assertThat(found).as(url).isEqualTo(whole);
        }
    }

    /** Of each level of video: by the time of each fragment, and of each entry of I-frame playlists. */
    private static void keyFrames(String format, Listed left, Listed all, FilteredOrigin open, FilteredOrigin locked,
            Removed removed) {
        Listed.Track video = all.tracks().get("video");
        if (video == null) {
            return;
        }
        Listed.Track leftVideo = left == null ? null : left.tracks().get("video");
        Listed cmaf = Listed.of(open, "m3u8-cmaf", "");
        Set<Long> times = new LinkedHashSet<>(cmaf.tracks().get("video").keyFrames());
        times.addAll(video.starts());
        Listed.Track shown = leftVideo == null
                ? null
                : Listed.of(locked, format.startsWith("fmp4") ? format : "m3u8-cmaf", "").tracks().get("video");
        for (long bitrate : video.bitrates()) {
            for (long time : times) {
                String url = "QualityLevels(" + bitrate + ")/KeyFrames(video=" + time + ",format=" + format + ")";
                boolean isLeft = shown != null && leftVideo.bitrates().contains(bitrate)
                        && (format.startsWith("fmp4") ? shown.starts() : shown.keyFrames()).contains(time);
                if (open.error(url) == null) {
                    passes(url, isLeft, open, locked, removed);
                } else {
                    assertThat(locked.error(url)).as(url).isNotNull();
                }
            }
        }
    }

    /** Sound that ends a frame earlier is cut into other pieces, which may be more. */
    @Example
    void aLockLeavesLessInMorePieces() {
        Asset asset = new Asset(List.of(new Video(50, 1, 20, 10, 1, false)),
                List.of(new Audio(48_000, 3, 1, 0, 0), new Audio(48_000, 37, 2, 9000, 1024)), 3);
        nothingPassesALock(asset, List.of("a: [0..39999 @1000 exact]", "b: [1..40001 @1000 exact]", "c: [0..2 @1000]"));
    }

    /** Version 3 with each audio, and with none named: then it is the first that is left. */
    private static void multiplexed(Map<String, Listed.Track> left, FilteredOrigin open, FilteredOrigin locked,
            Removed removed) {
        Listed whole = Listed.of(open, "m3u8-aapl", "");
        Listed.Track video = whole.tracks().get("video");
        List<String> audios = whole.tracks().keySet().stream().filter(name -> !name.equals("video")).toList();
        for (String audio : audios) {
            String master = "manifest(format=m3u8-aapl-v3,audiotrack=" + audio + ")";
            if (!left.containsKey(audio)) {
                assertThat(locked.error(master)).as(master).isNotNull();
            }
        }
        if (video == null) {
            return;
        }
        Listed.Track leftVideo = left.get("video");
        for (long bitrate : video.bitrates()) {
            for (long start : video.starts()) {
                boolean isLeft = leftVideo != null && leftVideo.bitrates().contains(bitrate)
                        && leftVideo.starts().contains(start);
                String url = "QualityLevels(" + bitrate + ")/Fragments(video=" + start + ",format=m3u8-aapl-v3";
                for (String audio : audios) {
                    passes(url + ",audiotrack=" + audio + ")", isLeft && left.containsKey(audio), open, locked,
                            removed);
                }
                String error = locked.error(url + ")");
                assertThat(error == null).as(url).isEqualTo(isLeft);
                if (isLeft) {
                    String first = audios.stream().filter(left::containsKey).findFirst().orElse(null);
                    List<Object> found = made(locked.body(url + ")"));
                    assertThat(removed.isIn(url, locked.body(url + ")"))).as(url + " holds what is removed").isFalse();
                    if (first != null) {
                        assertThat(made(locked.body(url + ",audiotrack=" + first + ")"))).as(url).isEqualTo(found);
                    } else if (!audios.isEmpty()) {
                        // pictures alone: nothing that lies in a file of sound
                        assertThat(found.toString()).as(url).doesNotContain("eng_", "deu_", "fra_");
                    }
                }
            }
        }
    }
}
