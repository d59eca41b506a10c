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

    /** The PlayReady object of all keys, Base64, for manifests that have room for one; {@code null} where there is none. */
    default @Nullable String playReadyObject() {
        return null;
    }

    /** Sizes that segments do not exceed when they are encrypted. */
    default SegmentSizes bound(SegmentSizes clear) {
        return new SegmentSizes() {
            @Override
            public long segment(Stream stream, Level level, int fragment) {
                return bound(level, clear.segment(stream, level, fragment),
                        level.firstSample(fragment + 1) - level.firstSample(fragment));
            }

            @Override
            public long keyFrame(Stream stream, Level level, int sample) {
                return bound(level, clear.keyFrame(stream, level, sample), 1);
            }

            private long bound(Level level, long bytes, int samples) {
                ContentProtection protection = of(level);
                return protection == null ? bytes : protection.bound(bytes, samples);
            }
        };
    }
}
