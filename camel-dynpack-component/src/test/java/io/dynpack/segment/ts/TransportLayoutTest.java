package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.index.SampleTable;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.segment.SegmentBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Units of transport streams, read back by {@link TsDemuxer} and compared with the samples they were made of. */
class TransportLayoutTest {
    private static final int VIDEO = 0x100;
    private static final int AUDIO = 0x101;
    private static final long MASK = (1L << 33) - 1;

    @TempDir
    Path folder;

    private final Random random = new Random(11);

    /** Slices, and what else encoders put in front of them. */
    private byte[] picture(int lengthSize, boolean sync, boolean delimiter, boolean ownSets, int size) {
        List<byte[]> units = new ArrayList<>();
        if (delimiter) {
            units.add(new byte[]{9, 0x10});
        }
        if (sync && ownSets) {
            units.add(TsMedia.SPS);
            units.add(TsMedia.PPS);
        }
        units.add(TsMedia.unit(random, 6, 12));
        int left = size;
        int most = lengthSize == 1 ? 255 : 65_535;
        while (left > 0) {
            int n = Math.min(left, 1 + random.nextInt(most));
            units.add(TsMedia.unit(random, sync ? 5 : 1, Math.max(4, n)));
            left -= n;
        }
        return TsMedia.sample(lengthSize, units.toArray(byte[][]::new));
    }

    private void pictures(TsMedia.File file, int track, int lengthSize, int count, int gop, long duration, int[] offsets) {
        for (int i = 0; i < count; i++) {
            boolean sync = i % gop == 0;
            int size = sync ? 900 + random.nextInt(900) : 30 + random.nextInt(400);
            file.add(track, picture(lengthSize, sync, false, false, size), duration,
                    (int) (offsets[i % gop % offsets.length] * duration), sync);
        }
    }

