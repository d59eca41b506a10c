package io.dynpack.url;

/**
 * A relative fragment URL with a gap where the time stands, for writers that print thousands of them or a placeholder.
 *
 * @param before percent-encoded text in front of the time
 * @param after  percent-encoded text behind it
 */
public record UrlTemplate(String before, String after) {
    /** What stands for the bandwidth of a {@code Representation}. */
    public static final String DASH_BANDWIDTH = "$Bandwidth$";

    /**
     * {@code Fragments(track=TIME,…)}, relative to the media playlist.
     *
     * @param parameters printed as they are; {@link Parameters#ofFragment()} gives what fragments depend on
     */
    public static UrlTemplate fragments(String track, Parameters parameters) {
        return of("Fragments(", track, parameters);
    }

    /** {@code KeyFrames(track=TIME,…)}, relative to the I-frame playlist. */
    public static UrlTemplate keyFrames(String track, Parameters parameters) {
        return of("KeyFrames(", track, parameters);
    }

    /**
     * {@code QualityLevels($Bandwidth$)/Fragments(track=$Time$,…)} of ISO/IEC 23009-1, 5.3.9.4.4.
     *
     * @param bitrate {@link #DASH_BANDWIDTH}, or the only one
     */
    public static String dashMedia(String bitrate, String track, Parameters parameters) {
        return "QualityLevels(" + bitrate + ")/" + fragments(track, parameters).with("$Time$");
    }

    /** {@code QualityLevels($Bandwidth$)/KeyFrames(track=$Time$,…)}. */
    public static String dashKeyFrames(String track, Parameters parameters) {
        return "QualityLevels(" + DASH_BANDWIDTH + ")/" + keyFrames(track, parameters).with("$Time$");
    }

    /** {@code QualityLevels($Bandwidth$)/Fragments(track=i,…)}. */
    public static String dashInit(String bitrate, String track, Parameters parameters) {
        return "QualityLevels(" + bitrate + ")/" + fragments(track, parameters).with("i");
    }

    /** {@code QualityLevels({bitrate})/Fragments(track={start time})} of MS-SSTR 2.2.2.3. */
    public static String smooth(String track, Parameters parameters) {
        return "QualityLevels({bitrate})/" + fragments(track, parameters).with("{start time}");
    }

    /** The URL with {@code text} for the time, which is not encoded. */
    public String with(String text) {
        return before + text + after;
    }

    /** Appends the URL of the fragment that starts at {@code time}, in ticks of the stream. */
    public void append(StringBuilder out, long time) {
        out.append(before).append(time).append(after);
    }

    private static UrlTemplate of(String noun, String track, Parameters parameters) {
        Name.require(Name.isTrack(track), "track name");
        Name.require(!parameters.keyFrames(), "type of a fragment");
        StringBuilder before = new StringBuilder(noun);
        PercentEncoding.encode(before, track);
        before.append('=');
        StringBuilder after = new StringBuilder();
        parameters.withFormat(Parameters.fragmentFormat(parameters.format())).print(after);
        return new UrlTemplate(before.toString(), after.append(')').toString());
    }
}
