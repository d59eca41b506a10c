package io.dynpack.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.index.TestEntries;

import static org.assertj.core.api.Assertions.assertThat;

class SampleLayoutTest {
    private static final Picture STATED = Picture.ofSize(320, 180);

    /** Sample entries of x264 and x265 for pictures that fade. */
    private enum Encoder {
        /** High, CABAC, weights, five reference pictures, B-frames that others refer to. */
        X264(avc("0164000cffe1001a6764000cacd981419f9f011000000300100000030320f14299a001000668e978f2c8b0fdf8f800")),
        /** The same of interlaced pictures. */
        X264_FIELDS(avc("01640015ffe1001967640015acd941433f260220000003002000000643e28532c001000668fba3cb22c0fdf8f800")),
        /** Main, weights, five reference pictures, open GOPs. */
        X265(hevc("42010101600000030090000003000003003ca00a080b9f796667924caf016808000003000800000300c840", "4401c172b66240")),
        LIBAOM(Av1Codec.of("av01", ByteBuffer.wrap(HexFormat.of().parseHex("81000c00")), STATED)),
        LIBVPX(Vp9Codec.of("vp09", ByteBuffer.wrap(HexFormat.of().parseHex("01000000000a82020202" + "0000")), STATED));

        private final VideoCodec codec;

        Encoder(VideoCodec codec) {
            this.codec = codec;
        }

        private static NalUnitCodec avc(String record) {
            return AvcCodec.of("avc1", AvcConfiguration.parse(ByteBuffer.wrap(HexFormat.of().parseHex(record))), STATED);
        }

        private static NalUnitCodec hevc(String sps, String pps) {
            byte[] box = TestEntries.hvcC(4, HexFormat.of().parseHex(sps), HexFormat.of().parseHex(pps));
            return HevcCodec.of("hvc1", ByteBuffer.wrap(box).position(8), STATED);
        }
    }

    /** What common packagers leave clear of these, the length of 4 bytes included. */
    @ParameterizedTest
    @CsvSource({"X264, 9, 0000024e41888840bff97770f94992", "X264, 11, 0000042c419e866e513097b9f4d117fb9e",
            "X264, 15, 00000666419b2d35082d51329807ff115bc1a3ad29",
            "X264, 30, 00000326419a4249e10843218d011409e07e01f20200020301140a40867f7e0d32baee1c",
            "X264_FIELDS, 18, 0000000506010132800000076c419a225e570659b092b137",
            "X264_FIELDS, 22, 000000050601014280000005ec419b6b5b4b64a26bff03a8637b889f",
            "X265, 11, 000000332801af1d657a20f7015bfff24e", "X265, 18, 000002200001e664f57fa22180c28620e292e6b00a4ab752",
            "X265, 25, 0000005b0001e0a2ad7ff2462221090f43de50dc2f61432f29fe0fbfe04d59",
            "X265, 28, 000000f60201e1a2a5d557c90f880d090a42dc26609c2761233e0a90e4d415c6018d"})
    void sliceHeadersOfEncoders(Encoder encoder, int clear, String head) {
        byte[] sample = filled(head);
        assertThat(runs(encoder.codec, sample)).containsExactly(clear, sample.length - clear);
    }

    /** As many bytes as the NAL unit at the end states. */
    private static byte[] filled(String head) {
        byte[] bytes = HexFormat.of().parseHex(head);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int last = 0;
        int end = 0;
        while (end < bytes.length) {
            last = end;
            end += 4 + in.getInt(end);
        }
        byte[] sample = Arrays.copyOf(bytes, last + 4 + in.getInt(last));
        Random random = new Random(sample.length);
        for (int i = bytes.length; i < sample.length; i++) {
            sample[i] = (byte) random.nextInt(1, 256);
        }
        return sample;
    }

    /** Clear and protected bytes in turn. */
    private static List<Integer> runs(VideoCodec codec, byte[]... samples) {
        SampleLayoutReader reader = codec.sampleLayouts();
        for (int i = 0; i < samples.length; i++) {
            reader.begin(samples[i].length, i == 0);
            read(reader, samples[i], samples[i].length);
        }
        return runs(reader.layout(), samples);
    }

    /** @param most bytes that it gets at a time, unless it needs more */
    private static void read(SampleLayoutReader reader, byte[] sample, int most) {
        boolean over = false;
        for (int reads = 0; !over; reads++) {
            assertThat(reads).isLessThan(100);
            int left = sample.length - reader.position();
            assertThat(reader.needed()).isBetween(0, left);
            over = reader.read(
                    ByteBuffer.wrap(sample, reader.position(), Math.min(left, Math.max(most, reader.needed()))));
        }
    }

