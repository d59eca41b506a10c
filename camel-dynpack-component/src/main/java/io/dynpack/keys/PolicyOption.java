package io.dynpack.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.DocumentFieldException;

/**
 * One way to get a key under a content key policy.
 *
 * @param name        for logs
 * @param delivery    in which form
 * @param restriction to whom
 */
record PolicyOption(String name, Delivery delivery, Restriction restriction) {

    /** In which form a key is given. */
    enum Delivery {
        /** Its bytes, or a licence of W3C Clear Key. */
        CLEAR_KEY,
        /** In a licence of a protection system, which nobody here makes. */
        PROTECTION_SYSTEM,
        /** In a form that is not known, so that the option counts for nothing. */
        UNKNOWN
    }

    /** Who gets a key. */
    sealed interface Restriction {
        /** Everybody. */
        record Open() implements Restriction {}

        /** Whoever has such a token. */
        record Token(TokenRestriction tokens) implements Restriction {}

        /** Nobody, since it is not known what is asked for. */
        record Unknown() implements Restriction {}
    }

    /**
     * The options of a policy.
     *
     * @throws DocumentFieldException for one that cannot be; its path begins with {@code options}
     */
    static List<PolicyOption> of(ContentKeyPolicy policy) {
        List<PolicyOption> options = new ArrayList<>();
        for (int i = 0; i < policy.options().size(); i++) {
            Map<String, Object> option = policy.options().get(i);
            String place = "options[" + i + "]";
            Object name = option.get("name");
            options.add(within(place, () -> new PolicyOption(name == null ? place : name.toString(), delivery(option),
                    restriction(option))));
        }
        return List.copyOf(options);
    }

    private static Delivery delivery(Map<String, Object> option) {
        if (!(option.get("configuration") instanceof Map<?, ?> configuration)) {
            throw new DocumentFieldException("configuration", "is missing");
        }
        return switch (ArmTypes.suffix(configuration)) {
            case "clearkeyconfiguration" -> Delivery.CLEAR_KEY;
            case "widevineconfiguration", "playreadyconfiguration", "fairplayconfiguration" -> Delivery.PROTECTION_SYSTEM;
            case "unknownconfiguration" -> Delivery.UNKNOWN;
            default -> throw new DocumentFieldException("configuration.@odata.type", "is none of ClearKeyConfiguration,"
                    + " WidevineConfiguration, PlayReadyConfiguration, FairPlayConfiguration, UnknownConfiguration");
        };
    }

    private static Restriction restriction(Map<String, Object> option) {
        if (!(option.get("restriction") instanceof Map<?, ?> restriction)) {
            throw new DocumentFieldException("restriction", "is missing");
        }
        return switch (ArmTypes.suffix(restriction)) {
            case "openrestriction" -> new Restriction.Open();
            case "tokenrestriction" -> new Restriction.Token(within("restriction", () -> TokenRestriction.of(restriction)));
            case "unknownrestriction" -> new Restriction.Unknown();
            default -> throw new DocumentFieldException("restriction.@odata.type",
                    "is none of OpenRestriction, TokenRestriction, UnknownRestriction");
        };
    }

    /** What a rule makes of an object; a field that it refuses gets the path of the object in front of its own. */
    static <T> T within(String path, Supplier<T> rule) {
        try {
            return rule.get();
        } catch (DocumentFieldException e) {
            throw new DocumentFieldException(path + "." + e.field(), e.reason());
        }
    }
}
