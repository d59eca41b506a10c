package io.dynpack.protection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.SampleLayoutReader;
import io.dynpack.codec.VideoCodec;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovies;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/** A film of H.264 and AAC in memory, whose slices have headers that can be read and random bytes behind them. */
final class TestMedia implements SampleLayouts {
    private static final String RECORD = "0164000cffe1001a6764000cacd981419f9f0110000003001000"
            + "00030320f14299a001000668e978f2c8b0fdf8f800";
    /** A slice of an IDR picture of an encoder; its header ends in the fifth byte. */
    private static final byte[] HEAD = HexFormat.of().parseHex("6588840bff");

    private final byte[] file;
    private final Presentation presentation;

    private TestMedia(String name, TestMovie movie) {
        file = movie.progressive();
        SourceFile source = new SourceFile(name, "v1", file.length);
        presentation = new PresentationBuilder(20_000_000, 1)
                .build(TestMovies.read(file).tracks().stream().map(track -> TrackSource.of(source, track)).toList());
    }

    /** @param pictures one sample each; a sync sample every tenth */
    static TestMedia of(String name, List<byte[]> pictures, int sounds) {
        return of(name, pictures, sounds, new byte[0]);
    }

    /** @param tableBoxes at the end of the {@code stbl} of the sound */
    static TestMedia of(String name, List<byte[]> pictures, int sounds, byte[] tableBoxes) {
        TestMovie movie = new TestMovie();
        if (!pictures.isEmpty()) {
            BoxWriter out = new BoxWriter(64);
            int mark = out.start(Fourcc.of("avcC"));
            out.bytes(HexFormat.of().parseHex(RECORD)).end(mark);
            TestMovie.Track video = movie.video().timescale(25).chunks(4, 1)
                    .entry(TestEntries.visual("avc1", 320, 180, out.toByteArray()));
            for (int i = 0; i < pictures.size(); i++) {
                video.unit(pictures.get(i), 1, i % 10 == 0);
            }
        }
        if (sounds > 0) {
            movie.audio().timescale(48000).audioFrames(sounds, 1024).tableBoxes(tableBoxes);
        }
        return new TestMedia(name, movie);
    }

    static List<byte[]> pictures(int count, Random random) {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[][] units = new byte[1 + random.nextInt(4)][];
            for (int unit = 0; unit < units.length; unit++) {
                units[unit] = random.nextInt(3) == 0
                        ? message(20 + random.nextInt(300))
                        : slice(6 + random.nextInt(5000), random);
            }
            pictures.add(sample(units));
        }
        return pictures;
    }

    static byte[] slice(int size, Random random) {
        byte[] slice = new byte[size];
        for (int i = 0; i < size; i++) {
            slice[i] = (byte) (4 + random.nextInt(252));
        }
        System.arraycopy(HEAD, 0, slice, 0, Math.min(size, HEAD.length));
        return slice;
    }

    static byte[] message(int size) {
        byte[] message = new byte[size];
        message[0] = 6;
        return message;
    }

    static byte[] sample(byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(ByteBuffer.allocate(4).putInt(unit.length).array());
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    Presentation presentation() {
        return presentation;
    }

    @Override
    public CompletableFuture<SampleLayout> of(VideoCodec codec, SampleRun run) {
        SampleLayoutReader reader = codec.sampleLayouts();
        for (int sample = 0; sample < run.count(); sample++) {
            reader.begin(run.size(sample), sample == 0);
            reader.read(ByteBuffer.wrap(bytes(run.ranges(sample, sample + 1))));
        }
        return CompletableFuture.completedFuture(reader.layout());
    }

    byte[] bytes(ByteRanges ranges) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < ranges.count(); i++) {
            out.write(file, (int) ranges.starts()[i], (int) (ranges.ends()[i] - ranges.starts()[i]));
        }
        return out.toByteArray();
    }

    byte[] bytes(SegmentBody body) {
        return bytes(body.pieces());
    }

    /** Sources come in parts of any size, into memory where something lies in front. */
    byte[] bytes(List<Piece> pieces) {
        Random random = new Random(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Transformed made) {
                byte[] source = bytes(made.sources().get(0).bytes());
                List<ByteBuffer> parts = new ArrayList<>();
                for (int at = 0; at < source.length;) {
                    int size = Math.min(source.length - at, 1 + random.nextInt(4000));
                    parts.add(ByteBuffer.wrap(source, at, size).slice().asReadOnlyBuffer());
                    at += size;
                }
                int front = random.nextInt(9);
                ByteBuffer target = ByteBuffer.allocateDirect(front + made.transform().length()).position(front);
                made.transform().write(List.<ByteBuffer[]>of(parts.toArray(ByteBuffer[]::new)), target);
                target.flip().position(front + made.from()).limit(front + made.to());
                byte[] bytes = new byte[target.remaining()];
                target.get(bytes);
                out.writeBytes(bytes);
            } else if (piece instanceof Piece.Ranges ranges) {
                out.writeBytes(bytes(ranges.bytes()));
            } else if (piece instanceof Piece.Literal literal) {
                byte[] bytes = new byte[literal.bytes().remaining()];
                literal.bytes().duplicate().get(bytes);
                out.writeBytes(bytes);
            }
        }
        return out.toByteArray();
    }
}
