package io.dynpack.segment.ts;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;

/**
 * The transport streams of one presentation; their layouts are computed when they are first asked for, and kept as long as this
 * is. A caller keeps one of these beside each presentation that it keeps.
 */
public final class TransportStreams {
    /** Names and bitrates are unique in a presentation. */
    private record Key(String stream, long bitrate, String audio) {}

    private final ConcurrentMap<Key, TransportLayout> layouts = new ConcurrentHashMap<>();

    /**
     * @param stream of {@code level}, video or audio
     * @param audio  multiplexed with video, or {@code null}; of no account to audio
     * @throws TransportStreamException for a codec that transport streams do not carry
     */
    public TransportLayout layout(Stream stream, Level level, Stream audio) {
        Stream muxed = stream.kind() == TrackKind.VIDEO ? audio : null;
        return layouts.computeIfAbsent(new Key(stream.name(), level.bitrate(), muxed == null ? null : muxed.name()),
                key -> new TransportLayout(stream, level, muxed));
    }

    /**
     * Sizes of fragments and key frames as they are served.
     *
     * @param audio multiplexed with video, or {@code null}
     */
    public SegmentSizes sizes(Stream audio) {
        return new TsSizes(this, audio);
    }
}
