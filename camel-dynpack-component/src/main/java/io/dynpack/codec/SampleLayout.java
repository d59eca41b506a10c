package io.dynpack.codec;

import java.util.Arrays;

/**
 * Which bytes of some samples hold coded pictures, packed: for each sample runs of bytes that stay clear in any case, each
 * followed by a run of bytes that a cipher may take. A sample with one slice takes a byte or two. Immutable.
 *
 * <p>
 * Each pair is the length of its clear run times 4 and what follows, as a variable-length number, least significant bits first.
 */
public final class SampleLayout {
    /** The protected run is as long as the next number says, and more follow. */
    private static final int MORE = 0;
    /** The protected run lasts to the end of the sample. */
    private static final int TO_END = 1;
    /** No protected run follows: the rest of the sample is clear. */
    private static final int CLEAR = 2;

    /** Bytes of a number: a length and two bits. */
    private static final int LONGEST_NUMBER = 5;
    private static final int OBJECTS = 64;

    private final byte[] packed;
    private final int count;
    private final int unread;
    private final boolean wholeBlocks;

    SampleLayout(byte[] packed, int count, int unread, boolean wholeBlocks) {
        this.packed = packed;
        this.count = count;
        this.unread = unread;
        this.wholeBlocks = wholeBlocks;
    }

    /** Samples. */
    public int count() {
        return count;
    }

    /** Coded pictures or slices whose headers could not be read, so that these are protected too. */
    public int unread() {
        return unread;
    }

    /** Whether the codec wants protected runs to be of whole blocks of 16 bytes in every scheme. */
    public boolean wholeBlocks() {
        return wholeBlocks;
    }

    /** Bytes on the heap, roughly. */
    public int heapBytes() {
        return OBJECTS + packed.length;
    }

    byte[] packed() {
        return packed;
    }

    /**
     * Steps over the runs of one sample.
     *
     * @param at where they begin
     * @return where those of the next sample begin
     * @throws CodecException where a number is longer than any of these is, or nothing is protected where something should be
     */
    static int end(byte[] packed, int at) {
        int end = at;
        int word;
        do {
            word = packed[end] & 3;
            end = endOfNumber(packed, end);
            if (word == MORE) {
                if (packed[end] == 0) {
                    throw new CodecException("a protected run of no bytes in a layout of samples");
                }
                end = endOfNumber(packed, end);
            }
        } while (word == MORE);
        return end;
    }

    private static int endOfNumber(byte[] packed, int at) {
        int end = at;
        while (packed[end] < 0) {
            end++;
        }
        if (end - at >= LONGEST_NUMBER) {
            throw new CodecException("a number of " + (end - at + 1) + " bytes in a layout of samples");
        }
        return end + 1;
    }

    /** A reader in front of the first sample. */
    public Reader reader() {
        return new Reader(packed);
    }

    /** Goes through the samples in their order. */
    public static final class Reader {
        private final byte[] packed;
        private int at;
        private int left;
        private boolean over = true;
        private int clear;
        private int data;

        private Reader(byte[] packed) {
            this.packed = packed;
        }

        /**
         * Begins the next sample; the one before was read to its end.
         *
         * @param size bytes
         */
        public void sample(int size) {
            left = size;
            over = false;
        }

        /** Steps to the next pair of runs; at the end of a sample answers whether its last bytes are a clear run alone. */
        public boolean next() {
            if (over) {
                return false;
            }
            long head = number();
            switch ((int) (head & 3)) {
                case MORE -> {
                    clear = (int) (head >> 2);
                    data = (int) number();
                }
                case TO_END -> {
                    clear = (int) (head >> 2);
                    data = left - clear;
                    over = true;
                }
                default -> {
                    clear = left;
                    data = 0;
                    over = true;
                }
            }
            left -= clear + data;
            return clear + data > 0;
        }

        /** Bytes that stay clear. */
        public int clear() {
            return clear;
        }

        /** Bytes behind them that a cipher may take; 0 only at the end of a sample. */
        public int data() {
            return data;
        }

        private long number() {
            long value = 0;
            for (int shift = 0;; shift += 7) {
                byte part = packed[at++];
                value |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return value;
                }
            }
        }
    }

    /** Takes the runs of one sample after the other. */
    static final class Builder {
        private byte[] packed = new byte[256];
        private int length;
        private int count;
        private int unread;
        private int at;

        /**
         * Takes a protected run of the sample.
         *
         * @param from first byte
         * @param to   exclusive end, behind {@code from}
         * @param size bytes of the sample
         */
        void run(int from, int to, int size) {
            long clear = (long) (from - at) << 2;
            if (to == size) {
                number(clear | TO_END);
            } else {
                number(clear | MORE);
                number(to - from);
            }
            at = to;
        }

        void unread() {
            unread++;
        }

        /** @param size bytes of the sample */
        void endSample(int size) {
            if (at < size || size == 0) {
                number(CLEAR);
            }
            at = 0;
            count++;
        }

        SampleLayout build(boolean wholeBlocks) {
            return new SampleLayout(Arrays.copyOf(packed, length), count, unread, wholeBlocks);
        }

        private void number(long value) {
            if (length + 6 > packed.length) {
                packed = Arrays.copyOf(packed, packed.length * 2);
            }
            long left = value;
            while (left > 0x7f) {
                packed[length++] = (byte) (left & 0x7f | 0x80);
                left >>= 7;
            }
            packed[length++] = (byte) left;
        }
    }
}
