package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * {@code X-TIMESTAMP-MAP} of a WebVTT segment of HLS (RFC 8216, section 3.5): two names of one instant.
 *
 * @param mpegTs ticks of 90 kHz in the transport stream, 0 to 2³³ - 1
 * @param local  ticks of 10 MHz on the timeline of the cues
 */
public record TimestampMap(long mpegTs, long local) {
    private static final String NAME = "X-TIMESTAMP-MAP=";

    /** @throws IllegalArgumentException when one of the times cannot be written */
    public TimestampMap {
        if (mpegTs < 0 || mpegTs >= 1L << 33 || local < 0 || local > CueTime.MAX) {
            throw new IllegalArgumentException("MPEGTS:" + mpegTs + ", LOCAL:" + local);
        }
    }

    /** @return {@code null} where the line is none */
    static @Nullable TimestampMap parse(String line) {
        if (!line.startsWith(NAME)) {
            return null;
        }
        long mpegTs = -1;
        long local = -1;
        for (String part : line.substring(NAME.length()).split(",", 3)) {
            String value = part.strip();
            if (value.startsWith("MPEGTS:")) {
                Decimal number = Decimal.parse(value.substring(7).strip());
                mpegTs = number == null || number.negative() ? -1 : number.whole();
            } else if (value.startsWith("LOCAL:")) {
                local = CueTime.parse(value.substring(6).strip());
            }
        }
        return mpegTs < 0 || mpegTs >= 1L << 33 || local < 0 ? null : new TimestampMap(mpegTs, local);
    }

    /** As the line of the header, without its end. */
    @Override
    public String toString() {
        return NAME + "MPEGTS:" + mpegTs + ",LOCAL:" + CueTime.print(local);
    }
}
