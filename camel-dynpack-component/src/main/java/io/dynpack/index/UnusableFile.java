package io.dynpack.index;

/**
 * A media file that cannot be used, which holds for as long as it is not replaced.
 *
 * @param file   which version of which file this speaks of
 * @param reason {@link MediaFileException#reason}
 */
public record UnusableFile(SourceFile file, String reason) implements StoredIndex {}
