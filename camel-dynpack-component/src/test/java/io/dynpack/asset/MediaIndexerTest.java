package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.storage.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MediaIndexerTest {

    private final TestStorage storage = new TestStorage();

    private MediaIndex index(byte[] file) {
        storage.reads.clear();
        Source source = storage.with("a.mp4", file).open("a.mp4").join();
        return MediaIndexer.index(source).orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static TestMovie movie(int frames) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video();
        for (int i = 0; i < frames; i++) {
            video.add(10 + i % 5, 3000 + i % 2, i % 3 * 1000, i % 30 == 0);
        }
        return movie;
    }

    @ParameterizedTest(name = "{0} frames, moov last {1}, padding {2}")
    @CsvSource({"100, false, 0, 1", "100, true, 0, 1", "100, true, 3000000, 2", "100, false, 3000000, 1", "20000, false, 0, 2",
            "20000, true, 3000000, 3", "200000, true, 100000, 3", "200000, false, 0, 2"})
    void aProgressiveFileTakesAtMostThreeReads(int frames, boolean last, long padding, int reads) {
        TestMovie movie = movie(frames).padding(padding);
        byte[] file = last ? movie.moovLast().wideMdat().progressive() : movie.progressive();
        assertThat(index(file).tracks().get(0).samples().count()).isEqualTo(frames);
        // the rest looks at access units, none of which is longer than 14 bytes
        assertThat(storage.reads).filteredOn(read -> Integer.parseInt(read.substring(read.indexOf('+') + 1)) > 14)
                .hasSize(reads);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFragmentedFileIsWalkedWithAndWithoutItsIndex(boolean asynchronous) {
        storage.asynchronous = asynchronous;
        for (TestMovie movie : new TestMovie[]{movie(900).perFragment(90), movie(900).perFragment(90).sidx()}) {
            assertThat(index(movie.fragmented()).tracks().get(0).samples().count()).isEqualTo(900);
        }
        TestMovie big = new TestMovie().perFragment(10).sidx();
        TestMovie.Track video = big.video();
        for (int i = 0; i < 200; i++) {
            video.add(20_000, 3000, 0, i % 10 == 0);
        }
        assertThat(index(big.fragmented()).tracks().get(0).samples().count()).isEqualTo(200);
        // the head, each of the subsegments, what may lie behind them, and the first access units, which are damaged
        assertThat(storage.reads.size()).isLessThanOrEqualTo(2 + 20 + 1 + 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thousandsOfFragmentsNeedNoStack(boolean sidx) {
        TestMovie movie = new TestMovie().perFragment(1);
        TestMovie.Track video = movie.video();
        for (int i = 0; i < 12_000; i++) {
            video.add(10, 3000, 0, true);
        }
        byte[] file = sidx ? movie.sidx().fragmented() : movie.fragmented();
        assertThat(index(file).tracks().get(0).samples().count()).isEqualTo(12_000);
        storage.asynchronous = true;
        assertThat(index(file).tracks().get(0).samples().count()).isEqualTo(12_000);
    }

    /** Of a fragmented file the fragments that are whole are served, of another one nothing that is not whole. */
    @Test
    void everyCutOfAFileIsNamedOrHarmless() {
        TestMovie plain = movie(60).moovLast();
        for (byte[] file : new byte[][]{plain.progressive(), movie(60).progressive(), movie(60).perFragment(20).fragmented(),
                movie(60).perFragment(20).sidx().fragmented()}) {
            for (int length = 1; length < file.length; length++) {
                int fragments = wholeFragments(file, length);
                try {
                    MediaIndex index = index(Arrays.copyOf(file, length));
                    assertThat(index.tracks()).hasSize(Math.min(1, fragments));
                    index.tracks().forEach(track -> assertThat(track.samples().count()).isEqualTo(20 * fragments));
                } catch (CompletionException e) {
                    assertThat(e.getCause()).isInstanceOf(MediaFileException.class).hasMessageStartingWith("a.mp4: ");
                    assertThat(fragments).isZero();
                }
            }
        }
    }

    private static int wholeFragments(byte[] file, int length) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int fragments = 0;
        boolean fragment = false;
        for (int at = 0; at < file.length; at += in.getInt(at)) {
            boolean media = in.getInt(at + 4) == Fourcc.MDAT;
            fragments += media && fragment && at + in.getInt(at) <= length ? 1 : 0;
            fragment |= in.getInt(at + 4) == Fourcc.MOOF;
        }
        return fragments;
    }

    /** Boxes that nobody knows, and boxes that others write behind {@code ftyp}. */
    @ParameterizedTest
    @ValueSource(strings = {"prfl", "udta", "meta", "jp2c", "PICT", "pdin", "a1 z"})
    void anyBoxMayBeTheFirst(String type) {
        byte[] film = movie(60).moovLast().progressive();
        byte[] box = ByteBuffer.allocate(24 + film.length).putInt(24).put(type.getBytes()).position(24)
                .put(shifted(film, 24)).array();
        assertThat(index(box).tracks()).hasSize(1);
    }

    /** The file with its chunk offsets moved. */
    private static byte[] shifted(byte[] film, int by) {
        ByteBuffer out = ByteBuffer.wrap(film.clone());
        int stco = new String(film, StandardCharsets.ISO_8859_1).indexOf("stco");
        for (int i = 0; i < out.getInt(stco + 8); i++) {
            out.putInt(stco + 12 + 4 * i, out.getInt(stco + 12 + 4 * i) + by);
        }
        return out.array();
    }

    /** The last byte is one of the sound: the picture is complete, and the file is not. */
    @Test
    void whereMediaAreMissingAtTheEndNoTrackIsServed() {
        TestMovie movie = new TestMovie();
        movie.video().frames(60, 3000, 30);
        movie.audio().timescale(48000).audioFrames(100, 1024);
        byte[] film = movie.progressive();
        assertThat(index(film).tracks()).hasSize(2);
        assertThatThrownBy(() -> index(Arrays.copyOf(film, film.length - 1))).cause().isInstanceOf(MediaFileException.class)
                .hasMessageMatching(
                        "a.mp4: mdat at byte .* claims .* are left, and samples lie behind it; the file is cut off");
        assertThatThrownBy(() -> index(Arrays.copyOf(film, film.length - 2000))).cause()
                .hasMessageContaining("the file is cut off");
        // the same sound out of reach in a file that is whole
        ByteBuffer damaged = ByteBuffer.wrap(film.clone());
        int stco = new String(film, StandardCharsets.ISO_8859_1).lastIndexOf("stco");
        damaged.putInt(stco + 12, 0x7fffffff);
        assertThat(index(damaged.array()).tracks()).extracting(TrackIndex::kind)
                .containsExactly(TrackKind.VIDEO);
    }

    @Test
    void aLastSampleThatLastsNoTimeLastsAsLongAsTheOneBefore() {
        TestMovie movie = new TestMovie();
        movie.video().frames(59, 3000, 30).add(100, 0, 0, false);
        TrackIndex track = index(movie.progressive()).tracks().get(0);
        assertThat(track.samples().duration(59)).isEqualTo(3000);
        assertThat(track.samples().duration(58)).isEqualTo(3000);
        assertThat(track.repairs()).contains(TrackIndex.Repair.MISSING_DURATIONS);
    }

    /** Bytes that some writers leave behind the last fragment, and a last fragment of which bytes are missing. */
    @ParameterizedTest
    @CsvSource({"0, 60, false", "4, 60, false", "4096, 60, false", "-9, 40, true"})
    void whatIsNoFragmentEndsThem(int more, int samples, boolean cutOff) {
        byte[] film = movie(60).perFragment(20).fragmented();
        TrackIndex track = index(Arrays.copyOf(film, film.length + more)).tracks().get(0);
        assertThat(track.samples().count()).isEqualTo(samples);
        assertThat(track.repairs().contains(TrackIndex.Repair.CUT_OFF)).isEqualTo(cutOff);
    }

    /** A header that cannot be. */
    @Test
    void whatIsNoBoxBehindAFragmentEndsThem() {
        byte[] film = movie(60).perFragment(20).fragmented();
        byte[] file = Arrays.copyOf(film, film.length + 40);
        file[film.length + 3] = 5;
        assertThat(index(file).tracks().get(0).samples().count()).isEqualTo(60);
    }

    @Test
    void whatIsNoMovieIsSaidSo() {
        assertThatThrownBy(() -> index("<html><body>not found</body></html>".getBytes())).hasMessageContaining("MP4 file");
        assertThatThrownBy(() -> index(new byte[3])).hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> index("<html><body>".getBytes())).hasMessageContaining("like a page");
        assertThatThrownBy(() -> index(new byte[]{0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, 1, 0, 0, 0, 0, 0}))
                .hasMessageContaining("but like Matroska or WebM");
        assertThatThrownBy(() -> index("GABC0123456789".getBytes())).hasMessageContaining("but like a transport stream");
        assertThatThrownBy(() -> index("RIFF0123AVI ".getBytes())).hasMessageContaining("but like AVI");
        assertThatThrownBy(() -> index(Arrays.copyOf(movie(60).moovLast().progressive(), 200))).hasMessageContaining("no moov");
        byte[] boxes = new byte[8 * 100_000];
        for (int i = 0; i < boxes.length; i += 8) {
            boxes[i + 3] = 8;
            System.arraycopy("free".getBytes(), 0, boxes, i + 4, 4);
        }
        assertThatThrownBy(() -> index(boxes)).hasMessageContaining("no moov");
        assertThat(storage.reads.size()).isLessThan(70);
    }

    /** Each of them whole, with an index of its own that says nothing of a box in front of its fragment. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void segmentsThatWereJoinedAreAllThere(boolean asynchronous) {
        storage.asynchronous = asynchronous;
        byte[] whole = movie(180).perFragment(45).fragmented();
        ByteBuffer in = ByteBuffer.wrap(whole);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (int at = 0; at < whole.length;) {
            int size = in.getInt(at);
            boolean moof = in.getInt(at + 4) == Fourcc.MOOF;
            if (moof) {
                int segment = size + in.getInt(at + size);
                out.writeBytes(ByteBuffer.allocate(44).putInt(44).put("sidx".getBytes()).putInt(0).putInt(1)
                        .putInt(90000).putInt(0).putInt(0).putShort((short) 0).putShort((short) 1).putInt(segment)
                        .putInt(135_000)
                        .putInt(0x90000000).array());
                out.writeBytes(ByteBuffer.allocate(30).putInt(30).put("emsg".getBytes()).array());
            }
            out.write(whole, at, size);
            at += size;
        }
        MediaIndex index = index(out.toByteArray());
        assertThat(index.tracks().get(0).samples().count()).isEqualTo(180);
        assertThat(index.unclaimed()).isLessThan(1000);
    }

    @Test
    void fragmentsThatNothingAnnouncesAreThereAllTheSame() {
        byte[] file = movie(180).perFragment(45).fragmented();
        for (int at = 0; at + 4 < file.length; at++) {
            if (file[at] == 'm' && file[at + 1] == 'v' && file[at + 2] == 'e' && file[at + 3] == 'x') {
                file[at] = 'f';
                break;
            }
        }
        assertThat(index(file).tracks().get(0).samples().count()).isEqualTo(180);
    }

    @Test
    void bytesThatNobodyClaimsAreCounted() {
        byte[] file = movie(180).progressive();
        byte[] longer = Arrays.copyOf(file, file.length + 5000);
        ByteBuffer.wrap(longer).putInt(file.length, 5000).put(file.length + 4, (byte) 'm')
                .put(file.length + 5, (byte) 'd').put(file.length + 6, (byte) 'a').put(file.length + 7, (byte) 't');
        assertThat(index(longer).unclaimed() - index(file).unclaimed()).isEqualTo(5000);
    }

}
