package io.dynpack.text;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * Time expressions of TTML (TTML2, section 12.3.1) under the parameters of a document. A frame that begins between two ticks of
 * 10 MHz is taken to begin with the earlier one.
 *
 * @param smpte        whether {@code hh:mm:ss:ff} counts frames (SMPTE 12M) and no real seconds
 * @param dropFrame    whether two counts a minute are left out, as NTSC does ({@code ttp:dropMode="dropNTSC"})
 * @param frameRate    nominal frames a second
 * @param numerator    of the multiplier that makes the real frame rate of the nominal one
 * @param denominator  of it
 * @param subFrameRate parts of a frame
 * @param tickRate     what {@code t} counts, a second
 */
record TtmlTimes(boolean smpte, boolean dropFrame, long frameRate, long numerator, long denominator, long subFrameRate,
        long tickRate) {
    /** Of a time expression that makes no sense. */
    private static final int MAX_LENGTH = 64;
    private static final long MAX_RATE = 1_000_000_000;

    /** @param tt at the start of the root element */
    static TtmlTimes of(TtmlXml tt, TextFindings findings) {
        long frameRate = rate(tt, "frameRate", 30, findings);
        long subFrameRate = rate(tt, "subFrameRate", 1, findings);
        boolean framed = parameter(tt, "frameRate") != null;
        long tickRate = rate(tt, "tickRate", framed ? frameRate * subFrameRate : 1, findings);
        long numerator = 1;
        long denominator = 1;
        String multiplier = parameter(tt, "frameRateMultiplier");
        if (multiplier != null) {
            // drafts had a colon between the two
            String[] parts = multiplier.strip().split("[ :]+", 3);
            Decimal first = Decimal.parse(parts[0]);
            Decimal second = parts.length > 1 ? Decimal.parse(parts[1]) : new Decimal(false, 1, 0, 1);
            if (first == null || second == null || !isRate(first) || !isRate(second)) {
                findings.add(tt.line(), "ttp:frameRateMultiplier is no ratio: " + TextFindings.quote(multiplier));
            } else {
                numerator = first.whole();
                denominator = second.whole();
            }
        }
        String timeBase = parameter(tt, "timeBase");
        if ("clock".equals(timeBase)) {
            findings.add(tt.line(), "times of day are read as times since the start");
        }
        return new TtmlTimes("smpte".equals(timeBase), "dropNTSC".equals(parameter(tt, "dropMode")), frameRate, numerator,
                denominator, subFrameRate, tickRate);
    }

    private static long rate(TtmlXml tt, String name, long otherwise, TextFindings findings) {
        String value = parameter(tt, name);
        if (value == null) {
            return otherwise;
        }
        Decimal number = Decimal.parse(value.strip());
        if (number == null || !isRate(number)) {
            findings.add(tt.line(), "ttp:" + name + " is no rate: " + TextFindings.quote(value));
            return otherwise;
        }
        return number.whole();
    }

    private static boolean isRate(Decimal number) {
        return !number.negative() && number.whole() > 0 && number.whole() <= MAX_RATE && number.fraction() == 0;
    }

    private static @Nullable String parameter(TtmlXml tt, String name) {
        return tt.attribute(TtmlVocabulary.PARAMETER, name);
    }

    /** @return ticks of 10 MHz; -1 where the text is no time expression, or beyond a year */
    long parse(String expression) {
        String text = expression.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return -1;
        }
        long ticks = text.indexOf(':') >= 0 ? clock(text) : offset(text);
        return ticks > CueTime.MAX ? -1 : ticks;
    }

    private long clock(String text) {
        String[] parts = text.replace(',', '.').split("[:;]", -1);
        if (parts.length < 2 || parts.length > 4) {
            return -1;
        }
        Decimal[] numbers = new Decimal[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Decimal number = Decimal.parse(parts[i]);
            boolean last = i == parts.length - 1;
            if (number == null || number.negative() || !last && number.scale() > 1 || number.whole() > 1_000_000) {
                return -1;
            }
            numbers[i] = number;
        }
        int seconds = Math.min(parts.length, 3) - 1;
        long whole = 60 * numbers[seconds - 1].whole() + numbers[seconds].whole()
                + (seconds == 2 ? 3600 * numbers[0].whole() : 0);
        if (parts.length < 4) {
            Decimal last = numbers[seconds];
            return whole * CueTime.PER_SECOND + last.fraction() * CueTime.PER_SECOND / last.scale();
        }
        Decimal frames = numbers[3];
        // behind the point are sub-frames, a count and no fraction
        BigInteger count = BigInteger.valueOf(frames.whole()).multiply(BigInteger.valueOf(subFrameRate))
                .add(BigInteger.valueOf(frames.fraction()));
        if (!smpte) {
            return whole * CueTime.PER_SECOND + frames(count);
        }
        long minutes = whole / 60;
        long before = whole * frameRate - (dropFrame ? 2 * (minutes - minutes / 10) : 0);
        return frames(BigInteger.valueOf(before).multiply(BigInteger.valueOf(subFrameRate)).add(count));
    }

    /** @param count of sub-frames */
    private long frames(BigInteger count) {
        BigInteger ticks = count.multiply(BigInteger.valueOf(CueTime.PER_SECOND)).multiply(BigInteger.valueOf(denominator))
                .divide(BigInteger.valueOf(frameRate).multiply(BigInteger.valueOf(subFrameRate))
                        .multiply(BigInteger.valueOf(numerator)));
        return ticks.bitLength() > 62 ? Long.MAX_VALUE : ticks.longValue();
    }

    private long offset(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        Decimal number = Decimal.parse(text.substring(0, end));
        if (number == null || number.negative()) {
            return -1;
        }
        return switch (text.substring(end)) {
            case "h" -> number.floor(3600 * CueTime.PER_SECOND);
            case "m" -> number.floor(60 * CueTime.PER_SECOND);
            // a number alone is no time expression, but is written for seconds
            case "s", "" -> number.floor(CueTime.PER_SECOND);
            case "ms" -> number.floor(CueTime.PER_MILLISECOND);
            case "f" -> number.floor(CueTime.PER_SECOND * denominator, frameRate * numerator);
            case "t" -> number.floor(CueTime.PER_SECOND, tickRate);
            default -> -1;
        };
    }
}
