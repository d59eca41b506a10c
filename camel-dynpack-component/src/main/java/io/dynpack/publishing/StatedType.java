package io.dynpack.publishing;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Which of several types an object of ARM says it is of, in the spellings of all exports: the az command has its own. */
public final class StatedType {
    static final String MEMBER = "@odata.type";
    private static final List<String> MEMBERS = List.of(MEMBER, "odatatype", "odataType", "odata_type");

    private StatedType() {}

    /** As it is written; {@code null} where none is stated. */
    public static @Nullable String of(Map<?, ?> members) {
        for (String member : MEMBERS) {
            if (members.get(member) instanceof String type) {
                return type;
            }
        }
        return null;
    }
}
