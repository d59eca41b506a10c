package io.dynpack.ism;

/** What the meta {@code formats} of a server manifest says about the media beside it. */
public enum SourceFormat {
    /** MP4 files. */
    MP4("mp4"),
    /** MP4 files of the version 3 encoder, which lie beside {@code .mpi} indexes. */
    MP4_V3("mp4-v3"),
    /** Fragmented Smooth files; also where the meta is missing. */
    FMP4("fmp4"),
    /** Live, one object a fragment. */
    LIVE_FMP4("live-fmp4"),
    /** Live at low latency. */
    LL_CMAF("ll-cmaf"),
    /** A finished live archive. */
    VOD_FMP4("vod-fmp4"),
    /** A finished low latency archive. */
    VOD_CMAF("vod-cmaf"),
    UNKNOWN("");

    private final String word;

    SourceFormat(String word) {
        this.word = word;
    }

    /** As written in the manifest; empty for {@link #UNKNOWN}. */
    public String word() {
        return word;
    }

    static SourceFormat of(String word) {
        for (SourceFormat format : values()) {
            if (format != UNKNOWN && format.word.equalsIgnoreCase(word.strip())) {
                return format;
            }
        }
        return UNKNOWN;
    }
}
