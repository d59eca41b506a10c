package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.SampleLayoutColumn;

/**
 * Where coded pictures lie in the samples of a media file, stored beside it for who encrypts: what the index does not have, since
 * it takes a look at each sample, and who serves in the clear need not carry it in memory.
 *
 * <p>
 * The {@linkplain StoredForm stored form} is input as that of the index is: each sample's layout is held against its size where it
 * is used.
 *
 * @param file   which version of which file this speaks of
 * @param tracks by what names a track and how its samples are counted
 */
public record StoredLayouts(SourceFile file, Map<String, SampleLayoutColumn> tracks) {
    /** Its version is raised with every change of the form and of what is found in samples; there is no compatibility. */
    private static final StoredForm FORM = new StoredForm("layouts of samples", 0x64796e6c, 1);
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
        int size = StoredForm.size(file) + Integer.BYTES;
        for (Map.Entry<String, SampleLayoutColumn> track : sorted.entrySet()) {
            size += StoredForm.size(track.getKey()) + Integer.BYTES + 1 + Integer.BYTES + track.getValue().packed().remaining();
        }
        ByteBuffer out = FORM.begin(size);
        StoredForm.put(out, file);
        out.putInt(sorted.size());
        for (Map.Entry<String, SampleLayoutColumn> track : sorted.entrySet()) {
            StoredForm.put(out, track.getKey());
            SampleLayoutColumn column = track.getValue();
            ByteBuffer packed = column.packed();
            out.putInt(column.count()).put((byte) (column.wholeBlocks() ? 1 : 0)).putInt(packed.remaining()).put(packed);
        }
        return StoredForm.end(out);
    }

    /**
     * @param bytes from the buffer's position on
     * @throws IndexFormatException where another version wrote it, or it is damaged
     */
    public static StoredLayouts load(ByteBuffer bytes) {
        return FORM.read(bytes, StoredLayouts::fields);
    }

    private static StoredLayouts fields(ByteBuffer in) {
        SourceFile file = StoredForm.file(in);
        int count = in.getInt();
        if (count < 0 || count > MAX_TRACKS) {
            throw new IndexFormatException("the layouts are of " + count + " tracks");
        }
        Map<String, SampleLayoutColumn> tracks = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String track = StoredForm.text(in);
            int samples = in.getInt();
            boolean wholeBlocks = in.get() != 0;
            tracks.put(track, SampleLayoutColumn.of(StoredForm.bytes(in), samples, wholeBlocks));
        }
        if (in.hasRemaining()) {
            throw new IndexFormatException("the layouts have " + in.remaining() + " bytes behind their end");
        }
        return new StoredLayouts(file, tracks);
    }
}
