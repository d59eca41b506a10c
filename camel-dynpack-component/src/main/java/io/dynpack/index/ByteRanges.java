package io.dynpack.index;

/**
 * Ranges of a file, in the order in which they are to be read.
 *
 * @param starts first byte of each
 * @param ends   exclusive end of each
 */
public record ByteRanges(long[] starts, long[] ends) {

    /** Number of ranges. */
    public int count() {
        return starts.length;
    }
}
