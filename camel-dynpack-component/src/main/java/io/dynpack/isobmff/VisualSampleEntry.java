package io.dynpack.isobmff;

import org.jspecify.annotations.Nullable;

/**
 * A sample entry of a video track (ISO/IEC 14496-12, 12.1.3).
 *
 * @param format   four-character code, {@code avc1}, …
 * @param width    coded pixels
 * @param height   coded pixels
 * @param box      holds the configuration record, {@code pasp}, {@code colr}, {@code btrt}, …
 */
public record VisualSampleEntry(int format, int width, int height, Box box) {

    private static final int FIELDS = 8 + 16 + 4 + 50;

    public static VisualSampleEntry read(Box box) {
        BoxReader in = box.reader().skip(8 + 16);
        int width = in.u16();
        int height = in.u16();
        return new VisualSampleEntry(box.type(), width, height, box);
    }

    /** The first child of this type, or {@code null}. */
    public @Nullable Box child(int type) {
        return box.child(type, FIELDS);
    }
}
