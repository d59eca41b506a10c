package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.index.TestMovie;
import io.dynpack.manifest.Harbour;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.TrackSource;
import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.PresentationTimeRange;
import io.dynpack.presentation.filter.TrackPropertyCompareOperation;
import io.dynpack.presentation.filter.TrackPropertyCondition;
import io.dynpack.presentation.filter.TrackPropertyType;
import io.dynpack.presentation.filter.TrackSelection;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.url.StreamingUrl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Manifests of the harbour under filters, and what locators with filters lock. */
class FilteredAnswersTest {
    private static final String BASE = "/" + Harbour.LOCATOR + "/" + Harbour.ISM + "/";
    private static final String AUDIO = "aac_eng_2_128033_2_1";

    private final Presentation presentation = Harbour.presentation();
    private final PresentationContent contents = new PresentationContent(OriginOptions.DEFAULT,
            new OriginCaches(1 << 20, 1 << 20, MemoryBudget.ofHeap(), new Packagings(),
                    (codec, run) -> CompletableFuture.failedFuture(new IllegalStateException("nothing is encrypted here"))));

    private static Filter filter(String name, PresentationTimeRange time, long firstQuality, TrackSelection... tracks) {
        return new Filter(Filter.Scope.ASSET, name, time,
                firstQuality == 0 ? OptionalLong.empty() : OptionalLong.of(firstQuality),
                List.of(tracks));
    }

    private static Filter time(long start, long end) {
        return filter("short", PresentationTimeRange.of(start, end), 0);
    }

    private static TrackSelection tracks(String... conditions) {
        return new TrackSelection(Arrays.stream(conditions).map(condition -> {
            String[] parts = condition.split("=", 2);
            return new TrackPropertyCondition(TrackPropertyType.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    TrackPropertyCompareOperation.EQUAL, parts[1]);
        }).toList());
    }

    private ActiveFilters hiding(Filter... filters) {
        return new ActiveFilters(List.of(), List.of(filters), versions(filters));
    }

    private ActiveFilters locking(Filter... filters) {
        return new ActiveFilters(List.of(filters), List.of(filters), versions(filters));
    }

    private static List<String> versions(Filter... filters) {
        return List.of(String.valueOf(List.of(filters).hashCode()));
    }

    private Content content(ActiveFilters filters, String url) {
        LoadedAsset asset = new LoadedAsset("", null, null, List.of(), Map.of(), List.of(), presentation, "1");
        return contents.of((StreamingUrl.OfPresentation) StreamingUrl.parse(BASE + url), asset, filters,
                Encryption.NONE, url + filters.ofLocator().size() + filters.versions()).join();
    }

    private String text(ActiveFilters filters, String url) {
        StringBuilder text = new StringBuilder();
        content(filters, url).body().pieces().forEach(
                piece -> text.append(StandardCharsets.UTF_8.decode(((Piece.Literal) piece).bytes().duplicate())));
        return text.toString();
    }

    private void refused(ActiveFilters filters, String url, MpeError error) {
        assertThatThrownBy(() -> content(filters, url)).as(url)
                .satisfies(e -> assertThat(Refusal.of(e).error()).isEqualTo(error));
    }

    /** Of what each piece of a transport stream is made. */
    private static List<List<Piece.Ranges>> made(SegmentBody body) {
        return body.pieces().stream().map(piece -> ((Piece.Transformed) piece).sources()).toList();
    }

    private static List<String> all(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(found -> found.group(1)).toList();
    }

