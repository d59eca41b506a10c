package io.dynpack.presentation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;

/**
 * Levels that a player may switch between at every fragment: a {@code StreamIndex}, an {@code AdaptationSet}.
 *
 * @param kind           video or audio
 * @param name           unique in the presentation; part of URLs
 * @param language       ISO 639-2 or BCP 47 as stated; {@code und} where nobody knows
 * @param accessibility  {@code description} for audio description, or {@code null}
 * @param role           a DASH role, or {@code null}
 * @param displayName    for people, or {@code null}
 * @param isDefault      whether players should start with it
 * @param timeline       of its fragments in HLS and DASH
 * @param smoothTimeline of the same fragments in Smooth Streaming, which has no edit lists
 * @param hiddenStart    what the first fragment lasts longer than it is shown or heard, since an edit list hides its start;
 *                       ticks of 10 MHz
 * @param independent    whether every fragment of every level can be decoded without others (SAP type 1 or 2, ISO/IEC 14496-12,
 *                       annex I)
 * @param levels         descending bitrate, at least one
 */
public record Stream(
        TrackKind kind,
        String name,
        String language,
        @Nullable String accessibility,
        @Nullable String role,
        @Nullable String displayName,
        boolean isDefault,
        FragmentTimeline timeline,
        FragmentTimeline smoothTimeline,
        long hiddenStart,
        boolean independent,
        List<Level> levels) {

    public Stream {
        levels = List.copyOf(levels);
    }

    /** When the stream ends, without what is hidden at its start and end; ticks of 10 MHz. */
    public long shownEnd() {
        return timeline.end() - hiddenStart;
    }

    /** The fragments of a level, which may end some frames apart from the others. */
    public FragmentTimeline timeline(Level level) {
        return timeline.endingAt(level.end());
    }

    /** Whether this is a spoken description of the pictures. */
    public boolean isAudioDescription() {
        return "description".equals(accessibility);
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
}
