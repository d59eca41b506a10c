package io.dynpack.ingest;

import java.math.BigDecimal;

/** Times of 10 MHz as text. */
final class Seconds {
    private Seconds() {}

    /** Seconds with up to seven decimals: {@code 6.006}. */
    static String exact(long ticks) {
        BigDecimal seconds = BigDecimal.valueOf(ticks, 7).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0).toPlainString() : seconds.toPlainString();
    }

    /** Seconds with up to three decimals, for sentences. */
    static String rounded(long ticks) {
        return exact(Math.floorDiv(ticks + 5_000, 10_000) * 10_000);
    }
}
