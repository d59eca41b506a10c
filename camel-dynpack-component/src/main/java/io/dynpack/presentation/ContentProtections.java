package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

/** How each level that a manifest lists is encrypted. */
@FunctionalInterface
public interface ContentProtections {

    /** Bytes of a block, and of padding at most. */
    int BLOCK = 16;

    /** Nothing is encrypted. */
    ContentProtections NONE = level -> null;

    /** {@code null} for a level that stays clear. */
    @Nullable
    ContentProtection of(Level level);

    /** Of text, which is encrypted in whole segments or not at all; {@code null} where it stays clear. */
    default @Nullable ContentProtection ofText() {
        return null;
    }

    /** The PlayReady object of all keys, Base64, for manifests that have room for one; {@code null} where there is none. */
    default @Nullable String playReadyObject() {
        return null;
    }

    /** Sizes that segments do not exceed which are encrypted as a whole. */
    default SegmentSizes bound(SegmentSizes clear) {
        return new SegmentSizes() {
            @Override
            public long segment(Stream stream, Level level, int fragment) {
                return clear.segment(stream, level, fragment) + padding(level);
            }

            @Override
            public long keyFrame(Stream stream, Level level, int sample) {
                return clear.keyFrame(stream, level, sample) + padding(level);
            }

            private int padding(Level level) {
                return of(level) instanceof ContentProtection.Envelope ? BLOCK : 0;
            }
        };
    }
}
