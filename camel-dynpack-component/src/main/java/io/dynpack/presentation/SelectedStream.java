package io.dynpack.presentation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;

/**
 * What is shown of a stream.
 *
 * @param stream    what it is a part of
 * @param levels    descending bitrate, at least one
 * @param isDefault whether players should start with it
 * @param first     ordinal in the stream of the first fragment that is shown
 * @param end       ordinal behind the last one
 */
public record SelectedStream(Stream stream, List<Level> levels, boolean isDefault, int first, int end) {

    public SelectedStream {
        levels = List.copyOf(levels);
    }

    /** All of a stream. */
    public static SelectedStream of(Stream stream) {
        return new SelectedStream(stream, stream.levels(), stream.isDefault(), 0, stream.timeline().count());
    }

    SelectedStream withLevels(List<Level> some) {
        return new SelectedStream(stream, some, isDefault, first, end);
    }

    SelectedStream asDefault() {
        return new SelectedStream(stream, levels, true, first, end);
    }

    /** The fragments of both windows. */
    SelectedStream within(int from, int to) {
        return new SelectedStream(stream, levels, isDefault, Math.max(first, from), Math.min(end, to));
    }

    public TrackKind kind() {
        return stream.kind();
    }

    public String name() {
        return stream.name();
    }

    /** Fragments that are shown. */
    public int count() {
        return end - first;
    }

    /** The level with this bitrate, or {@code null}. */
    public @Nullable Level level(long bitrate) {
        for (Level level : levels) {
            if (level.bitrate() == bitrate) {
                return level;
            }
        }
        return null;
    }

    /** Of its fragments in HLS and DASH, those that are not shown too. */
    public FragmentTimeline timeline() {
        return stream.timeline();
    }

    /** When it ends in HLS and DASH, without what is hidden; ticks of 10 MHz. */
    long shownEnd() {
        return stream.timeline().end(end - 1) - stream.hiddenStart();
    }
}
