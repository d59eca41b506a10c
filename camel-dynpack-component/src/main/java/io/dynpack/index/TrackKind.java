package io.dynpack.index;

/** What kind of media a track carries. */
public enum TrackKind {
    VIDEO,
    AUDIO,
    TEXT
}
