package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An immutable column of 64-bit integers in blocks of 64. A block stores its smallest value, a common divisor of the differences
 * to it, and the quotients with just as many bits as the largest needs: a block of {@code n}-bit values takes exactly {@code n}
 * words. Equal values take none; a column whose values are all equal has no blocks at all.
 */
public final class PackedColumn {
    private static final int BLOCK = 64;
    private static final long[] NONE = {};
    private static final int[] NO_INTS = {};

    private final int count;
    private final long constant;
    private final long[] bases;
    private final int @Nullable [] divisors;
    private final int[] starts;
    private final long[] words;

    /** @param divisors {@code null} where every divisor is 1 */
    private PackedColumn(int count, long constant, long[] bases, int @Nullable [] divisors, int[] starts, long[] words) {
        this.count = count;
        this.constant = constant;
        this.bases = bases;
        this.divisors = divisors;
        this.starts = starts;
        this.words = words;
    }

    public int count() {
        return count;
    }

    /** Whether every value is {@link #get get(0)}; also true of an empty column. */
    public boolean isConstant() {
        return bases.length == 0;
    }

    public long get(int index) {
        if (bases.length == 0) {
            return constant;
        }
        int block = index >>> 6;
        int start = starts[block];
        int width = starts[block + 1] - start;
        long base = bases[block];
        if (width == 0) {
            return base;
        }
        int bit = (index & BLOCK - 1) * width;
        int word = start + (bit >>> 6);
        int shift = bit & 63;
        long value = words[word] >>> shift;
        if (shift + width > 64) {
            value |= words[word + 1] << 64 - shift;
        }
        if (width < 64) {
            value &= (1L << width) - 1;
        }
        return divisors == null ? base + value : base + value * divisors[block];
    }

    /** The smallest value; 0 of an empty column. */
    public long min() {
        return bases.length == 0 ? constant : Arrays.stream(bases).min().orElse(constant);
    }

    /**
     * Checks a column that was loaded.
     *
     * @throws IndexFormatException where a value is outside of the bounds, or {@link #min} not the smallest
     */
    void requireWithin(long min, long max, String what) {
        long smallest = count == 0 ? min : Long.MAX_VALUE;
        for (int i = 0; i < (isConstant() ? Math.min(1, count) : count); i++) {
            long value = get(i);
            if (value < min || value > max) {
                throw new IndexFormatException(what + " of " + value + " is impossible");
            }
            smallest = Math.min(smallest, value);
        }
        if (count > 0 && smallest != min()) {
            throw new IndexFormatException("a column states a smallest value that none has");
        }
    }

    /** Bytes on the heap, object headers left out. */
    public long heapBytes() {
        return 8L * bases.length + (divisors == null ? 0 : 4L * divisors.length) + 4L * starts.length + 8L * words.length;
    }

    /** Bytes that {@link #store} adds. */
    int storedSize() {
        return 4 + 8 + 4 + (bases.length == 0
                ? 0
                : 1 + bases.length * (8 + 1 + (divisors == null ? 0 : 4)) + words.length * 8);
    }

    void store(ByteBuffer out) {
        out.putInt(count).putLong(constant).putInt(bases.length);
        if (bases.length == 0) {
            return;
        }
        out.put((byte) (divisors == null ? 0 : 1));
        for (int i = 0; i < bases.length; i++) {
            out.putLong(bases[i]).put((byte) (starts[i + 1] - starts[i]));
            if (divisors != null) {
                out.putInt(divisors[i]);
            }
        }
        for (long word : words) {
            out.putLong(word);
        }
    }

    /**
     * @param room that the column may take
     * @throws IndexFormatException when the bytes are not what {@link #store} writes
     * @throws MediaFileException   when it needs more than there is room for
     */
    static PackedColumn load(ByteBuffer in, IndexRoom room) {
        int count = in.getInt();
        long constant = in.getLong();
        int blocks = in.getInt();
        if (count < 0 || blocks != 0 && blocks != (count + BLOCK - 1) / BLOCK) {
            throw new IndexFormatException("a column of " + count + " values has " + blocks + " blocks");
        }
        if (blocks == 0) {
            return new PackedColumn(count, constant, NONE, null, new int[0], NONE);
        }
        boolean divided = in.get() == 1;
        if ((long) blocks * (divided ? 13 : 9) > in.remaining()) {
            throw new IndexFormatException("a column ends inside its blocks");
        }
        room.takeBytes((divided ? 16L : 12L) * blocks);
        long[] bases = new long[blocks];
        int[] divisors = divided ? new int[blocks] : null;
        int[] starts = new int[blocks + 1];
        for (int i = 0; i < blocks; i++) {
            bases[i] = in.getLong();
            int width = in.get();
            if (width < 0 || width > 64) {
                throw new IndexFormatException("a column has values of " + width + " bits");
            }
            starts[i + 1] = starts[i] + width;
            if (divisors != null) {
                divisors[i] = in.getInt();
                if (divisors[i] < 1) {
                    throw new IndexFormatException("a column divides by " + divisors[i]);
                }
            }
        }
        int length = starts[blocks];
        if (length * 8L > in.remaining()) {
            throw new IndexFormatException("a column ends inside its values");
        }
        room.takeBytes(8L * length);
        long[] words = new long[length];
        in.asLongBuffer().get(words);
        in.position(in.position() + length * 8);
        return new PackedColumn(count, constant, bases, divisors, starts, words);
    }

