package io.dynpack.publishing;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A class of picture sizes that may have a key of its own: those that Widevine's licences tell apart, by the pixels of a picture.
 */
public enum Resolution {
    /** At most 768 × 576. */
    SD(768 * 576),
    /** At most 1920 × 1088. */
    HD(1920 * 1088),
    /** All above. */
    UHD(Long.MAX_VALUE);

    private final long mostPixels;

    Resolution(long mostPixels) {
        this.mostPixels = mostPixels;
    }

    /**
     * Of pictures.
     *
     * @param width  pixels, after cropping
     * @param height pixels, after cropping
     */
    public static Resolution of(int width, int height) {
        long pixels = (long) width * height;
        return pixels <= SD.mostPixels ? SD : pixels <= HD.mostPixels ? HD : UHD;
    }

    /** In any case of letters; {@code null} for another word. */
    static @Nullable Resolution ofWord(String word) {
        for (Resolution each : values()) {
            if (each.name().equals(word.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        return null;
    }
}
