package io.dynpack.index;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.codec.TextCodec;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.UuidBox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Tracks of captions and subtitles in the index of a file, and what lies beside them and is none. */
class TextTracksTest {

    private static TestMovie film() {
        TestMovie movie = new TestMovie().perFragment(2);
        movie.video().frames(8, 90000, 2);
        return movie;
    }

    private static TestMovie.Track texts(TestMovie.Track track) {
        return track.timescale(1000).language("deu").chunks(1).unit(new byte[2], 500, true).unit(text("One"), 1500, true)
                .unit(new byte[0], 1000, true).unit(text("Two"), 5000, true);
    }

    private static byte[] text(String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        byte[] sample = new byte[2 + bytes.length];
        sample[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, sample, 2, bytes.length);
        return sample;
    }

    private static MediaIndex stored(MediaIndex index) {
        return (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index));
    }

    private static byte[] references(long... tracks) {
        BoxWriter out = new BoxWriter(32);
        int tref = out.start(Fourcc.of("tref"));
        int chap = out.start(Fourcc.of("chap"));
        for (long track : tracks) {
            out.u32(track);
        }
        return out.end(chap).end(tref).toByteArray();
    }

    /** Samples of no bytes are silence, and stay. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areInTheIndexAndInItsStoredForm(boolean fragmented) {
        TestMovie movie = film();
        texts(movie.other("sbtl", TestEntries.tx3g(0x80000000)));
        MediaIndex index = MovieReaderTest.read(fragmented ? movie.fragmented() : movie.progressive());
        assertThat(index.omitted()).isEmpty();
        for (MediaIndex each : List.of(index, stored(index))) {
            assertThat(each.tracks()).extracting(TrackIndex::kind).containsExactly(TrackKind.VIDEO);
            assertThat(each.trackCount()).isEqualTo(2);
            TrackIndex track = each.texts().get(0);
            assertThat(track.kind()).isEqualTo(TrackKind.TEXT);
            assertThat(track.codec()).isEqualTo(new TextCodec(TextCodec.Form.TX3G, true));
            assertThat(track.language()).isEqualTo("deu");
            assertThat(track.samples().count()).isEqualTo(4);
            assertThat(track.samples().size(2)).isZero();
            assertThat(track.samples().decodeTime(3)).isEqualTo(3000);
            assertThat(each.played(TrackKind.TEXT)).containsExactly(track);
            assertThat(each.unclaimed()).isLessThan(100);
        }
    }

    /** Chapters are of any sample entry; QuickTime's text, metadata and text of other forms are told. */
    @ParameterizedTest
    @CsvSource({"text, tx3g, true, carries chapters (tref)", "text, 'text', false, carries text",
            "meta, tx3g, false, carries meta",
            "subp, mp4s, false, carries subp", "text, enct, false, carries text"})
    void whatIsNoTextToShowIsTold(String handler, String entry, boolean chapters, String reason) {
        byte[] box = TestEntries.tx3g(0);
        System.arraycopy(entry.getBytes(StandardCharsets.US_ASCII), 0, box, 4, 4);
        TestMovie movie = new TestMovie();
        movie.video().frames(8, 90000, 2).boxes(chapters ? references(2) : new byte[0]);
        texts(movie.other(handler, box));
        MediaIndex index = MovieReaderTest.read(movie.progressive());
        assertThat(index.tracks()).hasSize(1);
        assertThat(index.texts()).isEmpty();
        assertThat(index.omitted()).singleElement().satisfies(track -> {
            assertThat(track.cause()).isEqualTo(MediaIndex.Cause.NOT_MEDIA);
            assertThat(track.reason()).startsWith("track 2 " + reason);
        });
    }

    @Test
    void aTrackWithoutTextIsTold() {
        TestMovie movie = film();
        movie.other("subt", TestEntries.tx3g(0)).unit(new byte[0], 1000, true);
        assertThat(MovieReaderTest.read(movie.progressive()).omitted()).singleElement()
                .satisfies(track -> assertThat(track.reason()).isEqualTo("track 2 is meant for text and has none"));
    }

    @Test
    void aDamagedOneLeavesTheMedia() {
        TestMovie movie = film();
        texts(movie.other("text", new byte[]{0, 0, 0, 12, 'w', 'v', 't', 't', 0, 0, 0, 0}));
        MediaIndex index = MovieReaderTest.read(movie.progressive());
        assertThat(index.tracks()).hasSize(1);
        assertThat(index.omitted()).singleElement()
                .satisfies(track -> assertThat(track.cause()).isEqualTo(MediaIndex.Cause.DAMAGED));
    }

    /** A cue does not stay on the screen because the next fragment comes later. */
    @Test
    void aPauseBetweenFragmentsIsSilence() {
        TestMovie movie = film();
        texts(movie.other("sbtl", TestEntries.tx3g(0))).gap(1, 700);
        SampleTable samples = MovieReaderTest.read(movie.fragmented()).texts().get(0).samples();
        assertThat(samples.count()).isEqualTo(5);
        assertThat(samples.duration(1)).isEqualTo(1500);
        assertThat(samples.size(2)).isZero();
        assertThat(samples.duration(2)).isEqualTo(700);
        assertThat(samples.decodeTime(3)).isEqualTo(2700);
        assertThat(samples.bytes(3, 5)).isEqualTo(5);
    }

    /** At 10 MHz, as Smooth Streaming counts, a sample of 32 bits lasts seven minutes at most. */
    @Test
    void aLongPauseIsSeveralSamples() {
        TestMovie movie = film();
        texts(movie.other("sbtl", TestEntries.tx3g(0))).gap(1, 10_000_000_000L);
        SampleTable samples = MovieReaderTest.read(movie.fragmented()).texts().get(0).samples();
        assertThat(samples.count()).isEqualTo(7);
        assertThat(samples.bytes(2, 5)).isZero();
        assertThat(samples.decodeTime(5)).isEqualTo(10_000_002_000L);
        TestMovie endless = film();
        texts(endless.other("sbtl", TestEntries.tx3g(0))).gap(1, 1L << 58);
        assertThat(MovieReaderTest.read(endless.fragmented()).omitted()).singleElement()
                .satisfies(track -> assertThat(track.reason()).contains("where the fragment before ends at"));
    }

    /** As Azure Media Services wrote {@code .cmft}. */
    @Test
    void fragmentsOfSmoothStreamingSayTheirTime() {
        TestMovie movie = film();
        TestMovie.Track track = texts(movie.other("subt", TestEntries.tx3g(0))).withoutTfdt();
        for (int fragment = 0; fragment < 2; fragment++) {
            BoxWriter out = new BoxWriter(64);
            UuidBox.tfxd(1000 + 9000L * fragment, 2000).write(out);
            track.fragmentBoxes(fragment, out.toByteArray());
        }
        TrackIndex index = MovieReaderTest.read(movie.fragmented()).texts().get(0);
        assertThat(index.baseDecodeTime()).isEqualTo(1000);
        assertThat(index.samples().decodeTime(3)).isEqualTo(9000);
    }

    /** Tables state any number of samples for a few bytes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theirSamplesAreBounded(boolean fragmented) {
        TestMovie movie = film().perFragment(1 << 20);
        TestMovie.Track track = movie.other("sbtl", TestEntries.tx3g(0)).fieldBits(0).chunks(1 << 20);
        for (int i = 0; i < 400_001; i++) {
            track.unit(new byte[2], 1, true);
        }
        byte[] file = fragmented ? movie.fragmented() : movie.progressive();
        assertTimeout(Duration.ofMillis(500), () -> {
            MediaIndex index = MovieReaderTest.read(file);
            assertThat(index.tracks()).hasSize(1);
            assertThat(index.texts()).isEmpty();
            assertThat(index.omitted()).singleElement()
                    .satisfies(omitted -> assertThat(omitted.reason()).contains("has more than 400000 samples of text"));
        });
    }
}
