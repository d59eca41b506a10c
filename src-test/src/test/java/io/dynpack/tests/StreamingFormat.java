package io.dynpack.tests;

import io.dynpack.tests.manifest.Manifests;

/** The formats as their URLs name them. */
public enum StreamingFormat {
    HLS_CMAF("m3u8-cmaf", Manifests.HLS),
    DASH_CMAF("mpd-time-cmaf", Manifests.DASH),
    DASH_CSF("mpd-time-csf",
            Manifests.DASH),
    SMOOTH("", Manifests.SMOOTH),
    SMOOTH_20("fmp4-v20", Manifests.SMOOTH);

    private final String parameter;
    private final Manifests manifests;

    StreamingFormat(String parameter, Manifests manifests) {
        this.parameter = parameter;
        this.manifests = manifests;
    }

    /** Last part of the streaming URL: {@code manifest} or {@code manifest(format=…)}. */
    public String manifest() {
        return parameter.isEmpty() ? "manifest" : "manifest(format=" + parameter + ")";
    }

    /** The reader of its manifests. */
    public Manifests manifests() {
        return manifests;
    }
}
