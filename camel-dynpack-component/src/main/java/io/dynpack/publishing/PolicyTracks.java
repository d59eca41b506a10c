package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.filter.TrackPropertyCondition;

/**
 * Which tracks a part of a streaming policy names: its {@code clearTracks}, or the {@code tracks} of a key. A track is one of them
 * where any of the selections takes it. A selection takes what fulfils its conditions: those that ask for one property with
 * {@code Equal} are alternatives, all others have to hold.
 *
 * @param selections conditions of each
 */
public record PolicyTracks(List<List<Condition>> selections) {
    static final PolicyTracks NONE = new PolicyTracks(List.of());

    private static final String SELECTIONS = "trackSelections";
    private static final String PROPERTY = "property";
    private static final String OPERATION = "operation";
    private static final String VALUE = "value";

    /** What a condition looks at. */
    public enum Property {
        /** Of the sample entry, in any case of letters. */
        FOURCC("FourCC"),
        /** A {@link Resolution}, which video alone has. */
        RESOLUTION("Resolution");

        private final String word;

        Property(String word) {
            this.word = word;
        }

        private static @Nullable Property of(@Nullable Object word) {
            for (Property each : values()) {
                if (each.word.equalsIgnoreCase(String.valueOf(word))) {
                    return each;
                }
            }
            return null;
        }
    }

    /**
     * What a property is, or is not.
     *
     * @param value in lower case
     */
    public record Condition(Property property, boolean equal, String value) {

        private boolean fits(String fourcc, @Nullable Resolution resolution) {
            String found = switch (property) {
                case FOURCC -> fourcc;
                case RESOLUTION -> resolution == null ? null : resolution.name();
            };
            // four-character codes of one codec are the same, as in filters
            return found != null && (property == Property.FOURCC
                    ? TrackPropertyCondition.family(value).equals(TrackPropertyCondition.family(found))
                    : value.equals(found.toLowerCase(Locale.ROOT))) == equal;
        }
    }

    public PolicyTracks {
        selections = selections.stream().map(List::copyOf).toList();
    }

    /**
     * What a document says. What is not understood is passed over, since policies were exported with it.
     *
     * @param tracks a list of objects that have {@code trackSelections}; anything else is none
     */
    static PolicyTracks of(@Nullable Object tracks) {
        List<List<Condition>> selections = new ArrayList<>();
        for (Object track : list(tracks)) {
            List<Condition> conditions = new ArrayList<>();
            for (Object item : list(track instanceof Map<?, ?> map ? map.get(SELECTIONS) : null)) {
                if (item instanceof Map<?, ?> condition && Property.of(condition.get(PROPERTY)) != null
                        && condition.get(VALUE) instanceof String value) {
                    conditions.add(new Condition(Objects.requireNonNull(Property.of(condition.get(PROPERTY))),
                            !"NotEqual".equalsIgnoreCase(String.valueOf(condition.get(OPERATION))),
                            value.toLowerCase(Locale.ROOT)));
                }
            }
            if (!conditions.isEmpty()) {
                selections.add(conditions);
            }
        }
        return selections.isEmpty() ? NONE : new PolicyTracks(selections);
    }

    /**
     * What whoever makes a policy has to fulfil: a condition that means nothing would leave a track under another key.
     *
     * @param path of {@code tracks}
     * @throws DocumentFieldException for such a condition
     */
    static void require(@Nullable Object tracks, String path) {
        List<?> all = list(tracks);
        for (int i = 0; i < all.size(); i++) {
            String selection = path + "[" + i + "]." + SELECTIONS;
            List<?> conditions = list(all.get(i) instanceof Map<?, ?> map ? map.get(SELECTIONS) : null);
            for (int j = 0; j < conditions.size(); j++) {
                if (!(conditions.get(j) instanceof Map<?, ?> condition)) {
                    throw new DocumentFieldException(selection + "[" + j + "]", "is no object");
                }
                require(condition, selection + "[" + j + "].");
            }
        }
    }

    private static void require(Map<?, ?> condition, String path) {
        Property property = Property.of(condition.get(PROPERTY));
        if ("Unknown".equals(condition.get(PROPERTY))) {
            // as policies were exported
            return;
        }
        if (property == null) {
            throw new DocumentFieldException(path + PROPERTY, "is none of FourCC and Resolution");
        }
        Object operation = condition.get(OPERATION);
        if (operation != null && !List.of("equal", "notequal", "unknown")
                .contains(operation.toString().toLowerCase(Locale.ROOT))) {
            throw new DocumentFieldException(path + OPERATION, "is none of Equal and NotEqual");
        }
        if (!(condition.get(VALUE) instanceof String value)) {
            throw new DocumentFieldException(path + VALUE, condition.get(VALUE) == null ? "is missing" : "is no text");
        }
        if (property == Property.RESOLUTION && Resolution.ofWord(value) == null) {
            throw new DocumentFieldException(path + VALUE, "is none of SD, HD and UHD");
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> items ? items : List.of();
    }

    /**
     * Whether a track is one of them.
     *
     * @param fourcc     of its sample entry
     * @param resolution {@code null} for what is no video
     */
    boolean contain(String fourcc, @Nullable Resolution resolution) {
        return selections.stream().anyMatch(conditions -> takes(conditions, fourcc, resolution));
    }

    private static boolean takes(List<Condition> conditions, String fourcc, @Nullable Resolution resolution) {
        return conditions.stream().allMatch(condition -> condition.fits(fourcc, resolution)
                || condition.equal && conditions.stream().anyMatch(other -> other.equal
                        && other.property == condition.property && other.fits(fourcc, resolution)));
    }
}
