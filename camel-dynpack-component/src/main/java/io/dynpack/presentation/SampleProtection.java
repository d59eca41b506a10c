package io.dynpack.presentation;

/** How the samples of a track are encrypted, as segment writers see it. Only clear samples exist so far. */
public interface SampleProtection {

    /** Samples leave as they lie in the file. */
    SampleProtection CLEAR = () -> null;

    /** The scheme's four-character code, {@code cenc} or {@code cbcs}; {@code null} for clear samples. */
    String scheme();
}
