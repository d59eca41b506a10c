package io.dynpack.segment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovie.Edit;
import io.dynpack.index.TestMovies;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.SbgpBox;
import io.dynpack.isobmff.SgpdBox;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.cmaf.InitializationSegment;
import io.dynpack.segment.cmaf.MediaSegment;
import io.dynpack.segment.smooth.SmoothFragment;
import io.dynpack.segment.smooth.SmoothTiming;

import static org.assertj.core.api.Assertions.assertThat;

/** Segments are put together from the file's bytes and read by a reader of their own. */
class SegmentTest {

    /** A plain reader of boxes: path of each box to where its payload lies. */
    private static final class Boxes {
        final byte[] bytes;
        final ByteBuffer buffer;
        final TreeMap<String, int[]> found = new TreeMap<>();
        final List<String> order = new ArrayList<>();

        Boxes(byte[] bytes) {
            this.bytes = bytes;
            this.buffer = ByteBuffer.wrap(bytes);
            walk("", 0, bytes.length);
        }

        private void walk(String parent, int from, int to) {
            int at = from;
            while (at < to) {
                int size = buffer.getInt(at);
                String name = parent + new String(bytes, at + 4, 4, StandardCharsets.US_ASCII);
                assertThat(size).as(name).isBetween(8, to - at);
                found.put(name, new int[]{at + 8, at + size});
                order.add(name);
                if (List.of("moof", "traf", "moov", "trak", "mdia", "minf", "stbl", "edts", "mvex", "dinf")
                        .contains(name.substring(name.lastIndexOf('/') + 1))) {
                    walk(name + "/", at + 8, at + size);
                }
                at += size;
            }
            assertThat(at).isEqualTo(to);
        }

        long u32(String box, int at) {
            return buffer.getInt(found.get(box)[0] + at) & 0xffffffffL;
        }

        long u64(String box, int at) {
            return buffer.getLong(found.get(box)[0] + at);
        }

        byte[] payload(String box) {
            return java.util.Arrays.copyOfRange(bytes, found.get(box)[0], found.get(box)[1]);
        }
    }

    record Sample(long duration, long size, long flags, int offset, int at) {}

