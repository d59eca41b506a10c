package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynpack.index.TestEntries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessUnitTest {

    private static final byte[] SPS = TestEntries.sps(31, 1280, 720);
    private static final byte[] PPS = HexFormat.of().parseHex("68ebe3cb");
    private static final AvcConfiguration CONFIGURATION = AvcConfiguration
            .parse(ByteBuffer.wrap(TestEntries.avcC(31, SPS)).position(8));

    private static AccessUnitReader reader(AvcConfiguration configuration) {
        return AvcCodec.of("avc1", configuration, Picture.ofSize(1280, 720)).accessUnits();
    }

    private static AccessUnit read(byte[] unit, int window) {
        return reader(CONFIGURATION).read(ByteBuffer.wrap(unit, 0, Math.min(window, unit.length)),
                unit.length);
    }

    @Test
    void whatLiesInFrontOfTheFirstSlice() {
        AccessUnit plain = read(TestAccessUnits.avc(TestAccessUnits.slice(5000)), 64);
        assertThat(plain).isEqualTo(new AccessUnit(true, false, false, List.of(), false, CaptionData.NONE,
                AccessUnit.Content.IDR, plain.ppsId()));

        AccessUnit full = read(TestAccessUnits.avc(TestAccessUnits.delimiter(), SPS, PPS, TestAccessUnits.captions(0, 1),
                TestAccessUnits.slice(5000)), 200);
        AccessUnit expected = new AccessUnit(true, true, true, List.of(ByteBuffer.wrap(SPS), ByteBuffer.wrap(PPS)),
                false, new CaptionData(true, false), AccessUnit.Content.IDR, full.ppsId());
        assertThat(full).isEqualTo(expected);
        assertThat(full.withoutSets()).isEqualTo(new AccessUnit(true, true, true, List.of(), false,
                expected.captions(), expected.content(), expected.ppsId()));
    }

    @Test
    void parameterSetsAreComparedByteForByte() {
        byte[] other = TestEntries.sps(30, 640, 360);
        assertThat(read(TestAccessUnits.avc(other, PPS, TestAccessUnits.slice(9)), 200).unannounced()).isTrue();
        assertThat(read(TestAccessUnits.avc(SPS, new byte[]{0x68, 1, 2}, TestAccessUnits.slice(9)), 200).unannounced())
                .isTrue();
        byte[] padded = Arrays.copyOf(SPS, SPS.length + 2);
        assertThat(read(TestAccessUnits.avc(padded, PPS, TestAccessUnits.slice(9)), 200).unannounced()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, true, false", "1, true, false", "2, false, true", "3, false, true"})
    void captionsOfBothKinds(int type, boolean cea608, boolean cea708) {
        byte[] unit = TestAccessUnits.avc(TestAccessUnits.captions(type), TestAccessUnits.slice(9));
        assertThat(read(unit, 200).captions()).isEqualTo(new CaptionData(cea608, cea708));
        // a triplet that is not valid is stuffing
        unit[20] &= (byte) 0xfb;
        assertThat(read(unit, 200).captions()).isEqualTo(CaptionData.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0, OPEN", "1, INTRA"})
    void aRecoveryPointIsWhereDecodingBegins(int frames, AccessUnit.Content content) {
        byte[] point = TestAccessUnits.recoveryPoint(frames);
        assertThat(read(TestAccessUnits.avc(point, TestAccessUnits.slice(50, 2)), 100).content()).isEqualTo(content);
        assertThat(read(TestAccessUnits.avc(point, TestAccessUnits.slice(50)), 100).content())
                .isEqualTo(AccessUnit.Content.IDR);
        assertThat(read(TestAccessUnits.avc(point, TestAccessUnits.slice(50, 0)), 100).content())
                .isEqualTo(AccessUnit.Content.PREDICTED);
    }

    @Test
    void aWindowThatEndsTooEarlyIsSaidSo() {
        byte[] unit = TestAccessUnits.avc(TestAccessUnits.delimiter(), SPS, TestAccessUnits.captions(0),
                TestAccessUnits.slice(100));
        assertThat(read(unit, 12).complete()).isFalse();
        assertThat(read(unit, unit.length - 90).complete()).isTrue();
        // nothing but a delimiter is a whole access unit, if an odd one
        assertThat(read(TestAccessUnits.avc(TestAccessUnits.delimiter()), 100).complete()).isTrue();
    }

    @Test
    void damageGivesTypedErrors() {
        assertThatThrownBy(() -> read(new byte[]{0, 0, 1, 0, 0x65, 1, 2}, 7)).isInstanceOf(CodecException.class)
                .hasMessageContaining("ends behind it");
        Random random = new Random(5);
        byte[] whole = TestAccessUnits.avc(TestAccessUnits.delimiter(), SPS, PPS, TestAccessUnits.captions(0, 2, 3),
                TestAccessUnits.slice(40));
        int typed = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] unit = whole.clone();
            unit[random.nextInt(unit.length)] = (byte) random.nextInt(256);
            unit[random.nextInt(unit.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                read(unit, 1 + random.nextInt(unit.length));
            } catch (CodecException e) {
                typed++;
            }
        }
        assertThat(typed).isGreaterThan(1000);
    }

    /** Picture parameter sets by their number, each of sequence parameter set 0. */
    private static byte[][] pictureSets(int count) {
        byte[][] sets = new byte[count][];
        for (int i = 0; i < count; i++) {
            BitWriter out = new BitWriter().bits(8, 0x68);
            int width = 32 - Integer.numberOfLeadingZeros(i + 1);
            sets[i] = TestAccessUnits.bytes(out.bits(width - 1, 0).bits(width, i + 1).bits(1, 1).bits(8, 0xff));
        }
        return sets;
    }

    private static byte[] unit(byte[][] sets, byte[]... behind) {
        return TestAccessUnits.avc(Stream.concat(Arrays.stream(sets), Arrays.stream(behind)).toArray(byte[][]::new));
    }

    @Test
    void noAccessUnitHasMoreParameterSetsThanNumbers() {
        byte[] all = unit(pictureSets(256), TestAccessUnits.slice(9));
        assertThat(read(all, all.length).sets()).hasSize(256);
        byte[] more = unit(pictureSets(256), PPS, TestAccessUnits.slice(9));
        assertThatThrownBy(() -> read(more, more.length)).isInstanceOf(CodecException.class).hasMessageContaining("256");
        byte[][] sequences = new byte[33][];
        Arrays.fill(sequences, SPS);
        byte[] repeated = unit(sequences, TestAccessUnits.slice(9));
        assertThatThrownBy(() -> read(repeated, repeated.length)).isInstanceOf(CodecException.class)
                .hasMessageContaining("32");
    }

    /** A record counts one less than there are numbers; the one that the picture names is none of those left out. */
    @Test
    void whatAPictureActivatesFitsIntoARecord() {
        byte[] wide = TestEntries.sps(32, 1920, 1080);
        byte[] unit = unit(pictureSets(256), wide, TestAccessUnits.slice(9));
        AccessUnit read = read(unit, unit.length);
        AccessUnit last = new AccessUnit(true, false, true, read.sets(), true, CaptionData.NONE,
                AccessUnit.Content.IDR, 255);
        AvcConfiguration active = CONFIGURATION.activated(last);
        assertThat(active.pictureParameterSets()).hasSize(255).contains(read.sets().get(255));
        assertThat(AvcConfiguration.parse(active.write())).isEqualTo(active);
    }

    /** Some thousand sets in access units, compared with megabytes of zeros in the configuration. */
    @Test
    @Timeout(20)
    void zerosBehindParameterSetsAreSteppedOverOnce() {
        List<ByteBuffer> padded = new ArrayList<>();
        for (byte[] set : pictureSets(255)) {
            padded.add(ByteBuffer.wrap(Arrays.copyOf(set, 65535)));
        }
        var configuration = new AvcConfiguration(100, 0, 31, 4, List.of(ByteBuffer.wrap(SPS)), padded);
        var reader = reader(configuration);
        byte[] unit = unit(pictureSets(255), TestEntries.sps(32, 1920, 1080), TestAccessUnits.slice(9));
        for (int i = 0; i < 300; i++) {
            assertThat(reader.read(ByteBuffer.wrap(unit), unit.length).sets()).hasSize(256);
        }
        AccessUnit read = reader.read(ByteBuffer.wrap(unit), unit.length);
        assertThat(configuration.activated(read).pictureParameterSets()).hasSize(255);
    }
}
