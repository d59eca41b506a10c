package io.dynpack.presentation.filter;

/** Which property of a track a condition compares. */
public enum TrackPropertyType {
    /** Not a property: a condition on it is ignored. */
    UNKNOWN("Unknown"),
    /** {@code video}, {@code audio} or {@code text}, in any case. */
    TYPE("Type"),
    /** The name of the track in URLs, or the one that people see. */
    NAME("Name"),
    /** A language range of RFC 4647, basic filtering; video has no language. */
    LANGUAGE("Language"),
    /** The sample entry, or the name that Smooth Streaming has for it; in any case. */
    FOURCC("FourCC"),
    /** Bits per second: one number, {@code a-b} with both included, or {@code a-}. */
    BITRATE("Bitrate");

    private final String text;

    TrackPropertyType(String text) {
        this.text = text;
    }

    /** As documents have it. */
    public String text() {
        return text;
    }

    /**
     * @param text in any case
     * @throws FilterFieldException for another text
     */
    public static TrackPropertyType of(String text) {
        for (TrackPropertyType type : values()) {
            if (type.text.equalsIgnoreCase(text)) {
                return type;
            }
        }
        throw new FilterFieldException("property",
                "is \"" + text + "\", which is none of Type, Name, Language, FourCC, Bitrate");
    }
}
