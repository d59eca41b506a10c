package io.dynpack.tests.media;

import java.math.BigInteger;

/** An exact time in seconds. */
public record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational> {

    /** No time at all. */
    public static final Rational ZERO = of(0, 1);

    public Rational {
        BigInteger divisor = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /** {@code ticks} of a clock that makes {@code timescale} of them a second. */
    public static Rational of(long ticks, long timescale) {
        return new Rational(BigInteger.valueOf(ticks), BigInteger.valueOf(timescale));
    }

    /** As ffprobe writes a time base: {@code 1/90000}. */
    public static Rational parse(String text) {
        int slash = text.indexOf('/');
        return of(Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }

    public Rational times(long factor) {
        return new Rational(numerator.multiply(BigInteger.valueOf(factor)), denominator);
    }

    public Rational plus(Rational other) {
        return new Rational(numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Rational minus(Rational other) {
        return plus(other.times(-1));
    }

    /** The distance from {@code other}, never negative. */
    public Rational distance(Rational other) {
        Rational difference = minus(other);
        return difference.numerator.signum() < 0 ? difference.times(-1) : difference;
    }

    @Override
    public int compareTo(Rational other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