    private void frames(TsMedia.File file, int track, int count, long duration) {
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[20 + random.nextInt(400)];
            random.nextBytes(frame);
            file.add(track, frame, duration, 0, true);
        }
    }

    private static byte[] all(TsMedia media, TransportLayout layout, int units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int unit = 0; unit < units; unit++) {
            SegmentBody body = layout.segment(unit, unit + 1);
            assertThat(body.length()).isEqualTo(layout.bytes(unit));
            out.writeBytes(media.bytes(body));
        }
        return out.toByteArray();
    }

    /** Every picture, in order, with its times; parameter sets and delimiters as they are to be. */
    private static void checkPictures(TsDemuxer demuxer, Level level, List<byte[]> samples, int lengthSize, boolean ownSets) {
        List<TsDemuxer.Pes> packets = demuxer.of(VIDEO);
        int first = level.firstSample(0);
        SampleTable table = level.samples();
        assertThat(packets).hasSize(level.endSample(level.firstSamples().length - 2) - first);
        for (int i = 0; i < packets.size(); i++) {
            TsDemuxer.Pes packet = packets.get(i);
            int sample = first + i;
            boolean sync = table.isSync(sample);
            assertThat(packet.streamId()).isEqualTo(0xe0);
            assertThat(packet.randomAccess()).isEqualTo(sync);
            assertThat(packet.pcr()).isNotNegative();
            List<byte[]> expected = new ArrayList<>();
            expected.add(new byte[]{9, (byte) 0xf0});
            if (sync) {
                expected.add(TsMedia.SPS);
                expected.add(TsMedia.PPS);
            }
            for (byte[] unit : TsMedia.units(lengthSize, samples.get(sample))) {
                int type = unit[0] & 0x1f;
                if (type != 9 && !(ownSets && (type == 7 || type == 8))) {
                    expected.add(unit);
                }
            }
            List<byte[]> actual = TsDemuxer.nalUnits(packet.payload());
            assertThat(actual).as("NAL units of sample " + sample).hasSameSizeAs(expected);
            for (int n = 0; n < expected.size(); n++) {
                assertThat(actual.get(n)).isEqualTo(expected.get(n));
            }
            long pts = 900_000 + Ticks.convert(level.timeline().presentationTime(sample), level.track().timescale(), 90_000);
            assertThat(packet.pts()).as("time of sample " + sample).isEqualTo(pts & MASK);
        }
    }

    private static void checkFrames(TsDemuxer demuxer, Level level, List<byte[]> samples) {
        int sample = level.timeline().firstSample();
        for (TsDemuxer.Pes packet : demuxer.of(AUDIO)) {
            assertThat(packet.streamId()).isEqualTo(0xc0);
            long pts = 900_000 + Ticks.convert(level.timeline().presentationTime(sample), level.track().timescale(), 90_000);
            assertThat(packet.pts()).as("time of frame " + sample).isEqualTo(pts & MASK);
            List<byte[]> frames = TsDemuxer.frames(packet.payload(), 1, 3, 2);
            for (int i = 0; i < frames.size(); i++) {
                long derived = packet.pts() + i * 1920L;
                long stated = 900_000
                        + Ticks.convert(level.timeline().presentationTime(sample), level.track().timescale(), 90_000);
                assertThat(derived & MASK).isCloseTo(stated & MASK, within(1L));
                assertThat(frames.get(i)).isEqualTo(samples.get(sample++));
            }
        }
        assertThat(sample).isEqualTo(level.timeline().endSample());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            4, false, false
            4, true , false
            4, true , true
            4, false, true
            2, false, false
            2, true , true
            1, false, false
            1, true , true
            """)
    void everyPictureComesBack(int lengthSize, boolean delimiters, boolean ownSets) {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(lengthSize).timescale(90000);
        for (int i = 0; i < 400; i++) {
            boolean sync = i % 50 == 0;
            int size = sync ? 3000 + random.nextInt(90_000) : random.nextInt(i % 7 == 0 ? 3000 : 200);
            file.add(0, picture(lengthSize, sync, delimiters, ownSets, size), 3600, i % 2 * 7200, sync);
        }
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        Level level = stream.levels().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), level, null);
        assertThat(stream.timeline().count()).isEqualTo(3);
        byte[] bytes = all(media, layout, 3);
        TsDemuxer demuxer = TsDemuxer.of(bytes);
        assertThat(demuxer.units).isEqualTo(3);
        assertThat(demuxer.streams).containsExactly(java.util.Map.entry(VIDEO, 0x1b));
        checkPictures(demuxer, level, media.samples("v.mp4", 0), lengthSize, ownSets);
        demuxer.checkClocks();
        byte[] cut = new byte[0];
        for (int unit = 0; unit < 3; unit++) {
            byte[] part = media.bytes(layout.segment(unit, unit + 1), random);
            cut = Arrays.copyOf(cut, cut.length + part.length);
            System.arraycopy(part, 0, cut, cut.length - part.length, part.length);
        }
        assertThat(cut).as("the same bytes from buffers that end anywhere").isEqualTo(bytes);
    }

    @Test
    void lengthsOfFourBytesCostNoStuffingBeyondTheLastPacket() {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4);
        file.add(0, picture(4, true, false, false, 100_000), 3600, 0, true);
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null);
        int payload = 8 + 14 + 6 + 4 + TsMedia.SPS.length + 4 + TsMedia.PPS.length + media.samples("v.mp4", 0).get(0).length;
        assertThat(layout.bytes(0)).isEqualTo((2 + (payload + 183) / 184) * 188L);
    }

    @Test
    void setsOfTheSourceReplaceThoseWithTheSameNumber() {
        byte[] otherPps = {0x68, 0x5b, (byte) 0xe3, (byte) 0xcb};
        byte[] samePps = {0x68, (byte) 0xff, 0x11, (byte) 0x80};
        byte[] slice = TsMedia.unit(random, 5, 500);
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4);
        file.add(0, TsMedia.sample(4, TsMedia.SPS, otherPps, slice), 3600, 0, true);
        file.add(0, TsMedia.sample(4, samePps, slice), 3600, 0, true);
        file.add(0, TsMedia.sample(4, TsMedia.SPS, slice), 3600, 0, true);
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null);
        List<TsDemuxer.Pes> pes = TsDemuxer.of(all(media, layout, 1)).of(VIDEO);
        byte[] delimiter = {9, (byte) 0xf0};
        assertThat(TsDemuxer.nalUnits(pes.get(0).payload())).containsExactly(delimiter, TsMedia.SPS, TsMedia.PPS, otherPps,
                slice);
        assertThat(TsDemuxer.nalUnits(pes.get(1).payload())).containsExactly(delimiter, TsMedia.SPS, samePps, slice);
        assertThat(TsDemuxer.nalUnits(pes.get(2).payload())).containsExactly(delimiter, TsMedia.SPS, TsMedia.PPS, slice);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void damagedPicturesTakeAsMuchRoomAsPlanned(int lengthSize) {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(lengthSize);
        for (int i = 0; i < 300; i++) {
            byte[] sample = new byte[i % 3 == 0 ? 1 + random.nextInt(8) : 1 + random.nextInt(3000)];
            if (i % 4 == 1) {
                random.nextBytes(sample);
            } else if (i % 4 == 2) {
                // nothing but units of one byte
                for (int at = 0; at + lengthSize < sample.length; at += lengthSize + 1) {
                    sample[at + lengthSize - 1] = 1;
                    sample[at + lengthSize] = (byte) (i % 8 == 2 ? 0x0c : 0x41);
                }
            }
            file.add(0, sample, 3600, 0, i % 30 == 0);
        }
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null);
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, stream.timeline().count()));
        assertThat(demuxer.of(VIDEO)).hasSize(300);
        demuxer.checkClocks();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # timescale, duration, gop, offsets in frames
            30000, 1001 , 60 , 0
            60000, 1001 , 120, 1 3 1 2 0
            24   , 1    , 48 , 2 4 1 0 3
            90000, 90000, 2  , 0
            90000, 63000, 3  , 0 0 1
            1000 , 17   , 120, 0
            25   , 1    , 50 , 0 2 -1 -1
            25   , 1    , 50 , 3 1 0 2
            """)
    void clocksAndTimesHold(int timescale, int duration, int gop, String offsets) {
        int[] frames = Arrays.stream(offsets.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
        TsMedia.File file = new TsMedia.File("v.mp4");
        TestMovie.Track track = file.video(4).timescale(timescale).cttsVersion(1);
        if (frames[0] > 0) {
            track.edits(TestMovie.Edit.of(0, (long) frames[0] * duration));
        }
        pictures(file, 0, 4, (int) Math.max(8, 20L * timescale / duration), gop, duration, frames);
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        Level level = stream.levels().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), level, null);
        assertThat(stream.timeline().count()).isGreaterThan(2);
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, stream.timeline().count()));
        checkPictures(demuxer, level, media.samples("v.mp4", 0), 4, false);
        demuxer.checkClocks();
        assertThat(demuxer.clockPackets > 0).isEqualTo(10 * duration > timescale);
    }

    @Test
    void theClockRunsThroughPicturesOfAnyLength() {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4).timescale(1000);
        for (int i = 0; i < 120; i++) {
            boolean sync = i % 12 == 0;
            file.add(0, picture(4, sync, false, false, 300), 1 + random.nextInt(1500), 0, sync);
        }
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null);
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, stream.timeline().count()));
        checkPictures(demuxer, stream.levels().get(0), media.samples("v.mp4", 0), 4, false);
        demuxer.checkClocks();
    }

    @Test
    void aLongSilenceIsBridgedForHalfAMinute() {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4).timescale(1);
        file.add(0, picture(4, true, false, false, 300), 1_000_000, 0, true);
        file.add(0, picture(4, false, false, false, 300), 1, 0, false);
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        assertThat(TsDemuxer
                .of(all(media, new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null), 1)).clockPackets)
                .isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # empty edit in ms, media time, duration in ms
            0       , 7200  , 0
            0       , 0     , 0
            4000    , 7200  , 0
            0       , 367200, 0
            0       , 367200, 9000
            2000    , 187200, 15000
            95433700, 7200  , 0
            """)
    void editListsAndTheWrapAfterTwentySixHours(long empty, long mediaTime, long duration) {
        TsMedia.File file = new TsMedia.File("m.mp4");
        TestMovie.Track video = file.video(4).timescale(90000);
        TestMovie.Track audio = file.audio();
        TestMovie.Edit shown = TestMovie.Edit.of(duration, mediaTime);
        TestMovie.Edit heard = TestMovie.Edit.of(duration, 1024 + (mediaTime - 7200) * 48 / 90);
        if (empty > 0) {
            video.edits(TestMovie.Edit.of(empty, 0xffffffffL), shown);
            audio.edits(TestMovie.Edit.of(empty, 0xffffffffL), heard);
        } else if (mediaTime > 0) {
            video.edits(shown);
            audio.edits(heard);
        }
        pictures(file, 0, 4, 500, 50, 3600, new int[]{2, 4, 1, 0, 3});
        frames(file, 1, 930, 1024);
        TsMedia media = new TsMedia().add(file, new String[]{"video", "a"}, 1000, 2000);
        Presentation presentation = media.present(3);
        Stream stream = presentation.stream("video");
        Stream sound = presentation.stream("a");
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), muxed(sound));
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, stream.timeline().count()));
        checkPictures(demuxer, stream.levels().get(0), media.samples("m.mp4", 0), 4, false);
        checkFrames(demuxer, sound.levels().get(0), media.samples("m.mp4", 1));
        demuxer.checkClocks();
        if (empty > 95_000_000) {
            assertThat(demuxer.pes.get(0).pts()).isGreaterThan(MASK - 90_000);
            assertThat(demuxer.pes.get(demuxer.pes.size() - 1).pts()).isLessThan(90_000 * 30);
        }
        checkSeparate(media, sound, "m.mp4");
    }

    private static MuxedAudio muxed(Stream sound) {
        return sound == null ? null : new MuxedAudio(sound, sound.levels().get(0), MuxedAudio.Part.ALL);
    }

    /** Sound that begins before the pictures and ends after them: the first and the last unit hold no more of it than they may. */
    @Test
    void aPartOfTheSoundIsMultiplexedWithoutABreak() {
        TsMedia.File file = new TsMedia.File("m.mp4");
        file.video(4).timescale(90_000).edits(TestMovie.Edit.of(4000, 0xffffffffL), TestMovie.Edit.of(0, 7200));
        file.audio();
        pictures(file, 0, 4, 500, 50, 3600, new int[]{2, 4, 1, 0, 3});
        frames(file, 1, 1875, 1024);
        TsMedia media = new TsMedia().add(file, new String[]{"video", "a"}, 1000, 2000);
        Presentation presentation = media.present(3);
        Stream stream = presentation.stream("video");
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0),
                muxed(presentation.stream("a")));
        int units = stream.timeline().count();
        assertThat(units).isEqualTo(4);
        MuxedAudio.Part part = new MuxedAudio.Part(150, 1130);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int unit = 0; unit < units; unit++) {
            SegmentBody body = layout.segment(unit, unit + 1, part);
            byte[] bytes = media.bytes(body);
            assertThat(bytes).hasSize((int) body.length());
            if (unit > 0 && unit + 1 < units) {
                assertThat(bytes).isEqualTo(media.bytes(layout.segment(unit, unit + 1)));
            } else {
                assertThat(body.length()).isLessThan(layout.bytes(unit));
            }
            joined.writeBytes(bytes);
        }
        // which checks continuity counters
        TsDemuxer demuxer = TsDemuxer.of(joined.toByteArray());
        List<byte[]> found = new ArrayList<>();
        demuxer.of(AUDIO).forEach(packet -> found.addAll(TsDemuxer.frames(packet.payload(), 1, 3, 2)));
        List<byte[]> samples = media.samples("m.mp4", 1);
        assertThat(found).hasSize(980);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(samples.get(150 + i));
        }
    }

    private static void checkSeparate(TsMedia media, Stream sound, String file) {
        TransportLayout layout = new TransportLayout(SelectedStream.of(sound), sound.levels().get(0), null);
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, sound.timeline().count()));
        assertThat(demuxer.streams).containsExactly(java.util.Map.entry(AUDIO, 0x0f));
        checkFrames(demuxer, sound.levels().get(0), media.samples(file, 1));
        demuxer.checkClocks();
        // four frames of 1024 at 48 kHz last 85 ms
        assertThat(demuxer.of(AUDIO)).allMatch(packet -> TsDemuxer.frames(packet.payload(), 1, 3, 2).size() <= 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void segmentsInAnyOrderAreTheSameStream(int perSegment) {
        TsMedia.File low = new TsMedia.File("low.mp4");
        low.video(4).timescale(30000);
        pictures(low, 0, 4, 2107, 60, 1001, new int[]{0});
        TsMedia.File high = new TsMedia.File("high.mp4");
        high.video(4).timescale(30000);
        high.audio();
        pictures(high, 0, 4, 2107, 60, 1001, new int[]{0});
        frames(high, 1, 3300, 1024);
        TsMedia media = new TsMedia().add(low, new String[]{"video"}, 1000)
                .add(high, new String[]{"video", "a"}, 2000, 128_000);
        Presentation presentation = media.present(perSegment);
        Stream stream = presentation.stream("video");
        Stream sound = presentation.stream("a");
        FragmentGroups groups = new FragmentGroups(stream.timeline(), presentation.fragmentsPerHlsSegment());
        assertThat(groups.count()).isEqualTo((stream.timeline().count() + perSegment - 1) / perSegment);
        List<List<byte[]>> soundOfLevels = new ArrayList<>();
        for (Level level : stream.levels()) {
            byte[][] parts = new byte[groups.count()][];
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (int group : order) {
                // another node, which knows nothing of what was asked before
                TransportLayout layout = new TransportStreams(presentation).layout(stream, level, muxed(sound));
                SegmentBody body = layout.segment(groups.first(group), groups.end(group));
                parts[group] = media.bytes(body);
                assertThat(TsDemuxer.of(parts[group]).of(VIDEO).get(0).randomAccess()).isTrue();
            }
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                joined.writeBytes(part);
            }
            TsDemuxer demuxer = TsDemuxer.of(joined.toByteArray());
            checkPictures(demuxer, level, media.samples(level.file().name(), 0), 4, false);
            checkFrames(demuxer, sound.levels().get(0), media.samples("high.mp4", 1));
            demuxer.checkClocks();
            List<byte[]> ofUnits = new ArrayList<>();
            int units = stream.timeline().count();
            for (TsDemuxer.Pes packet : demuxer.of(AUDIO)) {
                long start = 900_000 + Ticks.convert(stream.timeline().start(packet.unit() - 1), Ticks.PER_SECOND, 90_000);
                long end = 900_000 + Ticks.convert(stream.timeline().end(packet.unit() - 1), Ticks.PER_SECOND, 90_000);
                assertThat(packet.unit() == 1 || packet.pts() >= start - 1).isTrue();
                assertThat(packet.unit() == units || packet.pts() <= end).isTrue();
                ofUnits.add(packet.payload());
            }
            soundOfLevels.add(ofUnits);
        }
        assertThat(soundOfLevels.get(0)).as("the same audio in all levels").hasSameSizeAs(soundOfLevels.get(1));
        for (int i = 0; i < soundOfLevels.get(0).size(); i++) {
            assertThat(soundOfLevels.get(0).get(i)).isEqualTo(soundOfLevels.get(1).get(i));
        }
    }

    @Test
    void aRangeIsAPartOfTheWhole() {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4);
        pictures(file, 0, 4, 500, 50, 3600, new int[]{0});
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        SegmentBody body = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null).segment(0, 3);
        byte[] whole = media.bytes(body);
        assertThat(whole).hasSize((int) body.length());
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(whole.length);
            int to = from + random.nextInt(whole.length - from + 1);
            SegmentBody slice = body.slice(from, to);
            assertThat(slice.length()).isEqualTo(to - from);
            assertThat(media.bytes(slice)).isEqualTo(Arrays.copyOfRange(whole, from, to));
        }
        assertThat(body.slice(5, 10).pieces()).hasSize(1);
    }

    @Test
    void keyFramesStandAlone() {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4);
        file.audio();
        pictures(file, 0, 4, 500, 25, 3600, new int[]{1, 2, 0});
        frames(file, 1, 900, 1024);
        TsMedia media = new TsMedia().add(file, new String[]{"video", "a"}, 1000, 2000);
        Presentation presentation = media.present(3);
        Stream stream = presentation.stream("video");
        Level level = stream.levels().get(0);
        TransportLayout layout = new TransportStreams(presentation).layout(stream, level, null);
        KeyFrames keyFrames = new KeyFrames(stream, level);
        assertThat(keyFrames.count()).isEqualTo(20);
        for (int entry = 0; entry < keyFrames.count(); entry++) {
            SegmentBody body = layout.keyFrame(keyFrames.sample(entry));
            assertThat(body.length()).isEqualTo(layout.keyFrameBytes(keyFrames.sample(entry)));
            assertThat(new TransportStreams(presentation).sizes(null).keyFrame(stream, level, keyFrames.sample(entry)))
                    .isEqualTo(body.length());
            TsDemuxer demuxer = TsDemuxer.of(media.bytes(body));
            assertThat(demuxer.pes).hasSize(1);
            assertThat(demuxer.clocks).hasSize(1);
            assertThat(demuxer.pes.get(0).randomAccess()).isTrue();
            byte[] slice = TsDemuxer.nalUnits(demuxer.pes.get(0).payload()).get(3);
            byte[] source = media.samples("v.mp4", 0).get(keyFrames.sample(entry));
            assertThat(slice).isEqualTo(TsMedia.units(4, source).get(0));
        }
        assertThat(presentation.streams(TrackKind.AUDIO)).hasSize(1);
    }

    @Test
    void soundThatBeginsBeforeThePictureHasAClock() {
        TsMedia.File file = new TsMedia.File("m.mp4");
        TestMovie.Track video = file.video(4);
        file.audio();
        video.edits(TestMovie.Edit.of(8000, 0xffffffffL), TestMovie.Edit.of(0, 0));
        pictures(file, 0, 4, 250, 50, 3600, new int[]{0});
        // and goes on when the picture has ended
        frames(file, 1, 1400, 1024);
        TsMedia media = new TsMedia().add(file, new String[]{"video", "a"}, 1000, 2000);
        Presentation presentation = media.present(3);
        Stream stream = presentation.stream("video");
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0),
                muxed(presentation.stream("a")));
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, stream.timeline().count()));
        demuxer.checkClocks();
        checkFrames(demuxer, presentation.stream("a").levels().get(0), media.samples("m.mp4", 1));
        assertThat(demuxer.clocks.get(0)).isEqualTo((900_000L - 63_000) * 300);
        assertThat(demuxer.clocks.get(demuxer.clocks.size() - 1)).isGreaterThan((900_000L + 29 * 90_000 - 63_000) * 300);
    }

    @Test
    void framesThatCannotBeCarriedAreLeftOut() {
        TsMedia.File file = new TsMedia.File("a.mp4");
        file.audio();
        for (int i = 0; i < 40; i++) {
            byte[] frame = new byte[i == 9 ? 9000 : i == 10 ? 8184 : 100 + i];
            Arrays.fill(frame, (byte) i);
            file.add(0, frame, i == 20 ? 33_600 : 1024, 0, true);
        }
        TsMedia media = new TsMedia().add(file, new String[]{"a"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null);
        TsDemuxer demuxer = TsDemuxer.of(all(media, layout, stream.timeline().count()));
        List<byte[]> expected = new ArrayList<>(media.samples("a.mp4", 0));
        expected.remove(9);
        List<byte[]> frames = new ArrayList<>();
        demuxer.pes.forEach(packet -> frames.addAll(TsDemuxer.frames(packet.payload(), 1, 3, 2)));
        assertThat(frames).hasSameSizeAs(expected);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(frames.get(i)).isEqualTo(expected.get(i));
        }
        // a silence of 700 ms
        demuxer.checkClocks();
        assertThat(demuxer.clockPackets).isGreaterThan(4);
    }

    @Test
    void levelsShareTheirReorderingAndTheirTimes() {
        TsMedia.File plain = new TsMedia.File("plain.mp4");
        plain.video(4);
        pictures(plain, 0, 4, 300, 50, 3600, new int[]{0});
        TsMedia.File signed = new TsMedia.File("signed.mp4");
        signed.video(4).cttsVersion(1);
        pictures(signed, 0, 4, 300, 50, 3600, new int[]{0, 1, -1});
        TsMedia media = new TsMedia().add(plain, new String[]{"video"}, 1000).add(signed, new String[]{"video"}, 2000);
        Stream stream = media.present(3).streams().get(0);
        assertThat(stream.levels()).hasSize(2);
        for (Level level : stream.levels()) {
            TsDemuxer demuxer = TsDemuxer.of(all(media, new TransportLayout(SelectedStream.of(stream), level, null), 2));
            checkPictures(demuxer, level, media.samples(level.file().name(), 0), 4, false);
            assertThat(demuxer.pes.get(0).dts()).isEqualTo(900_000 - 3600);
            demuxer.checkClocks();
        }
    }

    @Test
    void anEntryWithoutParameterSetsAddsNone() {
        TsMedia.File file = new TsMedia.File("v.mp4");
        file.video(4).entry(TestEntries.visual("avc3", 1280, 720, TsMedia.avcC(4, false)));
        byte[] slice = TsMedia.unit(random, 5, 700);
        file.add(0, TsMedia.sample(4, TsMedia.SPS, TsMedia.PPS, slice), 3600, 0, true);
        TsMedia media = new TsMedia().add(file, new String[]{"video"}, 1000);
        Stream stream = media.present(3).streams().get(0);
        TsDemuxer demuxer = TsDemuxer
                .of(all(media, new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), null), 1));
        assertThat(TsDemuxer.nalUnits(demuxer.pes.get(0).payload())).containsExactly(HexFormat.of().parseHex("09f0"),
                TsMedia.SPS, TsMedia.PPS, slice);
    }

    @Test
    void longFragmentsAreMadeInParts() {
        TsMedia.File file = new TsMedia.File("m.mp4");
        file.video(4);
        file.audio();
        for (int i = 0; i < 200; i++) {
            boolean sync = i % 200 == 0;
            file.add(0, TsMedia.sample(4, TsMedia.unit(random, sync ? 5 : 1, sync ? 1_500_000 : 20_000)), 3600, 0, sync);
        }
        frames(file, 1, 375, 1024);
        TsMedia media = new TsMedia().add(file, new String[]{"video", "a"}, 1000, 2000);
        Presentation presentation = media.present(3);
        Stream stream = presentation.stream("video");
        Stream sound = presentation.stream("a");
        TransportLayout layout = new TransportLayout(SelectedStream.of(stream), stream.levels().get(0), muxed(sound));
        SegmentBody body = layout.segment(0, 1);
        assertThat(body.length()).isEqualTo(layout.bytes(0));
        assertThat(body.pieces()).hasSizeGreaterThan(4).allMatch(piece -> piece.length() < 2_000_000);
        TsDemuxer demuxer = TsDemuxer.of(media.bytes(body));
        checkPictures(demuxer, stream.levels().get(0), media.samples("m.mp4", 0), 4, false);
        checkFrames(demuxer, sound.levels().get(0), media.samples("m.mp4", 1));
        demuxer.checkClocks();
        assertThat(body.slice(body.length() - 400, body.length()).pieces()).hasSize(1);
    }
}
