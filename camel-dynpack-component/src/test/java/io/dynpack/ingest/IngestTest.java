package io.dynpack.ingest;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.codec.TestAccessUnits;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.ism.ClientManifest;
import io.dynpack.ism.ServerManifest;
import io.dynpack.ism.SourceFormat;
import io.dynpack.ism.TrackReference;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.MemoryStorage;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;

import static io.dynpack.ingest.IngestFixtures.audio;
import static io.dynpack.ingest.IngestFixtures.file;
import static io.dynpack.ingest.IngestFixtures.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What ingest writes, what it leaves alone, and how it ends whatever happens in between. */
class IngestTest {
    private static final long TARGET = 60_000_000;
    private static final String FOREIGN = """
            <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch>
            <video src="harbour_720.mp4" /></switch></body></smil>
            """;

    private final MemoryStorage storage = new MemoryStorage(3);

    private static Ingest on(MemoryStorage storage) {
        return new Ingest(storage, new IndexCache(storage, 1 << 20), new CueCache(storage, 1 << 20), TARGET,
                presentation -> List.of());
    }

    private AssetInfo ingest() {
        return ingest(Overwrite.OWN);
    }

    private AssetInfo ingest(Overwrite overwrite) {
        return on(storage).ingest("harbour", "a/", overwrite).join();
    }

    private ServerManifest manifest(String name) {
        return ServerManifest.read(storage.bytes("a/" + name), name);
    }

    private static byte[] movie(int bytes) {
        return file(video(10).picture(64 * bytes / 100, 48).sizes(i -> bytes), audio(10).language("eng"));
    }

    private void ladder() {
        storage.putBytes("a/harbour_180.mp4", movie(100));
        storage.putBytes("a/harbour_360.mp4", movie(200));
        storage.putBytes("a/harbour_720.mp4", movie(400));
    }

    @Test
    void singleFileBecomesAnAsset() {
        storage.putBytes("a/clip.mp4", movie(100));
        AssetInfo info = ingest();
        assertThat(info.usable()).isTrue();
        assertThat(info.changed()).isTrue();
        assertThat(info.serverManifests()).containsExactly("clip.ism");
        assertThat(info.duration()).isEqualTo("10.0053333");
        assertThat(info.streams()).extracting(AssetInfo.StreamInfo::name).containsExactly("aac_eng_2_37", "video");
        assertThat(storage.names()).containsExactly("a/clip.ism", "a/clip.ismc", "a/clip.mp4", "a/clip.mp4.dynx");
        assertThat(storage.puts()).containsExactly("a/clip.mp4.dynx", "a/clip.ismc", "a/clip.ism");
        ServerManifest manifest = manifest("clip.ism");
        assertThat(manifest.sourceFormat()).isEqualTo(SourceFormat.MP4);
        assertThat(manifest.fragmentsPerHlsSegment()).hasValue(1);
        assertThat(manifest.clientManifestRelativePath()).hasValue("clip.ismc");
        assertThat(manifest.meta("creator")).hasValueSatisfying(creator -> assertThat(creator).startsWith("DynPack "));
        ClientManifest client = ClientManifest.read(storage.bytes("a/clip.ismc"), "clip.ismc");
        assertThat(client.getStreams()).hasSize(2);
        assertThat(client.getDuration()).isEqualTo(100_053_333L);
    }

    @Test
    void ladderTakesItsAudioFromTheLowestLevel() {
        ladder();
        AssetInfo info = ingest();
        assertThat(info.serverManifests()).containsExactly("harbour.ism");
        List<TrackReference> tracks = manifest("harbour.ism").tracks();
        assertThat(tracks).extracting(TrackReference::src).containsExactly("harbour_180.mp4", "harbour_720.mp4",
                "harbour_360.mp4", "harbour_180.mp4");
        assertThat(tracks.get(0).kind()).isEqualTo(TrackReference.Kind.AUDIO);
        assertThat(tracks.get(0).trackId()).hasValue(2);
        assertThat(tracks.get(0).language()).hasValue("eng");
        assertThat(tracks.subList(1, 4)).extracting(track -> track.name().orElse("")).containsOnly("video");
        assertThat(info.findings()).extracting(Finding::message)
                .anyMatch(message -> message.contains("lies in 3 files and is taken from this one"));
    }

