package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

/** How each level that a manifest lists is encrypted. */
@FunctionalInterface
public interface ContentProtections {

    /** Nothing is encrypted. */
    ContentProtections NONE = level -> null;

    /** {@code null} for a level that stays clear. */
    @Nullable
    ContentProtection of(Level level);

    /** Sizes that segments do not exceed when they are encrypted. */
    default SegmentSizes bound(SegmentSizes clear) {
        return new SegmentSizes() {
            @Override
            public long segment(Stream stream, Level level, int fragment) {
                return bound(level, clear.segment(stream, level, fragment));
            }

            @Override
            public long keyFrame(Stream stream, Level level, int sample) {
                return bound(level, clear.keyFrame(stream, level, sample));
            }

            private long bound(Level level, long bytes) {
                ContentProtection protection = of(level);
                return protection == null ? bytes : protection.bound(bytes);
            }
        };
    }
}
