package io.dynpack.text;

/**
 * A part of the video where cues stand: the REGION block of WebVTT (section 4.3).
 *
 * @param id             its name; has neither blanks nor {@code -->}
 * @param width          of the video
 * @param lines          its height, in lines of text
 * @param regionAnchor   the point of the region that lies on the point of the video
 * @param viewportAnchor the point of the video
 * @param scrollUp       whether lines move up as others come
 */
public record CueRegion(String id, Percent width, int lines, Anchor regionAnchor, Anchor viewportAnchor, boolean scrollUp) {

    /** A point, from the left and from the top. */
    public record Anchor(Percent x, Percent y) {
        @Override
        public String toString() {
            return x + "," + y;
        }
    }

    /** What a block without settings says. */
    static CueRegion named(String id) {
        Anchor bottomLeft = new Anchor(Percent.ZERO, Percent.HUNDRED);
        return new CueRegion(id, Percent.HUNDRED, 3, bottomLeft, bottomLeft, false);
    }

    /** The block as WebVTT writes it, without an empty line at its end. */
    @Override
    public String toString() {
        return "REGION\nid:" + id + "\nwidth:" + width + "\nlines:" + lines + "\nregionanchor:" + regionAnchor
                + "\nviewportanchor:" + viewportAnchor + (scrollUp ? "\nscroll:up" : "") + "\n";
    }
}