    private static List<Integer> runs(SampleLayout layout, byte[]... samples) {
        assertThat(layout.count()).isEqualTo(samples.length);
        List<Integer> runs = new ArrayList<>();
        SampleLayout.Reader in = layout.reader();
        for (byte[] sample : samples) {
            in.sample(sample.length);
            int sum = 0;
            while (in.next()) {
                assertThat(in.clear()).isNotNegative();
                assertThat(in.data()).isNotNegative();
                assertThat(in.data() > 0 || sum + in.clear() == sample.length).isTrue();
                runs.add(in.clear());
                runs.add(in.data());
                sum += in.clear() + in.data();
            }
            assertThat(sum).isEqualTo(sample.length);
        }
        return runs;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static final byte[] SLICE = filled("0000024e41888840bff97770f94992");
    private static final byte[] MESSAGE = TestAccessUnits.avc(TestAccessUnits.captions(0, 1));

    @Test
    void whatIsNoSliceIsClear() {
        VideoCodec codec = Encoder.X264.codec;
        int data = SLICE.length - 9;
        byte[] delimiter = TestAccessUnits.avc(TestAccessUnits.delimiter());
        assertThat(runs(codec, joined(delimiter, MESSAGE, SLICE, MESSAGE, SLICE, MESSAGE))).containsExactly(
                delimiter.length + MESSAGE.length + 9, data, MESSAGE.length + 9, data, MESSAGE.length, 0);
        assertThat(runs(codec, MESSAGE, new byte[0], SLICE)).containsExactly(MESSAGE.length, 0, 9, data);
        assertThat(runs(codec, joined(new byte[8], SLICE, new byte[3]))).containsExactly(17, data, 3, 0);
    }

    /** About a byte for a sample with one slice. */
    @Test
    void takesLittleRoom() {
        byte[][] samples = new byte[1000][];
        Arrays.fill(samples, SLICE);
        SampleLayoutReader reader = Encoder.X264.codec.sampleLayouts();
        for (byte[] sample : samples) {
            reader.begin(sample.length, true);
            reader.read(ByteBuffer.wrap(sample));
        }
        assertThat(reader.layout().heapBytes()).isLessThan(1100);
        assertThat(runs(reader.layout(), samples)).hasSize(2000);
    }

    @Test
    void nothingIsLeftClearBecauseItIsDamaged() {
        VideoCodec codec = Encoder.X264.codec;
        byte[] unknownSet = SLICE.clone();
        // pic_parameter_set_id 0 becomes another one
        unknownSet[6] = 0x44;
        assertThat(runs(codec, unknownSet)).containsExactly(5, SLICE.length - 5);
        byte[] tooLong = SLICE.clone();
        tooLong[1] = 1;
        assertThat(runs(codec, tooLong)).containsExactly(5, SLICE.length - 5);
        byte[] negative = SLICE.clone();
        negative[0] = (byte) 0xff;
        assertThat(runs(codec, negative)).containsExactly(5, SLICE.length - 5);
        byte[] extension = SLICE.clone();
        extension[4] = 0x74;
        assertThat(runs(codec, extension)).containsExactly(8, SLICE.length - 8);
        byte[] partition = SLICE.clone();
        partition[4] = 0x43;
        assertThat(runs(codec, partition)).containsExactly(5, SLICE.length - 5);
        byte[] layer = filled("000002200001e664f57fa22180c28620e292e6b00a4ab752");
        layer[5] = 9;
        assertThat(runs(Encoder.X265.codec, layer)).containsExactly(6, layer.length - 6);
    }

    /** A sequence header, and a frame of two tiles with film grain. */
    private static final byte[] AV1_KEY = HexFormat.of()
            .parseHex("0a0a0000000337ffe6d7c80632d3011000d2a40208604140411b0af200c0ffc0100407fc0100407fc07c240c1c040bec43ec"
                    + "3b4c0b3c03b4337be5ad242bdb7c461423cc142463a42bc434436b849bb3f48ab5d3f39c4c72e61c0423cc142463a42bc434"
                    + "436b849bb3f48ab5d3f39c4c72e61c02c060402030201800312230a3a1294c167b7808180a4e1d59f2c976538b0553627fad"
                    + "a1bf24f20740aa29cb3767284c461e1d986b74ed0d44d284da2230a3a6e19e7b8270b7357a208a09cfacfd585b6557eb9e1a"
                    + "059c37e2a71990523585220b02d21fb27d3f3f1e6d214d9e4680");
    /** A frame that refers to others. */
    private static final byte[] AV1_INTER = HexFormat.of()
            .parseHex("32753006480e008106c3c00000160003807cae240181ff8020080ff8020080ff80f84818380817d887d876981678076866f7"
                    + "cb5a4857b6f88c2847982848c74857886886d7093767e9156ba7e73898e5cc380847982848c74857886886d7093767e9156b"
                    + "a7e73898e5cc380580c0804060403000009d9d");
    private static final byte[] AV1_SHOWN_AGAIN = {0x1a, 1, (byte) 0xb8};

    /**
     * Tiles without the sizes in front of them; what refers to frames that are not there is protected behind its OBU header.
     */
    @Test
    void tiles() {
        VideoCodec codec = Encoder.LIBAOM.codec;
        assertThat(runs(codec, AV1_KEY, AV1_SHOWN_AGAIN)).containsExactly(125, 50, 0, 51, 3, 0);
        assertThat(runs(codec, AV1_INTER)).containsExactly(2, 117);
        byte[] tooLong = AV1_KEY.clone();
        // what stands in front of the first tile of 50 bytes is its size less 1
        tooLong[124] = (byte) 0xf0;
        assertThat(runs(codec, tooLong)).containsExactly(124, 102);
        byte[] obu = AV1_KEY.clone();
        obu[1] = (byte) 0xff;
        obu[2] = 0x7f;
        assertThat(runs(codec, obu)).containsExactly(0, 226);
        // a temporal delimiter without a size lasts to the end
        assertThat(runs(codec, new byte[]{0x10, 0, 0, 0})).containsExactly(4, 0);
    }

    private static final byte[] VP9_KEY = Arrays.copyOf(
            HexFormat.of().parseHex("82498342000bf006b60838241c18620009905f7eefe6fbf1fdbdff39eff0fd3b87"), 333);
    private static final byte[] VP9_INTER = Arrays.copyOf(
            HexFormat.of().parseHex("86004092f1514680003473f31fd5678c6974c009"), 111);

    /** All but the uncompressed header of each frame, and the index, which tells the sizes of two frames in two bytes each. */
    @Test
    void framesAndSuperframes() {
        VideoCodec codec = Encoder.LIBVPX.codec;
        byte[] index = {(byte) 0xc9, (byte) (333 & 0xff), 1, 111, 0, (byte) 0xc9};
        byte[] superframe = joined(VP9_KEY, VP9_INTER, index);
        assertThat(runs(codec, VP9_KEY, VP9_INTER, superframe))
                .containsExactly(18, 315, 10, 101, 18, 315, 10, 101, 6, 0);
        // frames that are none, sizes that do not fit
        assertThat(runs(codec, VP9_INTER)).containsExactly(0, 111);
        assertThat(runs(codec, new byte[100])).containsExactly(0, 100);
        superframe[superframe.length - 4] = 7;
        assertThat(runs(codec, superframe)).containsExactly(18, superframe.length - 18);
        // show_existing_frame: a byte and nothing else
        assertThat(runs(codec, VP9_KEY, new byte[]{(byte) 0x88})).containsExactly(18, 315, 1, 0);
    }

    /**
     * Whatever is in band counts up to the next sync sample: a sample looked at alone has the layout that it has among others.
     */
    @Test
    void parameterSetsInBandCountUpToTheNextSyncSample() {
        // the same without weights
        byte[] pps = TestAccessUnits.avc(HexFormat.of().parseHex("68e968f2c8b0"));
        SampleLayoutReader reader = Encoder.X264.codec.sampleLayouts();
        byte[] p = filled("00000326419a4249e10843218d011409e07e01f20200020301140a40867f7e0d32baee1c");
        byte[][] samples = {p, joined(pps, p), p, p};
        boolean[] syncs = {true, true, false, true};
        for (int i = 0; i < samples.length; i++) {
            reader.begin(samples[i].length, syncs[i]);
            assertThat(reader.read(ByteBuffer.wrap(samples[i]))).isTrue();
        }
        List<Integer> runs = runs(reader.layout(), samples);
        int with = runs.get(0);
        int without = runs.get(4);
        assertThat(without).isNotEqualTo(with);
        assertThat(runs.get(2)).isEqualTo(10 + without);
        assertThat(runs.get(6)).isEqualTo(with);
    }

    /** Bytes that are asked for one portion at a time tell the same as all at once. */
    @ParameterizedTest
    @EnumSource
    void anyBytesTellTheSameHoweverTheyAreRead(Encoder encoder) {
        Random random = new Random(7);
        List<byte[]> seeds = List.of(SLICE, filled("00000326419a4249e10843218d011409e07e01f20200020301140a40867f7e0d32baee1c"),
                filled("000000f60201e1a2a5d557c90f880d090a42dc26609c2761233e0a90e4d415c6018d"),
                filled("000002200001e664f57fa22180c28620e292e6b00a4ab752"), MESSAGE,
                TestAccessUnits.avc(HexFormat.of().parseHex("6764000cacd981419f9f011000000300100000030320f14299a0")),
                TestAccessUnits.avc(HexFormat.of().parseHex("68e978f2c8b0")),
                TestAccessUnits.avc(HexFormat
                        .of()
                        .parseHex("42010101600000030090000003000003003ca00a080b9f796667924caf016808000003000800000300c840")),
                TestAccessUnits.avc(HexFormat.of().parseHex("4401c172b66240")), VP9_KEY, VP9_INTER, AV1_KEY, AV1_KEY,
                AV1_INTER, AV1_SHOWN_AGAIN,
                joined(VP9_KEY, VP9_INTER, new byte[]{(byte) 0xc9, (byte) (333 & 0xff), 1, 111, 0, (byte) 0xc9}));
        for (int round = 0; round < 3000; round++) {
            byte[][] samples = new byte[1 + random.nextInt(4)][];
            SampleLayoutReader whole = encoder.codec.sampleLayouts();
            SampleLayoutReader portions = encoder.codec.sampleLayouts();
            for (int i = 0; i < samples.length; i++) {
                byte[][] parts = new byte[random.nextInt(5)][];
                for (int part = 0; part < parts.length; part++) {
                    parts[part] = seeds.get(random.nextInt(seeds.size())).clone();
                }
                byte[] sample = joined(parts);
                for (int change = sample.length == 0 ? 0 : random.nextInt(6); change > 0; change--) {
                    int at = random.nextBoolean() ? random.nextInt(sample.length) : random.nextInt(Math.min(64, sample.length));
                    sample[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : sample[at] ^ 1 << random.nextInt(8));
                }
                samples[i] = sample;
                boolean sync = random.nextBoolean();
                whole.begin(sample.length, sync);
                read(whole, sample, sample.length);
                portions.begin(sample.length, sync);
                read(portions, sample, 0);
            }
            assertThat(runs(portions.layout(), samples)).isEqualTo(runs(whole.layout(), samples));
            assertThat(portions.layout().unread()).isEqualTo(whole.layout().unread());
        }
    }

    /** Millions of NAL units without anything in them cost a look at a few thousand. */
    @Test
    void nalUnitsWithoutEndAreProtectedUnread() {
        byte[] sample = new byte[8 << 20];
        assertThat(runs(Encoder.X264.codec, sample)).containsExactly(4 * 4096 + 5, sample.length - 4 * 4096 - 5);
        byte[] slices = new byte[8 << 20];
        for (int at = 0; at < slices.length; at += 8) {
            slices[at + 3] = 4;
            slices[at + 4] = 0x65;
        }
        SampleLayoutReader reader = Encoder.X264.codec.sampleLayouts();
        reader.begin(slices.length, true);
        assertThat(reader.read(ByteBuffer.wrap(slices))).isTrue();
        assertThat(reader.layout().heapBytes()).isLessThan(64 << 10);
        assertThat(runs(reader.layout(), slices)).hasSizeBetween(2 * 4096, 2 * 4097);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void lengthsOfOtherSizes(int lengthSize) {
        byte[] record = HexFormat.of()
                .parseHex("0164000cfce1001a6764000cacd981419f9f011000000300100000030320f14299a001000668e978f2c8b0fdf8f800");
        record[4] = (byte) (0xfc | lengthSize - 1);
        NalUnitCodec codec = AvcCodec.of("avc1", AvcConfiguration.parse(ByteBuffer.wrap(record)), STATED);
        byte[] slice = Arrays.copyOfRange(SLICE, 4, 104);
        byte[] length = Arrays.copyOfRange(new byte[]{0, 100}, 2 - lengthSize, 2);
        assertThat(runs(codec, joined(length, slice, length, slice))).containsExactly(lengthSize + 5, 95, lengthSize + 5, 95);
    }
}
