package io.dynpack.presentation.filter;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;

/** One comparison of a property of a track with a value. Immutable; the value is read once, when the condition is made. */
public final class TrackPropertyCondition {
    private static final Pattern BITRATE = Pattern.compile("\\s*(\\d{1,19})\\s*(-\\s*(\\d{1,19})?)?\\s*");
    private static final String ANY_LANGUAGE = "*";
    private static final String UNDETERMINED = "und";

    private final TrackPropertyType property;
    private final TrackPropertyCompareOperation operation;
    private final String value;
    /** Whether a level has the value, or always true where the condition is ignored. */
    private final Predicate<TrackProperties> holds;

    /**
     * @param value empty only with {@link TrackPropertyType#UNKNOWN}
     * @throws FilterFieldException for a value that the property cannot have
     */
    public TrackPropertyCondition(TrackPropertyType property, TrackPropertyCompareOperation operation, String value) {
        this.property = property;
        this.operation = operation;
        this.value = value;
        if (value.isBlank() && property != TrackPropertyType.UNKNOWN) {
            throw new FilterFieldException("value", "is empty");
        }
        Predicate<TrackProperties> equal = switch (property) {
            case UNKNOWN -> null;
            case TYPE -> type(value);
            case NAME -> track -> value.equals(track.name()) || value.equals(track.displayName());
            case LANGUAGE -> language(value);
            case FOURCC -> fourcc(value);
            case BITRATE -> bitrate(value);
        };
        this.holds = equal == null
                ? track -> true
                : operation == TrackPropertyCompareOperation.EQUAL ? equal : equal.negate();
    }

    private static Predicate<TrackProperties> type(String value) {
        TrackKind kind = switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "video" -> TrackKind.VIDEO;
            case "audio" -> TrackKind.AUDIO;
            case "text" -> TrackKind.TEXT;
            default -> throw new FilterFieldException("value", "is \"" + value + "\", which is none of Video, Audio, Text");
        };
        return track -> track.kind() == kind;
    }

    private static Predicate<TrackProperties> language(String value) {
        String text = value.strip();
        if (UNDETERMINED.equalsIgnoreCase(text)) {
            return track -> track.kind() != TrackKind.VIDEO && UNDETERMINED.equalsIgnoreCase(track.language());
        }
        String range = ANY_LANGUAGE.equals(text) ? ANY_LANGUAGE : LanguageTag.bcp47(text);
        if (range == null) {
            throw new FilterFieldException("value", "is \"" + value + "\", which is no language tag");
        }
        return track -> track.kind() != TrackKind.VIDEO && isInRange(track.language(), range);
    }

    /** Basic filtering: the range itself, or a tag that goes on with a hyphen behind it (RFC 4647, 3.3.1). */
    private static boolean isInRange(String language, String range) {
        String tag = LanguageTag.bcp47(language);
        if (tag == null) {
            return false;
        }
        boolean begins = tag.regionMatches(true, 0, range, 0, range.length());
        return range.equals(ANY_LANGUAGE) || begins && (tag.length() == range.length() || tag.charAt(range.length()) == '-');
    }

    private static Predicate<TrackProperties> fourcc(String value) {
        String family = family(value.strip());
        return track -> family.equals(family(track.fourcc()));
    }

    /**
     * The name that all four-character codes of one codec share, where the difference between them is only how a container or
     * a manifest speaks of it. {@code hvc1} and {@code hev1} are told apart, since some devices play one of them only.
     */
    public static String family(String fourcc) {
        String lower = fourcc.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "avc1", "avc3", "h264" -> "avc1";
            case "mp4a", "aacl", "aach" -> "mp4a";
            case "stpp", "ttml", "imsc", "dfxp", "wvtt" -> "stpp";
            default -> lower;
        };
    }

    private static Predicate<TrackProperties> bitrate(String value) {
        Matcher matcher = BITRATE.matcher(value);
        if (!matcher.matches()) {
            throw new FilterFieldException("value", "is \"" + value + "\", which is neither a bitrate nor a range of bitrates");
        }
        try {
            long from = Long.parseLong(matcher.group(1));
            boolean isOpen = matcher.group(2) != null && matcher.group(3) == null;
            long to = isOpen ? Long.MAX_VALUE : matcher.group(2) == null ? from : Long.parseLong(matcher.group(3));
            if (to < from) {
                throw new FilterFieldException("value", "is \"" + value + "\", a range that ends before it begins");
            }
            return track -> track.bitrate() >= from && track.bitrate() <= to;
        } catch (NumberFormatException e) {
            throw new FilterFieldException("value", "is \"" + value + "\", more bits per second than can be counted");
        }
    }

    public TrackPropertyType property() {
        return property;
    }

    public TrackPropertyCompareOperation operation() {
        return operation;
    }

    /** As it was given. */
    public String value() {
        return value;
    }

    /** Whether the condition holds for a track; one on {@link TrackPropertyType#UNKNOWN} always does. */
    public boolean holds(TrackProperties track) {
        return holds.test(track);
    }

    /** As {@link #holds(TrackProperties)} for a level of a stream. */
    public boolean holds(Stream stream, Level level) {
        return holds(TrackProperties.of(stream, level));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrackPropertyCondition condition && property == condition.property
                && operation == condition.operation && value.equals(condition.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(property, operation, value);
    }

    @Override
    public String toString() {
        return property.text() + " " + operation.text() + " " + value;
    }
}
