package io.dynpack.tests.media;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.CttsBox;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.StcoBox;
import io.dynpack.isobmff.StssBox;
import io.dynpack.isobmff.StszBox;
import io.dynpack.isobmff.SttsBox;

/** Files of many gigabytes that take little of the disk, since nothing is written where nothing is to be read. */
public final class LargeMovies {
    private static final Set<Integer> CONTAINERS = Set.of(Fourcc.MOOV, Fourcc.TRAK, Fourcc.MDIA, Fourcc.MINF, Fourcc.STBL);
    private static final int FREE = Fourcc.of("free");
    private static final int WIDE_HEADER = 16;

    private LargeMovies() {}

    /**
     * A file with the same media further back: {@code ftyp}, {@code moov} with offsets of 64 bits, a hole, the media.
     *
     * @param source progressive, {@code moov} in front of the media
     * @param hole   bytes in front of the media
     */
    public static void behindHole(Path source, Path file, long hole) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(source));
            for (int at = 0; at < in.limit();) {
                BoxHeader header = BoxHeader.parse(in.position(at), at, in.limit());
                if (header.type() == Fourcc.MOOV) {
                    Box moov = Box.parse(in, at);
                    // its size does not depend on how far the media move
                    long moved = moved(moov, 0).length - header.size() + hole;
                    out.write(moved(moov, moved));
                    out.writeInt(1);
                    out.writeInt(FREE);
                    out.writeLong(hole);
                    out.seek(out.getFilePointer() - WIDE_HEADER + hole);
                } else {
                    out.write(in.array(), at, (int) header.size());
                }
                at = (int) header.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] moved(Box moov, long by) {
        BoxWriter out = new BoxWriter(moov.size() * 2);
        write(out, moov, by);
        return out.toByteArray();
    }

    private static void write(BoxWriter out, Box box, long by) {
        if (box.type() == Fourcc.STCO) {
            StcoBox offsets = StcoBox.read(box);
            int mark = out.start(Fourcc.CO64, 0, 0);
            out.u32(offsets.count());
            for (int chunk = 0; chunk < offsets.count(); chunk++) {
                out.u64(offsets.offset(chunk) + by);
            }
            out.end(mark);
        } else {
            int mark = out.start(box.type());
            if (CONTAINERS.contains(box.type())) {
                box.children().forEach(child -> write(out, child, by));
            } else {
                out.bytes(box.payload());
            }
            out.end(mark);
        }
    }

    /**
     * The same video over and over: of each repetition the tables of the {@code moov}, behind the media, have an entry for each
     * sample and a chunk. All chunks are the same bytes of the file, and a hole behind them makes up for their number.
     *
     * @param source      progressive, one track of video whose frames last equally long and lie one behind the other
     * @param repetitions how often
     * @return bytes of {@code moov}
     */
    public static long repeated(Path source, Path file, int repetitions) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(source));
            Box moov = null;
            for (int at = 0; at < in.limit();) {
                BoxHeader header = BoxHeader.parse(in.position(at), at, in.limit());
                moov = header.type() == Fourcc.MOOV ? Box.parse(in, at) : moov;
                at = (int) header.end();
            }
            Box stbl = moov.required(Fourcc.TRAK).required(Fourcc.MDIA).required(Fourcc.MINF).required(Fourcc.STBL);
            StszBox sizes = StszBox.read(stbl.required(Fourcc.STSZ));
            int start = (int) StcoBox.read(stbl.required(Fourcc.STCO)).offset(0);
            out.write(in.array(), 0, in.getInt(0));
            long header = out.getFilePointer();
            out.writeInt(1);
            out.writeInt(Fourcc.MDAT);
            out.writeLong(WIDE_HEADER + repetitions * sizes.total());
            out.write(in.array(), start, (int) sizes.total());
            out.seek(header + WIDE_HEADER + repetitions * sizes.total());
            byte[] movie = new Repetition(repetitions, sizes.count(), header + WIDE_HEADER).movie(moov);
            out.write(movie);
            return movie.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param count   of repetitions
     * @param samples of each
     * @param start   of their media in the file
     */
    private record Repetition(int count, int samples, long start) {

        byte[] movie(Box moov) {
            BoxWriter out = new BoxWriter(count * samples * 13);
            write(out, moov);
            return out.toByteArray();
        }

        private void write(BoxWriter out, Box box) {
            int mark = out.start(box.type() == Fourcc.STCO ? Fourcc.CO64 : box.type());
            switch (Fourcc.text(box.type())) {
                case "moov", "trak", "edts", "mdia", "minf", "stbl" ->
                    box.children().forEach(child -> write(out, child));
                case "elst" -> {
                    ElstBox.Edit edit = ElstBox.read(box).edits().get(0);
                    out.u32(0).u32(1).u32(edit.segmentDuration() * count).u32(edit.mediaTime()).u32(0x10000);
                }
                case "stts" -> {
                    SttsBox runs = SttsBox.read(box);
                    if (runs.count() != 1) {
                        throw new IllegalArgumentException("frames last differently");
                    }
                    out.u32(0).u32(1).u32((long) count * samples).u32(runs.sampleDelta(0));
                }
                case "ctts" -> {
                    out.u32(0).u32((long) count * samples);
                    repeat(out, offsets(CttsBox.read(box)));
                }
                case "stss" -> {
                    StssBox sync = StssBox.read(box);
                    out.u32(0).u32((long) count * sync.count());
                    for (int i = 0; i < count * sync.count(); i++) {
                        out.u32(sync.sampleNumber(i % sync.count()) + (long) i / sync.count() * samples);
                    }
                }
                case "stsz" -> {
                    out.u32(0).u32(0).u32((long) count * samples);
                    repeat(out, StszBox.read(box).entries());
                }
                case "stsc" -> out.u32(0).u32(1).u32(1).u32(samples).u32(1);
                case "stco" -> {
                    out.u32(0).u32(count);
                    for (int i = 0; i < count; i++) {
                        out.u64(start);
                    }
                }
                default -> out.bytes(box.payload());
            }
            out.end(mark);
        }

        private void repeat(BoxWriter out, ByteBuffer table) {
            byte[] entries = new byte[table.capacity()];
            table.get(0, entries);
            for (int i = 0; i < count; i++) {
                out.bytes(entries);
            }
        }

        /** An entry for each sample. */
        private static ByteBuffer offsets(CttsBox runs) {
            BoxWriter out = new BoxWriter(1 << 12);
            for (int run = 0; run < runs.count(); run++) {
                for (int i = 0; i < runs.sampleCount(run); i++) {
                    out.u32(1).u32(runs.sampleOffset(run));
                }
            }
            return ByteBuffer.wrap(out.toByteArray());
        }
    }
}
