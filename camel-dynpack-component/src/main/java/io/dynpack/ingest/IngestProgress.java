package io.dynpack.ingest;

/** Told how far the files of a folder have been looked at. Called by many threads, and must not block. */
@FunctionalInterface
public interface IngestProgress {
    /** For who does not want to know. */
    IngestProgress NONE = (done, files) -> {};

    /**
     * @param done  media files that have been looked at, 0 to {@code files}
     * @param files media files in the folder
     */
    void looked(int done, int files);
}
