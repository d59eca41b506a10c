package io.dynpack.text;

/** The part that text has in ruby, small text beside other text that says how it is read. */
public enum Ruby {
    NONE,
    /** The text that is annotated; what is {@link #TEXT} behind it belongs to it. */
    BASE,
    TEXT
}
