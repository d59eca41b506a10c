package io.dynpack.tests.media;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.MdhdBox;

/**
 * Files that state far more than they hold, or hold far more than anybody needs. All but the numbers is as in a file of ffmpeg, so
 * that a reader goes as far as the numbers.
 */
public final class PoisonedMovies {
    private static final int FREE = Fourcc.of("free");

    private final byte[] fileType;
    private final Box movie;
    private final Box trak;
    private final Box stbl;
    private final int timescale;

    /** @param source with one video track */
    public PoisonedMovies(Path source) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(source));
            Box found = null;
            byte[] ftyp = null;
            for (long at = 0; at < bytes.limit();) {
                BoxHeader header = BoxHeader.parse(bytes.position((int) at), at, bytes.limit());
                if (header.type() == Fourcc.MOOV) {
                    found = Box.parse(bytes, at);
                } else if (ftyp == null) {
                    ftyp = raw(Box.parse(bytes, at));
                }
                at = header.end();
            }
            fileType = ftyp;
            movie = found;
            trak = movie.required(Fourcc.TRAK);
            Box mdia = trak.required(Fourcc.MDIA);
            timescale = (int) MdhdBox.read(mdia.required(Fourcc.MDHD), false).timescale();
            stbl = mdia.required(Fourcc.MINF).required(Fourcc.STBL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] raw(Box box) {
        BoxWriter out = new BoxWriter(64);
        int mark = out.start(box.type());
        out.bytes(box.payload()).end(mark);
        return out.toByteArray();
    }

    private static byte[] box(int type, byte[]... contents) {
        BoxWriter out = new BoxWriter(256);
        int mark = out.start(type);
        for (byte[] content : contents) {
            out.bytes(content);
        }
        return out.end(mark).toByteArray();
    }

    private static byte[] full(int type, long... fields) {
        BoxWriter out = new BoxWriter(64);
        int mark = out.start(type, 0, 0);
        for (long field : fields) {
            out.u32(field);
        }
        return out.end(mark).toByteArray();
    }

    /** One chunk of samples of a byte each; all of them key frames, or only the first. */
    private byte[] table(long samples, long ticks, boolean allSync) {
        byte[] sync = allSync ? new byte[0] : full(Fourcc.STSS, 1, 1);
        byte[] durations = samples == 0 ? full(Fourcc.STTS, 0) : full(Fourcc.STTS, 1, samples, ticks);
        byte[] chunks = samples == 0 ? full(Fourcc.STSC, 0) : full(Fourcc.STSC, 1, 1, samples, 1);
        byte[] offsets = samples == 0 ? full(Fourcc.STCO, 0) : full(Fourcc.STCO, 1, fileType.length + 8);
        return box(Fourcc.STBL, raw(stbl.required(Fourcc.STSD)), durations, sync, chunks,
                full(Fourcc.STSZ, samples == 0 ? 0 : 1, samples), offsets);
    }

    private byte[] track(int id, byte[] samples) {
        Box mdia = trak.required(Fourcc.MDIA);
        byte[] header = raw(trak.required(Fourcc.TKHD));
        // version 0: flags, two times, then track_ID
        ByteBuffer.wrap(header).putInt(8 + 4 + 8, id);
        byte[] minf = box(Fourcc.MINF, raw(mdia.required(Fourcc.MINF).required(Fourcc.DINF)), samples);
        return box(Fourcc.TRAK, header,
                box(Fourcc.MDIA, raw(mdia.required(Fourcc.MDHD)), raw(mdia.required(Fourcc.HDLR)), minf));
    }

    /** @param media bytes of {@code mdat}, none of which is written */
    private void write(Path file, long media, byte[]... moov) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(fileType);
            out.writeInt((int) media + 8);
            out.writeInt(Fourcc.MDAT);
            out.seek(fileType.length + 8 + media);
            out.write(box(Fourcc.MOOV, moov));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A film of a second behind which lie millions of empty boxes. */
    public void boxes(Path file, int count) {
        byte[] free = new byte[8 * count];
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(free).putInt(8 * i, 8).putInt(8 * i + 4, FREE);
        }
        write(file, 25, raw(movie.required(Fourcc.MVHD)), track(1, table(25, timescale / 25, false)), free);
    }

    /** A {@code moov} of so many bytes, nearly none of them written. */
    public void hugeMovie(Path file, long bytes) {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(fileType);
            out.writeInt((int) bytes);
            out.writeInt(Fourcc.MOOV);
            out.write(raw(movie.required(Fourcc.MVHD)));
            out.writeInt((int) bytes - 8 - movie.required(Fourcc.MVHD).size());
            out.writeInt(FREE);
            out.setLength(fileType.length + bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void tracks(Path file, int count) {
        BoxWriter all = new BoxWriter(count * 700);
        byte[] samples = table(1, timescale, true);
        for (int id = 1; id <= count; id++) {
            all.bytes(track(id, samples));
        }
        write(file, 1, raw(movie.required(Fourcc.MVHD)), all.toByteArray());
    }

    /**
     * So many samples of a byte each.
     *
     * @param seconds that each lasts; 0 for a fiftieth
     */
    public void samples(Path file, int count, int seconds, boolean allSync) {
        long ticks = seconds == 0 ? timescale / 50 : (long) seconds * timescale;
        write(file, count, raw(movie.required(Fourcc.MVHD)), track(1, table(count, ticks, allSync)));
    }

    /** A fragmented file of fragments with one sample of one byte. */
    public void fragments(Path file, int count) {
        byte[] trex = full(Fourcc.TREX, 1, 1, timescale, 1, 0);
        byte[] moov = box(Fourcc.MOOV, raw(movie.required(Fourcc.MVHD)), track(1, table(0, 0, true)), box(Fourcc.MVEX, trex));
        BoxWriter out = new BoxWriter(100 * count);
        out.bytes(fileType).bytes(moov);
        byte[] sequence = full(Fourcc.MFHD, 1);
        BoxWriter tfhd = new BoxWriter(32);
        int mark = tfhd.start(Fourcc.TFHD, 0, 0x020000);
        byte[] header = tfhd.u32(1).end(mark).toByteArray();
        for (int i = 0; i < count; i++) {
            BoxWriter trun = new BoxWriter(32);
            int run = trun.start(Fourcc.TRUN, 0, 1);
            byte[] samples = trun.u32(1).u32(8 + 16 + 8 + 16 + 16 + 20 + 8).end(run).toByteArray();
            out.bytes(box(Fourcc.MOOF, sequence, box(Fourcc.TRAF, header, full(Fourcc.TFDT, (long) i * timescale), samples)));
            out.bytes(box(Fourcc.MDAT, new byte[1]));
        }
        try {
            Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server manifest that names the same file over and over. */
    public static void manifest(Path file, String media, int references) {
        StringBuilder text = new StringBuilder("""
                <?xml version="1.0" encoding="utf-8"?>
                <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><head/><body><switch>
                """);
        for (int i = 0; i < references; i++) {
            text.append("<video src=\"").append(media).append("\" systemBitrate=\"").append(i + 1).append("\"/>\n");
        }
        text.append("</switch></body></smil>\n");
        try {
            Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An index beside {@code media} that has so many bytes and says nothing. */
    public static void storedIndex(Path media, long bytes) {
        try (RandomAccessFile out = new RandomAccessFile(media + ".dynx", "rw")) {
            out.setLength(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
