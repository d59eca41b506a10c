package io.dynpack.tests.media;

/**
 * One access unit as a demultiplexer sees it.
 *
 * @param presentation presentation time
 * @param decode       decode time
 * @param duration     duration
 * @param size         bytes
 * @param hash         MD5 of the bytes, hexadecimal
 * @param sync         whether decoding can start here
 * @param hidden       whether an edit list hides it: decoded, not shown
 */
public record AccessUnit(Rational presentation, Rational decode, Rational duration, int size, String hash, boolean sync,
        boolean hidden) {}
