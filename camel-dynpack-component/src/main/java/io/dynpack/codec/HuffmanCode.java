package io.dynpack.codec;

/**
 * A complete prefix code whose code words, in ascending order, never get shorter. All codes of AAC and of its extensions are such,
 * so that the number of code words of each length says everything that is needed to find the end of a code word.
 */
final class HuffmanCode {
    private final int[] counts;

    /** @param counts code words of 1 bit, of 2 bits and so on */
    HuffmanCode(int... counts) {
        this.counts = counts;
    }

    /** Reads one code word and answers its place among all of them in ascending order, from 0. */
    int read(BitReader in) {
        int code = 0;
        int first = 0;
        int before = 0;
        for (int count : counts) {
            code = code << 1 | in.bit();
            first <<= 1;
            if (code - first < count) {
                return before + code - first;
            }
            before += count;
            first += count;
        }
        throw new IllegalStateException("the code is not complete");
    }

    /** Reads code words one after the other. */
    void skip(BitReader in, int words) {
        for (int i = 0; i < words; i++) {
            read(in);
        }
    }

    /** Code words there are. */
    int size() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Whether every sequence of bits begins with a code word. */
    boolean isComplete() {
        long open = 1;
        for (int count : counts) {
            open = open * 2 - count;
        }
        return open == 0;
    }
}
