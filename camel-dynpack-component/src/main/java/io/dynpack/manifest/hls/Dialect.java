package io.dynpack.manifest.hls;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.FragmentGroups;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.url.Format;

/** What playlists of the three HLS formats differ in. */
enum Dialect {
    /** CMAF segments: everything of RFC 8216bis. */
    CMAF(7),
    /** Transport streams with audio on its own, and I-frame playlists. */
    TS_V4(4),
    /** Transport streams with one audio multiplexed; only tags and attributes that protocol version 3 has. */
    TS_V3(3);

    private final int version;

    Dialect(int version) {
        this.version = version;
    }

    static Dialect of(Format format) {
        return switch (format) {
            case HLS_CMAF -> CMAF;
            case HLS_TS_V4 -> TS_V4;
            case HLS_TS_V3 -> TS_V3;
            default -> throw new IllegalArgumentException(format + " is not HLS");
        };
    }

    /** The two lines that every playlist begins with. */
    void begin(StringBuilder out) {
        out.append("#EXTM3U\n#EXT-X-VERSION:").append(version).append('\n');
    }

    boolean isTransportStream() {
        return this != CMAF;
    }

    /** Whether a variant's segments hold its audio too. */
    boolean multiplexes() {
        return this == TS_V3;
    }

    /** The segments of a stream, as long as the longest of its levels. */
    FragmentGroups segments(Selection selection, SelectedStream stream) {
        return new FragmentGroups(stream.timeline(), perSegment(selection), 0, stream.first(), stream.end());
    }

    /** The segments of a level; pictures that an edit list hides do not count. */
    FragmentGroups segments(Selection selection, SelectedStream stream, Level level) {
        long hidden = stream.kind() == TrackKind.VIDEO ? stream.stream().hiddenStart() : 0;
        return new FragmentGroups(stream.stream().timeline(level), perSegment(selection), hidden, stream.first(), stream.end());
    }

    /** The segments of a text, which are as long as those of the reference stream. */
    FragmentGroups segments(Selection selection, SelectedText text) {
        return new FragmentGroups(text.stream().timeline(), perSegment(selection), text.stream().hiddenStart(), text.first(),
                text.end());
    }

    private int perSegment(Selection selection) {
        return isTransportStream() ? selection.whole().fragmentsPerHlsSegment() : 1;
    }
}
