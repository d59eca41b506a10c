package io.dynpack.presentation;

import java.util.concurrent.CompletableFuture;

import io.dynpack.index.SourceFile;
import io.dynpack.text.CueList;

/**
 * Where the cues of a text stream come from: a document, or a track of an MP4 file, that is read and kept for a while, not for as
 * long as the presentation.
 */
public interface CueSource {

    /** Which version of which file they are in. */
    SourceFile file();

    /** track_ID of the track that they are samples of; 0 where the file is a document. */
    long trackId();

    /** The cues; fails with what a read failed with. */
    CompletableFuture<CueList> cues();

    /** Bytes on the heap, roughly, that are kept so that the cues can be read. */
    long heapBytes();
}
