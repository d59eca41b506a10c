package io.dynpack.publishing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a policy enables and a listing names. */
public enum StreamingProtocol {
    @JsonProperty("Hls")
    HLS,
    @JsonProperty("Dash")
    DASH,
    @JsonProperty("SmoothStreaming")
    SMOOTH_STREAMING,
    @JsonProperty("Download")
    DOWNLOAD
}
