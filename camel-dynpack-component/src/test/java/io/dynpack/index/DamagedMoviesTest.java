package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.index.MediaIndex.Cause;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files of which something is damaged or missing: what is whole is served, and what is left out is said. */
class DamagedMoviesTest {
    private static final int FRAMES = 40;

    /** A picture and a sound; {@code moov} lies behind, so that nothing moves where it grows. */
    private static TestMovie film() {
        TestMovie movie = new TestMovie().moovLast().perFragment(10);
        movie.video().frames(FRAMES, 3000, 10);
        movie.audio().timescale(48000).audioFrames(FRAMES, 1024);
        return movie;
    }

    /** Where the box of this type begins that is the {@code ordinal}th of its type, counted from 0. */
    private static int box(byte[] file, String type, int ordinal) {
        int left = ordinal;
        for (int at = 4; at + 4 <= file.length; at++) {
            if (ByteBuffer.wrap(file).getInt(at) == Fourcc.of(type) && left-- == 0) {
                return at - 4;
            }
        }
        throw new IllegalArgumentException(type);
    }

    private static byte[] patched(byte[] file, String type, int ordinal, int at, long value) {
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).putInt(box(file, type, ordinal) + at, (int) value);
        return copy;
    }

    /** Puts a box at the end of others, which are named from the outside in. */
    private static byte[] inserted(byte[] file, byte[] box, String... parents) {
        ByteBuffer sizes = ByteBuffer.wrap(file.clone());
        int end = 0;
        for (String parent : parents) {
            int at = box(file, parent, 0);
            end = at + sizes.getInt(at);
            sizes.putInt(at, sizes.getInt(at) + box.length);
        }
        return ByteBuffer.allocate(file.length + box.length).put(sizes.array(), 0, end).put(box)
                .put(sizes.array(), end, file.length - end).array();
    }

    /** Boxes of the second of two tracks. */
    @ParameterizedTest
    @CsvSource({"stsz, 0, 0x7fffffff, claims", "stts, 12, 0, does not say how long", "stco, 16, 0x7fffffff, outside the file",
            "stsc, 16, 9, says nothing of chunk", "mdhd, 20, 0, timescale is 0",
            "mdia, 4, 0x6a756e6b, has no mdia", "hdlr, 4, 0x6a756e6b, has no hdlr", "minf, 4, 0x6a756e6b, has no minf",
            "stbl, 4, 0x6a756e6b, has no stbl", "stsd, 4, 0x6a756e6b, has no stsd", "stsz, 4, 0x6a756e6b, has no stsz",
            "tkhd, 4, 0x6a756e6b, has no tkhd"})
    void aTrackThatIsDamagedGoesAlone(String type, int at, String value, String reason) {
        MediaIndex index = MovieReaderTest.read(patched(film().progressive(), type, 1, at, Long.decode(value)));
        assertThat(index.tracks()).extracting(TrackIndex::kind).containsExactly(TrackKind.VIDEO);
        assertThat(index.omitted()).singleElement().satisfies(track -> {
            assertThat(track.cause()).isEqualTo(Cause.DAMAGED);
            assertThat(track.reason()).startsWith("track 2 is damaged: ").contains("at byte", reason);
        });
        assertThat(((MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index))).omitted()).isEqualTo(index.omitted());
    }

    @Test
    void whatIsNotServedAnywayNeedsNoHeader() {
        byte[] file = patched(film().progressive(), "tkhd", 1, 4, 0x6a756e6b);
        MediaIndex index = MovieReaderTest.read(patched(file, "hdlr", 1, 16, Fourcc.of("text")));
        assertThat(index.tracks()).hasSize(1);
        assertThat(index.omitted()).containsExactly(new MediaIndex.OmittedTrack(0, TrackKind.TEXT, Cause.NOT_MEDIA,
                "track 2 carries text, which is not served"));
    }

    @Test
    void whereAllIsDamagedTheFileIsRefused() {
        byte[] file = patched(patched(film().progressive(), "stsz", 0, 0, 9), "stsz", 1, 0, 9);
        assertThatThrownBy(() -> MovieReaderTest.read(file)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("stsz");
    }

    @Test
    void aBoxOfMoovThatHasNoEndEndsIt() {
        byte[] junk = ByteBuffer.allocate(12).putInt(5000).putInt(Fourcc.of("udta")).array();
        MediaIndex index = MovieReaderTest.read(inserted(film().progressive(), junk, "moov"));
        assertThat(index.tracks()).hasSize(2);
        assertThat(index.omitted()).singleElement().satisfies(omitted -> assertThat(omitted.reason())
                .startsWith("moov/udta at byte").endsWith("what lies behind it in moov is not read"));
    }

    /** As ffmpeg and players have it: the first entry, or the only one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 77})
    void samplesOfATrackWithOneEntryUseThatOne(int entry) {
        MediaIndex index = MovieReaderTest.read(patched(film().progressive(), "stsc", 0, 24, entry));
        assertThat(index.tracks()).hasSize(2);
        assertThat(index.tracks().get(0).entries().isSingle()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 1", "1, 0"})
    void aTrackIdThatTellsNothingIsReplaced(int ordinal, long id) {
        byte[] file = patched(film().progressive(), "tkhd", ordinal, 20, id);
        MediaIndex index = MovieReaderTest.read(file);
        assertThat(index.omitted()).isEmpty();
        assertThat(index.tracks()).extracting(TrackIndex::trackId).doesNotContain(0L).doesNotHaveDuplicates().hasSize(2);
        assertThat(index.tracks()).allSatisfy(track -> assertThat(track.header().trackId()).isEqualTo(track.trackId()));
    }

    @Test
    void fragmentsOfTwoTracksWithOneIdAreThoseOfTheFirst() {
        MediaIndex index = MovieReaderTest.read(patched(film().fragmented(), "tkhd", 1, 20, 1));
        assertThat(index.tracks()).hasSize(1);
        assertThat(index.omitted()).singleElement()
                .satisfies(track -> assertThat(track.reason()).contains("has the track_ID 1 of another track"));
    }

    /** An enabled track of H.264 that another one refers to as its chapters. */
    @Test
    void picturesOfChaptersAreNoLevel() {
        TestMovie movie = film();
        movie.video().frames(3, 90000, 1);
        BoxWriter out = new BoxWriter(32);
        int tref = out.start(Fourcc.of("tref"));
        int chap = out.start(Fourcc.of("chap"));
        out.u32(9).u32(3).end(chap).end(tref);
        MediaIndex index = MovieReaderTest.read(inserted(movie.progressive(), out.toByteArray(), "moov", "trak"));
        assertThat(index.tracks()).extracting(TrackIndex::trackId).containsExactly(1L, 2L);
        assertThat(index.omitted()).containsExactly(new MediaIndex.OmittedTrack(3, TrackKind.TEXT, Cause.NOT_MEDIA,
                "track 3 carries pictures of chapters (tref), which are not served"));
        assertThat(index.unclaimed()).isLessThan(100);
    }

    @Test
    void durationsThatAreMissingAreThatOfTheLastOneThatIsThere() {
        TestMovie whole = new TestMovie();
        whole.video().frames(20, 3000, 10).frames(20, 2000, 10);
        // of the second run eight samples, and none
        for (int left : new int[]{8, 0}) {
            TrackIndex track = MovieReaderTest.read(patched(whole.progressive(), "stts", 0, 24, left)).tracks().get(0);
            long last = left == 0 ? 3000 : 2000;
            assertThat(track.samples().count()).isEqualTo(40);
            assertThat(track.samples().duration(39)).isEqualTo(last);
            assertThat(track.samples().decodeTime(40)).isEqualTo(20 * 3000 + 20 * last);
            assertThat(track.repairs()).isEqualTo(Set.of(TrackIndex.Repair.MISSING_DURATIONS));
        }
    }

    /** Cut in the data of the last fragment, behind its {@code moof}, and nowhere. */
    @Test
    void aFragmentWhoseSamplesAreNotThereIsTheEnd() {
        byte[] file = film().fragmented();
        int last = box(file, "moof", 3);
        int data = last + ByteBuffer.wrap(file).getInt(last);
        for (int length : new int[]{file.length - 1, data + 8, data}) {
            MediaIndex index = MovieReaderTest.read(java.util.Arrays.copyOf(file, length));
            assertThat(index.omitted()).isEmpty();
            assertThat(index.tracks()).hasSize(2).allSatisfy(track -> {
                assertThat(track.samples().count()).isEqualTo(30);
                assertThat(track.repairs()).isEqualTo(Set.of(TrackIndex.Repair.CUT_OFF));
            });
        }
        assertThat(MovieReaderTest.read(file).tracks()).allSatisfy(track -> assertThat(track.repairs()).isEmpty());
    }

    /** Then it is no end but damage, of which nobody knows how far it goes. */
    @Test
    void aFragmentInTheMiddleWhoseSamplesAreNotThereRefusesTheFile() {
        byte[] file = film().fragmented();
        byte[] damaged = patched(file, "trun", 2, 16, 0x7fffffff);
        assertThatThrownBy(() -> MovieReaderTest.read(damaged)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("speaks of samples behind the end of the file");
    }

    @Test
    void aFileWithoutAWholeFragmentSaysSo() {
        byte[] file = film().fragmented();
        int first = box(file, "moof", 0);
        int data = first + ByteBuffer.wrap(file).getInt(first);
        MediaIndex index = MovieReaderTest.read(java.util.Arrays.copyOf(file, data + 20));
        assertThat(index.tracks()).isEmpty();
        assertThat(index.omitted()).extracting(MediaIndex.OmittedTrack::reason)
                .allSatisfy(reason -> assertThat(reason).contains("has no samples, as the file is cut off: moof at byte"));
        assertThat(List.of(index.omitted().get(0).cause(), index.omitted().get(1).cause())).containsOnly(Cause.DAMAGED);
    }

    /** As listed, in another order, counted from 0, and with numbers that no sample has. */
    @ParameterizedTest
    @CsvSource({"1 11 21 31", "31 1 21 11", "0 10 20 30", "30 0 20 10", "1 11 11 21 31 4000000000"})
    void syncSamplesAreFoundInAnyOrder(String numbers) {
        String[] all = numbers.split(" ");
        TestMovie movie = new TestMovie().moovLast();
        movie.video().frames(FRAMES, 3000, 10);
        byte[] file = movie.progressive();
        int at = box(file, "stss", 0);
        ByteBuffer list = ByteBuffer.allocate(16 + 4 * all.length).putInt(16 + 4 * all.length).putInt(Fourcc.STSS).putInt(0)
                .putInt(all.length);
        for (String number : all) {
            list.putInt((int) Long.parseLong(number));
        }
        ByteBuffer.wrap(file).putInt(at + 4, Fourcc.of("free"));
        SampleTable samples = MovieReaderTest
                .read(inserted(file, list.array(), "moov", "trak", "mdia", "minf", "stbl")).tracks().get(0).samples();
        assertThat(java.util.stream.IntStream.range(0, FRAMES).filter(samples::isSync)).containsExactly(0, 10, 20, 30);
    }

    /** ffmpeg goes by what is there as well. */
    @Test
    void numbersThatAreTooLargeMeanWhatIsThere() {
        TestMovie movie = new TestMovie().moovLast();
        movie.video().frames(FRAMES, 3000, 10).edits(TestMovie.Edit.of(0, 3000));
        byte[] file = patched(patched(movie.progressive(), "stsd", 0, 12, 3), "elst", 0, 12, 9);
        TrackIndex track = MovieReaderTest.read(file).tracks().get(0);
        assertThat(track.entries().isSingle()).isTrue();
        assertThat(track.edits()).hasSize(1);
        assertThat(track.samples().count()).isEqualTo(FRAMES);
    }

    /** The table of chunks ends one too early. */
    @Test
    void samplesWithoutAChunkAreLeftOut() {
        TestMovie movie = new TestMovie().moovLast();
        movie.video().chunks(1).frames(FRAMES, 3000, 10);
        TrackIndex track = MovieReaderTest.read(patched(movie.progressive(), "stco", 0, 12, FRAMES - 1)).tracks().get(0);
        assertThat(track.samples().count()).isEqualTo(FRAMES - 1);
        assertThat(track.repairs()).isEqualTo(Set.of(TrackIndex.Repair.MISSING_CHUNKS));
    }
}
