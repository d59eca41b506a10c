package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.UnencodedMovies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VideoCodecsTest {
    private static final Picture STATED = Picture.ofSize(1280, 720);

    private static ByteBuffer hex(String bytes) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    /** As mp4box.js prints them, besides what it reads wrongly: constraints of more than their first six bits. */
    @ParameterizedTest
    @CsvSource({UnencodedMovies.VVCC + ", vvc1.1.L51.CQA", "00000000 ff 0011 5f 01 02 33 00 00, vvc1.1.L51.CA",
            // high tier, two bytes of constraints, three temporal layers of which one has a level, two sub-profiles
            "00000000 ff 0031 5f 02 43 56 c180 40 30 02 0000b500 00000012, vvc1.33.H86.CYGAA.SB500+12"})
    void vvc(String record, String codec) {
        VvcCodec found = VvcCodec.of("vvc1", hex(record), STATED);
        assertThat(found.rfc6381(true)).isEqualTo(codec);
        assertThat(found.picture()).isEqualTo(STATED);
        assertThat(found.sampleLayouts()).as("not encrypted").isNull();
    }

    @Test
    void damagedRecordsOfVvc() {
        byte[] whole = hex(UnencodedMovies.VVCC).array();
        // up to the sub-profiles
        for (int length = 0; length < 13; length++) {
            java.nio.ByteBuffer cut = java.nio.ByteBuffer.wrap(java.util.Arrays.copyOf(whole, length)).slice();
            assertThatThrownBy(() -> VvcCodec.of("vvc1", cut, STATED)).isInstanceOf(CodecException.class)
                    .hasMessageContaining("vvcC");
        }
        assertThatThrownBy(() -> VvcCodec.of("vvc1", hex("00000000 fe 00"), STATED)).isInstanceOf(CodecException.class)
                .hasMessageContaining("ptl_present_flag");
        assertThatThrownBy(() -> VvcCodec.of("vvc1", hex("01000000 ff 00"), STATED)).isInstanceOf(CodecException.class)
                .hasMessage("vvcC has version 1, only 0 is known");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // encoders' own: SVT-AV1 of 8 bits, libaom of 10 bits, and what they put into the sequence header
            "81 05 0c 00                                           | av01.0.05M.08",
            "81 08 4c 00                                           | av01.0.08M.10",
            "81 0d cc 00                                           | av01.0.13H.10",
            "81 25 1c 00                                           | av01.1.05M.08.1.110.01.01.01.0",
            "81 45 6c 00                                           | av01.2.05M.12",
            "81 05 0e 00                                           | av01.0.05M.08.0.112.01.01.01.0",
            "81 25 00 00                                           | av01.1.05M.08.0.000.01.01.01.0"})
    void av1(String record, String codec) {
        assertThat(Av1Codec.of("av01", hex(record), STATED).rfc6381(false)).isEqualTo(codec);
    }

    @Test
    void coloursOfAv1AreInItsStringWhereTheyAreUnusual() {
        Picture hdr = new Picture(3840, 2160, null, new Colour(9, 16, 9, false), null);
        Av1Codec codec = Av1Codec.of("av01", hex("81 0d 4c 00"), hdr);
        assertThat(codec.rfc6381(true)).isEqualTo("av01.0.13M.10.0.110.09.16.09.0");
        assertThat(codec.picture().videoRange()).isEqualTo("PQ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "01 00 00 00 00 1e 82 02 02 02 00 00 | vp09.00.30.08",
            "01 00 00 00 00 1f 82 01 01 01 00 00 | vp09.00.31.08",
            "01 00 00 00 02 33 a2 09 10 09 00 00 | vp09.02.51.10.01.09.16.09.00",
            "01 00 00 00 01 1e 86 02 02 02 00 00 | vp09.01.30.08.03.02.02.02.00",
            "01 00 00 00 00 00 82 02 02 02 00 00 | vp09.00.31.08"})
    void vp9(String record, String codec) {
        assertThat(Vp9Codec.of("vp09", hex(record), STATED).rfc6381(false)).isEqualTo(codec);
    }

    @Test
    void damagedRecordsAreTypedErrors() {
        assertThatThrownBy(() -> Av1Codec.of("av01", hex("81 05"), STATED)).isInstanceOf(CodecException.class)
                .hasMessageContaining("av1C");
        assertThatThrownBy(() -> Av1Codec.of("av01", hex("82 05 0c 00"), STATED)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> Vp9Codec.of("vp09", hex("01 00 00 00 00"), STATED)).isInstanceOf(CodecException.class);
        // units that end behind the record, and a header of no bytes, say nothing of colours
        for (String units : new String[]{"0a ff ff ff 7f", "0a ff", "0a 00", "08", "0a 02 00 00", "ff ff ff ff ff ff"}) {
            assertThat(Av1Codec.of("av01", hex("81 05 0c 00" + units), STATED).picture().colour()).as(units).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"hvc1, 01 00 10 2d 10, dvh1.08.05/db1p, PQ", "hev1, 01 00 10 2d 40, dvhe.08.05/db4h, HLG",
            "av01, 01 00 14 35 10, dav1.10.06/db1p, PQ", "avc1, 01 00 12 25 20, dva1.09.04/db2g, SDR"})
    void dolbyVisionBesideABaseLayer(String entry, String record, String supplemental, String range) {
        DolbyVision dolbyVision = DolbyVision.parse(hex(record));
        Picture picture = new Picture(1920, 1080, null, null, dolbyVision);
        assertThat(picture.videoRange()).isEqualTo(range);
        if (entry.equals("av01")) {
            assertThat(Av1Codec.of(entry, hex("81 05 0c 00"), picture).supplementalCodec()).isEqualTo(supplemental);
        }
        assertThat(dolbyVision.rfc6381(supplemental.substring(0, 4)) + "/" + dolbyVision.brand()).isEqualTo(supplemental);
    }

    @Test
    void pixelsThatAreNotSquare() {
        assertThat(PixelAspect.of(0, 1)).isNull();
        assertThat(PixelAspect.of(40, 30)).isEqualTo(new PixelAspect(4, 3));
        assertThat(PixelAspect.coded(14)).isEqualTo(new PixelAspect(4, 3));
        assertThat(PixelAspect.coded(17)).isNull();
        assertThat(new Picture(720, 576, new PixelAspect(64, 45), null, null).displayWidth()).isEqualTo(1024);
    }
}
