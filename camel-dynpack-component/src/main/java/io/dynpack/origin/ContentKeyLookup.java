package io.dynpack.origin;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.dynpack.protection.ContentKey;

/** Where content keys are had by their ids. */
@FunctionalInterface
public interface ContentKeyLookup {

    /** The key for one use; empty where there is none of this id. */
    CompletableFuture<Optional<ContentKey>> find(UUID id);
}
