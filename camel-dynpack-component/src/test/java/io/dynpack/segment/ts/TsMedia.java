package io.dynpack.segment.ts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TrackIndex;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/** Files with real NAL units and frames, and what drives transforms over them. */
final class TsMedia {
    static final byte[] SPS = TestEntries.sps(0x1f, 1280, 720);
    static final byte[] PPS = {0x68, (byte) 0xeb, (byte) 0xe3, (byte) 0xcb};

    /** One file in the making. */
    static final class File {
        final String name;
        final TestMovie movie = new TestMovie();
        final List<List<byte[]>> samples = new ArrayList<>();
        final List<TestMovie.Track> tracks = new ArrayList<>();

        File(String name) {
            this.name = name;
        }

        TestMovie.Track video(int lengthSize) {
            TestMovie.Track track = movie.video().entry(TestEntries.visual("avc1", 1280, 720, avcC(lengthSize, true)));
            return added(track);
        }

        TestMovie.Track audio() {
            return added(movie.audio().timescale(48000).stss(TestMovie.Stss.ABSENT));
        }

        private TestMovie.Track added(TestMovie.Track track) {
            samples.add(new ArrayList<>());
            tracks.add(track);
            return track;
        }

        File add(int track, byte[] sample, long duration, int offset, boolean sync) {
            samples.get(track).add(sample);
            tracks.get(track).add(sample.length, duration, offset, sync);
            return this;
        }
    }

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, File> made = new HashMap<>();
    private final List<TrackSource> sources = new ArrayList<>();

    static byte[] avcC(int lengthSize, boolean withSets) {
        BoxWriter out = new BoxWriter(64);
        int box = out.start(Fourcc.of("avcC"));
        out.u8(1).u8(100).u8(0).u8(0x1f).u8(0xfc | lengthSize - 1).u8(0xe0 | (withSets ? 1 : 0));
        if (withSets) {
            out.u16(SPS.length).bytes(SPS);
        }
        out.u8(withSets ? 1 : 0);
        if (withSets) {
            out.u16(PPS.length).bytes(PPS);
        }
        return out.end(box).toByteArray();
    }

    /** @param bitrates of its tracks */
    TsMedia add(File file, String[] names, long... bitrates) {
        MediaIndex index = file.movie.index(file.name);
        byte[] bytes = new byte[(int) index.file().length()];
        for (int t = 0; t < file.samples.size(); t++) {
            TrackIndex track = index.tracks().get(t);
            for (int s = 0; s < file.samples.get(t).size(); s++) {
                ByteRanges range = track.samples().ranges(s, s + 1);
                byte[] sample = file.samples.get(t).get(s);
                if (sample.length > 0) {
                    System.arraycopy(sample, 0, bytes, (int) range.starts()[0], sample.length);
                }
            }
            sources.add(new TrackSource(index.file(), track, bitrates[t], names[t], null, null, null, null, false));
        }
        files.put(file.name, bytes);
        made.put(file.name, file);
        return this;
    }

    Presentation present(int perSegment) {
        return new PresentationBuilder(60_000_000, perSegment).build(sources);
    }

    List<byte[]> samples(String file, int track) {
        return made.get(file).samples.get(track);
    }

    /** All bytes of a body; sources come in one buffer for each range. */
    byte[] bytes(SegmentBody body) {
        return bytes(body, null);
    }

    /** @param cuts where buffers end, or {@code null} to cut them only between ranges */
    byte[] bytes(SegmentBody body, Random cuts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Piece piece : body.pieces()) {
            Piece.Transformed transformed = (Piece.Transformed) piece;
            List<ByteBuffer[]> inputs = transformed.sources().stream().map(ranges -> input(ranges, cuts)).toList();
            ByteBuffer target = ByteBuffer.allocateDirect(transformed.transform().length());
            transformed.transform().write(inputs, target);
            if (target.hasRemaining()) {
                throw new AssertionError(target.remaining() + " bytes not written");
            }
            byte[] made = new byte[target.flip().remaining()];
            target.get(made);
            out.write(made, transformed.from(), transformed.to() - transformed.from());
        }
        return out.toByteArray();
    }

    private ByteBuffer[] input(Piece.Ranges ranges, Random cuts) {
        List<ByteBuffer> buffers = new ArrayList<>();
        byte[] file = files.get(ranges.file().name());
        for (int i = 0; i < ranges.starts().length; i++) {
            int from = (int) ranges.starts()[i];
            int end = (int) ranges.ends()[i];
            while (from < end) {
                int to = cuts == null ? end : Math.min(end, from + 1 + cuts.nextInt(40));
                // the order of the bytes is the transform's own business
                buffers.add(ByteBuffer.wrap(Arrays.copyOfRange(file, from, to)).order(java.nio.ByteOrder.LITTLE_ENDIAN));
                from = to;
            }
        }
        return buffers.toArray(ByteBuffer[]::new);
    }

    static byte[] sample(int lengthSize, byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            for (int i = lengthSize - 1; i >= 0; i--) {
                out.write(unit.length >> 8 * i);
            }
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    /** A NAL unit without anything that looks like a start code. */
    static byte[] unit(Random random, int type, int size) {
        byte[] unit = new byte[size];
        for (int i = 1; i < size; i++) {
            unit[i] = (byte) (1 + random.nextInt(255));
        }
        unit[0] = (byte) (0x60 | type);
        return unit;
    }

    static List<byte[]> units(int lengthSize, byte[] sample) {
        List<byte[]> units = new ArrayList<>();
        for (int at = 0; at < sample.length;) {
            int length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | sample[at + i] & 0xff;
            }
            units.add(Arrays.copyOfRange(sample, at + lengthSize, at + lengthSize + length));
            at += lengthSize + length;
        }
        return units;
    }
}