    @Test
    void separateAudioWinsUnlessItDiffers() {
        storage.putBytes("a/x_v.mp4", file(video(10), audio(10).language("eng"), audio(10).language("fra"),
                audio(10).language("deu").channels(1)));
        storage.putBytes("a/x_deu.m4a", file(audio(10).language("deu")));
        storage.putBytes("a/x_eng.m4a", file(audio(10).language("eng")));
        AssetInfo info = ingest();
        assertThat(info.streams()).extracting(AssetInfo.StreamInfo::name).containsExactly("aac_fra_2_37", "aac_deu_1_37",
                "aac_deu_2_37", "aac_eng_2_37", "video");
        assertThat(info.findings()).anyMatch(finding -> finding.file().equals("x_v.mp4")
                && finding.message().contains("is left out, since x_eng.m4a carries it apart"));
    }

    private static TestMovie film(int bytes) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.video();
        for (int i = 0; i < 10; i++) {
            track.add(bytes, 90000, 0, true);
        }
        return movie;
    }

    private static TestMovie text(TestMovie movie, String language, int displayFlags) {
        movie.other("sbtl", TestEntries.tx3g(displayFlags)).timescale(1000).language(language)
                .unit(new byte[]{0, 2, 'H', 'i'}, 4000, true);
        return movie;
    }

    /** As sound: once for each language, out of the file with the lowest video, unless a file carries it apart. */
    @Test
    void tracksOfTextAreSubtitles() {
        for (int bytes : new int[]{200, 100}) {
            TestMovie movie = text(text(text(film(bytes), "eng", 0), "eng", 0xC0000000), "eng", 0);
            storage.putBytes("a/film_" + bytes + ".mp4", text(text(movie, "deu", 0), "und", 0).progressive());
        }
        storage.putBytes("a/film_text.mp4", text(new TestMovie(), "deu", 0x40000000).fragmented());
        AssetInfo info = ingest();
        List<TrackReference> texts = manifest("film.ism").tracks().stream()
                .filter(track -> track.kind() == TrackReference.Kind.TEXT).toList();
        assertThat(texts)
                .extracting(track -> track.src() + " " + track.trackId().orElse(0) + " " + track.name().orElse("") + " "
                        + track.role().orElse(""))
                .containsExactly("film_100.mp4 2 subt_eng ", "film_100.mp4 3 subt_eng_1 forced-subtitle",
                        "film_100.mp4 4 subt_eng_2 ", "film_text.mp4 1 subt_deu ");
        assertThat(info.streams()).extracting(stream -> stream.kind() + " " + stream.name()).containsExactly("video video",
                "text subt_eng", "text subt_eng_1", "text subt_eng_2", "text subt_deu");
        assertThat(info.streams().get(4).levels()).extracting(AssetInfo.LevelInfo::file).containsExactly("film_text.mp4");
        assertThat(info.findings()).extracting(Finding::message).contains("its track 3 holds text (tx3g, eng)",
                "the text (eng, forced) lies in 2 files and is taken from this one, which has the lowest video bitrate",
                "the text beside the video (deu, in 2 files) is left out, since film_text.mp4 carries it apart; delete that file"
                        + " if the other is meant");
        assertThat(info.findings()).noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        ClientManifest client = ClientManifest.read(storage.bytes("a/film.ismc"), "film.ismc");
        assertThat(client.getStreams()).hasSize(5);
        assertThat(ingest().changed()).isFalse();
    }

    /** Where others wrote the server manifest, what it leaves out is said; a file of text alone may be shown by its transcript. */
    @Test
    void tracksOfTextThatNobodyServesAreTold() {
        storage.putBytes("a/harbour_720.mp4", text(film(100), "eng", 0).progressive());
        storage.putBytes("a/harbour.cmft", text(new TestMovie(), "deu", 0).fragmented());
        storage.putBytes("a/other.ism", FOREIGN.getBytes(StandardCharsets.UTF_8));
        assertThat(ingest().findings()).extracting(finding -> finding.file() + " " + finding.message())
                .contains("harbour_720.mp4 its track 2 (text, eng) is not served by any server manifest",
                        "harbour.cmft its track 1 holds text (tx3g, deu)")
                .noneMatch(message -> message.startsWith("harbour.cmft is in no server manifest"));
    }

    @Test
    void languageOfTheNameCountsWhereTheFileHasNone() {
        storage.putBytes("a/x_v.mp4", file(video(10)));
        storage.putBytes("a/x_AAC_deu_2.mp4", file(audio(10)));
        AssetInfo info = ingest();
        assertThat(info.streams().get(0).language()).isEqualTo("deu");
        assertThat(info.findings()).anyMatch(finding -> finding.message().contains("deu is taken from its name"));
    }

    @Test
    void qualitiesOfOneLanguageAreStreamsWithNamesOfTheirOwn() {
        storage.putBytes("a/x_1.m4a", file(audio(10).language("eng")));
        storage.putBytes("a/x_2.m4a", file(audio(10).language("eng")));
        storage.putBytes("a/x_3.m4a", file(audio(10).language("eng").sizes(i -> 200)));
        assertThat(ingest().streams()).extracting(AssetInfo.StreamInfo::name).containsExactly("aac_eng_2_37",
                "aac_eng_2_37_1_1", "aac_eng_2_75");
    }

    @Test
    void bitratesOfLevelsAreUnique() {
        storage.putBytes("a/x_1.mp4", movie(100));
        storage.putBytes("a/x_2.mp4", movie(100));
        AssetInfo info = ingest();
        assertThat(info.streams().get(1).levels()).extracting(AssetInfo.LevelInfo::bitrate).doesNotHaveDuplicates();
        assertThat(info.findings()).anyMatch(finding -> finding.severity() == Finding.Severity.WARNING
                && finding.message().contains("has the picture size and the bitrate of"));
    }

    @Test
    void nothingIsReadOrWrittenWhereNothingChanged() {
        ladder();
        Ingest ingest = on(storage);
        AssetInfo first = ingest.ingest("harbour", "a/", Overwrite.OWN).join();
        for (Ingest again : List.of(ingest, on(storage))) {
            storage.forget();
            AssetInfo second = again.ingest("harbour", "a/", Overwrite.OWN).join();
            assertThat(second.changed()).isFalse();
            assertThat(second.findings()).isEqualTo(first.findings());
            assertThat(second.streams()).isEqualTo(first.streams());
            assertThat(storage.puts()).isEmpty();
            assertThat(storage.reads()).noneMatch(name -> name.endsWith(".mp4"));
        }
    }

    @Test
    void filesThatCannotBeUsedAreNotReadAgainEither() {
        ladder();
        storage.putBytes("a/damaged.mp4", new byte[500]);
        storage.putBytes("a/picture.mp4", file(video(4).format("s263")));
        AssetInfo first = ingest();
        storage.forget();
        AssetInfo second = ingest();
        assertThat(storage.reads()).noneMatch(name -> name.endsWith(".mp4"));
        assertThat(storage.puts()).isEmpty();
        assertThat(second.findings()).isEqualTo(first.findings());
        assertThat(first.findings()).extracting(Finding::file).contains("damaged.mp4", "picture.mp4");
        storage.putBytes("a/damaged.mp4", movie(300));
        assertThat(ingest().findings()).noneMatch(finding -> finding.severity() == Finding.Severity.ERROR
                && finding.file().equals("damaged.mp4"));
        assertThat(storage.reads()).contains("a/damaged.mp4");
    }

    @Test
    void anIndexOfAnotherFormIsRefusedAndMadeAgain() {
        ladder();
        ingest();
        byte[] index = storage.bytes("a/harbour_360.mp4.dynx");
        byte[] older = index.clone();
        older[7]--;
        storage.putBytes("a/harbour_360.mp4.dynx", older);
        storage.forget();
        assertThat(ingest().changed()).isTrue();
        assertThat(storage.puts()).containsExactly("a/harbour_360.mp4.dynx");
        assertThat(storage.bytes("a/harbour_360.mp4.dynx")).isEqualTo(index);
    }

    @Test
    void whatOnlyAccessUnitsTellIsInManifestsAndInTheStoredIndex() {
        storage.putBytes("a/clip.mp4", file(video(10), audio(10).samplingFrequencyIndex(6).channels(1)
                .content(i -> TestAccessUnits.aac(1, TestAccessUnits.Extension.SBR_WITH_STEREO))));
        ingest();
        for (Ingest again : List.of(on(storage), on(storage))) {
            AssetInfo info = again.ingest("harbour", "a/", Overwrite.OWN).join();
            // the name, and so the URL, is what moov makes it
            assertThat(info.streams().get(0).name()).startsWith("aac_und_1_");
            AssetInfo.LevelInfo level = info.streams().get(0).levels().get(0);
            assertThat(level.codecs()).isEqualTo("mp4a.40.29");
            assertThat(level.channels()).isEqualTo(2);
            assertThat(level.sampleRate()).isEqualTo(48000);
        }
        assertThat(storage.text("a/clip.ismc")).contains("FourCC=\"AACH\"", "CodecPrivateData=\"130856E59D4880\"",
                "SamplingRate=\"48000\"", "Channels=\"2\"");
    }

    /** A storage whose sources do not give what lies in the second half of a file. */
    private Storage halfReadable() {
        return (Storage) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Storage.class},
                (s, method, args) -> {
                    Object answer = method.invoke(storage, args);
                    return method.getName().equals("open")
                            ? ((CompletableFuture<?>) answer).thenApply(source -> halfReadable((Source) source))
                            : answer;
                });
    }

    private static Source halfReadable(Source source) {
        return (Source) Proxy.newProxyInstance(Source.class.getClassLoader(), new Class<?>[]{Source.class},
                (s, method, args) -> {
                    boolean lost = method.getName().equals("read") && source.name().endsWith("4")
                            && (long) args[0] > source.length() / 2;
                    return switch (method.getName()) {
                        case "read" -> lost
                                ? CompletableFuture.failedFuture(new StorageException("no answer", null))
                                : source.read((long) args[0], (int) args[1]);
                        case "close" -> {
                            source.close();
                            yield null;
                        }
                        case "name" -> source.name();
                        case "version" -> source.version();
                        case "length" -> source.length();
                        default -> source.object();
                    };
                });
    }

    @Test
    void anIndexWithoutItsAccessUnitsIsNotStored() {
        storage.putBytes("a/clip.mp4", file(video(10).sizes(i -> 400)));
        AssetInfo info = new Ingest(halfReadable(), new IndexCache(halfReadable(), 1 << 20),
                new CueCache(halfReadable(), 1 << 20), TARGET, presentation -> List.of())
                .ingest("harbour", "a/", Overwrite.OWN).join();
        assertThat(info.usable()).isTrue();
        assertThat(info.findings()).anyMatch(finding -> finding.severity() == Finding.Severity.WARNING
                && finding.message().startsWith("could not be read where its access units were looked at"));
        assertThat(storage.names()).contains("a/clip.ism").doesNotContain("a/clip.mp4.dynx");
        assertThat(ingest().findings()).noneMatch(finding -> finding.message().startsWith("could not be read"));
        assertThat(storage.names()).contains("a/clip.mp4.dynx");
    }

    @Test
    void changedFileIsReadAgainAndChangesTheManifest() {
        ladder();
        ingest();
        byte[] before = storage.bytes("a/harbour.ism");
        storage.putBytes("a/harbour_360.mp4", movie(300));
        storage.forget();
        assertThat(ingest().changed()).isTrue();
        assertThat(storage.reads()).filteredOn(name -> name.endsWith(".mp4")).containsOnly("a/harbour_360.mp4");
        assertThat(storage.puts()).containsExactly("a/harbour_360.mp4.dynx", "a/harbour.ismc", "a/harbour.ism");
        assertThat(storage.bytes("a/harbour.ism")).isNotEqualTo(before);
    }

    @Test
    void nameStaysWhenFilesArrive() {
        storage.putBytes("a/harbour_180.mp4", movie(100));
        ingest();
        storage.putBytes("a/harbour_360.mp4", movie(200));
        assertThat(ingest().serverManifests()).containsExactly("harbour_180.ism");
        assertThat(manifest("harbour_180.ism").tracks()).hasSize(3);
    }

    @Test
    void manifestOfOthersStaysUnlessTold() {
        ladder();
        storage.putText("a/other.ism", FOREIGN);
        AssetInfo info = ingest();
        assertThat(info.serverManifests()).containsExactly("other.ism");
        assertThat(storage.puts()).allMatch(name -> name.endsWith(".dynx")).hasSize(3);
        assertThat(info.findings()).filteredOn(finding -> finding.message().startsWith("is in no server manifest"))
                .extracting(Finding::file).containsExactly("harbour_180.mp4", "harbour_360.mp4");
        assertThat(info.findings()).anyMatch(finding -> finding.file().equals("harbour_720.mp4")
                && finding.message().equals("its track 2 (audio, eng) is not served by any server manifest"));
        assertThat(ingest(Overwrite.ALWAYS).serverManifests()).containsExactly("other.ism");
        assertThat(manifest("other.ism").tracks()).hasSize(4);
        assertThat(storage.names()).contains("a/other.ismc").doesNotContain("a/harbour.ism");
    }

    @Test
    void editedManifestBelongsToItsEditor() {
        ladder();
        ingest();
        String edited = storage.text("a/harbour.ism").replace("fragmentsPerHLSSegment\" content=\"1\"",
                "fragmentsPerHLSSegment\" content=\"3\"");
        storage.putText("a/harbour.ism", edited);
        storage.putBytes("a/harbour_720.mp4", movie(500));
        storage.forget();
        ingest();
        assertThat(storage.text("a/harbour.ism")).isEqualTo(edited);
        assertThat(storage.puts()).containsExactly("a/harbour_720.mp4.dynx");
        ingest(Overwrite.ALWAYS);
        assertThat(manifest("harbour.ism").fragmentsPerHlsSegment()).hasValue(1);
    }

    @Test
    void neverReplacesNotEvenItsOwn() {
        ladder();
        ingest(Overwrite.NEVER);
        byte[] before = storage.bytes("a/harbour.ism");
        storage.putBytes("a/harbour_720.mp4", movie(500));
        ingest(Overwrite.NEVER);
        assertThat(storage.bytes("a/harbour.ism")).isEqualTo(before);
    }

    @Test
    void clientManifestOfOthersStays() {
        storage.putBytes("a/clip.mp4", movie(100));
        storage.putText("a/clip.ismc", "<SmoothStreamingMedia />");
        AssetInfo info = ingest();
        assertThat(storage.text("a/clip.ismc")).isEqualTo("<SmoothStreamingMedia />");
        assertThat(info.findings()).anyMatch(finding -> finding.file().equals("clip.ismc"));
        ingest(Overwrite.ALWAYS);
        assertThat(storage.text("a/clip.ismc")).contains("StreamIndex");
    }

    @Test
    void differentNodesWriteTheSameBytes() {
        ladder();
        MemoryStorage other = new MemoryStorage();
        storage.names().forEach(name -> other.putBytes(name, storage.bytes(name)));
        ingest();
        on(other).ingest("other name", "a/", Overwrite.OWN).join();
        assertThat(other.names()).isEqualTo(storage.names());
        other.names().forEach(name -> assertThat(other.bytes(name)).as(name).isEqualTo(storage.bytes(name)));
    }

    @Test
    void describeAndGenerateWriteNothing() {
        ladder();
        storage.putText("a/harbour.ismc", "<SmoothStreamingMedia />");
        AssetInfo described = on(storage).describe("harbour", "a/", TrackAdditions.NONE).join();
        GeneratedManifests generated = on(storage).generate("harbour", "a/").join();
        assertThat(storage.puts()).isEmpty();
        AssetInfo info = ingest();
        assertThat(described.findings()).isEqualTo(info.findings());
        assertThat(described.changed()).isFalse();
        assertThat(generated.serverManifestName()).isEqualTo("harbour.ism");
        assertThat(generated.clientManifestName()).isEqualTo("harbour.ismc");
        assertThat(storage.bytes("a/harbour.ism")).isEqualTo(generated.serverManifest().write());
        ingest(Overwrite.ALWAYS);
        assertThat(new String(storage.bytes("a/harbour.ismc")))
                .startsWith(new String(generated.clientManifest().write()));
    }

    @Test
    void crashAnywhereLeavesTheOldOrTheNewState() {
        for (MemoryStorage.Death death : MemoryStorage.Death.values()) {
            boolean died = true;
            for (int call = 1; died; call++) {
                MemoryStorage disk = new MemoryStorage();
                disk.putBytes("a/x_1.mp4", movie(100));
                on(disk).ingest("x", "a/", Overwrite.OWN).join();
                byte[] old = disk.bytes("a/x_1.ism");
                disk.putBytes("a/x_1.mp4", movie(150));
                disk.putBytes("a/x_2.mp4", movie(200));
                MemoryStorage dying = disk.process().dyingAt(call, death);
                on(dying).ingest("x", "a/", Overwrite.OWN).handle((info, failure) -> null).join();
                died = dying.died();
                byte[] between = disk.bytes("a/x_1.ism");
                AssetInfo info = on(disk).ingest("x", "a/", Overwrite.OWN).join();
                byte[] after = disk.bytes("a/x_1.ism");
                assertThat(between).as("call " + call).isIn(old, after);
                assertThat(info.streams().get(1).levels()).hasSize(2);
                assertThat(disk.names()).containsExactly("a/x_1.ism", "a/x_1.ismc", "a/x_1.mp4", "a/x_1.mp4.dynx",
                        "a/x_2.mp4", "a/x_2.mp4.dynx");
                disk.forget();
                assertThat(on(disk).ingest("x", "a/", Overwrite.OWN).join().changed()).isFalse();
                assertThat(disk.reads()).noneMatch(name -> name.endsWith(".mp4"));
            }
        }
    }

    @Test
    void editDuringIngestIsNotLost() {
        ladder();
        storage.beforePut(name -> {
            if (name.equals("a/harbour.ism") && !storage.names().contains(name)) {
                storage.putText(name, FOREIGN);
            }
        });
        AssetInfo info = ingest();
        assertThat(storage.text("a/harbour.ism")).isEqualTo(FOREIGN);
        assertThat(info.streams()).hasSize(1);
        storage.remove("a/harbour.ism");
        storage.beforePut(name -> {});
        ingest();
        storage.putBytes("a/harbour_720.mp4", movie(500));
        storage.beforePut(name -> {
            if (name.equals("a/harbour.ism")) {
                storage.putText(name, FOREIGN);
            }
        });
        ingest();
        assertThat(storage.text("a/harbour.ism")).isEqualTo(FOREIGN);
    }

    @Test
    void nodesAtOnceAgree() {
        ladder();
        MemoryStorage other = storage.process();
        storage.beforePut(name -> {
            if (name.endsWith(".ism")) {
                storage.beforePut(nothing -> {});
                on(other).ingest("harbour", "a/", Overwrite.OWN).join();
            }
        });
        assertThat(ingest().usable()).isTrue();
        assertThat(other.puts()).contains("a/harbour.ism");
        assertThat(storage.puts()).doesNotContain("a/harbour.ism");
    }

    @Test
    void readOnlyStorageServesWhatHasAManifest() {
        ladder();
        storage.refusePuts(name -> new StorageException.Refused(name, null));
        assertThatThrownBy(this::ingest).hasCauseInstanceOf(StorageException.Refused.class);
        storage.putText("a/harbour.ism", FOREIGN);
        AssetInfo info = ingest();
        assertThat(info.usable()).isTrue();
        assertThat(info.changed()).isFalse();
        assertThat(info.findings().get(0).severity()).isEqualTo(Finding.Severity.WARNING);
        assertThat(info.findings().get(0).message()).startsWith("indexes could not be stored");
    }

    @Test
    void ownManifestThatCannotBeReplacedIsServedAsItIs() {
        ladder();
        ingest();
        storage.putBytes("a/harbour_720.mp4", movie(500));
        storage.refusePuts(name -> new StorageException("read-only", null));
        AssetInfo info = ingest();
        assertThat(info.usable()).isTrue();
        assertThat(info.changed()).isFalse();
        assertThat(info.findings()).extracting(Finding::message)
                .anyMatch(message -> message.startsWith("manifests could not be written"));
    }

    @Test
    void busyStorageIsNoReasonToGoOn() {
        ladder();
        storage.putText("a/harbour.ism", FOREIGN);
        storage.refusePuts(name -> new StorageException.Busy(name, 1));
        assertThatThrownBy(this::ingest).hasCauseInstanceOf(StorageException.Busy.class);
    }

    @Test
    void folderWithNothingToServeFailsWithTheReasonOfEachFile() {
        storage.putText("a/broken.mp4", "this is no film at all");
        storage.putBytes("a/phone.mp4", file(video(2).format("s263")));
        storage.putText("a/poster.jpg", "ÿØÿà");
        assertThatThrownBy(this::ingest).isInstanceOf(CompletionException.class).cause()
                .isInstanceOfSatisfying(IngestException.class, e -> {
                    assertThat(e).hasMessageContaining("broken.mp4 does not begin like an MP4 file")
                            .hasMessageContaining("phone.mp4 track 1: sample entry s263 (H.263) is not served");
                    assertThat(e.asset().usable()).isFalse();
                    assertThat(e.asset().files()).hasSize(2);
                    assertThat(e.asset().duration()).isNull();
                });
        assertThat(storage.puts()).as("why, for whoever comes next").containsExactly("a/broken.mp4.dynx");
        storage.forget();
        assertThatThrownBy(() -> on(storage).ingest("x", "a/", Overwrite.OWN).join())
                .hasMessageContaining("broken.mp4 does not");
        assertThat(storage.reads()).doesNotContain("a/broken.mp4");
        assertThat(storage.puts()).isEmpty();
        assertThat(on(storage).describe("x", "a/", TrackAdditions.NONE).join().usable()).isFalse();
        assertThatThrownBy(() -> on(storage).generate("x", "a/").join()).hasCauseInstanceOf(IngestException.class);
        assertThatThrownBy(() -> on(storage).describe("x", "a", TrackAdditions.NONE).join())
                .hasCauseInstanceOf(IngestException.class);
        assertThatThrownBy(() -> on(storage).ingest("x", "nowhere/", Overwrite.OWN).join())
                .hasMessageContaining("the folder nowhere/ does not exist");
    }

    @Test
    void hiddenFilesAndThumbnailsAreIgnored() {
        storage.putBytes("a/clip.mp4", movie(100));
        storage.putText("a/.clip.mp4", "half");
        storage.putText("a/clip_thumb.jpg", "x");
        storage.putText("a/sub/other.mp4", "x");
        assertThat(ingest().files()).extracting(AssetInfo.MediaFile::name).containsExactly("clip.mp4");
    }

    @Test
    void folderWithoutCommonNameLendsItsOwn() {
        storage.putBytes("a/b/video.mp4", file(video(10)));
        storage.putBytes("a/b/sound.m4a", file(audio(10)));
        AssetInfo info = on(storage).ingest("x", "a/b/", Overwrite.OWN).join();
        assertThat(info.serverManifests()).containsExactly("b.ism");
        assertThat(info.files().get(0).name()).isEqualTo("sound.m4a");
        assertThat(info.streams().get(0).levels().get(0).file()).isEqualTo("sound.m4a");
    }

    @Test
    void damagedIndexIsMadeAgain() {
        storage.putBytes("a/clip.mp4", movie(100));
        ingest();
        byte[] good = storage.bytes("a/clip.mp4.dynx");
        storage.putText("a/clip.mp4.dynx", "damaged");
        assertThat(ingest().changed()).isTrue();
        assertThat(storage.bytes("a/clip.mp4.dynx")).isEqualTo(good);
    }
}
