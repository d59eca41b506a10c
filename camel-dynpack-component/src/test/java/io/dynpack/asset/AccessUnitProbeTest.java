package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.CaptionData;
import io.dynpack.codec.TestAccessUnits;
import io.dynpack.codec.TestAccessUnits.Extension;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackProbe;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Source;
import io.dynpack.storage.StoredObject;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AccessUnitProbeTest {

    private static final byte[] SPS = TestEntries.sps(0x1f, 1280, 720);

    private final TestStorage storage = new TestStorage();
    private final MemoryBudget budget = MemoryBudget.ofHeap();

    private MediaIndex index(TestMovie movie) {
        return index(movie.progressive());
    }

    private MediaIndex index(byte[] file) {
        storage.reads.clear();
        Source source = storage.with("a.mp4", file).open("a.mp4").join();
        return MediaIndexer.index(source, budget).thenCompose(index -> MediaIndexer.examine(source, index, budget))
                .orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Whatever was found is in the stored form as well. */
    private static TrackIndex only(MediaIndex index) {
        TrackIndex track = index.tracks().get(0);
        TrackIndex stored = ((MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index))).tracks().get(0);
        assertThat(stored.probe()).isEqualTo(track.probe());
        assertThat(stored.codec()).isEqualTo(track.codec());
        return track;
    }

    private static TestMovie sound(int rate, int channels, String config, Extension extension) {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.audio().timescale(rate).entry(TestEntries.mp4a(rate, channels, config));
        for (int i = 0; i < 40; i++) {
            track.unit(TestAccessUnits.aac(channels, extension), 1024, true);
        }
        return movie;
    }

    @ParameterizedTest
    @CsvSource({"2, 1310, NONE, mp4a.40.2, 24000, 2", "2, 1310, FILL, mp4a.40.2, 24000, 2",
            "2, 1310, SBR, mp4a.40.5, 48000, 2", "1, 1308, SBR, mp4a.40.5, 48000, 1",
            "1, 1308, SBR_WITH_STEREO, mp4a.40.29, 48000, 2",
            // explicit band replication, hierarchical and backward compatible, with silent stereo
            "1, 2b098800, SBR_WITH_STEREO, mp4a.40.29, 48000, 2", "1, 130856e598, SBR_WITH_STEREO, mp4a.40.29, 48000, 2",
            // stated to be absent
            "1, 130856e500, SBR_WITH_STEREO, mp4a.40.2, 24000, 1", "1, 130856e59d4800, SBR_WITH_STEREO, mp4a.40.5, 48000, 1"})
    void silentExtensionsOfAac(int channels, String config, Extension extension, String name, int rate, int heard) {
        TrackIndex track = only(index(sound(24000, channels, config, extension)));
        AacCodec codec = (AacCodec) track.codec();
        assertThat(codec.rfc6381(false)).isEqualTo(name);
        assertThat(codec.sampleRate()).isEqualTo(rate);
        assertThat(codec.channels()).isEqualTo(heard);
        assertThat(codec.announcedChannels()).isEqualTo(channels);
        assertThat(codec.frameRateBase()).isEqualTo(24000);
        assertThat(codec.smoothFourcc()).isEqualTo(name.equals("mp4a.40.2") ? "AACL" : "AACH");
    }

    @ParameterizedTest
    @CsvSource({"48000, 2, 1190", "44100, 2, 1210", "24000, 2, 131056e598", "24000, 1, eb098800"})
    void whatCannotHideAnythingIsNotRead(int rate, int channels, String config) {
        TrackIndex track = only(index(sound(rate, channels, config, Extension.SBR)));
        assertThat(track.probe()).isEqualTo(TrackProbe.NOT_NEEDED);
        assertThat(storage.reads).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFragmentedFileIsLookedIntoAsWell(boolean asynchronous) {
        storage.asynchronous = asynchronous;
        TrackIndex track = only(index(sound(24000, 2, "1310", Extension.SBR).perFragment(10).fragmented()));
        assertThat(track.codec().rfc6381(false)).isEqualTo("mp4a.40.5");
        assertThat(track.probe().accessUnits()).isEqualTo(16);
    }

    /** A frame at a time between frames of video. */
    @Test
    void ofInterleavedSoundTheFirstPlacesAreRead() {
        TestMovie movie = new TestMovie();
        TestMovie.Track sound = movie.audio().timescale(24000).entry(TestEntries.mp4a(24000, 2, "1310")).chunks(1);
        TestMovie.Track video = movie.video().chunks(1);
        for (int i = 0; i < 20; i++) {
            sound.unit(TestAccessUnits.aac(2, Extension.SBR), 1024, true);
            video.unit(TestAccessUnits.avc(TestAccessUnits.slice(900)), 3000, i == 0);
        }
        TrackIndex track = only(index(movie));
        assertThat(track.codec().rfc6381(false)).isEqualTo("mp4a.40.5");
        assertThat(track.probe()).isEqualTo(TrackProbe.known(4));
        // moov, four places, the only sync sample
        assertThat(storage.reads).hasSize(1 + 4 + 1);
    }

    @Test
    void damagedAccessUnitsLeaveTheTrackAsItIs() {
        TestMovie movie = new TestMovie();
        TestMovie.Track sound = movie.audio().timescale(24000).entry(TestEntries.mp4a(24000, 2, "1310"));
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 20; i++) {
            byte[] unit = TestAccessUnits.aac(2, Extension.SBR);
            sound.unit(i == 3 ? Arrays.copyOf(unit, unit.length - 2) : unit, 1024, true);
            video.unit(new byte[]{1, 2, 3, 4, 5, 6}, 3000, true);
        }
        MediaIndex index = index(movie);
        assertThat(only(index).probe()).isEqualTo(TrackProbe.UNKNOWN);
        assertThat(only(index).codec().rfc6381(false)).isEqualTo("mp4a.40.2");
        assertThat(index.tracks().get(1).probe()).isEqualTo(TrackProbe.UNKNOWN);
        assertThat(index.isProvisional()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStorageThatDoesNotGiveThemDoesNotFailTheFile(boolean asynchronous) {
        storage.asynchronous = asynchronous;
        storage.unreadableFrom = 100_000;
        MediaIndex index = index(sound(24000, 2, "1310", Extension.SBR).padding(100_000));
        assertThat(only(index).probe()).isEqualTo(TrackProbe.UNREAD);
        assertThat(only(index).codec().rfc6381(false)).isEqualTo("mp4a.40.2");
        assertThat(index.isProvisional()).isTrue();
    }

    private static TestMovie pictures(int count, byte[][] first, byte[][] later) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < count; i++) {
            video.unit(TestAccessUnits.avc(i < count / 2 ? first : later), 3000, i % 2 == 0);
        }
        return movie;
    }

    @Test
    void whatKeyFramesCarry() {
        byte[][] plain = {TestAccessUnits.slice(50)};
        assertThat(only(index(pictures(40, plain, plain))).probe())
                .isEqualTo(new TrackProbe(TrackProbe.Outcome.KNOWN, 16, false, false, TrackProbe.Gops.CLOSED, -1,
                        CaptionData.NONE));
        byte[][] sets = {TestAccessUnits.delimiter(), SPS, TestAccessUnits.slice(50)};
        byte[][] other = {TestAccessUnits.delimiter(), TestEntries.sps(0x1f, 640, 360), TestAccessUnits.captions(3),
                TestAccessUnits.slice(50)};
        assertThat(only(index(pictures(40, sets, sets))).probe())
                .isEqualTo(
                        new TrackProbe(TrackProbe.Outcome.KNOWN, 16, true, true, TrackProbe.Gops.CLOSED, -1, CaptionData.NONE));
        TrackProbe changed = only(index(pictures(40, sets, other))).probe();
        assertThat(changed.unannounced()).isEqualTo(20);
        assertThat(changed.captions()).isEqualTo(new CaptionData(false, true));
    }

    /** In front of each slice lies a message that fills more than is read at first, or more than is ever read. */
    @ParameterizedTest
    @CsvSource({"3000, 16, 65536", "30000, 32, 500000", "300000, 32, 1048576"})
    void ofATrackAtMostOneMebibyteIsRead(int message, int reads, int limit) {
        byte[] filler = new byte[message];
        filler[0] = 12;
        byte[][] units = {TestAccessUnits.delimiter(), filler, SPS, TestAccessUnits.slice(50)};
        TrackIndex track = only(index(pictures(60, units, units)));
        assertThat(track.probe().delimiters()).isTrue();
        assertThat(track.probe().parameterSets()).isEqualTo(message < 65536);
        List<String> looks = storage.reads.stream().filter(read -> !read.contains("@0+")).toList();
        assertThat(looks).hasSize(reads);
        assertThat(looks.stream().mapToInt(read -> Integer.parseInt(read.substring(read.indexOf('+') + 1))).sum())
                .isLessThanOrEqualTo(limit);
    }

    private static byte[] key() {
        return TestAccessUnits.avc(TestAccessUnits.slice(400));
    }

    private static byte[] predicted() {
        return TestAccessUnits.avc(TestAccessUnits.slice(60, 0));
    }

    /** The index that a node without a stored one serves by, and the one of ingest: of such files they are the same. */
    private TrackIndex mended(TestMovie movie) {
        byte[] file = movie.progressive();
        Source source = storage.with("b.mp4", file).open("b.mp4").join();
        TrackIndex served = MediaIndexer.index(source).join().tracks().get(0);
        TrackIndex examined = only(index(file));
        assertThat(examined.repairs()).isEqualTo(served.repairs());
        assertThat(examined.samples().syncCount()).isEqualTo(served.samples().syncCount());
        assertThat(examined.samples().count()).isEqualTo(served.samples().count());
        assertThat(examined.codec()).isEqualTo(served.codec());
        return examined;
    }

    @ParameterizedTest
    @CsvSource({"ABSENT", "EMPTY"})
    void keyFramesAreFoundWhereTheFileNamesNoneOrAll(TestMovie.Stss stss) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().stss(stss);
        for (int i = 0; i < 100; i++) {
            video.unit(i % 25 == 0 ? key() : i % 25 == 10 ? TestAccessUnits.avc(TestAccessUnits.slice(300, 2)) : predicted(),
                    3600, true);
        }
        TrackIndex track = mended(movie);
        assertThat(track.repairs()).containsExactly(TrackIndex.Repair.FOUND_SYNC_SAMPLES);
        assertThat(track.samples().isAllSync()).isFalse();
        assertThat(track.samples().syncCount()).isEqualTo(8);
        assertThat(track.samples().syncSample(1)).isEqualTo(10);
    }

    /** The first picture is one that the file does not name as such, or one that needs others. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFirstKeyFrameIsFoundWhereTheFileDoesNotNameIt(boolean first) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 100; i++) {
            video.unit(i % 25 == 0 && (i > 0 || first) ? key() : predicted(), 3600, i % 25 == 0 && i > 0);
        }
        TrackIndex track = mended(movie);
        assertThat(track.samples().isSync(0)).isEqualTo(first);
        assertThat(track.samples().syncCount()).isEqualTo(first ? 4 : 3);
        assertThat(track.repairs()).hasSize(first ? 1 : 0);
    }

    @Test
    void filmsOfKeyFramesAloneStayWhatTheyAre() {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().stss(TestMovie.Stss.ABSENT);
        for (int i = 0; i < 100; i++) {
            video.unit(key(), 3600, true);
        }
        TrackIndex track = mended(movie);
        assertThat(track.repairs()).isEmpty();
        assertThat(track.samples().isAllSync()).isTrue();
    }

    @Test
    void syncFlagsOnPicturesThatAreNoneAreTakenAway() {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 100; i++) {
            video.unit(i % 20 == 0 ? key() : predicted(), 3600, i % 10 == 0);
        }
        TrackIndex track = only(index(movie));
        assertThat(track.repairs()).containsExactly(TrackIndex.Repair.FOUND_SYNC_SAMPLES);
        assertThat(track.samples().syncCount()).isEqualTo(5);
    }

    @Test
    void samplesWithoutAPictureAreJoinedWithTheNext() {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().chunks(7);
        for (int i = 0; i < 60; i++) {
            byte[] picture = i % 20 == 0 ? key() : predicted();
            if (i % 5 == 0) {
                // the picture, and in front of the next one a message and a delimiter of their own
                video.unit(picture, 0, i % 20 == 0);
                video.unit(TestAccessUnits.avc(TestAccessUnits.captions(0)), 0, false);
                video.unit(TestAccessUnits.avc(TestAccessUnits.delimiter()), 3600, false);
            } else {
                video.unit(picture, 3600, i % 20 == 0);
            }
        }
        TrackIndex track = mended(movie);
        assertThat(track.repairs()).containsExactly(TrackIndex.Repair.JOINED_SAMPLES);
        assertThat(track.samples().count()).isEqualTo(60);
        assertThat(track.samples().syncCount()).isEqualTo(3);
        for (int i = 0; i < 60; i++) {
            assertThat(track.samples().duration(i)).isEqualTo(3600);
            assertThat(track.samples().compositionOffset(i)).isZero();
            assertThat(track.samples().isSync(i)).isEqualTo(i % 20 == 0);
        }
        int message = TestAccessUnits.avc(TestAccessUnits.captions(0), TestAccessUnits.delimiter()).length;
        assertThat(track.samples().size(1)).isEqualTo(predicted().length + message);
        assertThat(track.samples().ranges(1, 2).count()).isEqualTo(1);
    }

    /** A delimiter in front of each of thousands of pictures, and at the end a message. */
    @ParameterizedTest
    @CsvSource({"8000, 8000, false", "4000, 10000, true"})
    void moreSmallSamplesThanAreLookedAt(int delimiters, int pictures, boolean some) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().chunks(100);
        for (int i = 0; i < pictures; i++) {
            if (i < delimiters) {
                video.unit(TestAccessUnits.avc(TestAccessUnits.delimiter()), 0, false);
            }
            video.unit(i % 100 == 0 ? key() : predicted(), 3600, i % 100 == 0);
        }
        video.unit(TestAccessUnits.avc(TestAccessUnits.captions(0)), 0, false);
        video.unit(TestAccessUnits.avc(TestAccessUnits.slice(2000, 0)), 3600, false);
        TrackIndex track = mended(movie);
        assertThat(track.samples().count()).isEqualTo(pictures + 1);
        assertThat(track.samples().minDuration()).isEqualTo(3600);
        assertThat(track.repairs().contains(TrackIndex.Repair.JOINED_SAMPLES)).isTrue();
        assertThat(track.repairs().contains(TrackIndex.Repair.SOME_JOINED_SAMPLES)).isEqualTo(some);
    }

    @Test
    void samplesOfNoBytesLeaveTheirTimeToTheOneBefore() {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 40; i++) {
            video.unit(i % 4 == 3 ? new byte[0] : i % 10 == 0 ? key() : predicted(), 3600, i % 10 == 0);
        }
        TrackIndex track = mended(movie);
        assertThat(track.samples().count()).isEqualTo(30);
        assertThat(track.samples().duration(2)).isEqualTo(7200);
        assertThat(track.samples().decodeTime(30)).isEqualTo(40 * 3600);
    }

    @ParameterizedTest
    @CsvSource({"avc3, false", "avc1, false", "avc1, true", "avc3, true"})
    void theFirstKeyFrameTellsWhichParameterSetsCount(String entry, boolean several) {
        byte[] wide = TestEntries.sps(0x20, 1920, 1080);
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        // the one with number 1, which the slice names, of sequence parameter set 0
        byte[] pps = {0x68, 0b010_1_1000};
        byte[] configuration = several ? TestEntries.avcC(0x20, SPS, wide) : TestEntries.avcC(0x20);
        video.entry(TestEntries.visual(entry, 1280, 720, configuration));
        for (int i = 0; i < 20; i++) {
            video.unit(TestAccessUnits.avc(wide, pps, TestAccessUnits.slice(200)), 3600, true);
        }
        TrackIndex track = mended(movie);
        var codec = (io.dynpack.codec.AvcCodec) track.codec();
        assertThat(codec.width()).isEqualTo(1920);
        assertThat(codec.height()).isEqualTo(1080);
        assertThat(codec.rfc6381(false)).isEqualTo(entry + ".640020");
        assertThat(codec.rfc6381OfTransportStream()).isEqualTo("avc1.640020");
        assertThat(codec.codecPrivateData()).startsWith(
                "00000001" + java.util.HexFormat.of().withUpperCase().formatHex(wide) + "0000000168");
    }

    private static final byte[] HEVC_SPS = TestEntries.hevcSps(0, 153, 1280, 720);

    private static byte[] hevc(int type) {
        return TestAccessUnits.avc(TestAccessUnits.hevcSlice(type >= 16 ? 400 : 60, type, 0));
    }

    /** Groups of 25 pictures of HEVC. */
    private static TestMovie hevcPictures(String entry, TestMovie.Stss stss, byte[] first, byte[] key) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().stss(stss).entry(TestEntries.hevc(entry, 1280, 720));
        for (int i = 0; i < 100; i++) {
            video.unit(i == 0 ? first : i % 25 == 0 ? key : hevc(1), 3600, stss != TestMovie.Stss.LISTED || i % 25 == 0);
        }
        return movie;
    }

    @ParameterizedTest
    @CsvSource({"ABSENT, 19", "EMPTY, 20", "ABSENT, 21", "EMPTY, 16"})
    void keyFramesOfHevcAreFoundAsWell(TestMovie.Stss stss, int type) {
        TrackIndex track = mended(hevcPictures("hvc1", stss, hevc(19), hevc(type)));
        assertThat(track.repairs()).containsExactly(TrackIndex.Repair.FOUND_SYNC_SAMPLES);
        assertThat(track.samples().syncCount()).isEqualTo(4);
        boolean open = type == 21 || type == 16;
        assertThat(track.probe().gops()).isEqualTo(open ? TrackProbe.Gops.OPEN : TrackProbe.Gops.CLOSED);
    }

    @Test
    void samplesOfHevcWithoutAPictureAreJoinedWithTheNext() {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().entry(TestEntries.hevc("hvc1", 1280, 720));
        for (int i = 0; i < 60; i++) {
            video.unit(TestAccessUnits.avc(TestAccessUnits.hevcDelimiter(), TestAccessUnits.hevcCaptions(0)), 0, false);
            video.unit(hevc(i % 20 == 0 ? 19 : 1), 3600, i % 20 == 0);
        }
        TrackIndex track = mended(movie);
        assertThat(track.repairs()).containsExactly(TrackIndex.Repair.JOINED_SAMPLES);
        assertThat(track.samples().count()).isEqualTo(60);
        assertThat(track.probe().captions()).isEqualTo(new CaptionData(true, false));
        assertThat(track.probe().delimiters()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"hev1, true", "hev1, false", "hvc1, true"})
    void setsInBandThatAreThoseOfTheEntryMakeItAnother(String entry, boolean same) {
        byte[] slice = TestAccessUnits.hevcSlice(400, 19, 0);
        byte[] sets = TestAccessUnits.avc(TestEntries.hevcVps(), HEVC_SPS, TestEntries.hevcPps(0, 0), slice);
        byte[] other = TestAccessUnits.avc(TestEntries.hevcVps(), TestEntries.hevcSps(0, 120, 1280, 720),
                TestEntries.hevcPps(0, 0), slice);
        TrackIndex track = mended(hevcPictures(entry, TestMovie.Stss.LISTED, sets, same ? sets : other));
        assertThat(track.codec().rfc6381(false)).isEqualTo(entry + ".2.4.L153.90");
        assertThat(track.codec().rfc6381OfHls()).isEqualTo((same ? "hvc1" : entry) + ".2.4.L153.90");
        assertThat(track.probe().unannounced()).isEqualTo(same ? -1 : 25);
        MediaIndex index = new MediaIndex(new io.dynpack.index.SourceFile("a.mp4", "1", 1 << 20), false, List.of(track),
                List.of(), List.of(), 0);
        var loaded = (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index));
        assertThat(loaded.tracks().get(0).codec()).isEqualTo(track.codec());
        assertThat(loaded.tracks().get(0).probe()).isEqualTo(track.probe());
    }

    @ParameterizedTest
    @CsvSource({"hev1, false", "hvc1, false", "hvc1, true", "hev1, true"})
    void theFirstKeyFrameOfHevcTellsWhichParameterSetsCount(String entry, boolean several) {
        byte[] wide = TestEntries.hevcSps(1, 120, 1920, 1080);
        byte[] pps = TestEntries.hevcPps(1, 1);
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        video.entry(TestEntries.visual(entry, 1280, 720, several
                ? TestEntries.hvcC(4, TestEntries.hevcVps(), HEVC_SPS, wide, TestEntries.hevcPps(0, 0), pps)
                : TestEntries.hvcC(4)));
        for (int i = 0; i < 20; i++) {
            byte[] slice = TestAccessUnits.hevcSlice(200, 19, 1);
            video.unit(several ? TestAccessUnits.avc(slice) : TestAccessUnits.avc(TestEntries.hevcVps(), wide, pps, slice),
                    3600,
                    true);
        }
        TrackIndex track = mended(movie);
        var codec = (io.dynpack.codec.HevcCodec) track.codec();
        assertThat(codec.width()).isEqualTo(1920);
        assertThat(codec.height()).isEqualTo(1080);
        assertThat(codec.rfc6381(true)).isEqualTo(entry + ".2.4.L120.90");
        MediaIndex index = new MediaIndex(new io.dynpack.index.SourceFile("a.mp4", "1", 1 << 20), false, List.of(track),
                List.of(), List.of(), 0);
        var loaded = (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index));
        assertThat(loaded.tracks().get(0).codec()).isEqualTo(codec);
    }

    /** Measures something at a read of one file. */
    private static final class Measured implements Source {
        private final Source source;
        private final int at;
        private final LongSupplier measure;
        private final AtomicInteger reads = new AtomicInteger();
        long measured;

        Measured(Source source, int at, LongSupplier measure) {
            this.source = source;
            this.at = at;
            this.measure = measure;
        }

        @Override
        public StoredObject object() {
            return source.object();
        }

        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            if (reads.incrementAndGet() == at) {
                measured = measure.getAsLong();
            }
            return source.read(offset, length);
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Every picture carries hundreds of them, and thousands of pictures are looked at for the one that is a key frame. */
    @Test
    void parameterSetsOfManyPicturesAreNotKept() {
        byte[][] units = new byte[201][];
        Arrays.fill(units, new byte[]{0x68});
        units[200] = TestAccessUnits.slice(60, 0);
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().stss(TestMovie.Stss.ABSENT);
        video.unit(key(), 3600, true);
        byte[] picture = TestAccessUnits.avc(units);
        for (int i = 1; i < 6000; i++) {
            video.unit(picture, 3600, true);
        }
        Source source = storage.with("a.mp4", movie.progressive()).open("a.mp4").join();
        Measured first = new Measured(source, 1, AccessUnitProbeTest::usedHeap);
        MediaIndexer.index(first).join();
        Measured last = new Measured(source, 5000, AccessUnitProbeTest::usedHeap);
        assertThat(MediaIndexer.index(last).join().tracks().get(0).samples().syncCount()).isEqualTo(1);
        assertThat(last.measured - first.measured).as("bytes of 5000 looks").isLessThan(16 << 20);
    }

    @Test
    void whatOnlyAReportSaysIsLookedAtWithinTheBudgetAsWell() {
        byte[][] plain = {TestAccessUnits.slice(50)};
        Source source = storage.with("a.mp4", pictures(40, plain, plain).progressive()).open("a.mp4").join();
        MediaIndex index = MediaIndexer.index(source, budget).join();
        Measured examined = new Measured(source, 1, budget::lent);
        assertThat(only(MediaIndexer.examine(examined, index, budget).join()).probe().accessUnits()).isEqualTo(16);
        assertThat(examined.measured).isGreaterThan(100_000);
        assertThat(budget.lent()).isZero();
    }
}