    private static List<Sample> run(Boxes boxes) {
        int flags = (int) boxes.u32("moof/traf/trun", 0) & 0xffffff;
        int tfhd = (int) boxes.u32("moof/traf/tfhd", 0) & 0xffffff;
        int defaults = 8;
        long duration = (tfhd & 8) != 0 ? boxes.u32("moof/traf/tfhd", defaults) : 0;
        defaults += (tfhd & 8) != 0 ? 4 : 0;
        long defaultFlags = boxes.u32("moof/traf/tfhd", defaults);
        int at = 4;
        long count = boxes.u32("moof/traf/trun", at);
        at += 4;
        int moof = boxes.found.get("moof")[0] - 8;
        int data = moof + (int) boxes.u32("moof/traf/trun", at);
        at += 4;
        assertThat(data).isEqualTo(boxes.found.get("mdat")[0]);
        long first = (flags & 4) != 0 ? boxes.u32("moof/traf/trun", at) : -1;
        at += (flags & 4) != 0 ? 4 : 0;
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] fields = {duration, 0, i == 0 && first >= 0 ? first : defaultFlags, 0};
            for (int f = 0; f < 4; f++) {
                if ((flags & 0x100 << f) != 0) {
                    fields[f] = boxes.u32("moof/traf/trun", at);
                    at += 4;
                }
            }
            samples.add(new Sample(fields[0], fields[1], fields[2], (int) fields[3], data));
            data += (int) fields[1];
        }
        assertThat(boxes.found.get("moof/traf/trun")[0] + at).isEqualTo(boxes.found.get("moof/traf/trun")[1]);
        assertThat(data).isEqualTo(boxes.found.get("mdat")[1]);
        return samples;
    }

    private static byte[] bytes(SegmentBody body, byte[] file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Piece piece : body.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                byte[] bytes = new byte[literal.bytes().remaining()];
                literal.bytes().duplicate().get(bytes);
                out.writeBytes(bytes);
            } else if (piece instanceof Piece.Ranges ranges) {
                for (int i = 0; i < ranges.starts().length; i++) {
                    out.write(file, (int) ranges.starts()[i], (int) (ranges.ends()[i] - ranges.starts()[i]));
                }
            }
        }
        assertThat(out.size()).isEqualTo(body.length());
        return out.toByteArray();
    }

    private record Asset(byte[] file, Presentation presentation, TestMovie.Track video, TestMovie.Track audio) {}

    enum Shape {
        PLAIN,
        REORDERED,
        NEGATIVE,
        DELAYED,
        FRAGMENTED,
        HIDDEN
    }

    private static Asset asset(Shape shape) {
        TestMovie movie = new TestMovie().perFragment(47);
        TestMovie.Track video = movie.video().timescale(30000).chunks(4, 9, 1);
        switch (shape) {
            case PLAIN -> video.frames(500, 1001, 60);
            case NEGATIVE -> {
                for (int i = 0; i < 500; i++) {
                    video.add(30 + i % 7, 1001 - i % 2, i % 60 == 0 ? 0 : (i % 3 - 1) * 1001, i % 60 == 0);
                }
            }
            case DELAYED -> video.edits(Edit.of(500, -1), Edit.of(0, 1001)).reordered(500, 1001, 60);
            case HIDDEN -> video.edits(Edit.of(0, 70 * 1001)).reordered(500, 1001, 60);
            default -> video.edits(Edit.of(0, 1001)).reordered(500, 1001, 60);
        }
        TestMovie.Track audio = movie.audio().timescale(44100).entry(TestEntries.mp4a(44100, 2, TestEntries.AAC_44))
                .edits(Edit.of(0, 2112)).audioFrames(720, 1024);
        byte[] file = shape == Shape.FRAGMENTED ? movie.fragmented() : movie.progressive();
        MediaIndex index = TestMovies.read(file);
        Presentation presentation = new PresentationBuilder(60_000_000, 3).build(
                index.tracks().stream().map(track -> TrackSource.of(index.file(), track)).toList());
        return new Asset(file, presentation, video, audio);
    }

    @ParameterizedTest
    @EnumSource
    void cmafSegmentsHoldTheSourcesSamplesAtTheirTimes(Shape shape) {
        Asset asset = asset(shape);
        CmafSizes sizes = new CmafSizes();
        for (Stream stream : asset.presentation.streams()) {
            Level level = stream.levels().get(0);
            TestMovie.Track track = level.track().trackId() == 1 ? asset.video : asset.audio;
            Boxes init = new Boxes(bytes(InitializationSegment.of(level, Flavour.CMAF), asset.file));
            long mediaTime = init.found.containsKey("moov/trak/edts/elst") ? init.u64("moov/trak/edts/elst", 16) : 0;
            int sample = level.timeline().firstSample();
            long decodeTime = level.timeline().delay();
            for (int f = 0; f < stream.timeline().count(); f++) {
                for (Flavour flavour : Flavour.values()) {
                    SegmentBody body = new MediaSegment(level.indexed(f)).body(flavour, f + 1);
                    assertThat(new MediaSegment(level.indexed(f)).size(flavour)).isEqualTo(body.length());
                    assertThat(bytes(body, asset.file)).hasSize((int) body.length());
                }
                SegmentBody body = new MediaSegment(level.indexed(f)).body(Flavour.CMAF, f + 1);
                assertThat(sizes.segment(stream, level, f)).isEqualTo(body.length());
                Boxes boxes = new Boxes(bytes(body, asset.file));
                assertThat(boxes.order).containsExactly("styp", "moof", "moof/mfhd", "moof/traf", "moof/traf/tfhd",
                        "moof/traf/tfdt", "moof/traf/trun", "mdat");
                assertThat(boxes.u32("moof/mfhd", 4)).isEqualTo(f + 1);
                assertThat(boxes.u32("moof/traf/tfhd", 4)).isEqualTo(1);
                assertThat(boxes.u64("moof/traf/tfdt", 4)).isEqualTo(decodeTime);
                long version = boxes.u32("moof/traf/trun", 0) >>> 24;
                List<Sample> samples = run(boxes);
                assertThat(version == 1).isEqualTo(samples.stream().anyMatch(s -> s.offset < 0));
                for (Sample read : samples) {
                    verify(boxes, read, track, sample);
                    assertThat(read.duration).isEqualTo(track.samples.get(sample).duration());
                    assertThat(read.offset).isEqualTo(track.samples.get(sample).offset());
                    assertThat(decodeTime + read.offset - mediaTime).isEqualTo(level.timeline().presentationTime(sample));
                    decodeTime += read.duration;
                    sample++;
                }
            }
            assertThat(sample).isEqualTo(level.timeline().endSample());
        }
    }

    private static void verify(Boxes boxes, Sample read, TestMovie.Track track, int sample) {
        TestMovie.Sample source = track.samples.get(sample);
        assertThat(read.size).isEqualTo(source.size());
        assertThat((read.flags & 0x10000) == 0).as("sync of %s", sample).isEqualTo(source.sync());
        int id = trackId(track);
        for (int i = 0; i < source.size(); i++) {
            assertThat(boxes.bytes[read.at + i]).isEqualTo(TestMovie.content(id, sample, i));
        }
    }

    private static int trackId(TestMovie.Track track) {
        return track.samples.get(0).size() > 29 ? 1 : 2;
    }

    @ParameterizedTest
    @EnumSource
    void smoothFragmentsHoldTheSourcesSamples(Shape shape) {
        Asset asset = asset(shape);
        for (Stream stream : asset.presentation.streams()) {
            Level level = stream.levels().get(0);
            TestMovie.Track track = level.track().trackId() == 1 ? asset.video : asset.audio;
            long scale = level.track().timescale();
            Stream first = asset.presentation.streams().get(0);
            Level reference = first.levels().get(0);
            long constant = first.smoothTimeline().start(0)
                    - Ticks.of(reference.timeline().presentationTime(reference.firstSample(0)), 30000);
            int sample = level.timeline().firstSample();
            for (int f = 0; f < stream.timeline().count(); f++) {
                Boxes boxes = new Boxes(bytes(smooth(stream, level, f), asset.file));
                assertThat(boxes.order).containsExactly("moof", "moof/mfhd", "moof/traf", "moof/traf/tfhd", "moof/traf/trun",
                        "moof/traf/uuid", "mdat");
                assertThat(HexFormat.of().formatHex(boxes.payload("moof/traf/uuid"), 0, 20))
                        .isEqualTo("6d1d9b0542d544e680e2141daff757b201000000");
                long start = boxes.u64("moof/traf/uuid", 20);
                long duration = boxes.u64("moof/traf/uuid", 28);
                assertThat(start).isEqualTo(stream.smoothTimeline().start(f)).isNotNegative();
                assertThat(duration).isEqualTo(stream.smoothTimeline().duration(f));
                long at = start;
                for (Sample read : run(boxes)) {
                    verify(boxes, read, track, sample);
                    long shown = at + read.offset;
                    assertThat(shown).isNotNegative();
                    long expected = Ticks.of(level.timeline().presentationTime(sample), scale) + constant;
                    assertThat(Math.abs(shown - expected)).as("ticks of sample %s", sample).isLessThanOrEqualTo(3);
                    at += read.duration;
                    sample++;
                }
                // the last fragment's end counts from its first frame, so reordering does not matter
                if (shape != Shape.NEGATIVE) {
                    assertThat(Math.abs(at - start - duration)).isLessThanOrEqualTo(1);
                }
                Boxes key = new Boxes(bytes(smoothKeyFrame(stream, level, f), asset.file));
                assertThat(run(key)).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyFrameSegments(Shape shape) {
        Asset asset = asset(shape);
        Stream stream = asset.presentation.streams().get(0);
        Level level = stream.levels().get(0);
        KeyFrames keyFrames = new KeyFrames(stream, level);
        long end = level.timeline().delay();
        for (int i = 0; i < keyFrames.count(); i++) {
            SegmentBody body = new MediaSegment(level.indexedKeyFrame(keyFrames.sample(i), keyFrames.nextSample(i))).body(
                    Flavour.CMAF,
                    i + 1);
            assertThat(new CmafSizes().keyFrame(stream, level, keyFrames.sample(i))).isEqualTo(body.length());
            Boxes boxes = new Boxes(bytes(body, asset.file));
            assertThat(boxes.u64("moof/traf/tfdt", 4)).isEqualTo(end);
            Sample only = run(boxes).get(0);
            verify(boxes, only, asset.video, keyFrames.sample(i));
            assertThat(only.flags).isEqualTo(0x02000000);
            end += only.duration;
        }
        assertThat(end).isEqualTo(level.timeline().decodeTime(level.timeline().endSample()));
    }

    /** Opus needs 80 ms before what it gives out is right: four frames of 20 ms. */
    @Test
    void opusSaysItsPreRollWhereTheSourceDoesNot() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.sound("Opus", 48000, 2, "dOps", "000201380000bb80000000"))
                .audioFrames(400, 960).audioFrames(1, 100);
        MediaIndex index = movie.index("o.mp4");
        Level level = new PresentationBuilder(60_000_000, 1)
                .build(List.of(new TrackSource(index.file(), index.tracks().get(0), 0, null, null, null, null, null, false)))
                .streams().get(0).levels().get(0);
        byte[] file = movie.progressive();
        Boxes boxes = new Boxes(bytes(InitializationSegment.of(level, Flavour.CMAF), file));
        assertThat(HexFormat.of().formatHex(boxes.payload("moov/trak/mdia/minf/stbl/sgpd")))
                .isEqualTo("01000000" + "726f6c6c" + "00000002" + "00000001" + "fffc");
        Boxes segment = new Boxes(bytes(new MediaSegment(level.indexed(0)).body(Flavour.CMAF, 1), file));
        assertThat(HexFormat.of().formatHex(segment.payload("moof/traf/sbgp")))
                .isEqualTo("00000000" + "726f6c6c" + "00000001" + "%08x".formatted(level.indexed(0).count()) + "00000001");
    }

    /** As encoders of Opus write it: the first four frames have too few in front of them. */
    private static byte[] preRoll(int groupingType, int frames) {
        BoxWriter out = new BoxWriter(64);
        SgpdBox.of(groupingType, 0, List.of(-4)).write(out);
        ByteBuffer runs = ByteBuffer.allocate(16).putInt(4).putInt(0).putInt(frames - 4).putInt(1).flip();
        new SbgpBox(groupingType, 2, runs).write(out);
        return out.toByteArray();
    }

    @Test
    void sampleGroupsOfTheSourceAreKept() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.sound("Opus", 48000, 2, "dOps", "000201380000bb80000000"))
                .audioFrames(700, 960).tableBoxes(preRoll(Fourcc.ROLL, 700));
        byte[] file = movie.progressive();
        MediaIndex index = TestMovies.read(file);
        Stream stream = new PresentationBuilder(60_000_000, 1)
                .build(List.of(TrackSource.of(index.file(), index.tracks().get(0)))).streams().get(0);
        Level level = stream.levels().get(0);
        Boxes init = new Boxes(bytes(InitializationSegment.of(level, Flavour.CSF), file));
        assertThat(init.order).containsOnlyOnce("moov/trak/mdia/minf/stbl/sgpd");
        assertThat(HexFormat.of().formatHex(init.payload("moov/trak/mdia/minf/stbl/sgpd")))
                .isEqualTo("01000000" + "726f6c6c" + "00000002" + "00000001" + "fffc");
        for (int fragment = 0; fragment < stream.timeline().count(); fragment++) {
            for (Flavour flavour : Flavour.values()) {
                SegmentBody body = new MediaSegment(level.indexed(fragment)).body(flavour, fragment + 1);
                assertThat(new MediaSegment(level.indexed(fragment)).size(flavour)).isEqualTo(body.length());
                Boxes boxes = new Boxes(bytes(body, file));
                int count = level.indexed(fragment).count();
                assertThat(run(boxes)).hasSize(count);
                assertThat(boxes.order).endsWith("moof/traf", "moof/traf/tfhd", "moof/traf/tfdt", "moof/traf/trun",
                        "moof/traf/sbgp", "mdat");
                assertThat(HexFormat.of().formatHex(boxes.payload("moof/traf/sbgp"))).isEqualTo("00000000" + "726f6c6c"
                        + (fragment > 0
                                ? "00000001" + "%08x".formatted(count)
                                : "00000002" + "00000004" + "00000000" + "%08x".formatted(count - 4))
                        + "00000001");
            }
            assertThat(new CmafSizes().segment(stream, level, fragment))
                    .isEqualTo(new MediaSegment(level.indexed(fragment)).body(Flavour.CMAF, 1).length());
            assertThat(new Boxes(bytes(smooth(stream, level, fragment), file)).order).doesNotContain("moof/traf/sbgp");
        }
    }

    /** A group of another type is no reason to leave out what the codec needs. */
    @Test
    void theNeedOfTheCodecStandsBesideOtherGroups() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.sound("Opus", 48000, 2, "dOps", "000201380000bb80000000"))
                .audioFrames(400, 960).tableBoxes(preRoll(Fourcc.PROL, 4));
        MediaIndex index = movie.index("o.mp4");
        assertThat(index.tracks().get(0).rollGroups()).hasSize(1);
        movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.sound("Opus", 48000, 2, "dOps", "000201380000bb80000000"))
                .audioFrames(400, 960).tableBoxes(preRoll(Fourcc.PROL, 100));
        index = movie.index("o.mp4");
        Level level = new PresentationBuilder(60_000_000, 1)
                .build(List.of(TrackSource.of(index.file(), index.tracks().get(0)))).streams().get(0).levels().get(0);
        Boxes boxes = new Boxes(bytes(InitializationSegment.of(level, Flavour.CMAF), new byte[0]));
        assertThat(boxes.order.stream().filter(box -> box.endsWith("/sgpd"))).hasSize(2);
        String stbl = HexFormat.of().formatHex(boxes.payload("moov/trak/mdia/minf/stbl"));
        assertThat(stbl).contains("73677064" + "01000000" + "70726f6c" + "00000002" + "00000001" + "fffc")
                .contains("73677064" + "01000000" + "726f6c6c" + "00000002" + "00000001" + "fffc");
    }

    @Test
    void initializationSegments() {
        Asset asset = asset(Shape.DELAYED);
        Level video = asset.presentation.streams().get(0).levels().get(0);
        Boxes boxes = new Boxes(bytes(InitializationSegment.of(video, Flavour.CMAF), asset.file));
        assertThat(boxes.order).containsExactly("ftyp", "moov", "moov/mvhd", "moov/trak", "moov/trak/tkhd", "moov/trak/edts",
                "moov/trak/edts/elst", "moov/trak/mdia", "moov/trak/mdia/mdhd", "moov/trak/mdia/hdlr", "moov/trak/mdia/minf",
                "moov/trak/mdia/minf/vmhd", "moov/trak/mdia/minf/dinf", "moov/trak/mdia/minf/dinf/dref",
                "moov/trak/mdia/minf/stbl", "moov/trak/mdia/minf/stbl/stsd", "moov/trak/mdia/minf/stbl/stts",
                "moov/trak/mdia/minf/stbl/stsc", "moov/trak/mdia/minf/stbl/stsz", "moov/trak/mdia/minf/stbl/stco", "moov/mvex",
                "moov/mvex/trex");
        assertThat(new String(boxes.payload("ftyp"), StandardCharsets.ISO_8859_1)).isEqualTo("cmfc\0\0\0\0cmfciso6dash");
        assertThat(boxes.u32("moov/trak/edts/elst", 4)).isEqualTo(1);
        assertThat(boxes.u64("moov/trak/edts/elst", 8)).isZero();
        assertThat(boxes.u64("moov/trak/edts/elst", 16)).isEqualTo(1001);
        assertThat(boxes.u32("moov/trak/edts/elst", 24)).isEqualTo(0x10000);
        assertThat(boxes.u32("moov/trak/mdia/mdhd", 12)).isEqualTo(30000);
        assertThat(HexFormat.of().formatHex(boxes.payload("moov/trak/mdia/minf/stbl/stsd")))
                .isEqualTo("0000000000000001" + HexFormat.of().formatHex(TestEntries.avc1(0x1F, 1280, 720)));
        Level plain = asset(Shape.PLAIN).presentation.streams().get(0).levels().get(0);
        Boxes csf = new Boxes(bytes(InitializationSegment.of(plain, Flavour.CSF), asset.file));
        assertThat(csf.order).doesNotContain("moov/trak/edts");
        assertThat(new String(csf.payload("ftyp"), StandardCharsets.ISO_8859_1)).isEqualTo("ccff\0\0\0\0ccffiso6dash");
    }

    @Test
    void segmentsBeyondFourGigabytes() {
        TestMovie movie = new TestMovie().padding(5L << 30);
        TestMovie.Track video = movie.video().wideOffsets().chunks(1);
        for (int i = 0; i < 100; i++) {
            video.add(60_000_000, 9000, 0, i == 0);
        }
        MediaIndex index = movie.index("a.mp4");
        Presentation presentation = new PresentationBuilder(60_000_000, 3)
                .build(List.of(TrackSource.of(index.file(), index.tracks().get(0))));
        Stream stream = presentation.streams().get(0);
        Level level = stream.levels().get(0);
        SegmentBody body = new MediaSegment(level.indexed(0)).body(Flavour.CMAF, 1);
        assertThat(body.length()).isEqualTo(new CmafSizes().segment(stream, level, 0)).isGreaterThan(6_000_000_000L);
        ByteBuffer header = ((Piece.Literal) body.pieces().get(0)).bytes();
        int end = header.limit();
        assertThat(header.getInt(end - 16)).isEqualTo(1);
        assertThat(header.getLong(end - 8)).isEqualTo(6_000_000_016L);
        Piece.Ranges ranges = (Piece.Ranges) body.pieces().get(1);
        assertThat(ranges.starts()).containsExactly((5L << 30) + 72);
        assertThat(ranges.length()).isEqualTo(6_000_000_000L);
        SegmentBody smooth = smooth(stream, level, 0);
        assertThat(smooth.length()).isGreaterThan(6_000_000_000L);
    }

    private static SegmentBody smooth(Stream stream, Level level, int fragment) {
        SampleRun run = level.indexed(fragment);
        return SmoothFragment.of(run, SmoothTiming.of(stream, level, fragment, run), fragment + 1L);
    }

    private static SegmentBody smoothKeyFrame(Stream stream, Level level, int fragment) {
        int sample = level.firstSample(fragment);
        SampleRun run = level.indexed(sample, sample + 1);
        return SmoothFragment.of(run, SmoothTiming.ofKeyFrame(stream, level, fragment, run), fragment + 1L);
    }
}
