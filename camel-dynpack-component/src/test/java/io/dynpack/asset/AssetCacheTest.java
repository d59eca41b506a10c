package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.codec.TestAccessUnits;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.UnusableFile;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.StorageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AssetCacheTest {

    private static final String ISM = """
            <?xml version="1.0" encoding="utf-8"?>
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head/><body><switch>
            <video src="low.mp4" systemBitrate="100"><param name="trackID" value="1"/></video>
            <video src="high.mp4" systemBitrate="900"/>
            <audio src="low.mp4" systemBitrate="64" systemLanguage="eng"><param name="trackID" value="2"/>
            <param name="trackName" value="sound"/></audio>
            </switch></body></smil>
            """;

    private final TestStorage storage = new TestStorage();
    private long millis = 1_000_000;
    private final Clock clock = ((InstantSource) () -> Instant.ofEpochMilli(millis)).withZone(ZoneOffset.UTC);
    private final IndexCache indexes = new IndexCache(storage, 1 << 24);
    private final AssetLoader loader = new AssetLoader(storage, indexes, new CueCache(storage, 1 << 20, indexes.budget()),
            60_000_000);
    private final AssetCache cache = new AssetCache(storage, loader, clock, Duration.ofSeconds(5),
            Duration.ofSeconds(5), 100);

    private static byte[] movie(int frames) {
        TestMovie movie = new TestMovie();
        movie.video().frames(frames, 3600, 25);
        movie.audio().timescale(48000).audioFrames(frames, 1024);
        return movie.progressive();
    }

    private void store() {
        storage.with("a/show.ism", ISM).with("a/low.mp4", movie(250)).with("a/high.mp4", movie(250));
    }

    private LoadedAsset get() {
        return get("show.ism");
    }

    private LoadedAsset get(String ism) {
        return cache.get("a/", ism, TrackAdditions.NONE).orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void anAssetIsLoadedOnceAndLookedAtEveryFiveSeconds() {
        store();
        LoadedAsset first = get();
        assertThat(first.presentation().streams()).extracting(Stream::name).containsExactly("video", "sound");
        assertThat(first.presentation().findings()).isEmpty();
        int reads = storage.reads.size();
        millis += 4999;
        assertThat(get()).isSameAs(first);
        assertThat(storage.stats).isZero();
        millis += 1;
        assertThat(get()).isSameAs(first);
        assertThat(storage.stats).isEqualTo(3);
        assertThat(storage.reads).hasSize(reads);
        storage.with("a/high.mp4", movie(250));
        millis += 5000;
        LoadedAsset second = get();
        assertThat(second).isNotSameAs(first);
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(storage.closed).as("sources closed").isEqualTo(storage.opened);
    }

    /** Protected by others (Common Encryption, FairPlay), of codecs that nobody serves, and no media at all. */
    @ParameterizedTest
    @CsvSource({"avc1, encv, mp4a, enca, ENCRYPTED", "avc1, encv, mp4a, samr, ENCRYPTED", "avc1, evc1, mp4a, drms, ENCRYPTED",
            "avc1, evc1, mp4a, samr, VIDEO_ENCODING", "stsz, junk, mp4a, samr, AUDIO_ENCODING",
            "vide, text, soun, meta, MEDIA_TYPE", "stsz, junk, soun, meta, UNUSABLE"})
    void whereNothingIsServedTheReasonIsTyped(String video, String inVideo, String audio, String inAudio,
            AssetException.Reason reason) {
        byte[] film = renamed(renamed(movie(50), video, inVideo), audio, inAudio);
        storage.with("a/show.ism", ISM).with("a/low.mp4", film).with("a/high.mp4", film);
        assertThatThrownBy(this::get).cause().isInstanceOfSatisfying(AssetException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** The first box or handler of a type becomes one of another. */
    private static byte[] renamed(byte[] film, String type, String other) {
        String text = new String(film, StandardCharsets.ISO_8859_1);
        return text.replaceFirst(type, other).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void mediaMayBeLookedAtLessOften() {
        store();
        AssetCache patient = new AssetCache(storage, loader, clock, Duration.ofSeconds(5), Duration.ofSeconds(60), 100);
        LoadedAsset first = patient.get("a/", "show.ism", TrackAdditions.NONE).join();
        for (int i = 1; i < 12; i++) {
            millis += 5000;
            assertThat(patient.get("a/", "show.ism", TrackAdditions.NONE).join()).isSameAs(first);
            assertThat(storage.stats).isEqualTo(i);
        }
        millis += 5000;
        assertThat(patient.get("a/", "show.ism", TrackAdditions.NONE).join()).isSameAs(first);
        assertThat(storage.stats).isEqualTo(14);
    }

    @Test
    void namesThatNobodyEverUsedCostOneListing() {
        store();
        assertThatThrownBy(() -> get("zebra.ism")).hasCauseInstanceOf(AssetException.class);
        int pages = storage.listings;
        for (int i = 0; i < 50; i++) {
            String name = "zebra" + i + ".ism";
            assertThatThrownBy(() -> get(name)).hasCauseInstanceOf(AssetException.class);
        }
        assertThat(get("Show.ISM").ism().name()).isEqualTo("a/show.ism");
        assertThat(storage.listings).isEqualTo(pages);
        millis += 5000;
        assertThat(get("sHOW.ism").ism().name()).isEqualTo("a/show.ism");
        assertThat(storage.listings).isEqualTo(2 * pages);
    }

    @Test
    void howeverManyAskTheStorageIsAskedOnce() {
        store();
        storage.asynchronous = true;
        List<CompletableFuture<LoadedAsset>> asked = IntStream.range(0, 50)
                .mapToObj(i -> cache.get("a/", "show.ism", TrackAdditions.NONE)).toList();
        List<LoadedAsset> answers = asked.stream().map(future -> future.orTimeout(10, TimeUnit.SECONDS).join()).toList();
        assertThat(answers).containsOnly(answers.get(0));
        assertThat(storage.reads.stream().filter(read -> read.startsWith("a/show.ism"))).hasSize(1);
        storage.down = true;
        CompletableFuture<LoadedAsset> failed = cache.get("a/", "other.ism", TrackAdditions.NONE);
        assertThatThrownBy(() -> failed.orTimeout(10, TimeUnit.SECONDS).join()).hasCauseInstanceOf(StorageException.class);
    }

    @Test
    void anAssetThatIsForgottenDuringALookIsLookedAtAgain() {
        store();
        storage.gate = new CompletableFuture<>();
        CompletableFuture<LoadedAsset> before = cache.get("a/", "show.ism", TrackAdditions.NONE);
        cache.invalidate("a/", "show.ism", TrackAdditions.NONE);
        CompletableFuture<LoadedAsset> after = cache.get("a/", "show.ism", TrackAdditions.NONE);
        storage.gate.complete(null);
        LoadedAsset kept = after.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(before.orTimeout(10, TimeUnit.SECONDS).join()).isNotSameAs(kept);
        assertThat(get()).isSameAs(kept);
    }

    @Test
    void filesMayAppearAndVanish() {
        store();
        storage.remove("a/high.mp4");
        LoadedAsset without = get();
        assertThat(without.absent()).containsExactly("a/high.mp4");
        assertThat(without.presentation().streams().get(0).levels()).hasSize(1);
        assertThat(without.presentation().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.file()).isEqualTo("high.mp4");
        });
        storage.with("a/high.mp4", movie(250));
        assertThat(get()).isSameAs(without);
        millis += 5000;
        LoadedAsset with = get();
        assertThat(with.presentation().streams().get(0).levels()).hasSize(2);
        assertThat(with.version()).isNotEqualTo(without.version());
        storage.remove("a/low.mp4");
        storage.remove("a/high.mp4");
        millis += 5000;
        assertThatThrownBy(this::get).hasCauseInstanceOf(AssetException.class)
                .extracting(e -> ((AssetException) e.getCause()).reason()).isEqualTo(AssetException.Reason.UNUSABLE);
    }

    @Test
    void theLastKnownStateServesWhileTheStorageIsDown() {
        store();
        LoadedAsset known = get();
        storage.down = true;
        millis += 60_000;
        assertThat(get()).isSameAs(known);
        assertThatThrownBy(() -> get("other.ism")).hasCauseInstanceOf(StorageException.class);
        storage.down = false;
        assertThatThrownBy(() -> get("other.ism")).hasCauseInstanceOf(AssetException.class);
        storage.with("a/low.mp4", movie(300)).with("a/high.mp4", movie(300));
        millis += 5000;
        assertThat(get()).isNotSameAs(known);
    }

    @Test
    void absenceIsRememberedAndNamesMayDifferInCase() {
        assertThatThrownBy(this::get).isInstanceOf(CompletionException.class).hasCauseInstanceOf(AssetException.class);
        store();
        storage.with("a/zebra.mp4", movie(5)).with("a/aaa.txt", "x");
        assertThatThrownBy(this::get).hasCauseInstanceOf(AssetException.class);
        millis += 5000;
        LoadedAsset exact = get();
        LoadedAsset other = get("SHOW.ism");
        assertThat(other.ism().name()).isEqualTo("a/show.ism");
        assertThat(other.version()).isEqualTo(exact.version());
        cache.invalidate("a/", "show.ism", TrackAdditions.NONE);
        assertThat(get()).isNotSameAs(exact);
    }

    @Test
    void aNameThatTheStorageRefusesEndsTheRequest() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> get("..ism")).hasCauseInstanceOf(AssetException.class)
                    .extracting(e -> ((AssetException) e.getCause()).reason()).isEqualTo(AssetException.Reason.NOT_FOUND);
        }
        storage.with("a/show.ism", ISM.replace("high.mp4", "../high.mp4")).with("a/low.mp4", movie(50));
        // for ever, and not only until versions are compared
        for (int i = 0; i < 3; i++) {
            assertThat(get().presentation().findings()).singleElement().satisfies(
                    finding -> assertThat(finding.message()).contains("is no name of a file in this asset"));
            millis += 61_000;
        }
    }

    @Test
    void aSrcIsAFileNameOrAReference() {
        storage.with("a/show.ism", ISM.replace("high.mp4", "./the%20high.mp4")).with("a/low.mp4", movie(50))
                .with("a/the high.mp4", movie(50));
        LoadedAsset asset = get();
        assertThat(asset.presentation().findings()).isEmpty();
        assertThat(asset.media()).extracting(object -> object.name()).contains("a/the high.mp4");
    }

    @Test
    void damageIsAFindingAndADamagedManifestAnError() {
        store();
        storage.with("a/high.mp4", "no movie at all");
        assertThat(get().presentation().findings()).singleElement()
                .satisfies(finding -> assertThat(finding.message()).isEqualTo("does not begin like an MP4 file"));
        storage.with("a/bad.ism", "<smil").with("a/empty.ism", "");
        for (String name : new String[]{"bad.ism", "empty.ism"}) {
            assertThatThrownBy(() -> get(name)).extracting(e -> ((AssetException) e.getCause()).reason())
                    .isEqualTo(AssetException.Reason.UNUSABLE);
        }
    }

    @Test
    void accessUnitsThatCannotBeReadAreLookedAtAgain() {
        TestMovie movie = new TestMovie().padding(100_000);
        TestMovie.Track sound = movie.audio().timescale(24000).entry(TestEntries.mp4a(24000, 2, "1310"));
        for (int i = 0; i < 40; i++) {
            sound.unit(TestAccessUnits.aac(2, TestAccessUnits.Extension.SBR), 1024, true);
        }
        storage.with("a/show.ism", ISM.replaceAll("<video.*>", "").replace("value=\"2\"", "value=\"1\"")).with("a/low.mp4",
                movie.progressive());
        storage.unreadableFrom = 100_000;
        LoadedAsset first = get();
        assertThat(first.isProvisional()).isTrue();
        assertThat(codec(first)).isEqualTo("mp4a.40.2");
        storage.unreadableFrom = Long.MAX_VALUE;
        millis += 5000;
        LoadedAsset second = get();
        assertThat(second.isProvisional()).isFalse();
        assertThat(codec(second)).isEqualTo("mp4a.40.5");
        assertThat(second.version()).isNotEqualTo(first.version());
        storage.reads.clear();
        millis += 5000;
        get();
        assertThat(storage.reads).isEmpty();
    }

    private static String codec(LoadedAsset asset) {
        return asset.presentation().streams().get(0).levels().get(0).codec().rfc6381(false);
    }

    @Test
    void whyAFileCannotBeUsedIsStoredAndRemembered() {
        store();
        storage.with("a/high.mp4", "no movie at all");
        get();
        millis += 5000;
        cache.invalidate("a/", "show.ism", TrackAdditions.NONE);
        storage.reads.clear();
        get();
        assertThat(storage.reads).noneMatch(read -> read.startsWith("a/high.mp4"));

        var source = storage.open("a/high.mp4").join();
        ByteBuffer stored = MediaIndexCodec.store(
                new UnusableFile(new SourceFile(source.name(), source.version(), source.length()), "is no movie"));
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        storage.with("a/high.mp4" + IndexCache.SUFFIX, bytes);
        storage.reads.clear();
        assertThatThrownBy(() -> new IndexCache(storage, 1 << 20).get(source).join()).hasMessageContaining("is no movie");
        assertThat(storage.reads).containsExactly("a/high.mp4.dynx@0+" + bytes.length);
    }

    /** The name of its index would be longer than names can be. */
    @Test
    void mediaWithTheLongestNameIsServed() {
        String name = "l".repeat(1022 - "a/.mp4".length()) + ".mp4";
        store();
        storage.with("a/" + name, movie(250)).with("a/show.ism", ISM.replace("low.mp4", name));
        assertThat(get().presentation().findings()).isEmpty();
        assertThat(storage.closed).as("sources closed").isEqualTo(storage.opened);
    }

    /** Without the index, the media would be read: more of what there is too much of already. */
    @Test
    void aBusyStorageIsNotAskedForMore() {
        store();
        storage.busy = name -> name.endsWith(IndexCache.SUFFIX);
        assertThatThrownBy(this::get).hasCauseInstanceOf(StorageException.Busy.class);
        assertThat(storage.reads).noneMatch(read -> read.startsWith("a/low.mp4@") || read.startsWith("a/high.mp4@"));
        assertThat(storage.closed).as("sources closed").isEqualTo(storage.opened);
    }

    /** Whoever wrote it made a checksum that holds. */
    @Test
    void aStoredIndexThatLiesIsPassedOverAndTheMediaRead() {
        store();
        var source = storage.open("a/low.mp4").join();
        MediaIndex good = MediaIndexer.index(source).join();
        SourceFile file = good.file();
        TrackIndex track = good.tracks().get(0);
        var impossible = new TrackIndex(track.trackId(), track.kind(), track.header(), -1, track.language(),
                track.movieTimescale(), track.edits(), 0, track.entries(), track.codec(), track.samples(),
                track.rollGroups(), track.repairs(), track.probe());
        var shorter = new SourceFile(file.name(), file.version(), file.length() - 1);
        var longer = new SourceFile(file.name(), file.version(), file.length() + 1);
        for (MediaIndex lie : List.of(good.withTracks(List.of(impossible)), good.withTracks(List.of(track, track)),
                new MediaIndex(shorter, false, good.tracks(), List.of(), good.omitted(), 0),
                new MediaIndex(longer, false, good.tracks(), List.of(), good.omitted(), 0))) {
            ByteBuffer stored = MediaIndexCodec.store(lie);
            byte[] bytes = new byte[stored.remaining()];
            stored.get(bytes);
            storage.with("a/low.mp4" + IndexCache.SUFFIX, bytes);
            storage.reads.clear();
            MediaIndex index = new IndexCache(storage, 1 << 24).get(source).join();
            assertThat(storage.reads).anyMatch(read -> read.startsWith("a/low.mp4@"));
            assertThat(index.tracks()).hasSize(2).extracting(TrackIndex::timescale).containsExactly(90000L, 48000L);
        }
    }

    @Test
    void aStoredIndexIsUsedIfItIsOfThisVersion() {
        store();
        byte[] low = movie(250);
        storage.with("a/low.mp4", low);
        var index = MediaIndexer.index(storage.open("a/low.mp4").join()).join();
        var stored = MediaIndexCodec.store(index);
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        storage.with("a/low.mp4" + IndexCache.SUFFIX, bytes);
        storage.reads.clear();
        get();
        assertThat(storage.reads).noneMatch(read -> read.startsWith("a/low.mp4@"));
        storage.with("a/low.mp4", low);
        storage.reads.clear();
        millis += 5000;
        get();
        assertThat(storage.reads).anyMatch(read -> read.startsWith("a/low.mp4@"));
    }

    @Test
    void aServerManifestOfUnknownElementsIsRefusedByItsNameAndHoldsNoMemory() {
        MemoryBudget budget = new MemoryBudget(256 << 20);
        storage.with("a/show.ism", "<smil>" + "<x/>".repeat(500_000) + "</smil>").with("a/tracks.ism",
                "<smil><body>" + "<ref src='low.mp4'/>".repeat(1001) + "</body></smil>");
        AssetLoader loads = new AssetLoader(storage, new IndexCache(storage, 1 << 24, budget), new CueCache(storage, 1 << 20),
                60_000_000);
        for (String name : List.of("show.ism", "tracks.ism")) {
            assertThatThrownBy(() -> loads.load("a/", name, TrackAdditions.NONE).join()).cause()
                    .isInstanceOfSatisfying(AssetException.class,
                            e -> assertThat(e.reason()).isEqualTo(AssetException.Reason.UNUSABLE))
                    .hasMessageContaining("a/" + name)
                    .hasMessageContaining("more than");
        }
        assertThat(budget.lent()).isZero();
    }

    private static LoadedAsset languages(int tracks, int frames, int references) {
        TestMovie movie = new TestMovie();
        for (int i = 0; i < tracks; i++) {
            movie.audio().timescale(48000).audioFrames(frames, 1024);
        }
        StringBuilder audio = new StringBuilder();
        for (int i = 0; i < references; i++) {
            audio.append("<audio src=\"film.mp4\" systemBitrate=\"64\">");
            if (tracks == 1) {
                audio.append("<param name=\"trackID\" value=\"1\"/>");
            }
            audio.append("</audio>");
        }
        TestStorage storage = new TestStorage().with("a/film.mp4", movie.progressive()).with("a/show.ism",
                ISM.replaceAll("(?s)<switch>.*</switch>", "<switch>" + audio + "</switch>"));
        var indexes = new IndexCache(storage, 1 << 24, new MemoryBudget(4 << 20));
        return new AssetLoader(storage, indexes, new CueCache(storage, 1 << 20, indexes.budget()), 60_000_000)
                .load("a/", "show.ism", TrackAdditions.NONE).orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Sound is cut into fragments of hundreds of frames; each reference is cut anew. */
    @Test
    void whatAnAssetTakesIsWhatIsMadeOfItsReferences() {
        LoadedAsset film = languages(60, 2000, 60);
        assertThat(film.presentation().streams()).hasSize(60)
                .allSatisfy(stream -> assertThat(stream.timeline().count()).isEqualTo(8));
        assertThat(film.presentation().streams().stream().map(stream -> stream.levels().get(0).track().trackId()))
                .doesNotHaveDuplicates();
        assertThat(languages(1, 2000, 900).presentation().streams()).hasSize(900);
        assertThatThrownBy(() -> languages(1, 50_000, 900)).hasCauseInstanceOf(AssetException.class)
                .hasMessageContaining("more than this heap has for one asset");
    }

    /** Each is told by the name in the server manifest; the others and the media stay, and what arrives later is seen. */
    @Test
    void textsThatCannotBeUsedAreToldAndLeftOut() {
        String texts = """
                <textstream src="en.cmft" systemBitrate="0" systemLanguage="en"><param name="transcriptsrc" value="en.vtt"/></textstream>
                <textstream src="de.cmft" systemLanguage="de"><param name="transcriptsrc" value="de.vtt"/></textstream>
                <textstream src="only.cmft" systemLanguage="fr"/>
                <textstream src="sprite.vtt"/><textstream src="none.srt"/><textstream src="odd.vtt" systemLanguage="en"/>
                """;
        store();
        storage.with("a/show.ism", ISM.replace("</switch>", texts + "</switch>"))
                .with("a/en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n")
                .with("a/sprite.vtt", "WEBVTT\n\n00:00.000 --> 00:05.000\nsprite.jpg#xywh=0,0,100,50\n")
                .with("a/none.srt", "just words").with("a/odd.vtt", "WEBVTT\n\n00:03.000 --> 00:02.000\nbackwards\n");
        Presentation first = get().presentation();
        assertThat(first.streams()).hasSize(2);
        assertThat(first.texts()).extracting(TextStream::name).containsExactly("subt_en", "subt_en_1");
        assertThat(first.texts().get(0).bitrate()).isZero();
        assertThat(first.findings()).extracting(finding -> finding.file() + ": " + finding.message())
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).startsWith("de.cmft: names de.vtt in transcriptsrc, which is not there"),
                        text -> assertThat(text).startsWith("only.cmft: is not there, and transcriptsrc names no document"),
                        text -> assertThat(text).startsWith("sprite.vtt: is an index of thumbnails"),
                        text -> assertThat(text).startsWith("none.srt: cannot be read as text"),
                        text -> assertThat(text).startsWith("odd.vtt: line 3: "));
        storage.with("a/de.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHallo\n");
        millis += 60_000;
        get();
        assertThat(get().presentation().texts()).extracting(TextStream::name).containsExactly("subt_en", "subt_de",
                "subt_en_1");
    }

    /** Of a transcript and the file that was made from it the transcript is shown; the file where that is not there. */
    @Test
    void aTranscriptComesBeforeTheFileThatWasMadeFromIt() {
        store();
        storage.with("a/show.ism", ISM.replace("</switch>", """
                <textstream src="en.cmft" systemLanguage="en"><param name="transcriptsrc" value="en.vtt"/></textstream>
                <textstream src="en.cmft"><param name="trackID" value="2"/></textstream>
                <textstream src="en.cmft"><param name="trackID" value="3"/></textstream></switch>"""))
                .with("a/en.cmft", subtitles());
        LoadedAsset asset = get();
        assertThat(asset.presentation().findings()).extracting(finding -> finding.file() + ": " + finding.message())
                .containsExactly("en.cmft: has no text track that can be served with track_ID 3");
        assertThat(asset.presentation().texts()).extracting(TextStream::name).containsExactly("subt_en", "subt_deu");
        assertThat(asset.presentation().texts()).extracting(TextStream::role).containsExactly("subtitle", "forced-subtitle");
        assertThat(asset.presentation().texts()).extracting(this::words).containsExactly("One 0-2,Two 2-4", "Drei 1-3");
        assertThat(asset.tracks()).containsEntry("a/en.cmft", 2);
        assertThat(asset.absent()).contains("a/en.vtt");
        storage.with("a/en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n");
        millis += 60_000;
        get();
        assertThat(words(get().presentation().texts().get(0))).isEqualTo("Hello 1-2");
    }

    private String words(TextStream text) {
        return text.source().cues().join().cues().stream()
                .map(cue -> cue.text() + " " + cue.start() / 10_000_000 + "-" + cue.end() / 10_000_000)
                .collect(Collectors.joining(","));
    }

    /** Two tracks, the second one forced and moved by its edit list. */
    private static byte[] subtitles() {
        TestMovie movie = new TestMovie().perFragment(1);
        movie.other("sbtl", TestEntries.tx3g(0)).timescale(1000).language("eng").unit(timedText("One"), 2000, true)
                .unit(timedText("Two"), 2000, true);
        movie.other("sbtl", TestEntries.tx3g(0xC0000000)).timescale(1000).language("deu").edits(TestMovie.Edit.of(1000, -1),
                TestMovie.Edit.of(0, 0)).unit(timedText("Drei"), 2000, true);
        return movie.fragmented();
    }

    private static byte[] timedText(String words) {
        return ("\0" + (char) words.length() + words).getBytes(StandardCharsets.US_ASCII);
    }
}
