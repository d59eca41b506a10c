package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** ADTS headers of HE-AAC, and sound that has headers of its own. */
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

    /** Frames as they lie in the file, several to a PES packet, and a program map that says what they are. */
    @ParameterizedTest
    @CsvSource({"ac-3, dac3, 101140, 1536, 81, bd, 050441432d33", "ec-3, dec3, 0800200f00, 1536, 87, bd, 050445414333",
            "dtsc, ddts, 0000bb80001770000017700018032400000007 00, 512, 82, bd, 050444545331",
            "dtsh, ddts, 0000bb80001770000017700018432400000007 00, 1024, 82, bd, 050444545332",
            "dtse, ddts, 0000bb800017700000177000188324000000 0200, 2048, 82, bd, 050444545333",
            "mp4a, esds, 00000000 0315000000040d6b150000000000000000000000060102, 1152, 03, c0, ''",
            "mp4a, esds, 00000000 0315000000040d6b150000000000000000000000060102, 576, 04, c0, ''",
            // the descriptor tells nothing but that it is DTS
            "mp4a, esds, 00000000 0315000000040da9150000000000000000000000060102, 1024, 82, bd, 050444545332"})
    void framesThatSynchronizeThemselves(String format, String box, String config, int frame, String type, String streamId,
            String descriptor) {
        int rate = frame == 576 ? 24000 : 48000;
        TsMedia.File file = new TsMedia.File("a.mp4");
        file.audio().timescale(rate).entry(TestEntries.sound(format, rate, 2, box, config.replace(" ", "")));
        for (int i = 0; i < 400; i++) {
            byte[] sample = new byte[400 + i % 7];
            Arrays.fill(sample, (byte) i);
            file.add(0, sample, frame, 0, true);
        }
        TsMedia media = new TsMedia().add(file, new String[]{"a"}, 64000);
        Presentation presentation = media.present(1);
        Stream stream = presentation.stream("a");
        TransportLayout layout = new TransportStreams(presentation).layout(stream, stream.levels().get(0), null);
        byte[] bytes = media.bytes(layout.segment(0, stream.timeline().count()));
        TsDemuxer demuxer = TsDemuxer.of(bytes);
        assertThat(demuxer.streams).containsExactly(
                Map.entry(ProgramTables.AUDIO_PID, Integer.parseInt(type, 16)));
        String map = HexFormat.of().formatHex(bytes, TsDemuxer.PACKET, 2 * TsDemuxer.PACKET);
        assertThat(map).contains(type + "e101f0" + "%02x".formatted(descriptor.length() / 2) + descriptor);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        ByteArrayOutputStream samples = new ByteArrayOutputStream();
        for (TsDemuxer.Pes packet : demuxer.of(ProgramTables.AUDIO_PID)) {
            assertThat(packet.streamId()).isEqualTo(Integer.parseInt(streamId, 16));
            payload.writeBytes(packet.payload());
        }
        media.samples("a.mp4", 0).forEach(samples::writeBytes);
        assertThat(payload.toByteArray()).isEqualTo(samples.toByteArray());
        assertThat(demuxer.of(ProgramTables.AUDIO_PID)).hasSizeLessThan(250);
    }
}
