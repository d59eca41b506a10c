package io.dynpack.tests.player;

/** The players that a stream is tried in. */
public enum PlayerName {
    /** hls.js. */
    HLS_JS("hls"),
    /** Shaka Player: DASH and HLS. Its script knows of Smooth Streaming but has no parser for it. */
    SHAKA("shaka"),
    /** dash.js: DASH, and Smooth Streaming by its plug-in. */
    DASH_JS("dash");

    private final String script;

    PlayerName(String script) {
        this.script = script;
    }

    String script() {
        return script;
    }
}
