package io.dynpack.text;

/** A piece of a cue's text, in the order in which it is read. */
public sealed interface CuePart {

    /**
     * Text in one style.
     *
     * @param text not empty, without line breaks
     */
    record Text(String text, SpanStyle style) implements CuePart {}

    /** What follows stands in a new line. */
    record LineBreak() implements CuePart {}

    /**
     * What follows is said from this time on.
     *
     * @param time ticks of 10 MHz
     */
    record Timestamp(long time) implements CuePart {}
}
