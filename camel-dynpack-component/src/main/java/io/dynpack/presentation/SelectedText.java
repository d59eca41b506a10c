package io.dynpack.presentation;

/**
 * What is shown of a text stream.
 *
 * @param stream what it is a part of
 * @param first  ordinal in the stream of the first fragment that is shown
 * @param end    ordinal behind the last one
 */
public record SelectedText(TextStream stream, int first, int end) {

    /** All of a stream. */
    static SelectedText of(TextStream stream) {
        return new SelectedText(stream, 0, stream.timeline().count());
    }

    /** The fragments that overlap a window as well, however little, since a cue lies in all that it overlaps; there may be none. */
    SelectedText within(TimeWindow window) {
        return new SelectedText(stream, Math.max(first, stream.timeline().firstEndingAfter(window.start())),
                Math.min(end, stream.timeline().firstBeginningFrom(window.end())));
    }

    public String name() {
        return stream.name();
    }

    /** Fragments that are shown. */
    public int count() {
        return end - first;
    }
}
