package io.dynpack.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** The {@link SampleLayout} of all samples of a track, of which parts are taken. Immutable. */
public final class SampleLayoutColumn {
    /** Samples from one remembered place to the next. */
    private static final int STEP = 512;
    private static final int OBJECTS = 96;

    private final byte[] packed;
    private final int count;
    private final boolean wholeBlocks;
    /** Where the runs of every {@link #STEP}th sample begin. */
    private final int[] marks;

    private SampleLayoutColumn(byte[] packed, int count, boolean wholeBlocks) {
        this.packed = packed;
        this.count = count;
        this.wholeBlocks = wholeBlocks;
        this.marks = new int[(count + STEP - 1) / STEP];
        int at = 0;
        for (int sample = 0; sample < count; sample++) {
            if (sample % STEP == 0) {
                marks[sample / STEP] = at;
            }
            at = SampleLayout.end(packed, at);
        }
        if (at != packed.length) {
            throw new CodecException("a layout of " + count + " samples ends " + (packed.length - at) + " bytes too early");
        }
    }

    /** @param layout of all samples of a track */
    public static SampleLayoutColumn of(SampleLayout layout) {
        return new SampleLayoutColumn(layout.packed(), layout.count(), layout.wholeBlocks());
    }

    /**
     * A column as {@link #packed} gave it.
     *
     * @param count samples, no more than there are bytes
     * @throws CodecException where it holds other than so many samples
     */
    public static SampleLayoutColumn of(ByteBuffer packed, int count, boolean wholeBlocks) {
        if (count < 0 || count > packed.remaining()) {
            throw new CodecException(count + " samples in a layout of " + packed.remaining() + " bytes");
        }
        byte[] bytes = new byte[packed.remaining()];
        packed.duplicate().get(bytes);
        try {
            return new SampleLayoutColumn(bytes, count, wholeBlocks);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new CodecException("a layout of " + count + " samples is cut off");
        }
    }

    /** Samples. */
    public int count() {
        return count;
    }

    /** As {@link SampleLayout#wholeBlocks}. */
    public boolean wholeBlocks() {
        return wholeBlocks;
    }

    /** What {@link #of(ByteBuffer, int, boolean)} takes. */
    public ByteBuffer packed() {
        return ByteBuffer.wrap(packed).asReadOnlyBuffer();
    }

    /** Bytes on the heap, roughly. */
    public int heapBytes() {
        return OBJECTS + packed.length + Integer.BYTES * marks.length;
    }

    /**
     * The layout of some samples.
     *
     * @param first sample of the track
     * @param size  bytes of each, counted from {@code first}
     * @throws CodecException where there are not so many, or where they are smaller than the layout says
     */
    public SampleLayout part(int first, int samples, IntUnaryOperator size) {
        if (first < 0 || samples < 0 || samples > count - first) {
            throw new CodecException("no samples " + first + " to " + (first + samples) + " in a layout of " + count);
        }
        int from = first == count ? packed.length : marks[first / STEP];
        for (int sample = first - first % STEP; sample < first; sample++) {
            from = SampleLayout.end(packed, from);
        }
        int to = from;
        for (int sample = 0; sample < samples; sample++) {
            to = SampleLayout.end(packed, to);
        }
        SampleLayout part = new SampleLayout(Arrays.copyOfRange(packed, from, to), samples, 0, wholeBlocks);
        SampleLayout.Reader reader = part.reader();
        for (int sample = 0; sample < samples; sample++) {
            check(reader, size.applyAsInt(sample), first + sample);
        }
        return part;
    }

    private static void check(SampleLayout.Reader reader, int size, int sample) {
        long sum = 0;
        reader.sample(size);
        while (reader.next()) {
            if (reader.clear() < 0 || reader.data() < 0) {
                throw new CodecException("sample " + sample + " has no " + size + " bytes that the layout speaks of");
            }
            sum += (long) reader.clear() + reader.data();
        }
        if (sum != size) {
            throw new CodecException("sample " + sample + " has " + size + " bytes, and its layout " + sum);
        }
    }
}
