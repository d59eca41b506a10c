package io.dynpack.text;

/**
 * Something about a text document that its owner should know: a cue that was left out, or a part of one.
 *
 * @param line    of the document, from 1; 0 where no line is to blame
 * @param message what was found and what became of it
 */
public record TextFinding(int line, String message) {
    @Override
    public String toString() {
        return line == 0 ? message : "line " + line + ": " + message;
    }
}
