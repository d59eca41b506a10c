package io.dynpack.index;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.CodecException;
import io.dynpack.codec.SampleLayoutColumn;

/**
 * Where coded pictures lie in the samples of a media file, stored beside it for who encrypts: what the index does not have, since
 * it takes a look at each sample, and who serves in the clear need not carry it in memory.
 *
 * <p>
 * The stored form is a magic number, a version, the fields in order, big endian, and a CRC-32C over all of it. It is input as
 * the index is: each sample's layout is held against its size where it is used.
 *
 * @param file   which version of which file this speaks of
 * @param tracks by what names a track and how its samples are counted
 */
public record StoredLayouts(SourceFile file, Map<String, SampleLayoutColumn> tracks) {
    private static final int MAGIC = 0x64796e6c;
    /** Raised with every change of the form and of what is found in samples; there is no compatibility between versions. */
    private static final int VERSION = 1;
    private static final int MAX_TRACKS = 64;
    private static final int OBJECTS = 256;

    public StoredLayouts {
        tracks = Map.copyOf(tracks);
    }

    /** All samples of a track; {@code null} where nothing is stored of it. */
    public @Nullable SampleLayoutColumn track(String track) {
        return tracks.get(track);
    }

    /** Bytes on the heap, roughly. */
    public long heapBytes() {
        long sum = OBJECTS;
        for (Map.Entry<String, SampleLayoutColumn> track : tracks.entrySet()) {
            sum += OBJECTS + 2L * track.getKey().length() + track.getValue().heapBytes();
        }
        return sum;
    }

    /** A buffer from position 0 to its limit; the same bytes for the same layouts. */
    public ByteBuffer store() {
        Map<String, SampleLayoutColumn> sorted = new TreeMap<>(tracks);
        int size = 4 + 4 + text(file.name()) + text(file.version()) + 8 + 4 + 4;
        for (Map.Entry<String, SampleLayoutColumn> track : sorted.entrySet()) {
            size += text(track.getKey()) + 4 + 1 + 4 + track.getValue().packed().remaining();
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(MAGIC).putInt(VERSION);
        put(out, file.name());
        put(out, file.version());
        out.putLong(file.length()).putInt(sorted.size());
        for (Map.Entry<String, SampleLayoutColumn> track : sorted.entrySet()) {
            put(out, track.getKey());
            SampleLayoutColumn column = track.getValue();
            ByteBuffer packed = column.packed();
            out.putInt(column.count()).put((byte) (column.wholeBlocks() ? 1 : 0)).putInt(packed.remaining()).put(packed);
        }
        out.putInt(checksum(out.duplicate().flip()));
        return out.flip();
    }

    /**
     * @param bytes from the buffer's position on
     * @throws IndexFormatException where another version wrote it, or it is damaged
     */
    public static StoredLayouts load(ByteBuffer bytes) {
        ByteBuffer in = bytes.slice();
        if (in.remaining() < 12 || in.getInt(0) != MAGIC) {
            throw new IndexFormatException("no layouts of samples");
        }
        if (in.getInt(4) != VERSION) {
            throw new IndexFormatException.OtherVersion(in.getInt(4), VERSION);
        }
        int body = in.limit() - 4;
        if (checksum(in.duplicate().limit(body)) != in.getInt(body)) {
            throw new IndexFormatException("the checksum of the layouts does not hold");
        }
        try {
            return loadChecked(in.position(8).limit(body));
        } catch (BufferUnderflowException e) {
            throw new IndexFormatException("the layouts end too early");
        } catch (CodecException e) {
            throw new IndexFormatException("the layouts are damaged: " + e.getMessage());
        }
    }

    private static StoredLayouts loadChecked(ByteBuffer in) {
        SourceFile file = new SourceFile(text(in), text(in), in.getLong());
        int count = in.getInt();
        if (count < 0 || count > MAX_TRACKS) {
            throw new IndexFormatException("the layouts are of " + count + " tracks");
        }
        Map<String, SampleLayoutColumn> tracks = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String track = text(in);
            int samples = in.getInt();
            boolean wholeBlocks = in.get() != 0;
            tracks.put(track, SampleLayoutColumn.of(slice(in), samples, wholeBlocks));
        }
        if (in.hasRemaining()) {
            throw new IndexFormatException("the layouts have " + in.remaining() + " bytes behind their end");
        }
        return new StoredLayouts(file, tracks);
    }

    private static ByteBuffer slice(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IndexFormatException("the layouts claim " + length + " bytes where " + in.remaining() + " are left");
        }
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        return slice;
    }

    private static int text(String text) {
        return 4 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(slice(in)).toString();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
