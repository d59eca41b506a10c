package io.dynpack.segment.ts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleProtection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TestTracks;
import io.dynpack.presentation.TrackSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What transport streams carry, and what they leave out. */
class TransportStreamsTest {
    /** AAC-LC, 48 kHz, two channels that a program config element describes. */
    private static final String PROGRAM_CONFIG = "118004c400002000";

    private static TrackSource video() {
        TestMovie movie = new TestMovie();
        movie.video().timescale(30000).frames(600, 1001, 60);
        return TestTracks.source("v.mp4", movie, 0, 1000, "video");
    }

    private static TrackSource audio(String name, long bitrate, String config) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, 2, config)).audioFrames(900, 1024);
        return TestTracks.source(name + bitrate + ".mp4", movie, 0, bitrate, name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            118004c400002000 | AAC with channels that a program config element describes
            11d8             | AAC with channel configuration 11
            1194             | AAC with frames of 960 samples
            178055f010       | AAC with a sampling rate of 44000 Hz
            """)
    void aacThatNoHeaderDescribesIsRefused(String config, String what) {
        TransportStreams streams = new TransportStreams(TestTracks.present(video(), audio("a", 128, config)));
        assertThatThrownBy(streams::presentation).isInstanceOfSatisfying(TransportStreamException.class,
                e -> assertThat(e.encoding()).isEqualTo(TrackKind.AUDIO))
                .hasMessage(what + " is not carried in transport streams");
        assertThat(streams.findings()).extracting(Finding::file).containsExactly("a128.mp4");
        assertThat(streams.findings().get(0).message()).isEqualTo("a 128: " + what + " is not carried in transport streams");
    }

    @Test
    void levelsAndTracksThatAreNotCarriedAreLeftOutBesideOthers() {
        Presentation whole = TestTracks.present(video(), audio("first", 128, PROGRAM_CONFIG),
                audio("second", 96, TestEntries.AAC_48), audio("third", 64, TestEntries.AAC_48), audio("third", 48, "1194"));
        assertThat(whole.audio(null).name()).isEqualTo("first");
        TransportStreams streams = new TransportStreams(whole);
        Presentation carried = streams.presentation();
        assertThat(carried.streams()).extracting(Stream::name).containsExactly("video", "second", "third");
        assertThat(carried.stream("third").levels()).extracting(level -> level.bitrate()).containsExactly(64L);
        assertThat(carried.streams(TrackKind.AUDIO)).extracting(Stream::isDefault).containsExactly(true, false);
        assertThat(carried.audio(null).name()).isEqualTo("second");
        assertThat(streams.findings()).extracting(Finding::file).containsExactly("first128.mp4", "third48.mp4");
    }

    @Test
    void whatIsCarriedWhollyIsTheSame() {
        Presentation whole = TestTracks.present(video(), audio("a", 96, TestEntries.AAC_48));
        TransportStreams streams = new TransportStreams(whole);
        assertThat(streams.presentation()).isSameAs(whole);
        assertThat(streams.findings()).isEmpty();
    }

    /** HE-AAC as its configuration announces it: in front of the core, with parametric stereo, and behind the core. */
    @ParameterizedTest
    @CsvSource({"2b118800, mp4a.40.5, 2", "eb098800, mp4a.40.29, 1", "131056e598, mp4a.40.5, 2"})
    void theHeaderOfHeAacIsThatOfItsCore(String config, String codecs, int channels) {
        TsMedia.File file = new TsMedia.File("a.mp4");
        file.audio().timescale(24000).entry(TestEntries.mp4a(24000, 2, config));
        for (int i = 0; i < 300; i++) {
            file.add(0, new byte[]{(byte) i, 33, 44}, 1024, 0, true);
        }
        TsMedia media = new TsMedia().add(file, new String[]{"a"}, 64000);
        Presentation presentation = media.present(1);
        Stream stream = presentation.stream("a");
        assertThat(stream.levels().get(0).codec().rfc6381(false)).isEqualTo(codecs);
        TransportLayout layout = new TransportStreams(presentation).layout(stream, stream.levels().get(0), null);
        TsDemuxer demuxer = TsDemuxer.of(media.bytes(layout.segment(0, stream.timeline().count(), SampleProtection.CLEAR)));
        int frame = 0;
        long first = demuxer.of(ProgramTables.AUDIO_PID).get(0).pts();
        for (TsDemuxer.Pes packet : demuxer.of(ProgramTables.AUDIO_PID)) {
            // a frame of the core lasts 1024 samples of 24 kHz
            assertThat(packet.pts() - first).isEqualTo(frame * 3840L);
            // AAC-LC at index 6
            for (byte[] payload : TsDemuxer.frames(packet.payload(), 1, 6, channels)) {
                assertThat(payload).isEqualTo(media.samples("a.mp4", 0).get(frame++));
            }
        }
        assertThat(frame).isEqualTo(300);
    }
}
