package io.dynpack.publishing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time as ARM writes them: ISO 8601 with seven decimals. */
final class ArmTime {
    /** {@code endTime} of a locator without one. */
    static final String NEVER = "9999-12-31T23:59:59.9999999Z";

    private static final Instant END_OF_TIME = OffsetDateTime.parse(NEVER).toInstant();
    private static final DateTimeFormatter SEVEN_DECIMALS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'")
            .withZone(ZoneOffset.UTC);

    private ArmTime() {}

    static String print(Instant instant) {
        return SEVEN_DECIMALS.format(instant);
    }

    /** @throws IllegalArgumentException where the text is no time with an offset */
    static Instant parse(String text) {
        if (text.equals(NEVER)) {
            // what most locators have, at each request for one
            return END_OF_TIME;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the time \"" + text + "\" is none of ISO 8601 with an offset", e);
        }
    }
}
