package io.dynpack.origin;

import io.dynpack.packaging.Packagings;
import io.dynpack.storage.MemoryBudget;

/** What all origins over the same assets compute once and keep. One for them all, so that a bound is a bound. */
public final class OriginCaches {
    private final TextCache texts;
    private final Packagings packagings = new Packagings();
    private final Views.Kept views = new Views.Kept();

    /**
     * @param textBytes of manifests that are kept in memory
     * @param budget    of those being written
     */
    public OriginCaches(long textBytes, MemoryBudget budget) {
        this.texts = new TextCache(textBytes, budget);
    }

    TextCache texts() {
        return texts;
    }

    Views.Kept views() {
        return views;
    }

    Packagings packagings() {
        return packagings;
    }
}
