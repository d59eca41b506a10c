package io.dynpack.packaging;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.TextStream;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.text.TextSegment;
import io.dynpack.text.CueList;

/** A text in fragments of Smooth Streaming: one document each, whose times count from the start of the fragment. */
record SmoothText(TextStream stream) implements PackagedText {

    @Override
    public String mediaType() {
        return "application/mp4";
    }

    @Override
    public FragmentTimeline timeline() {
        return stream.smoothTimeline();
    }

    @Override
    public boolean hasInitialization() {
        return false;
    }

    @Override
    public SegmentBody initialization(CueList cues) {
        throw new IllegalStateException("Smooth Streaming has no initialization segments");
    }

    @Override
    public SegmentBody segment(CueList cues, int from, int to) {
        long start = stream.timeline().start(from);
        long end = Math.max(start + 1, stream.timeline().end(from));
        return TextSegment.relative(cues, start, end).smooth(timeline().start(from), timeline().duration(from), from + 1L);
    }
}