    /** Packs values as they come; holds one block besides the packed ones, and nothing of values that are all equal. */
    static final class Builder {
        private static final int FIRST = 16;
        private final @Nullable IndexRoom room;
        private long @Nullable [] block;
        private long[] bases = NONE;
        private int[] divisors = NO_INTS;
        private int[] starts = NO_INTS;
        private long[] words = NONE;
        private int blocks;
        private int count;
        /** As long as all values are this one, which holds while {@code block} is {@code null}. */
        private long first;
        private boolean divided;

        Builder() {
            this(null);
        }

        /** @param room that the column may take, or {@code null} for any */
        Builder(@Nullable IndexRoom room) {
            this.room = room;
        }

        Builder add(long value) {
            if (count == 0) {
                first = value;
            }
            if (block == null && value != first) {
                spill();
            }
            if (block != null) {
                block[count & BLOCK - 1] = value;
            }
            count++;
            if (block != null && (count & BLOCK - 1) == 0) {
                flush(block, BLOCK);
            }
            return this;
        }

        /** Makes blocks of the equal values so far. */
        private void spill() {
            blocks = count >>> 6;
            int capacity = Math.max(FIRST, blocks + 1);
            take(8L * BLOCK + 16L * capacity + 8L * BLOCK);
            block = new long[BLOCK];
            bases = new long[capacity];
            divisors = new int[capacity];
            starts = new int[capacity + 1];
            words = new long[BLOCK];
            Arrays.fill(bases, 0, blocks, first);
            Arrays.fill(divisors, 0, blocks, 1);
            Arrays.fill(block, 0, count & BLOCK - 1, first);
        }

        private void take(long bytes) {
            if (room != null) {
                room.takeBytes(bytes);
            }
        }

        int count() {
            return count;
        }

        private void flush(long[] block, int size) {
            long min = block[0];
            long max = block[0];
            for (int i = 1; i < size; i++) {
                min = Math.min(min, block[i]);
                max = Math.max(max, block[i]);
            }
            long divisor = 0;
            for (int i = 0; i < size && divisor != 1; i++) {
                divisor = gcd(block[i] - min, divisor);
            }
            if (divisor <= 0 || divisor > Integer.MAX_VALUE) {
                divisor = 1;
            }
            int width = 64 - Long.numberOfLeadingZeros((max - min) / (divisor == 1 ? 1 : divisor));
            if (max - min < 0) {
                width = 64;
            }
            if (blocks == bases.length) {
                take(16L * blocks);
                bases = Arrays.copyOf(bases, blocks * 2);
                divisors = Arrays.copyOf(divisors, blocks * 2);
                starts = Arrays.copyOf(starts, blocks * 2 + 1);
            }
            int start = starts[blocks];
            if (start + width > words.length) {
                int length = Math.max(start + width, words.length + (words.length >> 1));
                take(8L * (length - words.length));
                words = Arrays.copyOf(words, length);
            }
            for (int i = 0; i < size && width > 0; i++) {
                long value = divisor == 1 ? block[i] - min : (block[i] - min) / divisor;
                int bit = i * width;
                int word = start + (bit >>> 6);
                int shift = bit & 63;
                words[word] |= value << shift;
                if (shift + width > 64) {
                    words[word + 1] |= value >>> 64 - shift;
                }
            }
            divided |= divisor != 1;
            bases[blocks] = min;
            divisors[blocks] = (int) divisor;
            starts[++blocks] = start + width;
        }

        private static long gcd(long a, long b) {
            while (b != 0) {
                long rest = a % b;
                a = b;
                b = rest;
            }
            return a;
        }

        PackedColumn build() {
            if (block == null) {
                return new PackedColumn(count, first, NONE, null, new int[0], NONE);
            }
            int rest = count & BLOCK - 1;
            if (rest > 0) {
                flush(block, rest);
            }
            return new PackedColumn(count, 0, Arrays.copyOf(bases, blocks), divided ? Arrays.copyOf(divisors, blocks) : null,
                    Arrays.copyOf(starts, blocks + 1), Arrays.copyOf(words, starts[blocks]));
        }
    }
}