    /** 12 s to 30 s: both are close to the start of a fragment of video, at 12.012 and 30.03 s; one of sound begins at 12.032 s. */
    @Test
    void aClipHasThePicturesAskedForAndTheSoundUnderThem() {
        ActiveFilters filters = hiding(time(120_000_000, 300_000_000));
        String playlist = text(filters, "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,filter=short)");
        assertThat(all(playlist, "Fragments\\(video=(\\d+),format=m3u8-cmaf\\)")).containsExactly("120120000", "180180000",
                "240240000");
        assertThat(playlist).contains("#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:12.012+00:00").endsWith("#EXT-X-ENDLIST\n");
        String sound = text(filters, "QualityLevels(128033)/Manifest(" + AUDIO + ",format=m3u8-cmaf,filter=short)");
        assertThat(all(sound, "Fragments\\([^=]+=(\\d+),format=m3u8-cmaf\\)")).containsExactly("120320000", "180480000",
                "240640000");
        String dash = text(filters, "manifest(format=mpd-time-csf,filter=short)");
        assertThat(all(dash, "presentationTimeOffset=\"(\\d+)\"")).containsOnly("120120000").hasSize(4);
        assertThat(dash).contains("mediaPresentationDuration=\"PT18.018S\"", "<S t=\"120120000\" d=\"60060000\" r=\"2\" />",
                "<S t=\"120320000\" d=\"60160000\" r=\"2\" />");
        String smooth = text(filters, "manifest(filter=short)");
        assertThat(smooth).contains("<c t=\"120120000\" d=\"60060000\" r=\"3\" />",
                "<c t=\"120320000\" d=\"60160000\" r=\"3\" />",
                "Duration=\"" + (300_300_000 - 120_120_000) + "\"", "Chunks=\"3\"").doesNotContain("Chunks=\"4\"");
        assertThat(smooth.indexOf("Type=\"video\"")).isLessThan(smooth.indexOf("Type=\"audio\""));
        String keyFrames = text(filters, "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,type=keyframes,filter=short)");
        assertThat(all(keyFrames, "KeyFrames\\(video=(\\d+)")).hasSize(9).startsWith("120120000").endsWith("280280000");
    }

    @Test
    void masterAndSubPlaylistsNameTheFilter() {
        String master = text(hiding(filter("low", PresentationTimeRange.ALL, 0, tracks("Type=Video", "Bitrate=0-1200000"),
                tracks("Type=audio", "Name=" + AUDIO))), "manifest(format=m3u8-cmaf,filter=low)");
        assertThat(all(master, "\n(QualityLevels[^\n]+)")).containsExactly(
                "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf,filter=low)",
                "QualityLevels(1108402)/Manifest(video,format=m3u8-cmaf,filter=low)");
        assertThat(master).doesNotContain("harbour_description");
    }

    @Test
    void theFirstQualityIsListedFirst() {
        String master = text(hiding(filter("first", PresentationTimeRange.ALL, 2_000_000)), "manifest(format=m3u8-cmaf)");
        assertThat(all(master, "\nQualityLevels\\((\\d+)")).containsExactly("1108402", "403117", "2204817");
        assertThat(all(text(hiding(filter("first", PresentationTimeRange.ALL, 1)), "manifest(format=m3u8-cmaf)"),
                "\nQualityLevels\\((\\d+)")).containsExactly("403117", "1108402", "2204817");
    }

    /** Times to the frame: fragments stay whole, and players are told where to begin and to end. */
    @Test
    void exactTimesAreToldToPlayers() {
        PresentationTimeRange exact = new PresentationTimeRange(130_000_000, 170_000_000, PresentationTimeRange.UNSET, 0,
                10_000_000,
                false, true);
        ActiveFilters filters = hiding(filter("exact", exact, 0));
        String dash = text(filters, "manifest(format=mpd-time-cmaf)");
        assertThat(dash).contains("mediaPresentationDuration=\"PT4.000S\"", "<S t=\"120120000\" d=\"60060000\" />");
        assertThat(all(dash, "presentationTimeOffset=\"(\\d+)\"")).containsOnly("130000000");
        String playlist = text(filters, "QualityLevels(403117)/Manifest(video,format=m3u8-cmaf)");
        assertThat(playlist).contains("#EXT-X-START:TIME-OFFSET=0.988000,PRECISE=YES");
        assertThat(all(playlist, "video=(\\d+)")).containsExactly("120120000");
    }

