package io.dynpack.codec;

import org.jspecify.annotations.Nullable;

/**
 * How the pictures of a track are shown.
 *
 * @param width       pixels, after cropping
 * @param height      pixels, after cropping
 * @param pixelAspect shape of a pixel; {@code null} where nothing is said of it
 * @param colour      {@code null} where nothing is said of it
 * @param dolbyVision {@code null} without
 */
public record Picture(int width, int height, @Nullable PixelAspect pixelAspect, @Nullable Colour colour,
        @Nullable DolbyVision dolbyVision) {

    /** Of which the size alone is known. */
    public static Picture ofSize(int width, int height) {
        return new Picture(width, height, null, null, null);
    }

    /** The same with another size. */
    public Picture withSize(int newWidth, int newHeight) {
        return newWidth == width && newHeight == height
                ? this
                : new Picture(newWidth, newHeight, pixelAspect, colour, dolbyVision);
    }

    /**
     * The same; what it does not say is taken from the bitstream, since boxes override it (ISO/IEC 14496-12, 12.1.4 and
     * 12.1.5).
     */
    Picture completedBy(@Nullable PixelAspect codedAspect, @Nullable Colour codedColour) {
        return new Picture(width, height, pixelAspect == null ? codedAspect : pixelAspect,
                colour == null ? codedColour : colour,
                dolbyVision);
    }

    /** Whether pixels are not square. */
    public boolean isAnamorphic() {
        return pixelAspect != null && pixelAspect.horizontal() != pixelAspect.vertical();
    }

    /** Pixels that a picture is wide where pixels are square; the height stays. */
    public int displayWidth() {
        if (pixelAspect == null || !isAnamorphic()) {
            return width;
        }
        long scaled = ((long) width * pixelAspect.horizontal() + pixelAspect.vertical() / 2) / pixelAspect.vertical();
        return (int) Math.max(1, Math.min(0xffff, scaled));
    }

    /** {@code VIDEO-RANGE} of HLS (RFC 8216bis, 4.4.6.2): {@code SDR}, {@code HLG} or {@code PQ}. */
    public String videoRange() {
        if (colour != null && colour.isHighDynamicRange() || dolbyVision == null) {
            return colour == null ? "SDR" : colour.videoRange();
        }
        return dolbyVision.videoRange();
    }
}
