package io.dynpack.camel;

import java.util.Locale;

/** When {@code dynpack:watch} takes a folder for complete. */
enum ReadLock {
    /** When it holds the marker file. */
    MARKER,
    /** When it holds a server manifest. */
    MANIFEST,
    /** When nothing in it changed for a while. */
    STABLE;

    /** @param word in any case; {@link OptionChecks} has seen that it is one of these */
    static ReadLock of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
