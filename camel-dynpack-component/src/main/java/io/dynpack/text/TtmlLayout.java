package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * Turns the place that a region of TTML states into settings of WebVTT, in the units of one document.
 *
 * @param width   of the root container in pixels, 0 where it is not stated
 * @param height  of it
 * @param columns of cells ({@code ttp:cellResolution})
 * @param rows    of cells
 */
record TtmlLayout(long width, long height, long columns, long rows) {
    private static final long MAX = 100_000;

    static TtmlLayout of(@Nullable String extent, @Nullable String cellResolution) {
        long[] pixels = pair(extent, "px");
        long[] cells = pair(cellResolution, "");
        return new TtmlLayout(pixels == null ? 0 : pixels[0], pixels == null ? 0 : pixels[1], cells == null ? 32 : cells[0],
                cells == null ? 15 : cells[1]);
    }

    /** Two whole numbers of at least 1. */
    private static long @Nullable [] pair(@Nullable String text, String unit) {
        String[] parts = text == null ? new String[0] : text.strip().split("\\s+", 3);
        if (parts.length != 2 || !parts[0].endsWith(unit) || !parts[1].endsWith(unit)) {
            return null;
        }
        long[] pair = new long[2];
        for (int i = 0; i < 2; i++) {
            Decimal number = Decimal.parse(parts[i].substring(0, parts[i].length() - unit.length()));
            if (number == null || number.negative() || number.whole() < 1 || number.whole() > MAX) {
                return null;
            }
            pair[i] = number.whole();
        }
        return pair;
    }

    /**
     * @param region of the style that says where, with {@code textAlign} of the content
     * @param align  {@code null} where neither says how lines are aligned
     */
    CueSettings settings(TtmlStyle region, @Nullable TextAlignment align, boolean rightToLeft, int line,
            TextFindings findings) {
        int[] size = lengths(region.get("extent"), line, findings);
        int width = size == null ? Percent.WHOLE : Math.min(Percent.WHOLE, size[0]);
        int height = size == null ? Percent.WHOLE : Math.min(Percent.WHOLE, size[1]);
        int[] origin = lengths(region.get("origin"), line, findings);
        if (origin == null && region.get("position") != null) {
            origin = position(region.get("position"), width, height, line, findings);
        }
        int x = origin == null ? 0 : Math.min(Percent.WHOLE, origin[0]);
        int y = origin == null ? 0 : Math.min(Percent.WHOLE, origin[1]);
        width = Math.min(width, Percent.WHOLE - x);
        height = Math.min(height, Percent.WHOLE - y);
        if (width == 0 || height == 0) {
            findings.addOnce(line, "a region without width or height is taken to be the whole video");
            x = 0;
            y = 0;
            width = Percent.WHOLE;
            height = Percent.WHOLE;
        }
        String mode = region.get("writingMode");
        WritingDirection direction = mode == null ? null : WritingDirection.ofWritingMode(mode);
        String display = region.get("displayAlign");
        CueBox.Place place = "after".equals(display)
                ? CueBox.Place.AFTER
                : "center".equals(display) ? CueBox.Place.CENTER : CueBox.Place.BEFORE;
        return CueBox.ofScreen(direction == null ? WritingDirection.HORIZONTAL : direction, x, y, width, height, place,
                align == null ? TextAlignment.START : align).settings(rightToLeft);
    }

    /** Horizontal and vertical, in thousandths of a percent; {@code null} for {@code auto} and for what is none. */
    private int @Nullable [] lengths(@Nullable String text, int line, TextFindings findings) {
        if (text == null || text.equals("auto")) {
            return null;
        }
        String[] parts = text.split("\\s+", 3);
        if (parts.length == 2) {
            int first = length(parts[0], true);
            int second = length(parts[1], false);
            if (first >= 0 && second >= 0) {
                return new int[]{first, second};
            }
        }
        findings.addOnce(line, "a place that cannot be read is left out: " + TextFindings.quote(text));
        return null;
    }

    /** In thousandths of a percent; -1 where the text is no length. What lies outside of the video is moved to its edge. */
    private int length(String text, boolean horizontal) {
        int end = text.length();
        while (end > 0 && (Character.isLetter(text.charAt(end - 1)) || text.charAt(end - 1) == '%')) {
            end--;
        }
        Decimal number = Decimal.parse(text.substring(0, end));
        if (number == null) {
            return -1;
        }
        long whole = switch (text.substring(end)) {
            case "%", "rw", "rh" -> 100;
            case "px" -> horizontal ? width : height;
            case "c" -> horizontal ? columns : rows;
            default -> 0;
        };
        if (whole == 0) {
            return -1;
        }
        return number.negative() ? 0 : (int) Math.min(Percent.WHOLE, number.floor(Percent.WHOLE, whole));
    }

    /** {@code tts:position} of TTML2 (10.2.35) with one or two components: percentages of what the region leaves free. */
    private int @Nullable [] position(@Nullable String text, int width, int height, int line, TextFindings findings) {
        String[] parts = text == null ? new String[0] : text.split("\\s+", 3);
        int x = -1;
        int y = -1;
        if (parts.length == 1 || parts.length == 2) {
            String first = parts[0];
            String second = parts.length == 1 ? "center" : parts[1];
            boolean swapped = first.equals("top") || first.equals("bottom") || second.equals("left") || second.equals("right");
            x = component(swapped ? second : first, true, Percent.WHOLE - width);
            y = component(swapped ? first : second, false, Percent.WHOLE - height);
        }
        if (x < 0 || y < 0) {
            findings.addOnce(line, "a place that cannot be read is left out: " + TextFindings.quote(text == null ? "" : text));
            return null;
        }
        return new int[]{x, y};
    }

    private int component(String text, boolean horizontal, int free) {
        int share = switch (text) {
            case "left", "top" -> 0;
            case "center" -> Percent.WHOLE / 2;
            case "right", "bottom" -> Percent.WHOLE;
            default -> {
                if (!text.endsWith("%")) {
                    // a length is measured from the edge
                    yield -1;
                }
                yield length(text, horizontal);
            }
        };
        return share < 0 ? length(text, horizontal) : (int) ((long) share * free / Percent.WHOLE);
    }
}
