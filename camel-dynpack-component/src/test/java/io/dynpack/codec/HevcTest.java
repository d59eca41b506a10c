package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HevcTest {
    private static final byte[] VPS = TestEntries.hevcVps();
    private static final byte[] SPS = TestEntries.hevcSps(0, 153, 3840, 2160);
    private static final byte[] PPS = TestEntries.hevcPps(0, 0);
    private static final Picture STATED = Picture.ofSize(640, 360);

    private static ByteBuffer payload(byte[] box) {
        return ByteBuffer.wrap(box).position(8);
    }

    private static HevcCodec codec(String entry, byte[]... units) {
        return HevcCodec.of(entry, payload(TestEntries.hvcC(4, units)), STATED);
    }

    @Test
    void everyFieldOfAConfiguration() {
        byte[] message = HexFormat.of().parseHex("4e01051b");
        byte[] unknown = HexFormat.of().parseHex("7e0102");
        ByteBuffer record = payload(TestEntries.hvcC(2, VPS, SPS, PPS, message, unknown));
        HevcConfiguration read = HevcConfiguration.parse(record);
        assertThat(read.general()).isEqualTo(new ProfileTierLevel(0, false, 2, 0x20000000, 0x900000000000L, 153));
        assertThat(read.chromaFormat()).isEqualTo(1);
        assertThat(read.lumaBitDepth()).isEqualTo(10);
        assertThat(read.temporalLayers()).isEqualTo(1);
        assertThat(read.nalLengthSize()).isEqualTo(2);
        assertThat(read.arrays()).extracting(HevcConfiguration.NalUnitArray::type).containsExactly(32, 33, 34, 39, 63);
        assertThat(read.parameterSets()).containsExactly(ByteBuffer.wrap(VPS), ByteBuffer.wrap(SPS), ByteBuffer.wrap(PPS));
        assertThat(read.write()).isEqualTo(record);
        assertThat(HevcConfiguration.parse(read.write())).isEqualTo(read);
    }

    /** Of one type in several arrays, empty ones among them, with every flag set. */
    @Test
    void aConfigurationComesBackAsItWas() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            List<HevcConfiguration.NalUnitArray> arrays = new java.util.ArrayList<>();
            for (int a = random.nextInt(5); a > 0; a--) {
                List<ByteBuffer> units = new java.util.ArrayList<>();
                for (int u = random.nextInt(4); u > 0; u--) {
                    byte[] unit = new byte[random.nextInt(300)];
                    random.nextBytes(unit);
                    units.add(ByteBuffer.wrap(unit));
                }
                arrays.add(new HevcConfiguration.NalUnitArray(random.nextBoolean(), random.nextInt(64), units));
            }
            HevcConfiguration configuration = new HevcConfiguration(
                    new ProfileTierLevel(random.nextInt(4), random.nextBoolean(), random.nextInt(32), random.nextInt(),
                            random.nextLong() & 0xffffffffffffL, random.nextInt(256)),
                    random.nextInt(4096), random.nextInt(4), random.nextInt(4), 8 + random.nextInt(8), 8 + random.nextInt(8),
                    random.nextInt(65536), random.nextInt(4), random.nextInt(8), random.nextBoolean(), 1 << random.nextInt(3),
                    arrays);
            assertThat(HevcConfiguration.parse(configuration.write())).isEqualTo(configuration);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false, 1, 60000000, 900000000000, 93, 1.6.L93.90", "0, false, 2, 20000000, b00000000000, 153, 2.4.L153.B0",
            "0, true, 2, 20000000, 900000000000, 183, 2.4.H183.90", "0, false, 4, 08000000, 9d0800000000, 120, 4.10.L120.9D.8",
            "1, false, 1, 60000000, 000000000000, 30, A1.6.L30", "3, true, 31, 00000001, 000000000001, 255,"
                    + " C31.80000000.H255.0.0.0.0.0.1"})
    void codecStrings(int space, boolean high, int profile, String flags, String constraints, int level, String text) {
        var general = new ProfileTierLevel(space, high, profile, Integer.parseUnsignedInt(flags, 16),
                Long.parseLong(constraints, 16), level);
        assertThat(general.rfc6381()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"640, 360", "1280, 720", "1920, 1080", "320, 180", "16, 16", "426, 240", "4096, 2160", "8192, 4320"})
    void pictures(int width, int height) {
        HevcSequenceParameterSet set = HevcSequenceParameterSet
                .parse(ByteBuffer.wrap(TestEntries.hevcSps(3, 120, width, height)));
        assertThat(set.width()).isEqualTo(width);
        assertThat(set.height()).isEqualTo(height);
        assertThat(set.lumaBitDepth()).isEqualTo(10);
        assertThat(set.general().level()).isEqualTo(120);
        assertThat(set.usability()).isEqualTo(new VideoUsability(new PixelAspect(4, 3), new Colour(9, 16, 9, false)));
        Picture picture = set.complete(STATED);
        assertThat(picture.colour().videoRange()).isEqualTo("PQ");
        assertThat(picture.displayWidth()).isEqualTo((width * 4 + 1) / 3);
    }

    /** Of x265: 322 x 182, pixels of 4:3, PQ, with scaling lists; 4:2:2 with 10 bits, 4:4:4 with 12, 4:2:0 with 8. */
    @ParameterizedTest
    @CsvSource({"2, 10, 4.10.L60.9D.8, 4201010408000003009d0800000300003cb00a880c1c445b65959929385e1cd4244024100000030010000003"
            + "019080",
            "3, 12, 4.10.L60.98.8, 420101040800000300980800000300003c90015101838f8b294b2b325270bc39a8488048200000030020000003"
                    + "0321",
            "1, 8, 1.6.L60.90, 42010101600000030090000003000003003ca00a880c1c44d965664a4e178735091009040000030004000003006420"})
    void setsOfAnEncoder(int chroma, int bits, String codec, String hex) {
        HevcSequenceParameterSet read = HevcSequenceParameterSet.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        assertThat(read.chromaFormat()).isEqualTo(chroma);
        assertThat(read.lumaBitDepth()).isEqualTo(bits);
        assertThat(read.general().rfc6381()).isEqualTo(codec);
        assertThat(read.width()).isEqualTo(322);
        assertThat(read.height()).isEqualTo(182);
        assertThat(read.usability()).isEqualTo(new VideoUsability(new PixelAspect(4, 3), new Colour(9, 16, 9, false)));
    }

    @Test
    void sampleEntriesOfBothKinds() {
        HevcCodec plain = codec("hvc1", VPS, SPS, PPS);
        assertThat(plain.rfc6381(true)).isEqualTo("hvc1.2.4.L153.90");
        assertThat(plain.rfc6381(false)).isEqualTo(plain.rfc6381(true));
        assertThat(plain.width()).isEqualTo(3840);
        assertThat(plain.isDecidedByKeyFrame()).isFalse();
        HevcCodec inBand = codec("hev1", VPS, SPS, PPS);
        assertThat(inBand.isDecidedByKeyFrame()).isTrue();
        assertThat(inBand.rfc6381OfHls()).isEqualTo("hev1.2.4.L153.90");
        assertThat(inBand.rfc6381OfTransportStream()).isEqualTo("hvc1.2.4.L153.90");
        NalUnitCodec announced = inBand.withSetsAnnounced();
        assertThat(announced.rfc6381OfHls()).isEqualTo("hvc1.2.4.L153.90");
        assertThat(announced.rfc6381(true)).isEqualTo("hev1.2.4.L153.90");
        assertThat(codec("hev1").withSetsAnnounced()).isEqualTo(codec("hev1"));
        assertThat(codec("hev1").width()).isEqualTo(640);
    }

    @Test
    void dolbyVisionForItsPlayersAlone() {
        Picture stated = new Picture(3840, 2160, null, null, new DolbyVision(5, 6, 0));
        HevcCodec codec = HevcCodec.of("dvhe", payload(TestEntries.hvcC(4, VPS, SPS, PPS)), stated);
        assertThat(codec.rfc6381(true)).isEqualTo("dvhe.05.06");
        assertThat(codec.withSetsAnnounced().rfc6381OfHls()).isEqualTo("dvh1.05.06");
        Picture layered = new Picture(3840, 2160, null, null, new DolbyVision(8, 7, 1));
        HevcCodec both = HevcCodec.of("hev1", payload(TestEntries.hvcC(4, VPS, SPS, PPS)), layered);
        assertThat(both.supplementalCodecOfHls()).isEqualTo("dvhe.08.07/db1p");
        assertThat(both.withSetsAnnounced().supplementalCodecOfHls()).isEqualTo("dvh1.08.07/db1p");
        assertThat(both.withSetsAnnounced().supplementalCodec()).isEqualTo("dvhe.08.07/db1p");
        assertThatThrownBy(() -> codec("dvh1", VPS, SPS, PPS)).isInstanceOf(CodecException.class)
                .hasMessageContaining("no configuration of Dolby Vision");
    }

    private static AccessUnit read(HevcCodec codec, byte[]... units) {
        byte[] unit = TestAccessUnits.avc(units);
        return codec.accessUnits().read(ByteBuffer.wrap(unit), unit.length);
    }

    @ParameterizedTest
    @CsvSource({"0, PREDICTED", "1, PREDICTED", "9, PREDICTED", "10, UNKNOWN", "16, OPEN", "17, IDR", "18, IDR", "19, IDR",
            "20, IDR", "21, OPEN", "22, UNKNOWN", "31, UNKNOWN", "32, NO_PICTURE", "62, NO_PICTURE"})
    void whatPicturesAre(int type, AccessUnit.Content content) {
        HevcCodec codec = codec("hvc1", VPS, SPS, PPS);
        assertThat(read(codec, TestAccessUnits.hevcSlice(200, type, 0)).content()).isEqualTo(content);
        // a slice of another layer is no picture of this one
        byte[] layer = TestAccessUnits.hevcSlice(200, type, 0);
        layer[1] = 9;
        assertThat(read(codec, layer).content()).isEqualTo(AccessUnit.Content.NO_PICTURE);
    }

    @Test
    void whatLiesInFrontOfTheFirstSlice() {
        HevcCodec codec = codec("hev1", VPS, SPS, PPS);
        AccessUnit full = read(codec, TestAccessUnits.hevcDelimiter(), VPS, SPS, PPS, TestAccessUnits.hevcCaptions(0, 2),
                TestAccessUnits.hevcSlice(500, 19, 0));
        assertThat(full).isEqualTo(new AccessUnit(true, true, true,
                List.of(ByteBuffer.wrap(VPS), ByteBuffer.wrap(SPS), ByteBuffer.wrap(PPS)), false, new CaptionData(true, true),
                AccessUnit.Content.IDR, 0));
        byte[] other = TestEntries.hevcSps(0, 120, 1920, 1080);
        assertThat(read(codec, VPS, other, PPS, TestAccessUnits.hevcSlice(50, 21, 1))).satisfies(unit -> {
            assertThat(unit.unannounced()).isTrue();
            assertThat(unit.content()).isEqualTo(AccessUnit.Content.OPEN);
            assertThat(unit.ppsId()).isEqualTo(1);
        });
    }

    @Test
    void whatAPictureActivates() {
        byte[] small = TestEntries.hevcSps(1, 120, 1920, 1080);
        byte[] pps = TestEntries.hevcPps(1, 1);
        HevcCodec several = codec("hvc1", VPS, SPS, small, PPS, pps);
        assertThat(several.isDecidedByKeyFrame()).isTrue();
        AccessUnit unit = read(several, TestAccessUnits.hevcSlice(50, 19, 1));
        HevcCodec active = several.activating(unit);
        assertThat(active.width()).isEqualTo(1920);
        assertThat(active.rfc6381(false)).isEqualTo("hvc1.2.4.L120.90");
        assertThat(active.active().parameterSets()).containsExactly(ByteBuffer.wrap(VPS), ByteBuffer.wrap(small),
                ByteBuffer.wrap(pps));
        assertThat(several.withActiveRecord(active.activeRecord())).isEqualTo(active);
        // in band only
        HevcCodec empty = codec("hev1");
        assertThat(empty.activeRecord().hasRemaining()).isFalse();
        assertThat(empty.activating(read(empty, VPS, SPS, PPS, TestAccessUnits.hevcSlice(50, 19, 0))).width()).isEqualTo(3840);
        // the one that is there
        HevcCodec one = codec("hev1", VPS, SPS, PPS);
        assertThat(one.activating(read(one, VPS, SPS, PPS, TestAccessUnits.hevcSlice(50, 19, 0)))).isSameAs(one);
    }

    @Test
    void aConfigurationHasNoMoreUnitsThanAnybodyNeeds() {
        ByteBuffer record = ByteBuffer.allocate(23 + 3 + 2 * 65_535).put(payload(TestEntries.hvcC(4)));
        record.put(22, (byte) 1).putShort((short) 0x2100).put((byte) 0xff).put(24, (byte) 0xff).put(25, (byte) 0xff);
        assertThatThrownBy(() -> HevcConfiguration.parse(record.rewind())).isInstanceOf(CodecException.class)
                .hasMessageContaining("1024");
        byte[][] sets = new byte[17][];
        Arrays.fill(sets, SPS);
        assertThatThrownBy(() -> codec("hvc1", sets)).isInstanceOf(CodecException.class).hasMessageContaining("the 16 that");
    }

    /** Nothing but a typed error leaves a parser, whatever it is given. */
    @Test
    void damageGivesTypedErrors() {
        Random random = new Random(3);
        HevcCodec codec = codec("hev1", VPS, SPS, PPS);
        byte[][] seeds = {SPS, Arrays.copyOfRange(TestEntries.hvcC(4, VPS, SPS, PPS), 8, 150),
                TestAccessUnits.avc(TestAccessUnits.hevcDelimiter(), VPS, SPS, PPS, TestAccessUnits.hevcCaptions(0, 2),
                        TestAccessUnits.hevcSlice(20, 19, 1))};
        int typed = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] bytes = seeds[i % 3].clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            ByteBuffer damaged = ByteBuffer.wrap(bytes, 0, 1 + random.nextInt(bytes.length)).slice();
            try {
                switch (i % 3) {
                    case 0 -> HevcSequenceParameterSet.parse(damaged);
                    case 1 -> HevcCodec.of("hev1", damaged, STATED);
                    default -> codec.activating(codec.accessUnits().read(damaged, bytes.length));
                }
            } catch (CodecException e) {
                typed++;
            }
        }
        assertThat(typed).isGreaterThan(1000);
    }
}
