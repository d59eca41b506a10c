package io.dynpack.isobmff;

import java.util.List;

/**
 * {@code stsd}: the sample entries of a track (ISO/IEC 14496-12, 8.5.2).
 *
 * @param entries at least one
 */
public record StsdBox(List<Box> entries) {

    public StsdBox {
        entries = List.copyOf(entries);
    }

    public static StsdBox read(Box box) {
        BoxReader in = box.reader().skip(4);
        int count = in.count(8);
        List<Box> entries = box.children(8);
        if (count == 0 || entries.size() < count) {
            throw box.error("claims " + count + " sample entries and holds " + entries.size());
        }
        return new StsdBox(entries.subList(0, count));
    }
}
