package io.dynpack.packaging;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.TextStream;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.text.CueList;
import io.dynpack.text.TimestampMap;
import io.dynpack.text.WebVtt;

/**
 * A text as files of WebVTT, as HLS has them.
 *
 * @param groups of fragments that one segment holds
 * @param map    how times of cues are those of the other segments; {@code null} where they are the same
 */
record WebVttText(TextStream stream, FragmentGroups groups, @Nullable TimestampMap map) implements PackagedText {

    @Override
    public String mediaType() {
        return WebVtt.MEDIA_TYPE;
    }

    @Override
    public FragmentTimeline timeline() {
        return stream.timeline();
    }

    @Override
    public boolean hasInitialization() {
        return false;
    }

    @Override
    public int end(int fragment) {
        return groups.end(groups.of(fragment));
    }

    @Override
    public SegmentBody initialization(CueList cues) {
        throw new IllegalStateException("WebVTT has no initialization segments");
    }

    @Override
    public SegmentBody segment(CueList cues, int from, int to) {
        return body(WebVtt.segment(cues, timeline().start(from), endOf(from, to), map));
    }

    @Override
    public boolean hasWhole() {
        return true;
    }

    @Override
    public SegmentBody whole(CueList cues, int from, int to) {
        return body(WebVtt.document(cues, timeline().start(from), endOf(from, to)));
    }

    private long endOf(int from, int to) {
        return Math.max(timeline().start(from) + 1, timeline().end(to - 1));
    }

    private static SegmentBody body(String text) {
        return SegmentBody.of(Piece.Literal.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
