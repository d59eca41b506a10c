package io.dynpack.codec;

import org.jspecify.annotations.Nullable;

/**
 * Shape of a pixel (ISO/IEC 14496-12, 12.1.4; ISO/IEC 23091-2, 8.6), in lowest terms.
 *
 * @param horizontal width, at least 1
 * @param vertical   height, at least 1
 */
public record PixelAspect(int horizontal, int vertical) {
    /** SampleAspectRatio 1 to 16 (ISO/IEC 23091-2, table 7). */
    private static final int[] CODED = {1, 1, 12, 11, 10, 11, 16, 11, 40, 33, 24, 11, 20, 11, 32, 11, 80, 33, 18, 11, 15, 11,
            64,
            33, 160, 99, 4, 3, 3, 2, 2, 1};
    /** Writes out its ratio. */
    static final int EXTENDED = 255;

    public PixelAspect {
        int divisor = divisor(horizontal, vertical);
        horizontal /= divisor;
        vertical /= divisor;
    }

    /** @return {@code null} where a side is not positive, which says nothing */
    public static @Nullable PixelAspect of(long horizontal, long vertical) {
        boolean said = horizontal > 0 && vertical > 0 && horizontal <= Integer.MAX_VALUE && vertical <= Integer.MAX_VALUE;
        return said ? new PixelAspect((int) horizontal, (int) vertical) : null;
    }

    /**
     * Of a coded number.
     *
     * @return {@code null} for unspecified and reserved ones
     */
    static @Nullable PixelAspect coded(int number) {
        return number >= 1 && 2 * number <= CODED.length ? new PixelAspect(CODED[2 * number - 2], CODED[2 * number - 1]) : null;
    }

    private static int divisor(int one, int other) {
        if (one < 1 || other < 1) {
            throw new IllegalArgumentException("a pixel of " + one + " to " + other);
        }
        int a = one;
        int b = other;
        while (b != 0) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
