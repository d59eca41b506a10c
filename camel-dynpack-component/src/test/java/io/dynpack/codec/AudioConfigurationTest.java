package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;
import io.dynpack.index.UnencodedMovies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Configuration records of all sound but AAC, against bytes that other people's multiplexers wrote or their standards give. */
class AudioConfigurationTest {
    private static final String DDTS = "0000bb80 00177000 00177000 18 03 240000 000f 00";
    private static final String DFLA = "00000000 80000022 1200 1200 0023cd 005572 0bb803f0 00098580"
            + "2b6fca3a5b7156ce95258a1a8feed51a";
    private static final String ALAC = "00000000 00001000 00 18 280a0e02 0000 00000000 00465000 00017700";

    private static ByteBuffer hex(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource({"101140, 2, 48000, 2, A000", "0c3dc0, 6, 48000, 6, F801", "500ae0, 1, 44100, 1, 4000",
            // left, right and one surround, at 32 kHz
            "902340, 3, 32000, 9, A100",
            // three in front and one surround
            "102980, 4, 48000, 4, E100"})
    void ac3(String dac3, int channels, int rate, int configuration, String map) {
        Ac3Codec codec = Ac3Codec.of(hex(dac3), 0);
        assertThat(codec.rfc6381(true)).isEqualTo("ac-3");
        assertThat(codec.nameInTracks()).isEqualTo("ac3");
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(codec.sampleRate()).isEqualTo(rate);
        assertThat(codec.channelConfiguration()).isEqualTo(configuration);
        assertThat(codec.frameLength()).isEqualTo(1536);
        assertThat(codec.channelDescriptors()).containsExactly(
                new Descriptor("urn:mpeg:mpegB:cicp:ChannelConfiguration", Integer.toString(configuration)),
                new Descriptor("tag:dolby.com,2014:dash:audio_channel_configuration:2011", map));
    }

    @Test
    void aReservedRateIsThatOfTheSampleEntry() {
        assertThat(Ac3Codec.of(hex("d01140"), 24000).sampleRate()).isEqualTo(24000);
        assertThatThrownBy(() -> Ac3Codec.of(hex("d01140"), 0)).isInstanceOf(CodecException.class)
                .hasMessageContaining("reserved sampling rate");
    }

    @ParameterizedTest
    @CsvSource({"0800200f00, 6, 6, F801, 6, 3F000000", "060020 0400, 2, 2, A000, 2, 03000000",
            // a dependent substream with the rear pair: 7.1
            "1800 200f 0202, 8, 12, FA01, 8, 3F060000",
            // one with the pair of heights: 5.1.2, and a second programme behind it
            "1801 200f 0240 2004 00, 8, 14, F811, 8, 3F500000",
            // objects over 5.1
            "0c00 200f 00 01 10, 6, 6, F801, 16/JOC, 3F000000"})
    void eac3(String dec3, int channels, int configuration, String map, String hls, String mask) {
        Eac3Codec codec = Eac3Codec.of(hex(dec3), 48000);
        assertThat(codec.rfc6381(false)).isEqualTo("ec-3");
        assertThat(codec.nameInTracks()).isEqualTo("ec3");
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(codec.sampleRate()).isEqualTo(48000);
        assertThat(codec.hlsChannels()).isEqualTo(hls);
        assertThat(codec.channelDescriptors()).containsExactly(
                new Descriptor("urn:mpeg:mpegB:cicp:ChannelConfiguration", Integer.toString(configuration)),
                new Descriptor("tag:dolby.com,2014:dash:audio_channel_configuration:2011", map));
        assertThat(codec.smoothFourcc()).isEqualTo("EC-3");
        assertThat(codec.audioTag()).isEqualTo(65534);
        assertThat(codec.codecPrivateData()).isEqualTo(
                "0006" + mask + "AF87FBA7022DFB42A4D405CD93843BDD" + dec3.replace(" ", "").toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void objectsAreSupplementalInDash() {
        assertThat(Eac3Codec.of(hex("0c00 200f 00 01 10"), 0).supplementalProperties()).containsExactly(
                new Descriptor("tag:dolby.com,2018:dash:EC3_ExtensionType:2018", "JOC"),
                new Descriptor("tag:dolby.com,2018:dash:EC3_ExtensionComplexityIndex:2018", "16"));
        assertThat(Eac3Codec.of(hex("0c00 200f 00 00 10"), 0).supplementalProperties()).isEmpty();
        assertThat(Eac3Codec.of(hex("0c00 200f 00 00"), 0).isJoc()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({DDTS + ", 48000, 6, 6, 512",
            // 7.1 of 96 kHz, frames of 1024
            "00017700 00177000 00177000 18 43 240000 004f 00, 96000, 8, 12, 1024",
            // Express whose frames are half as long again
            "0000bb80 00177000 00177000 18 c3 240000 0002 40, 48000, 2, 2, 6144",
            // nothing of channels
            "0000bb80 00177000 00177000 18 83 240000 0000 00, 48000, 5, 0, 2048"})
    void dts(String ddts, int rate, int channels, int configuration, int frame) {
        DtsCodec codec = DtsCodec.of("dtsh", hex(ddts), 5);
        assertThat(codec.rfc6381(true)).isEqualTo("dtsh");
        assertThat(codec.nameInTracks()).isEqualTo("dtsh");
        assertThat(codec.sampleRate()).isEqualTo(rate);
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(codec.channelConfiguration()).isEqualTo(configuration);
        assertThat(codec.frameLength()).isEqualTo(frame);
        assertThat(codec.channelDescriptors()).last()
                .isEqualTo(
                        new Descriptor("tag:dts.com,2014:dash:audio_channel_configuration:2012", Integer.toString(channels)));
    }

    @Test
    void dtsUhd() {
        DtsCodec codec = DtsCodec.ofUhd(hex("0120 0000003f 8000"), 2);
        assertThat(codec).isEqualTo(new DtsCodec("dtsx", "dtsx", 48000, 6, 0x3f, 1024));
        assertThat(codec.channelDescriptors()).containsExactly(new Descriptor("urn:mpeg:mpegB:cicp:ChannelConfiguration", "6"),
                new Descriptor("tag:dts.com,2018:uhd:audio_channel_configuration", "0000003F"));
        assertThat(DtsCodec.ofUhd(hex("0320 00000000 2000"), 2).sampleRate()).isEqualTo(88200);
    }

    @ParameterizedTest
    @CsvSource({"000201380000bb80000000, 2, 2",
            // 5.1 with a mapping
            "000601380000bb80000001 04 02 000401020305, 6, 6",
            // channels that mean nothing by themselves
            "000401380000bb800000ff 04 00 00010203, 4, 0"})
    void opus(String dOps, int channels, int configuration) {
        OpusCodec codec = OpusCodec.of(hex(dOps));
        assertThat(codec.rfc6381(true)).isEqualTo("opus");
        assertThat(codec.nameInTracks()).isEqualTo("opus");
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(codec.channelConfiguration()).isEqualTo(configuration);
        assertThat(codec.sampleRate()).isEqualTo(48000);
        assertThat(codec.frameLength()).isZero();
    }

    @Test
    void flac() {
        FlacCodec codec = FlacCodec.of(hex(DFLA));
        assertThat(codec).isEqualTo(new FlacCodec(48000, 2));
        assertThat(codec.rfc6381(true)).isEqualTo("fLaC");
        assertThat(codec.nameInTracks()).isEqualTo("flac");
        assertThat(codec.channelConfiguration()).isEqualTo(2);
        assertThatThrownBy(() -> FlacCodec.of(hex(DFLA.replace("80000022", "84000022")))).isInstanceOf(CodecException.class)
                .hasMessageContaining("STREAMINFO");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "6, 6", "7, 11", "8, 7"})
    void alac(int channels, int configuration) {
        AlacCodec codec = AlacCodec.of(hex(ALAC.replace("0e02", "0e%02x".formatted(channels))));
        assertThat(codec).isEqualTo(new AlacCodec(4096, 24, channels, 96000));
        assertThat(codec.rfc6381(true)).isEqualTo("alac");
        assertThat(codec.nameInTracks()).isEqualTo("alac");
        assertThat(codec.channelConfiguration()).isEqualTo(configuration);
        assertThatThrownBy(() -> AlacCodec.of(hex(ALAC.replace("00001000 00", "00000000 00"))))
                .isInstanceOf(CodecException.class).hasMessage("alac states frames of 0 samples");
        assertThatThrownBy(() -> AlacCodec.of(hex(ALAC.replace("0e02", "0e09")))).isInstanceOf(CodecException.class)
                .hasMessage("alac states 9 channels at 96000 Hz");
    }

    @ParameterizedTest
    @CsvSource({"ipcm, 000000000118, '', 2, 2, true, 24", "fpcm, 000000000040, '', 6, 0, false, 64",
            // 5.1, and six channels whose speakers are listed
            "ipcm, 000000000010, 00000000 0106 0000000000000000, 6, 6, false, 16",
            "ipcm, 000000000010, 00000000 0100 000102030405, 6, 0, false, 16"})
    void pcm(String entry, String pcmc, String chnl, int channels, int configuration, boolean little, int bits) {
        PcmCodec codec = PcmCodec.of(entry, hex(pcmc), chnl.isEmpty() ? null : hex(chnl), channels, 48000);
        assertThat(codec)
                .isEqualTo(new PcmCodec(entry.startsWith("f"), little, bits, channels, 48000, configuration));
        assertThat(codec.rfc6381(true)).isEqualTo(entry);
        assertThat(codec.nameInTracks()).isEqualTo("pcm");
        assertThat(codec.frameBytes()).isEqualTo(channels * bits / 8);
    }

    @Test
    void pcmOfQuickTime() {
        assertThat(PcmCodec.ofQuickTime("sowt", false, 16, 2, 44100))
                .isEqualTo(new PcmCodec(false, true, 16, 2, 44100, 2));
        assertThat(PcmCodec.ofQuickTime("in24", true, 16, 1, 44100))
                .isEqualTo(new PcmCodec(false, true, 24, 1, 44100, 1));
        assertThat(PcmCodec.ofQuickTime("fl64", false, 16, 6, 44100))
                .isEqualTo(new PcmCodec(true, false, 64, 6, 44100, 0));
        assertThat(PcmCodec.ofLpcm(0xe, 24, 6, 2, 96000)).isEqualTo(new PcmCodec(false, false, 24, 2, 96000, 2));
        assertThat(PcmCodec.ofLpcm(0x9, 32, 8, 2, 96000)).isEqualTo(new PcmCodec(true, true, 32, 2, 96000, 2));
        // eight bits, unsigned, 24 bits in 32, and a channel behind the other
        assertThatThrownBy(() -> PcmCodec.ofQuickTime("twos", false, 8, 2, 44100))
                .isInstanceOf(CodecException.NotServed.class).hasMessageContaining("PCM of 8 bits");
        for (int flags : new int[]{0xa, 0x6, 0x2c}) {
            assertThatThrownBy(() -> PcmCodec.ofLpcm(flags, 24, 6, 2, 96000)).isInstanceOf(CodecException.NotServed.class);
        }
        assertThatThrownBy(() -> PcmCodec.ofLpcm(0xe, 24, 8, 2, 96000)).isInstanceOf(CodecException.NotServed.class);
    }

    @ParameterizedTest
    @CsvSource({UnencodedMovies.USAC + ", 1024, 2, 48000, 2",
            // frames of 2048 with band replication, dual mono at 57.6 kHz; six channels one by one at 44056 Hz
            "f9464f6800, 2048, 2, 57600, 0", "f9465f00ac1880300000, 4096, 6, 44056, 0"})
    void usac(String config, int frame, int channels, int rate, int configuration) {
        UsacCodec codec = UsacCodec.of(hex(config));
        assertThat(codec).isEqualTo(new UsacCodec(frame, channels, rate, configuration));
        assertThat(codec.rfc6381(true)).isEqualTo("mp4a.40.42");
        assertThat(codec.nameInTracks()).isEqualTo("usac");
    }

    @ParameterizedTest
    @CsvSource({UnencodedMovies.DAC4 + ", ac-4.02.01.03, 6, 6, 6, 000047",
            "20a40120003e801fffffffe0010ffb84000059c0001fca0200001fc000, ac-4.02.01.03, 12, 19, 12, 00007F",
            // immersive stereo, and objects, of which the sample entry alone has a number
            "20a40120003e801fffffffe0020ffb8400004200000250100000020000, ac-4.02.02.03, 2, 2, 2/IMSA, 000001",
            "20a40120003e801fffffffe0010afb840000080232040000, ac-4.02.01.03, 5, 0, 5, 800000"})
    void ac4(String dac4, String codecs, int channels, int configuration, String hls, String mask) {
        Ac4Codec codec = Ac4Codec.of(hex(dac4), 5);
        assertThat(codec.rfc6381(true)).isEqualTo(codecs);
        assertThat(codec.nameInTracks()).isEqualTo("ac4");
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(codec.channelConfiguration()).isEqualTo(configuration);
        assertThat(codec.hlsChannels()).isEqualTo(hls);
        assertThat(codec.sampleRate()).isEqualTo(48000);
        assertThat(codec.channelDescriptors()).last()
                .isEqualTo(new Descriptor("tag:dolby.com,2015:dash:audio_channel_configuration:2015", mask));
        assertThat(codec.supplementalProperties()).hasSize(hls.endsWith("IMSA") ? 1 : 0);
    }

    @Test
    void mpegH() {
        MpegHCodec codec = MpegHCodec.of("mhm1", hex(UnencodedMovies.MHAC), 2, 48000);
        assertThat(codec).isEqualTo(new MpegHCodec("mhm1", 13, 6, 48000, 6));
        assertThat(codec.rfc6381(false)).isEqualTo("mhm1.0x0D");
        assertThat(codec.nameInTracks()).isEqualTo("mpegh");
        assertThat(MpegHCodec.of("mha1", hex("0112 00 0000"), 2, 48000))
                .isEqualTo(new MpegHCodec("mha1", 0x12, 2, 48000, 0));
        assertThatThrownBy(() -> MpegHCodec.of("mha1", hex("02 0d 06 0000"), 2, 48000)).isInstanceOf(CodecException.class)
                .hasMessage("mhaC has version 2, only 1 is known");
    }

    @ParameterizedTest
    @CsvSource({UnencodedMovies.IACB + ", iamf.000.000.Opus, 960, 80, 2, 2",
            // 5.1.2 over stereo with parameters to fold it down, coded with AAC-LC
            "014df80669616d660101001c006d7034618008ffff0411401500000000000000000000000502119008250000000400010203020105"
                    + "80f70200800880080000020680f70280401001013c0301000000, iamf.001.001.mp4a.40.2, 1024, 21, 8, 14"})
    void iamf(String iacb, String codecs, int frame, int preRoll, int channels, int configuration) {
        IamfCodec codec = IamfCodec.of(hex(iacb));
        assertThat(codec.rfc6381(true)).isEqualTo(codecs);
        assertThat(codec.nameInTracks()).isEqualTo("iamf");
        assertThat(codec.sampleRate()).isEqualTo(48000);
        assertThat(codec.frameLength()).isEqualTo(frame);
        assertThat(codec.preRoll()).isEqualTo(preRoll);
        assertThat(codec.channels()).isEqualTo(channels);
        assertThat(codec.channelConfiguration()).isEqualTo(configuration);
    }

    @Test
    void iamfThatSaysTooLittle() {
        String flac = UnencodedMovies.IACB.replace("4f707573", "664c6143");
        assertThatThrownBy(() -> IamfCodec.of(hex(flac))).isInstanceOf(CutOffException.class);
        String expanded = UnencodedMovies.IACB.replace("012a", "012b").replace("080a", "080b").replace("20100101",
                "20f0010100");
        assertThatThrownBy(() -> IamfCodec.of(hex(expanded))).isInstanceOf(CodecException.NotServed.class)
                .hasMessageContaining("expanded layout");
    }

    @ParameterizedTest
    @CsvSource({"0x6b, 48000, mp4a.6B, mp3, 1152", "0x69, 22050, mp4a.69, mp3, 576", "0xa9, 48000, mp4a.A9, dtsc, 0",
            "0xac, 48000, mp4a.AC, dtse, 0"})
    void whatElseIsInMp4a(String type, int rate, String codecs, String name, int frame) {
        ByteBuffer esds = ByteBuffer.wrap(ElementaryStreamDescriptor.payload(Integer.decode(type)));
        AudioCodec codec = Mpeg4Audio.of(ElementaryStreamDescriptor.parse(esds), 2, rate);
        assertThat(codec.rfc6381(true)).isEqualTo(codecs);
        assertThat(codec.rfc6381(false)).isEqualTo(codecs);
        assertThat(codec.nameInTracks()).isEqualTo(name);
        assertThat(codec.sampleRate()).isEqualTo(rate);
        assertThat(codec.frameLength()).isEqualTo(frame);
        assertThatThrownBy(() -> Mpeg4Audio.of(ElementaryStreamDescriptor.parse(esds), 0, rate))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> Mpeg4Audio.of(ElementaryStreamDescriptor.parse(esds), 2, 0))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void transportStreamsOfDtsAreCalledByItsSampleEntry() {
        ByteBuffer esds = ByteBuffer.wrap(ElementaryStreamDescriptor.payload(0xa9));
        assertThat(Mpeg4Audio.of(ElementaryStreamDescriptor.parse(esds), 6, 48000).rfc6381OfTransportStream())
                .isEqualTo("dtsc");
        ByteBuffer aac = ByteBuffer.wrap(TestEntries.esds(0x40, "1190")).position(8);
        assertThat(Mpeg4Audio.of(ElementaryStreamDescriptor.parse(aac), 2, 48000)).isInstanceOf(AacCodec.class);
    }

    /** Cut off anywhere, or with any bits: an exception of one kind, or a codec whose facts can be asked for. */
    @Test
    void damagedConfigurations() {
        Map<String, Function<ByteBuffer, AudioCodec>> records = new HashMap<>(
                Map.of("0c3dc0", bytes -> Ac3Codec.of(bytes, 48000),
                        "1801 200f 0240 2004 00 01 10", bytes -> Eac3Codec.of(bytes, 48000), DDTS,
                        bytes -> DtsCodec.of("dtsc", bytes, 2),
                        "0120 0000003f 8000", bytes -> DtsCodec.ofUhd(bytes, 2), "000601380000bb80000001 04 02 000401020305",
                        OpusCodec::of, DFLA, FlacCodec::of, ALAC, AlacCodec::of, "000000000118",
                        bytes -> PcmCodec.of("ipcm", bytes, null, 2, 48000)));
        records.put(UnencodedMovies.USAC, UsacCodec::of);
        records.put(UnencodedMovies.DAC4, bytes -> Ac4Codec.of(bytes, 2));
        records.put(UnencodedMovies.MHAC, bytes -> MpegHCodec.of("mhm1", bytes, 2, 48000));
        records.put(UnencodedMovies.IACB, IamfCodec::of);
        Random random = new Random(7);
        records.forEach((digits, reader) -> {
            byte[] whole = hex(digits).array();
            for (int length = 0; length < whole.length; length++) {
                facts(ByteBuffer.wrap(Arrays.copyOf(whole, length)), reader);
            }
            for (int i = 0; i < 5000; i++) {
                byte[] damaged = whole.clone();
                for (int bit = random.nextInt(6); bit >= 0; bit--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                facts(ByteBuffer.wrap(damaged), reader);
            }
        });
    }

    private static void facts(ByteBuffer bytes, Function<ByteBuffer, AudioCodec> reader) {
        AudioCodec codec;
        try {
            codec = reader.apply(bytes);
        } catch (CodecException e) {
            assertThat(e).hasMessageMatching(".*\\S.*");
            return;
        }
        assertThat(bytes.position()).isZero();
        assertThat(List.of(codec.rfc6381(true), codec.hlsChannels(), codec.nameInTracks())).doesNotContain("");
        assertThat(codec.channels()).isBetween(1, 255);
        assertThat(codec.sampleRate()).isPositive();
        assertThat(codec.channelConfiguration()).isBetween(0, 20);
        assertThat(codec.channelDescriptors()).isNotEmpty();
        if (codec instanceof SmoothCodec smooth) {
            assertThat(smooth.codecPrivateData()).matches("[0-9A-F]+");
        }
    }
}
