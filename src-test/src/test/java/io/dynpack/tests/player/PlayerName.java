package io.dynpack.tests.player;

/** The players that a stream is tried in. */
public enum PlayerName {
    /** hls.js. */
    HLS_JS("hls"),
    /** Shaka Player: DASH, HLS and Smooth Streaming. */
    SHAKA("shaka"),
    /** dash.js with its plug-in for Smooth Streaming. */
    DASH_JS("dash");

    private final String script;

    PlayerName(String script) {
        this.script = script;
    }

    String script() {
        return script;
    }
}
