package io.dynpack.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.codec.PcmCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** PCM whose samples are single frames: four seconds of stereo at 4 kHz, 16 bits, in one chunk, which ffmpeg wrote. */
class PcmTracksTest {
    private static final int FRAMES = 16000;

    private static byte[] file() {
        try (InputStream in = PcmTracksTest.class.getResourceAsStream("/media/sowt.mp4")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** @param at bytes behind the type of the box */
    private static byte[] patched(byte[] file, String box, int at, int value) {
        int found = new String(file, StandardCharsets.ISO_8859_1).indexOf(box);
        ByteBuffer.wrap(file).putInt(found + 4 + at, value);
        return file;
    }

    /** Old files of QuickTime count the bytes of a frame as 1. */
    @ParameterizedTest
    @ValueSource(ints = {4, 1})
    void framesAreJoined(int size) {
        TrackIndex track = TestMovies.read(patched(file(), "stsz", 4, size)).tracks().get(0);
        assertThat(track.codec()).isEqualTo(new PcmCodec(false, true, 16, 2, 4000, 2));
        SampleTable samples = track.samples();
        assertThat(samples.count()).isEqualTo(FRAMES / 1024 + 1);
        assertThat(samples.size(0)).isEqualTo(4096);
        assertThat(samples.duration(0)).isEqualTo(1024);
        assertThat(samples.size(15)).isEqualTo(FRAMES % 1024 * 4);
        assertThat(samples.decodeTime(16)).isEqualTo(FRAMES);
        assertThat(samples.isAllSync()).isTrue();
    }

    /** Of other channels, say: nothing tells which frames have how many bytes. */
    @Test
    void framesOfUnknownLengthHaveOneSampleEntry() {
        byte[] stereo = TestEntries.sound("sowt", 4000, 2, new byte[0]);
        for (int size : new int[]{1, 4}) {
            TestMovie movie = new TestMovie();
            TestMovie.Track track = movie.audio().timescale(4000).fieldBits(0).entry(stereo).otherEntryFrom(8,
                    TestEntries.sound("sowt", 4000, 1, new byte[0]));
            for (int i = 0; i < 16; i++) {
                track.add(size, 1, 0, true);
            }
            assertThat(TestMovies.read(movie.progressive()).omitted()).extracting(MediaIndex.OmittedTrack::cause).as("%s", size)
                    .isEqualTo(size == 1 ? List.of(MediaIndex.Cause.NOT_SERVED) : List.of());
        }
    }

    @Test
    void framesThatLastLongerAreNoneOfTheOthers() {
        byte[] file = file();
        patched(file, "stts", 8, 3);
        SampleTable samples = TestMovies.read(file).tracks().get(0).samples();
        assertThat(samples.count()).as("the last one lasts on").isEqualTo(17);
        assertThat(samples.size(0)).isEqualTo(3 * 4);
        assertThat(samples.duration(0)).isEqualTo(3);
    }

    /** Any number can be claimed: what the chunks and the file have counts. */
    @Test
    void damage() {
        MediaIndex more = TestMovies.read(patched(file(), "stsz", 8, -1));
        assertThat(more.tracks().get(0).samples().count()).isEqualTo(16);
        assertThat(more.tracks().get(0).repairs()).contains(TrackIndex.Repair.MISSING_CHUNKS);
        byte[] behind = patched(patched(file(), "stsz", 8, -1), "stsc", 12, -1);
        assertThatThrownBy(() -> TestMovies.read(behind)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("lie outside the file");
        byte[] nowhere = patched(file(), "stsc", 4, 0);
        assertThatThrownBy(() -> TestMovies.read(nowhere)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("stsc says nothing of chunk 1");
        byte[] timeless = patched(file(), "stts", 4, 0);
        assertThatThrownBy(() -> TestMovies.read(timeless)).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("stts does not say how long");
    }
}
