package io.dynpack.segment.ts;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.text.TimestampMap;

/**
 * The transport streams of one presentation. Layouts are computed when they are first asked for, and kept as long as this is. A
 * caller keeps one of these beside each presentation that it keeps. Safe for use by many threads.
 */
public final class TransportStreams {
    /** Where cues of WebVTT lie on the time base of all tracks. */
    public static final TimestampMap TIMESTAMP_MAP = new TimestampMap(TransportClock.BASE, 0);

    /** Names and bitrates are unique in a presentation. */
    private record Key(String stream, long bitrate, @Nullable String audio, long audioBitrate) {}

    private final ConcurrentMap<Key, TransportLayout> layouts = new ConcurrentHashMap<>();
    private final Selection carried;

    public TransportStreams(Presentation whole) {
        carried = whole.all().keeping((stream, level) -> refusal(level) == null);
    }

    /** Why transport streams do not carry a level, as a sentence for the operator; {@code null} where they do. */
    public static @Nullable String refusal(Level level) {
        try {
            ElementaryStream.of(level);
            return null;
        } catch (TransportStreamException e) {
            return e.getMessage();
        }
    }

    /**
     * @param stream of {@code level}, video or audio
     * @param level  one that is carried
     * @param audio  multiplexed with video, or {@code null}; of no account to audio
     */
    public TransportLayout layout(Stream stream, Level level, @Nullable MuxedAudio audio) {
        MuxedAudio muxed = stream.kind() == TrackKind.VIDEO ? audio : null;
        Key key = muxed == null
                ? new Key(stream.name(), level.bitrate(), null, 0)
                : new Key(stream.name(), level.bitrate(), muxed.stream().name(), muxed.level().bitrate());
        return layouts.computeIfAbsent(key, k -> new TransportLayout(
                Objects.requireNonNull(carried.stream(stream.name()), "the level is not carried"), level, muxed));
    }

    /**
     * Sizes of fragments and key frames as they are served.
     *
     * @param audio multiplexed with video, or {@code null}
     */
    public SegmentSizes sizes(@Nullable MuxedAudio audio) {
        return new TsSizes(this, audio);
    }
}
