package io.dynpack.publishing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterFieldException;
import io.dynpack.presentation.filter.PresentationTimeRange;
import io.dynpack.presentation.filter.TrackPropertyCompareOperation;
import io.dynpack.presentation.filter.TrackPropertyCondition;
import io.dynpack.presentation.filter.TrackPropertyType;
import io.dynpack.presentation.filter.TrackSelection;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;

/**
 * The JSON of a filter: as ARM has it, as the az command line prints it, and as version 2 of the API had it, with capital
 * letters, other names for conditions, and numbers as texts. Members are found in any case, those that are unknown are ignored;
 * {@link KnownFields} refuses them where somebody gives a document.
 */
final class FilterDocument {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,30}");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);

    private FilterDocument() {}

    /** @throws FilterFieldException with the path of the field, as the document spells it */
    static Filter read(Filter.Scope scope, Map<?, ?> document) {
        Members root = new Members("", document);
        Members properties = properties(root);
        String name = root.required("name").text();
        if (name.isEmpty()) {
            throw root.missing("name");
        }
        PresentationTimeRange range = properties.find("presentationTimeRange")
                .map(member -> range(member.members())).orElse(PresentationTimeRange.ALL);
        List<TrackSelection> tracks = properties.find("tracks").map(member -> member.list(FilterDocument::selection))
                .orElse(List.of());
        OptionalLong firstQuality = properties.find("firstQuality").map(Member::members)
                .map(quality -> OptionalLong.of(quality.required("bitrate").number())).orElse(OptionalLong.empty());
        return within(properties.path, () -> new Filter(scope, name, range, firstQuality, tracks));
    }

    /** @throws FilterFieldException for a name that no document can have, or no URL carry */
    static void requireName(String name) {
        try {
            CatalogNames.require(name);
            Parameters.of(Format.FMP4).withFilters(List.of(name));
        } catch (IllegalArgumentException e) {
            throw new FilterFieldException("name", "is \"" + name + "\", which a URL cannot carry");
        }
    }

    /** The members that describe the resource, wherever they are. */
    private static Members properties(Members root) {
        return root.find("properties").map(Member::members).orElse(root);
    }

    /** A text of the resource, such as an addition of ours. */
    static Optional<String> text(Map<?, ?> document, String name) {
        return properties(new Members("", document)).find(name).map(Member::text);
    }

    /** A text that stands beside the properties. */
    static Optional<String> outerText(Map<?, ?> document, String name) {
        return new Members("", document).find(name).map(Member::text);
    }

    private static PresentationTimeRange range(Members range) {
        long start = range.number("startTimestamp", 0);
        long end = range.number("endTimestamp", PresentationTimeRange.UNSET);
        long window = range.number("presentationWindowDuration", PresentationTimeRange.UNSET);
        long backoff = range.number("liveBackoffDuration", 0);
        long timescale = range.number("timescale", PresentationTimeRange.DEFAULT_TIMESCALE);
        boolean force = range.bool("forceEndTimestamp");
        boolean exact = range.bool("exact");
        return within(range.path, () -> new PresentationTimeRange(start, end, window, backoff, timescale, force, exact));
    }

    private static TrackSelection selection(Member entry) {
        List<TrackPropertyCondition> conditions = entry.members().required("trackSelections", "propertyConditions")
                .list(FilterDocument::condition);
        return within(entry.path, () -> new TrackSelection(conditions));
    }

    private static TrackPropertyCondition condition(Member entry) {
        Members condition = entry.members();
        Member property = condition.required("property");
        TrackPropertyType type = property.read(TrackPropertyType::of);
        boolean isIgnored = type == TrackPropertyType.UNKNOWN;
        Optional<Member> operation = condition.find("operation", "operator");
        Optional<Member> value = condition.find("value");
        TrackPropertyCompareOperation compare = isIgnored && operation.isEmpty()
                ? TrackPropertyCompareOperation.EQUAL
                : operation.orElseThrow(() -> condition.missing("operation")).read(TrackPropertyCompareOperation::of);
        String text = isIgnored && value.isEmpty()
                ? ""
                : value.orElseThrow(() -> condition.missing("value")).text();
        return within(entry.path, () -> new TrackPropertyCondition(type, compare, text));
    }

    private interface Rule<T> {
        T make();
    }

    /** What a rule makes; a field that it refuses gets the path of the object it lies in. */
    private static <T> T within(String path, Rule<T> rule) {
        try {
            return rule.make();
        } catch (FilterFieldException e) {
            throw e.within(path);
        }
    }

    /** What a filter says, as ARM has it; what is not set is left out. */
    static Map<String, Object> print(Filter filter) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (!filter.presentationTimeRange().equals(PresentationTimeRange.ALL)) {
            properties.put("presentationTimeRange", print(filter.presentationTimeRange()));
        }
        if (filter.firstQuality().isPresent()) {
            properties.put("firstQuality", Map.of("bitrate", filter.firstQuality().getAsLong()));
        }
        properties.put("tracks", filter.tracks().stream().map(FilterDocument::print).toList());
        return properties;
    }

    private static Map<String, Object> print(PresentationTimeRange range) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("startTimestamp", range.startTimestamp());
        if (range.endTimestamp() != PresentationTimeRange.UNSET) {
            members.put("endTimestamp", range.endTimestamp());
        }
        if (range.presentationWindowDuration() != PresentationTimeRange.UNSET) {
            members.put("presentationWindowDuration", range.presentationWindowDuration());
        }
        members.put("liveBackoffDuration", range.liveBackoffDuration());
        members.put("timescale", range.timescale());
        members.put("forceEndTimestamp", range.forceEndTimestamp());
        if (range.exact()) {
            members.put("exact", true);
        }
        return members;
    }

    private static Map<String, Object> print(TrackSelection selection) {
        return Map.of("trackSelections", selection.conditions().stream().map(FilterDocument::print).toList());
    }

    private static Map<String, Object> print(TrackPropertyCondition condition) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("property", condition.property().text());
        members.put("operation", condition.operation().text());
        members.put("value", condition.value());
        return members;
    }

    /**
     * An object of the document.
     *
     * @param path empty for the document itself
     */
    private record Members(String path, Map<?, ?> map) {

        /** The first of these that is there and not {@code null}; the name as it is given wins over one in another case. */
        Optional<Member> find(String... names) {
            for (String name : names) {
                Optional<Member> found = map.get(name) != null
                        ? Optional.of(member(name, map.get(name)))
                        : map.entrySet().stream().filter(entry -> entry.getValue() != null)
                                .filter(entry -> name.equalsIgnoreCase(String.valueOf(entry.getKey()))).findFirst()
                                .map(entry -> member(String.valueOf(entry.getKey()), entry.getValue()));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private Member member(String name, @Nullable Object value) {
            return new Member(path.isEmpty() ? name : path + "." + name, value);
        }

        Member required(String... names) {
            return find(names).orElseThrow(() -> missing(names[0]));
        }

        FilterFieldException missing(String name) {
            return new FilterFieldException(member(name, null).path, "is missing");
        }

        long number(String name, long absent) {
            return find(name).map(Member::number).orElse(absent);
        }

        boolean bool(String name) {
            return find(name).map(Member::bool).orElse(false);
        }
    }

    /** A value of the document; {@code value} may be {@code null} in a list only. */
    private record Member(String path, @Nullable Object value) {

        Members members() {
            if (value instanceof Map<?, ?> map) {
                return new Members(path, map);
            }
            throw new FilterFieldException(path, "is no object");
        }

        <T> List<T> list(Function<Member, T> type) {
            if (!(value instanceof List<?> list)) {
                throw new FilterFieldException(path, "is no list");
            }
            List<T> items = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                items.add(type.apply(new Member(path + "[" + i + "]", list.get(i))));
            }
            return items;
        }

        String text() {
            if (value == null || value instanceof Map || value instanceof List) {
                throw new FilterFieldException(path, "is no text");
            }
            return value.toString();
        }

        /** The text as one of the words that a rule knows. */
        <T> T read(Function<String, T> words) {
            try {
                return words.apply(text());
            } catch (FilterFieldException e) {
                throw new FilterFieldException(path, e.reason());
            }
        }

        /** One beyond 63 bits, which programs with floating-point numbers write, becomes the largest. */
        long number() {
            BigDecimal number;
            if (value instanceof Number) {
                number = decimal(value.toString());
            } else if (value instanceof String text && INTEGER.matcher(text.strip()).matches()) {
                number = new BigDecimal(new BigInteger(text.strip()));
            } else {
                throw notWhole();
            }
            if (number.compareTo(LARGEST) > 0 || number.compareTo(SMALLEST) < 0) {
                return number.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
            }
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                throw notWhole();
            }
        }

        private BigDecimal decimal(String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw notWhole();
            }
        }

        private FilterFieldException notWhole() {
            return new FilterFieldException(path, "is no whole number");
        }

        boolean bool() {
            if (value instanceof Boolean given) {
                return given;
            }
            if (value instanceof String text && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
                return Boolean.parseBoolean(text);
            }
            throw new FilterFieldException(path, "is neither true nor false");
        }
    }
}
