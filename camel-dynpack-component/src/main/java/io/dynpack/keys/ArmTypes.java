package io.dynpack.keys;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which of several types an object of ARM is of, in all spellings of exports. */
final class ArmTypes {
    private static final List<String> MEMBERS = List.of("@odata.type", "odatatype", "odataType");
    private static final String PREFIX = "#microsoft.media.contentkeypolicy";

    private ArmTypes() {}

    /** The type without what all begin with, in lower case; empty where none is stated. */
    static String suffix(Map<?, ?> members) {
        for (String member : MEMBERS) {
            if (members.get(member) instanceof String type) {
                String name = type.toLowerCase(Locale.ROOT);
                return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            }
        }
        return "";
    }
}
