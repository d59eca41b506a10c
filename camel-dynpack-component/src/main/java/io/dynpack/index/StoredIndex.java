package io.dynpack.index;

/** What is stored beside a media file: its index, or why it has none. Either way the file need not be read again. */
public sealed interface StoredIndex permits MediaIndex, UnusableFile {

    /** Which version of which file this speaks of. */
    SourceFile file();

    /** Whether this speaks of that version of that file. */
    default boolean isOf(SourceFile other) {
        return file().equals(other);
    }
}
