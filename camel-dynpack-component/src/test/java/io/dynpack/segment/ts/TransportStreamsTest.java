package io.dynpack.segment.ts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** ADTS headers of HE-AAC. */
class TransportStreamsTest {
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
        TsDemuxer demuxer = TsDemuxer.of(media.bytes(layout.segment(0, stream.timeline().count())));
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
