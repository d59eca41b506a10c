package io.dynpack.packaging;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.TextForm;
import io.dynpack.presentation.TextStream;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.text.TextInitialization;
import io.dynpack.segment.text.TextSegment;
import io.dynpack.text.CueList;

/** A text in fragmented MP4 of CMAF or CSF. */
record Mp4Text(TextStream stream, TextForm form, Flavour flavour) implements PackagedText {

    @Override
    public String mediaType() {
        return "application/mp4";
    }

    @Override
    public FragmentTimeline timeline() {
        return stream.timeline();
    }

    @Override
    public boolean hasInitialization() {
        return true;
    }

    @Override
    public SegmentBody initialization(CueList cues) {
        return TextInitialization.of(stream, cues, form, flavour.initialization());
    }

    @Override
    public SegmentBody segment(CueList cues, int from, int to) {
        long start = timeline().start(from);
        long end = Math.max(start + 1, timeline().end(to - 1));
        TextSegment segment = form == TextForm.IMSC1 ? TextSegment.imsc1(cues, start, end) : TextSegment.wvtt(cues, start, end);
        return segment.body(flavour.media(), from + 1L);
    }
}
