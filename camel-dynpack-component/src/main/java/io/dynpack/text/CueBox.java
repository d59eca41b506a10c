package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * The rectangle of the video that a cue stands in: what the settings of WebVTT (section 7.2) come to, and what a region of TTML
 * states. All lengths are in thousandths of a percent. {@code inline} is along a line from the left, or from the top where text is
 * vertical; {@code block} is across the lines, from where the first line would be.
 *
 * <p>
 * Rows of text are 6 % of the video each, between margins of 5 %, which is where a cue without settings stands: at the lower one.
 * What stands in rows has half of the video, so that regions at its top and at its bottom do not overlap, which IMSC does not
 * allow (IMSC 1.1, section 7.12.1.2). Cues in other places may overlap, as WebVTT lets them.
 *
 * <p>
 * A cue that is aligned at its start, and says nothing of its position, begins at the edge of the video, as in browsers; the
 * standard would begin in the middle.
 *
 * @param place at which end of the rectangle the lines stand
 */
record CueBox(WritingDirection direction, int inlineStart, int inlineSize, int blockStart, int blockSize, Place place,
        TextAlignment align) {

    /** {@code tts:displayAlign} of TTML. */
    enum Place {
        BEFORE,
        CENTER,
        AFTER
    }

    private static final int WHOLE = Percent.WHOLE;
    private static final int MARGIN = 5_000;
    private static final int ROW = 6_000;
    private static final int MIDDLE = WHOLE / 2;
    /** Lines that are shorter show nothing. */
    private static final int MIN_SIZE = 1_000;

    /**
     * @param region      that the settings name, or {@code null}
     * @param rightToLeft whether the text begins at the right
     */
    static CueBox of(CueSettings settings, @Nullable CueRegion region, boolean rightToLeft) {
        if (region != null) {
            return of(region, settings.align());
        }
        TextAlignment side = settings.align().resolved(rightToLeft);
        CuePosition position = settings.position();
        int at = position != null
                ? position.offset().thousandths()
                : side == TextAlignment.LEFT ? 0 : side == TextAlignment.RIGHT ? WHOLE : WHOLE / 2;
        CuePosition.Alignment anchor = position == null ? CuePosition.Alignment.AUTO : position.alignment();
        if (anchor == CuePosition.Alignment.AUTO) {
            anchor = side == TextAlignment.LEFT
                    ? CuePosition.Alignment.LINE_LEFT
                    : side == TextAlignment.RIGHT ? CuePosition.Alignment.LINE_RIGHT : CuePosition.Alignment.CENTER;
        }
        int room = switch (anchor) {
            case LINE_LEFT -> WHOLE - at;
            case LINE_RIGHT -> at;
            default -> 2 * Math.min(at, WHOLE - at);
        };
        int size = Math.min(settings.size().thousandths(), room);
        int start = switch (anchor) {
            case LINE_LEFT -> at;
            case LINE_RIGHT -> at - size;
            default -> at - size / 2;
        };
        if (size < MIN_SIZE) {
            start = 0;
            size = WHOLE;
        }
        return across(settings, start, size);
    }

    /** Lines of a region stand at its bottom (section 7.4). */
    private static CueBox of(CueRegion region, TextAlignment align) {
        int width = Math.max(MIN_SIZE, region.width().thousandths());
        int height = Math.max(ROW, Math.min(WHOLE, region.lines() * ROW));
        CueRegion.Anchor own = region.regionAnchor();
        CueRegion.Anchor view = region.viewportAnchor();
        return new CueBox(WritingDirection.HORIZONTAL, anchored(view.x(), own.x(), width), width,
                anchored(view.y(), own.y(), height), height, Place.AFTER, align);
    }

    private static int anchored(Percent viewport, Percent own, int size) {
        int start = viewport.thousandths() - (int) ((long) own.thousandths() * size / WHOLE);
        return Math.max(0, Math.min(WHOLE - size, start));
    }

    private static CueBox across(CueSettings settings, int start, int size) {
        CueLine line = settings.line();
        WritingDirection direction = settings.direction();
        TextAlignment align = settings.align();
        if (line == null) {
            return endingRow(direction, start, size, WHOLE - MARGIN, align);
        }
        int edge;
        if (line instanceof CueLine.Row row) {
            if (row.alignment() == CueLine.Alignment.START && row.number() < 0) {
                int end = Math.max(MARGIN + ROW, WHOLE - MARGIN + ROW * (row.number() + 1));
                return endingRow(direction, start, size, end, align);
            }
            int first = row.number() < 0 ? WHOLE - MARGIN + ROW * row.number() : MARGIN + ROW * row.number();
            edge = Math.max(MARGIN, Math.min(WHOLE - MARGIN - ROW, first));
            if (row.alignment() == CueLine.Alignment.START) {
                return new CueBox(direction, start, size, edge, endOfRows(edge) - edge, Place.BEFORE, align);
            }
        } else {
            int offset = ((CueLine.Offset) line).offset().thousandths();
            edge = direction == WritingDirection.VERTICAL_GROWING_LEFT ? WHOLE - offset : offset;
        }
        // at least a row, so that a line has room
        switch (line.alignment()) {
            case START -> {
                int first = Math.min(edge, WHOLE - ROW);
                return new CueBox(direction, start, size, first, WHOLE - first, Place.BEFORE, align);
            }
            case CENTER -> {
                int middle = Math.max(ROW / 2, Math.min(WHOLE - ROW / 2, edge));
                int half = Math.min(middle, WHOLE - middle);
                return new CueBox(direction, start, size, middle - half, 2 * half, Place.CENTER, align);
            }
            default -> {
                return new CueBox(direction, start, size, 0, Math.max(edge, ROW), Place.AFTER, align);
            }
        }
    }

    private static CueBox endingRow(WritingDirection direction, int start, int size, int end, TextAlignment align) {
        return new CueBox(direction, start, size, startOfRows(end), end - startOfRows(end), Place.AFTER, align);
    }

    /** Where the place of rows begins that ends there. */
    private static int startOfRows(int end) {
        return end - ROW >= MIDDLE ? MIDDLE : MARGIN;
    }

    /** Where the place of rows ends that begins there. */
    private static int endOfRows(int start) {
        return start + ROW <= MIDDLE ? MIDDLE : WHOLE - MARGIN;
    }

    /**
     * The settings that come to this rectangle; of several the shortest.
     *
     * @param rightToLeft whether the text begins at the right
     */
    CueSettings settings(boolean rightToLeft) {
        TextAlignment side = align.resolved(rightToLeft);
        int at = switch (side) {
            case LEFT -> inlineStart;
            case RIGHT -> inlineStart + inlineSize;
            default -> inlineStart + inlineSize / 2;
        };
        int usual = side == TextAlignment.LEFT ? 0 : side == TextAlignment.RIGHT ? WHOLE : WHOLE / 2;
        int room = switch (side) {
            case LEFT -> WHOLE - at;
            case RIGHT -> at;
            default -> 2 * Math.min(at, WHOLE - at);
        };
        CuePosition position = at == usual ? null : new CuePosition(Percent.clamped(at), CuePosition.Alignment.AUTO);
        Percent size = inlineSize >= room ? Percent.HUNDRED : Percent.clamped(inlineSize);
        // browsers look for the start of text from the right at the left, where it has no room
        TextAlignment named = rightToLeft ? side : align;
        CueSettings settings = new CueSettings(direction, line(), position, size, named, null);
        CueBox same = of(settings, null, rightToLeft);
        if (same.inlineStart == inlineStart && same.inlineSize == inlineSize) {
            return settings;
        }
        // the middle of an odd size is none
        return new CueSettings(direction, line(),
                new CuePosition(Percent.clamped(inlineStart), CuePosition.Alignment.LINE_LEFT), Percent.clamped(inlineSize),
                named, null);
    }

    private @Nullable CueLine line() {
        int end = blockStart + blockSize;
        switch (place) {
            case BEFORE -> {
                if (end == endOfRows(blockStart) && (blockStart - MARGIN) % ROW == 0) {
                    return new CueLine.Row((blockStart - MARGIN) / ROW, CueLine.Alignment.START);
                }
                return offset(blockStart, CueLine.Alignment.START);
            }
            case CENTER -> {
                return offset(blockStart + blockSize / 2, CueLine.Alignment.CENTER);
            }
            default -> {
                // the whole video, and what a cue without settings has
                boolean rows = blockStart == startOfRows(end);
                if (blockStart == 0 && end == WHOLE || rows && end == WHOLE - MARGIN) {
                    return null;
                }
                if (rows && end <= WHOLE - MARGIN && (WHOLE - MARGIN - end) % ROW == 0) {
                    return new CueLine.Row(-1 - (WHOLE - MARGIN - end) / ROW, CueLine.Alignment.START);
                }
                return offset(end, CueLine.Alignment.END);
            }
        }
    }

    private CueLine offset(int edge, CueLine.Alignment alignment) {
        return new CueLine.Offset(
                Percent.clamped(direction == WritingDirection.VERTICAL_GROWING_LEFT ? WHOLE - edge : edge), alignment);
    }

    /** From the left. */
    int x() {
        return switch (direction) {
            case HORIZONTAL -> inlineStart;
            case VERTICAL_GROWING_RIGHT -> blockStart;
            case VERTICAL_GROWING_LEFT -> WHOLE - blockStart - blockSize;
        };
    }

    /** From the top. */
    int y() {
        return direction == WritingDirection.HORIZONTAL ? blockStart : inlineStart;
    }

    int width() {
        return direction == WritingDirection.HORIZONTAL ? inlineSize : blockSize;
    }

    int height() {
        return direction == WritingDirection.HORIZONTAL ? blockSize : inlineSize;
    }

    /** A rectangle in the directions of the screen. */
    static CueBox ofScreen(WritingDirection direction, int x, int y, int width, int height, Place place, TextAlignment align) {
        return switch (direction) {
            case HORIZONTAL -> new CueBox(direction, x, width, y, height, place, align);
            case VERTICAL_GROWING_RIGHT -> new CueBox(direction, y, height, x, width, place, align);
            case VERTICAL_GROWING_LEFT -> new CueBox(direction, y, height, WHOLE - x - width, width, place, align);
        };
    }
}
