package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CodecTest {

    private static ByteBuffer hex(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @ParameterizedTest
    @CsvSource({"1190, 2, 48000, 2, false", "1210, 2, 44100, 2, false", "1188, 2, 48000, 1, false", "11b0, 2, 48000, 6, false",
            "11b8, 2, 48000, 8, false", "1194, 2, 48000, 2, true",
            // 48 kHz as 24 explicit bits
            "1780 5dc0 10, 2, 48000, 2, false"})
    void audioSpecificConfig(String bytes, int type, int rate, int channels, boolean shortFrames) {
        AudioSpecificConfig config = AudioSpecificConfig.parse(hex(bytes));
        assertThat(config.objectType()).isEqualTo(type);
        assertThat(config.sampleRate()).isEqualTo(rate);
        assertThat(config.channels()).isEqualTo(channels);
        assertThat(config.shortFrames()).isEqualTo(shortFrames);
        assertThat(config.sbr()).isFalse();
        assertThat(config.extensionRate()).isEqualTo(rate);
    }

    /** 24 kHz with a program config element of three front elements (one, two, two) and a low frequency one, and a comment. */
    @Test
    void aProgramConfigElementIsCountedAndSteppedOver() {
        StringBuilder bits = new StringBuilder("00010" + "0110" + "0000" + "000");
        bits.append("0000" + "01" + "0110" + "0011" + "0000" + "0000" + "01" + "001" + "0010" + "0" + "1" + "0101" + "0");
        bits.append("0" + "0000" + "1" + "0000" + "1" + "0001");
        bits.append("0000" + "0000" + "00001" + "00010");
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        bits.append("00000010" + "01000001" + "01000010");
        String plain = bits.toString();
        bits.append("01010110111" + "00101" + "1" + "0011");
        for (String text : new String[]{plain, bits.toString()}) {
            byte[] bytes = new byte[(text.length() + 7) / 8];
            for (int i = 0; i < text.length(); i++) {
                bytes[i / 8] |= (byte) (text.charAt(i) - '0' << 7 - i % 8);
            }
            AudioSpecificConfig config = AudioSpecificConfig.parse(ByteBuffer.wrap(bytes));
            assertThat(config.channels()).isEqualTo(6);
            assertThat(config.sbr()).isEqualTo(text != plain);
            assertThat(config.extensionRate()).isEqualTo(text != plain ? 48000 : 24000);
        }
    }

    @ParameterizedTest
    @CsvSource({"12, ends too early", "1680, reserved sampling", "17, ends too early"})
    void configurationsThatContradictThemselves(String bytes, String reason) {
        assertThatThrownBy(() -> AudioSpecificConfig.parse(hex(bytes))).isInstanceOf(CodecException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"0x40, mp4a.40.2", "0x67, mp4a.67", "0x66, mp4a.66"})
    void objectTypes(String type, String name) {
        ByteBuffer esds = ByteBuffer.wrap(TestEntries.esds(Integer.decode(type), "1190")).position(8);
        AacCodec codec = AacCodec.of(ElementaryStreamDescriptor.parse(esds), 2);
        assertThat(codec.rfc6381(false)).isEqualTo(name);
        assertThat(codec.rfc6381(true)).isEqualTo(name);
    }

    /** ES_Descriptor with a dependency, a URL and a clock reference. */
    @Test
    void everyOptionalFieldOfADescriptor() {
        ByteBuffer esds = hex("00000000 03 1e 0001 e0 0002 03 616263 0003 04 11 40 15 000000 0001f400 0001f018 05 02 1190");
        ElementaryStreamDescriptor read = ElementaryStreamDescriptor.parse(esds);
        assertThat(read.objectType()).isEqualTo(0x40);
        assertThat(read.maxBitrate()).isEqualTo(128000);
        assertThat(read.averageBitrate()).isEqualTo(127000);
        assertThat(read.specificInfo()).isEqualTo(hex("1190"));
    }

    @ParameterizedTest
    @CsvSource({"640, 360", "1280, 720", "1920, 1080", "320, 180", "16, 16", "426, 240", "4096, 2160"})
    void pictureSizes(int width, int height) {
        AvcSequenceParameterSet set = AvcSequenceParameterSet.parse(ByteBuffer.wrap(TestEntries.sps(40, width, height)));
        assertThat(set.width()).isEqualTo(width);
        assertThat(set.height()).isEqualTo(height);
    }

    @Test
    void severalParameterSets() {
        byte[] first = TestEntries.sps(31, 1280, 720);
        byte[] second = TestEntries.sps(31, 640, 360);
        ByteBuffer avcC = ByteBuffer.wrap(TestEntries.avcC(31, first, second)).position(8);
        AvcConfiguration configuration = AvcConfiguration.parse(avcC);
        AvcCodec codec = AvcCodec.of("avc3", configuration, Picture.ofSize(1280, 720));
        HexFormat hex = HexFormat.of().withUpperCase();
        assertThat(codec.codecPrivateData()).isEqualTo("00000001" + hex.formatHex(first) + "00000001" + hex.formatHex(second)
                + "0000000168EBE3CB");
        assertThat(codec.rfc6381(true)).isEqualTo("avc3.64001F");
        assertThat(codec.rfc6381(false)).isEqualTo("avc3.64001f");
        assertThat(codec.nalLengthSize()).isEqualTo(4);
    }

    /** Nothing but a typed error leaves a parser, whatever it is given. */
    @Test
    void damageGivesTypedErrors() {
        Random random = new Random(3);
        byte[][] seeds = {TestEntries.sps(31, 1280, 722),
                Arrays.copyOfRange(TestEntries.avcC(31, TestEntries.sps(31, 64, 64)), 8, 40),
                Arrays.copyOfRange(TestEntries.esds(0x40, "131056e598"), 8, 50), HexFormat.of().parseHex("131056e59d4880")};
        int typed = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] bytes = seeds[i % 4].clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            ByteBuffer damaged = ByteBuffer.wrap(bytes, 0, 1 + random.nextInt(bytes.length)).slice();
            try {
                switch (i % 4) {
                    case 0 -> AvcSequenceParameterSet.parse(damaged);
                    case 1 -> AvcConfiguration.parse(damaged);
                    case 2 -> AacCodec.of(ElementaryStreamDescriptor.parse(damaged), 2);
                    default -> AudioSpecificConfig.parse(damaged);
                }
            } catch (CodecException e) {
                typed++;
            }
        }
        assertThat(typed).isGreaterThan(1000);
    }
}
