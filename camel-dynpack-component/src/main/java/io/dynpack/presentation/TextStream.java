package io.dynpack.presentation;

import org.jspecify.annotations.Nullable;

/**
 * Captions or subtitles: a stream of one level, which is a document and not a file with samples. Its fragments are those of the
 * reference stream, so that a player that changes to it in play finds its place; cues keep their times in whichever of them they
 * stand.
 *
 * @param name            unique in the presentation; part of URLs
 * @param language        ISO 639-2 or BCP 47 as stated; {@code und} where nobody knows
 * @param role            {@code caption}, {@code subtitle}, {@code forced-subtitle} or another DASH role
 * @param displayName     for people, or {@code null}
 * @param characteristics for {@code CHARACTERISTICS} of HLS, or {@code null}
 * @param isDefault       whether players should show it
 * @param bitrate         bits per second as stated, which may be 0; part of URLs
 * @param timeline        of its fragments in HLS and DASH
 * @param smoothTimeline  of the same fragments in Smooth Streaming
 * @param hiddenStart     of the reference stream, as {@link Stream#hiddenStart}
 * @param source          of its cues, whose times are those of HLS and DASH
 */
public record TextStream(String name, String language, String role, @Nullable String displayName,
        @Nullable String characteristics, boolean isDefault, long bitrate, FragmentTimeline timeline,
        FragmentTimeline smoothTimeline, long hiddenStart, CueSource source) {

    /** Sample entry that text has in filters and policies, whatever a format makes of it. */
    public static final String FOURCC = "stpp";

    /** For those who read or hear another language than that of the film: shown also to who asked for no subtitles. */
    public static final String FORCED = "forced-subtitle";
    /** For those who do not hear. */
    public static final String CAPTION = "caption";
    public static final String SUBTITLE = "subtitle";

    public boolean isForced() {
        return FORCED.equals(role);
    }
}
