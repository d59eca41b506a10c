package io.dynpack.text;

/** A document that is none of WebVTT, SubRip and TTML, or one whose XML cannot be read. */
public final class TextFormatException extends TextException {
    private static final long serialVersionUID = 1L;

    private final int line;

    TextFormatException(int line, String reason) {
        super(line > 0 ? "line " + line + ": " + reason : reason);
        this.line = line;
    }

    /** From 1; 0 where no line is to blame. */
    public int line() {
        return line;
    }
}
