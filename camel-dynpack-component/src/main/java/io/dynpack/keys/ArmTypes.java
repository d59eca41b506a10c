package io.dynpack.keys;

import java.util.Locale;
import java.util.Map;

import io.dynpack.publishing.StatedType;

/** Which of several types a part of a content key policy is of. */
final class ArmTypes {
    private static final String PREFIX = "#microsoft.media.contentkeypolicy";

    private ArmTypes() {}

    /** The type without what all begin with, in lower case; empty where none is stated. */
    static String suffix(Map<?, ?> members) {
        String type = StatedType.of(members);
        String name = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }
}
