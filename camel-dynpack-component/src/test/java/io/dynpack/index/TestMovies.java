package io.dynpack.index;

/** Reads test movies from where their own package does. */
public final class TestMovies {
    private TestMovies() {}

    public static MediaIndex read(byte[] file) {
        return MovieReaderTest.read(file);
    }
}
