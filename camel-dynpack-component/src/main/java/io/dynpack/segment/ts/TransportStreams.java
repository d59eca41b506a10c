package io.dynpack.segment.ts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SegmentSizes;
import io.dynpack.presentation.Stream;

/**
 * The transport streams of one presentation. Levels that transport streams do not carry are left out where the presentation has
 * others of their kind; where it has none, nothing is made, since nobody wants a film without its sound or its pictures. Layouts
 * are computed when they are first asked for, and kept as long as this is. A caller keeps one of these beside each presentation
 * that it keeps.
 */
public final class TransportStreams {
    /** Names and bitrates are unique in a presentation. */
    private record Key(String stream, long bitrate, String audio) {}

    private final ConcurrentMap<Key, TransportLayout> layouts = new ConcurrentHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Presentation presentation;
    /** The kind that has no level left, or {@code null}; and why the first of its levels is not carried. */
    private final TrackKind refused;
    private final String reason;

    /** @param whole with all its levels */
    public TransportStreams(Presentation whole) {
        Map<TrackKind, String> reasons = new EnumMap<>(TrackKind.class);
        Set<Level> refusedLevels = new HashSet<>();
        for (Stream stream : whole.streams()) {
            for (Level level : stream.levels()) {
                try {
                    ElementaryStream.of(level);
                } catch (TransportStreamException e) {
                    refusedLevels.add(level);
                    reasons.putIfAbsent(stream.kind(), e.getMessage());
                    findings.add(Finding.warning(level.file().name(),
                            stream.name() + " " + level.bitrate() + ": " + e.getMessage()));
                }
            }
        }
        presentation = whole.keeping(level -> !refusedLevels.contains(level));
        refused = reasons.keySet().stream().filter(kind -> presentation.streams(kind).isEmpty()).findFirst().orElse(null);
        reason = refused == null ? null : reasons.get(refused);
    }

    /** What was left out, and why: one finding for each level. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /**
     * What the transport streams present: all levels that they carry.
     *
     * @throws TransportStreamException where no level of a kind is carried
     */
    public Presentation presentation() {
        if (refused != null) {
            throw new TransportStreamException(refused, reason);
        }
        return presentation;
    }

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
