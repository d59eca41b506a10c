package io.dynpack.camel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code 268435456}, {@code 256MB}, {@code 256 MiB}, {@code 1.5g}. A kilobyte is 1024
 * bytes, as in Camel.
 */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,19}(?:\\.[0-9]{1,9})?) ?(?:([kmgt])(?:i?b)?|b)?");
    private static final Map<String, Integer> SHIFTS = Map.of("k", 10, "m", 20, "g", 30, "t", 40);

    private ByteSize() {}

    /** @throws IllegalArgumentException for what is no such number, or more than {@link Long#MAX_VALUE} */
    static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no number of bytes");
        }
        int shift = matcher.group(2) == null ? 0 : SHIFTS.get(matcher.group(2));
        try {
            return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift)).setScale(0, RoundingMode.DOWN)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("no number of bytes", e);
        }
    }
}
