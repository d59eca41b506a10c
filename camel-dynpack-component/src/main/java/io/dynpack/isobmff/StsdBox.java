package io.dynpack.isobmff;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code stsd}: the sample entries of a track (ISO/IEC 14496-12, 8.5.2).
 *
 * @param entries at least one
 */
public record StsdBox(List<Box> entries) {
    /** Real files have one, or one for each advertisement that was spliced in. */
    private static final int MAX_ENTRIES = 1024;

    public StsdBox {
        entries = List.copyOf(entries);
    }

    public static StsdBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        long count = in.u32();
        if (count > MAX_ENTRIES) {
            throw box.error("claims " + count + " sample entries, more than " + MAX_ENTRIES);
        }
        List<Box> entries = new ArrayList<>();
        for (Box entry : box.children(8)) {
            if (entries.size() == count) {
                break;
            }
            entries.add(entry);
        }
        // where there are fewer, samples may use those that are there alone
        if (entries.isEmpty()) {
            throw box.error("claims " + count + " sample entries and holds none");
        }
        return new StsdBox(entries);
    }
}
