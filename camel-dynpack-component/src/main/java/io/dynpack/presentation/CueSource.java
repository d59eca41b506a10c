package io.dynpack.presentation;

import java.util.concurrent.CompletableFuture;

import io.dynpack.index.SourceFile;
import io.dynpack.text.CueList;

/** Where the cues of a text stream come from: a document that is read and kept for a while, not for as long as the presentation. */
public interface CueSource {

    /** Which version of which file they are in. */
    SourceFile file();

    /** The cues; fails with what a read failed with. */
    CompletableFuture<CueList> cues();
}
