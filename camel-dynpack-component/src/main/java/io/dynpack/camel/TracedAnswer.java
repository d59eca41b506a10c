package io.dynpack.camel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

import io.dynpack.segment.SegmentBody;

/**
 * What a tracer gets to know of an answer of {@code dynpack:origin}: a property of the exchange, there only where Camel has a
 * tracer.
 *
 * @param locator id of the streaming locator that the URL names; {@code null} where it names none
 * @param stored  what its body is read of; {@code null} for an answer without a body
 */
public record TracedAnswer(@Nullable String locator, Answered answered, SegmentBody.@Nullable Stored stored) {
    private static final String PROPERTY = "CamelDynpackTracedAnswer";
    private static final int UUID_LENGTH = 36;

    /** @param path of the request, from the locator on */
    public static TracedAnswer of(String path, Answered answered, @Nullable SegmentBody body) {
        int begin = path.startsWith("/") ? 1 : 0;
        int end = begin + UUID_LENGTH;
        boolean isWhole = path.length() == end || path.length() > end && path.charAt(end) == '/';
        return new TracedAnswer(isWhole ? id(path.substring(begin, end)) : null, answered,
                body == null ? null : body.stored());
    }

    private static @Nullable String id(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Leaves it on an exchange for the decorator of its span. */
    public void into(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Takes it off the exchange, so that no later span of the same exchange gets it. */
    static @Nullable TracedAnswer take(Exchange exchange) {
        return exchange.removeProperty(PROPERTY) instanceof TracedAnswer answer ? answer : null;
    }

    /** Tags of a span. No value but the locator's id comes from a client. */
    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        if (locator != null) {
            tags.put("dynpack.locator", locator);
        }
        if (!answered.format().isEmpty()) {
            tags.put("dynpack.format", answered.format());
        }
        tags.put("dynpack.kind", answered.kind().name());
        tags.put("dynpack.cache", answered.cached() ? "HIT" : "MISS");
        if (answered.code() != null) {
            tags.put("dynpack.error", answered.code());
        }
        if (stored != null) {
            tags.put("dynpack.storage.ranges", Integer.toString(stored.ranges()));
            tags.put("dynpack.storage.bytes", Long.toString(stored.bytes()));
        }
        tags.put("dynpack.bytes", Long.toString(answered.bytes()));
        tags.put("dynpack.complete", Boolean.toString(answered.complete()));
        tags.put("dynpack.first_byte_us", Long.toString(answered.firstByteNanos() / 1000));
        return tags;
    }
}
