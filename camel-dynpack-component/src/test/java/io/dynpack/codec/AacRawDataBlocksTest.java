package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.codec.TestAccessUnits.Extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AacRawDataBlocksTest {

    private static AacRawDataBlocks blocks(int channels) {
        return new AacRawDataBlocks(AudioSpecificConfig.parse(ByteBuffer.wrap(new byte[]{0x13, (byte) (channels << 3)})));
    }

    private static AacRawDataBlocks read(int channels, byte[] unit) {
        AacRawDataBlocks blocks = blocks(channels);
        blocks.read(ByteBuffer.wrap(unit));
        return blocks;
    }

    @ParameterizedTest
    @CsvSource({"1, NONE, false, false", "1, FILL, false, false", "1, SBR, true, false", "1, SBR_WITH_STEREO, true, true",
            "2, NONE, false, false", "2, FILL, false, false", "2, SBR, true, false", "2, SBR_WITH_STEREO, true, false"})
    void extensionsBehindTheChannels(int channels, Extension extension, boolean sbr, boolean ps) {
        AacRawDataBlocks found = read(channels, TestAccessUnits.aac(channels, extension));
        assertThat(found.sbr()).isEqualTo(sbr);
        assertThat(found.ps()).isEqualTo(ps);
    }

    /** What looks like an extension and is none: before any channel, behind the low frequency channel, inside of user data. */
    @Test
    void onlyAFillElementBehindAChannelCounts() {
        BitWriter sbr = TestAccessUnits.sbr(24000, 5, 9, 0, 2, 1, 2, false);
        BitWriter front = new BitWriter();
        TestAccessUnits.fill(front, sbr);
        TestAccessUnits.silence(front, 1);
        assertThat(read(1, TestAccessUnits.bytes(front.bits(3, 7))).sbr()).isFalse();

        BitWriter behindLow = new BitWriter().bits(3, 3).bits(4, 0).bits(8, 128).bits(11, 0).bits(3, 0);
        TestAccessUnits.fill(behindLow, sbr);
        assertThat(read(1, TestAccessUnits.bytes(behindLow.bits(3, 7))).sbr()).isFalse();

        BitWriter data = new BitWriter();
        TestAccessUnits.silence(data, 1);
        BitWriter inside = new BitWriter();
        TestAccessUnits.fill(inside, sbr);
        byte[] bytes = TestAccessUnits.bytes(inside);
        data.bits(3, 4).bits(4, 0).bits(1, 0).bits(8, bytes.length);
        for (byte b : bytes) {
            data.bits(8, b & 0xff);
        }
        assertThat(read(1, TestAccessUnits.bytes(data.bits(3, 7))).sbr()).isFalse();
    }

    /** User data and a plain fill element between the channel and its extension; the data are aligned to a byte. */
    @Test
    void otherElementsMayLieBetween() {
        BitWriter out = new BitWriter();
        TestAccessUnits.silence(out, 1);
        out.bits(3, 4).bits(4, 0).bits(1, 1).bits(8, 2);
        while (out.size() % 8 != 0) {
            out.bits(1, 1);
        }
        out.bits(16, 0xffff);
        TestAccessUnits.fill(out, new BitWriter().bits(24, 0));
        TestAccessUnits.fill(out, TestAccessUnits.sbr(24000, 5, 9, 0, 2, 1, 2, true));
        AacRawDataBlocks found = read(1, TestAccessUnits.bytes(out.bits(3, 7)));
        assertThat(found.sbr()).isTrue();
        assertThat(found.ps()).isTrue();
    }

    @Test
    void theHeaderOfAnEarlierAccessUnitHolds() {
        AacRawDataBlocks blocks = blocks(1);
        BitWriter without = new BitWriter();
        TestAccessUnits.silence(without, 1);
        TestAccessUnits.fill(without, new BitWriter().bits(4, 13).bits(1, 0).bits(40, 0));
        blocks.read(ByteBuffer.wrap(TestAccessUnits.bytes(without.bits(3, 7))));
        assertThat(blocks.sbr()).isTrue();
        assertThat(blocks.ps()).isFalse();
        blocks.read(ByteBuffer.wrap(TestAccessUnits.aac(1, Extension.SBR_WITH_STEREO)));
        assertThat(blocks.ps()).isTrue();
    }

    @Test
    void whatDoesNotEndWithItsElementsTellsNothing() {
        byte[] unit = TestAccessUnits.aac(1, Extension.SBR);
        for (int length = 1; length < unit.length; length++) {
            AacRawDataBlocks blocks = blocks(1);
            ByteBuffer part = ByteBuffer.wrap(unit, 0, length);
            assertThatThrownBy(() -> blocks.read(part)).isInstanceOf(CodecException.class);
            assertThat(blocks.sbr()).isFalse();
        }
        AacRawDataBlocks blocks = blocks(1);
        assertThatThrownBy(() -> blocks.read(ByteBuffer.wrap(Arrays.copyOf(unit, unit.length + 1))))
                .hasMessageContaining("1 bytes behind its end");
        assertThat(blocks.sbr()).isFalse();
    }

    @Test
    void damageGivesTypedErrors() {
        Random random = new Random(7);
        int typed = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] unit = new byte[1 + random.nextInt(60)];
            random.nextBytes(unit);
            if (i % 2 == 0) {
                unit = TestAccessUnits.aac(1 + i / 2 % 2, Extension.SBR_WITH_STEREO);
                unit[random.nextInt(unit.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                blocks(1).read(ByteBuffer.wrap(unit));
            } catch (CodecException e) {
                typed++;
            }
        }
        assertThat(typed).isGreaterThan(20_000);
    }

    @ParameterizedTest
    @EnumSource(AacCodebook.class)
    void codebooksAreCompleteAndCountTheirSigns(AacCodebook book) {
        assertThat(book.code().isComplete()).isTrue();
        if (book.extras() == null) {
            assertThat(book.code().size()).isEqualTo(81);
            return;
        }
        assertThat(book.extras()).hasSize(book.code().size());
        // of k values of 0 to n there are as many with a zero in each place as binomial coefficients say
        boolean quads = book == AacCodebook.THREE || book == AacCodebook.FOUR;
        int nonZero = (int) Math.round(Math.pow(book.code().size(), quads ? 0.25 : 0.5)) - 1;
        int places = quads ? 4 : 2;
        for (int signs = 0; signs <= places; signs++) {
            int expected = (int) Math.pow(nonZero, signs)
                    * (places == 2 ? new int[]{1, 2, 1} : new int[]{1, 4, 6, 4, 1})[signs];
            int wanted = signs;
            assertThat(book.extras().chars().filter(c -> (book == AacCodebook.ELEVEN ? (c - '0') % 3 : c - '0') == wanted))
                    .as("%s signs", signs).hasSize(expected);
        }
        if (book == AacCodebook.ELEVEN) {
            assertThat(book.extras().chars().filter(c -> c >= '3')).hasSize(33);
        }
    }

    @Test
    void codesOfScaleFactorsAndOfBandReplicationAreComplete() {
        assertThat(AacCodebook.SCALE_FACTORS.isComplete()).isTrue();
        assertThat(AacCodebook.SCALE_FACTORS.size()).isEqualTo(121);
        for (HuffmanCode code : SbrElement.codes()) {
            assertThat(code.isComplete()).isTrue();
        }
        assertThat(SbrElement.codes()).extracting(HuffmanCode::size).containsExactly(121, 121, 63, 63, 63);
    }

    @ParameterizedTest
    @CsvSource({"96000", "64000", "48000", "32000", "24000", "16000", "8000"})
    void bandsFillTheirWindows(int rate) {
        AacScaleFactorBands bands = AacScaleFactorBands.of(rate);
        assertThat(Arrays.stream(bands.longWindow()).sum()).isEqualTo(1024);
        assertThat(Arrays.stream(bands.shortWindow()).sum()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource({"1310, 131056e598, 131056e59d4880", "1208, 120856e5a8, 120856e5ad4880"})
    void announcedBackwardCompatibly(String bytes, String sbr, String stereo) {
        ByteBuffer plain = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
        AudioSpecificConfig config = AudioSpecificConfig.parse(plain);
        for (boolean ps : new boolean[]{false, true}) {
            ByteBuffer announcing = config.announcing(plain, ps);
            if (config.sampleRate() == 24000) {
                assertThat(Hex.upper(announcing)).isEqualToIgnoringCase(ps ? stereo : sbr);
            }
            AudioSpecificConfig read = AudioSpecificConfig.parse(announcing);
            assertThat(read.sbr()).isTrue();
            assertThat(read.ps()).isEqualTo(ps);
            assertThat(read.extensionRate()).isEqualTo(2 * config.sampleRate());
        }
    }

    /** A configuration that states that there is no band replication is believed, whatever the access units hold. */
    @Test
    void ruledOut() {
        // 24 kHz, one channel, sync extension with sbrPresentFlag 0; then the same with 1 and psPresentFlag 0
        AudioSpecificConfig none = AudioSpecificConfig.parse(ByteBuffer.wrap(HexFormat.of().parseHex("130856e500")));
        assertThat(none.sbr()).isFalse();
        assertThat(none.sbrExcluded()).isTrue();
        AudioSpecificConfig mono = AudioSpecificConfig
                .parse(ByteBuffer.wrap(HexFormat.of().parseHex("130856e59d4800")));
        assertThat(mono.sbr()).isTrue();
        assertThat(mono.ps()).isFalse();
        assertThat(mono.psExcluded()).isTrue();
    }
}
