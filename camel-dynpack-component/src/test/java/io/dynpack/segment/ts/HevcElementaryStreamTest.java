package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.codec.TestAccessUnits;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Pictures of HEVC in transport streams, read back by {@link TsDemuxer}. */
class HevcElementaryStreamTest {
    private static final int VIDEO = 0x100;
    private static final byte[] VPS = TestEntries.hevcVps();
    private static final byte[] SPS = TestEntries.hevcSps(0, 120, 1280, 720);
    private static final byte[] PPS = TestEntries.hevcPps(0, 0);
    private static final byte[] AUD = TestAccessUnits.hevcDelimiter();
    private static final byte[] MESSAGE = HexFormat.of().parseHex("4e0105025a5b80");

    private final Random random = new Random(7);

    private static TsMedia.File file(int lengthSize) {
        TsMedia.File file = new TsMedia.File("v.mp4");
        byte[] entry = TestEntries.visual("hev1", 1280, 720, TestEntries.hvcC(lengthSize, VPS, SPS, PPS, MESSAGE));
        TestMovie.Track track = file.video(lengthSize);
        track.entry(entry);
        return file;
    }

    private byte[] slice(int type, int size) {
        byte[] slice = TestAccessUnits.hevcSlice(size, type, 0);
        for (int i = 3; i < size; i++) {
            slice[i] = (byte) (1 + random.nextInt(255));
        }
        return slice;
    }

    private static byte[] stream(TsMedia.File file) {
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int unit = 0; unit < stream.timeline().count(); unit++) {
            out.writeBytes(media.bytes(layout.segment(unit, unit + 1)));
        }
        return out.toByteArray();
    }

    private static List<List<byte[]>> pictures(byte[] stream) {
        return TsDemuxer.of(stream).of(VIDEO).stream().map(packet -> TsDemuxer.nalUnits(packet.payload())).toList();
    }

    @ParameterizedTest
    @CsvSource({"4, false, false", "4, true, true", "2, false, true", "2, true, false", "1, false, false", "1, true, true"})
    void everyPictureComesBack(int lengthSize, boolean delimiters, boolean ownSets) {
        TsMedia.File file = file(lengthSize);
        List<List<byte[]>> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean sync = i % 50 == 0;
            List<byte[]> units = new ArrayList<>(List.of(MESSAGE));
            units.add(slice(sync ? 21 : 1, lengthSize == 1 ? 200 : 1000 + random.nextInt(3000)));
            // metadata of Dolby Vision
            units.add(HexFormat.of().parseHex("7c0119080e"));
            List<byte[]> sets = sync ? List.of(VPS, SPS, PPS) : List.of();
            List<byte[]> stored = new ArrayList<>(delimiters ? List.of(AUD) : List.of());
            stored.addAll(ownSets ? sets : List.of());
            stored.addAll(units);
            file.add(0, TsMedia.sample(lengthSize, stored.toArray(byte[][]::new)), 3600, 0, sync);
            List<byte[]> served = new ArrayList<>(List.of(AUD));
            served.addAll(sets);
            served.addAll(units);
            expected.add(served);
        }
        byte[] stream = stream(file);
        TsDemuxer demuxer = TsDemuxer.of(stream);
        assertThat(demuxer.streams).containsExactly(Map.entry(VIDEO, 0x24));
        assertThat(new String(stream, java.nio.charset.StandardCharsets.ISO_8859_1)).contains("\u0005\u0004HEVC");
        demuxer.checkClocks();
        List<List<byte[]>> pictures = pictures(stream);
        assertThat(pictures).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(pictures.get(i)).as("picture " + i).containsExactly(expected.get(i).toArray(byte[][]::new));
        }
    }

    /** What a set refers to stands in front of it, wherever it comes from. */
    @Test
    void setsOfTheSourceReplaceThoseWithTheSameNumber() {
        byte[] otherSps = TestEntries.hevcSps(0, 93, 640, 360);
        byte[] secondSps = TestEntries.hevcSps(1, 93, 640, 360);
        byte[] otherPps = TestEntries.hevcPps(1, 1);
        byte[] slice = slice(19, 400);
        TsMedia.File file = file(4);
        file.add(0, TsMedia.sample(4, VPS, otherSps, slice), 3600, 0, true);
        file.add(0, TsMedia.sample(4, secondSps, otherPps, slice), 3600, 0, true);
        file.add(0, TsMedia.sample(4, PPS, slice), 3600, 0, true);
        // of another layer, with the same number
        byte[] layer = PPS.clone();
        layer[1] |= 8;
        file.add(0, TsMedia.sample(4, layer, slice), 3600, 0, true);
        List<List<byte[]>> pictures = pictures(stream(file));
        assertThat(pictures.get(0)).containsExactly(AUD, VPS, otherSps, PPS, slice);
        assertThat(pictures.get(1)).containsExactly(AUD, VPS, SPS, secondSps, PPS, otherPps, slice);
        assertThat(pictures.get(2)).containsExactly(AUD, VPS, SPS, PPS, slice);
        assertThat(pictures.get(3)).containsExactly(AUD, VPS, SPS, PPS, layer, slice);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void damagedPicturesTakeAsMuchRoomAsPlanned(int lengthSize) {
        TsMedia.File file = file(lengthSize);
        for (int i = 0; i < 300; i++) {
            byte[] sample = new byte[i % 3 == 0 ? 1 + random.nextInt(8) : 1 + random.nextInt(3000)];
            if (i % 4 == 1) {
                random.nextBytes(sample);
            } else if (i % 4 == 2) {
                // nothing but units of one byte
                Arrays.fill(sample, (byte) 0);
                for (int at = 0; at + lengthSize < sample.length; at += lengthSize + 1) {
                    sample[at + lengthSize - 1] = 1;
                    sample[at + lengthSize] = (byte) (i % 8 == 2 ? 0x4c : 0x42);
                }
            }
            file.add(0, sample, 3600, 0, i % 30 == 0);
        }
        TsDemuxer demuxer = TsDemuxer.of(stream(file));
        assertThat(demuxer.of(VIDEO)).hasSize(300);
        demuxer.checkClocks();
    }
}
