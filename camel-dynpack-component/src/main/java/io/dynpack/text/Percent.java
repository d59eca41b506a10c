package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * A share of the video's or a region's width or height.
 *
 * @param thousandths of a percent, 0 to 100000
 */
public record Percent(int thousandths) {
    static final int WHOLE = 100_000;
    /** 0 %. */
    public static final Percent ZERO = new Percent(0);
    /** 100 %. */
    public static final Percent HUNDRED = new Percent(WHOLE);

    /** @throws IllegalArgumentException outside of 0 to 100 % */
    public Percent {
        if (thousandths < 0 || thousandths > WHOLE) {
            throw new IllegalArgumentException(thousandths + " thousandths of a percent");
        }
    }

    /** Of whole percents. */
    public static Percent of(int percent) {
        return new Percent(Math.multiplyExact(percent, 1000));
    }

    /** What is outside of 0 to 100 % becomes the nearer of both. */
    static Percent clamped(int thousandths) {
        return new Percent(Math.max(0, Math.min(WHOLE, thousandths)));
    }

    /**
     * A percentage of WebVTT: {@code 33.3%}. Digits behind the third of the fraction are dropped.
     *
     * @return {@code null} where the text is none, or is outside of 0 to 100
     */
    static @Nullable Percent parse(String text) {
        if (!text.endsWith("%")) {
            return null;
        }
        Decimal number = Decimal.parse(text.substring(0, text.length() - 1));
        if (number == null) {
            return null;
        }
        long thousandths = number.floor(1000);
        return number.negative() || thousandths > WHOLE ? null : new Percent((int) thousandths);
    }

    /** As WebVTT and TTML write it: {@code 33.3%}. */
    @Override
    public String toString() {
        return Decimal.print(thousandths, 1000) + "%";
    }
}