    /** Three fragments to a segment: the URL of a segment that is cut names the filter, and yields what is left. */
    @Test
    void aSegmentThatAFilterCutsNamesIt() {
        ActiveFilters filters = hiding(time(60_060_000, 420_420_000));
        String url = "QualityLevels(403117)/%s,format=m3u8-aapl%s)";
        String playlist = text(filters, url.formatted("Manifest(video", ",filter=short"));
        assertThat(all(playlist, "(Fragments[^\n]+)")).containsExactly("Fragments(video=60060000,format=m3u8-aapl)",
                "Fragments(video=180180000,format=m3u8-aapl)", "Fragments(video=360360000,format=m3u8-aapl,filter=short)");
        assertThat(all(playlist, "#EXTINF:([0-9.]+)")).containsExactly("12.012000", "18.018000", "6.006000");
        SegmentBody cut = content(filters, url.formatted("Fragments(video=360360000", ",filter=short")).body();
        SegmentBody whole = content(ActiveFilters.NONE, url.formatted("Fragments(video=360360000", "")).body();
        assertThat(cut.length()).isLessThan(whole.length());
        assertThat(cut.pieces()).hasSizeLessThan(whole.pieces().size());
    }

    @Test
    void whatIsLeftOfNothingIsRefused() {
        for (Filter filter : List.of(time(900_000_000, 950_000_000),
                filter("none", PresentationTimeRange.ALL, 0, tracks("Type=text")))) {
            for (String format : List.of("m3u8-cmaf", "m3u8-aapl", "m3u8-aapl-v3", "mpd-time-cmaf", "mpd-time-csf", "fmp4")) {
                refused(hiding(filter), "manifest(format=" + format + ")", MpeError.FILTER_REMOVED_ALL_STREAMS);
            }
        }
    }

    /** A filter of the URL hides and does not lock. */
    @Test
    void whatAFilterOfTheUrlHidesIsServed() {
        ActiveFilters filters = hiding(filter("low", new PresentationTimeRange(0, 60_060_000, PresentationTimeRange.UNSET, 0,
                10_000_000, false, false), 0, tracks("Type=Video", "Bitrate=0-1200000")));
        assertThat(content(filters, "QualityLevels(2204817)/Fragments(video=120120000,format=m3u8-cmaf)").body())
                .isEqualTo(content(ActiveFilters.NONE, "QualityLevels(2204817)/Fragments(video=120120000,format=m3u8-cmaf)")
                        .body());
        refused(filters, "QualityLevels(2204817)/Manifest(video,format=m3u8-cmaf,filter=low)",
                MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m3u8-cmaf", "m3u8-aapl", "m3u8-aapl-v3", "mpd-time-cmaf", "mpd-time-csf", "fmp4"})
    void aLockIsKept(String format) {
        ActiveFilters lock = locking(filter("sd-only", PresentationTimeRange.ALL, 0, tracks("Type=Video", "Bitrate=0-1200000"),
                tracks("Type=audio", "Name=" + AUDIO)), time(60_060_000, 360_360_000));
        String f = ",format=" + format + ")";
        for (String noun : List.of("Fragments", "KeyFrames")) {
            refused(lock, "QualityLevels(2204817)/" + noun + "(video=60060000" + f, MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND);
            refused(lock, "QualityLevels(403117)/" + noun + "(video=0" + f, MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
            refused(lock, "QualityLevels(403117)/" + noun + "(video=360360000" + f, MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND);
        }
        refused(lock, "QualityLevels(2204817)/Fragments(video=i" + f, MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND);
        refused(lock, "QualityLevels(96000)/Fragments(harbour_description=60160000" + f,
                MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND);
        assertThat(content(lock, "QualityLevels(403117)/Fragments(video=300300000" + f).next()).isNull();
        assertThat(text(lock, "manifest(format=" + format + ")")).doesNotContain("2204817", "harbour_description");
    }

    @Test
    void aLockCutsSegmentsWithoutAFilterInTheirUrls() {
        ActiveFilters lock = locking(time(60_060_000, 420_420_000));
        String url = "QualityLevels(403117)/%s,format=m3u8-aapl)";
        assertThat(all(text(lock, url.formatted("Manifest(video")), "(Fragments[^\n]+)"))
                .endsWith("Fragments(video=360360000,format=m3u8-aapl)");
        assertThat(content(lock, url.formatted("Fragments(video=360360000")).body())
                .isEqualTo(content(hiding(time(60_060_000, 420_420_000)),
                        "QualityLevels(403117)/Fragments(video=360360000,format=m3u8-aapl,filter=short)").body());
        assertThat(content(lock, url.formatted("Fragments(video=360360000")).next()).isNull();
    }

    /** Version 3 multiplexes the audio that is left, and refuses one that is locked. */
    @Test
    void theSoundOfAVariantIsNotLocked() {
        ActiveFilters lock = locking(filter("described", PresentationTimeRange.ALL, 0, tracks("Type=Video"),
                tracks("Type=audio", "Name=harbour_description")));
        assertThat(text(lock, "manifest(format=m3u8-aapl-v3)")).contains("audiotrack=harbour_description")
                .doesNotContain(AUDIO);
        refused(lock, "QualityLevels(403117)/Fragments(video=0,format=m3u8-aapl-v3,audiotrack=" + AUDIO + ")",
                MpeError.EGRESS_TRACK_NOT_FOUND);
        assertThat(content(lock, "QualityLevels(403117)/Fragments(video=0,format=m3u8-aapl-v3)").body())
                .isEqualTo(content(ActiveFilters.NONE,
                        "QualityLevels(403117)/Fragments(video=0,format=m3u8-aapl-v3,audiotrack=harbour_description)").body());
    }

    @Test
    void eachFragmentOfAFilteredManifestIsThatOfTheWhole() {
        ActiveFilters filters = hiding(time(100_000_000, 410_000_000));
        for (String format : List.of("m3u8-cmaf", "m3u8-aapl", "m3u8-aapl-v3")) {
            for (Map.Entry<String, Long> track : Map.of("video", 1108402L, AUDIO, 128033L).entrySet()) {
                String level = "QualityLevels(" + track.getValue() + ")/";
                String playlist = text(filters, level + "Manifest(" + track.getKey() + ",format=" + format + ",filter=short)");
                for (String url : all(playlist, "\n(Fragments[^\n]+)")) {
                    SegmentBody expected = content(ActiveFilters.NONE, level + url.replace(",filter=short", "")).body();
                    SegmentBody found = content(filters, level + url).body();
                    if (url.contains("filter=")) {
                        assertThat(made(found)).isEqualTo(made(expected).subList(0, found.pieces().size()));
                    } else {
                        assertThat(found).isEqualTo(expected);
                    }
                }
            }
        }
    }

    /** Segments that are multiplexed hold the best sound that can be had, whatever a filter of the URL leaves in the manifest. */
    @Test
    void bandwidthsOfVersion3AreThoseOfTheSoundInTheSegments() {
        Presentation presentation = FilteredAssets.build(
                FilteredAssets.video("video", 90_000, 640, 360, FilteredAssets.MINUTE),
                sound(640_000, 1700), sound(64_000, 170));
        FilteredOrigin origin = FilteredOrigin.of(presentation, List.of("low: Type=Video | Type=Audio & Bitrate=0-100000"),
                List.of());
        String master = origin.text("manifest(format=m3u8-aapl-v3,filter=low)");
        long bandwidth = Long.parseLong(master.replaceAll("(?s).*BANDWIDTH=(\\d+),.*", "$1"));
        long bytes = origin.body("QualityLevels(90000)/Fragments(video=0,format=m3u8-aapl-v3,audiotrack=sound)").length();
        assertThat(bandwidth).isGreaterThanOrEqualTo(bytes * 8 / 18);
    }

    private static TrackSource sound(long bitrate, int size) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.audio().timescale(48_000);
        for (int i = 0; i < 2813; i++) {
            track.add(size, 1024, 0, true);
        }
        return FilteredAssets.source(movie, bitrate, "sound", "eng", null);
    }
}
