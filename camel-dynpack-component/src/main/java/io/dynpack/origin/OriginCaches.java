package io.dynpack.origin;

import java.util.List;

import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.MemoryBudget;

/** What all origins over the same assets compute once and keep. One for them all, so that a bound is a bound. */
public final class OriginCaches {
    private final TextCache texts;
    private final BuiltTexts builtTexts;
    private final Packagings packagings;
    private final SampleLayouts layouts;
    private final Views.Kept views = new Views.Kept();

    /**
     * @param textBytes  of manifests that are kept in memory
     * @param cueBytes   of segments of captions and subtitles that are kept in memory
     * @param budget     of those being written
     * @param packagings of all formats
     * @param layouts    of samples that are to be encrypted
     */
    public OriginCaches(long textBytes, long cueBytes, MemoryBudget budget, Packagings packagings, SampleLayouts layouts) {
        this.layouts = layouts;
        this.packagings = packagings;
        this.texts = new TextCache(textBytes, budget);
        this.builtTexts = new BuiltTexts(cueBytes, budget);
    }

    /** Counts of those of manifests and of segments of text. */
    public List<CacheState> states() {
        return List.of(texts.state(), builtTexts.state());
    }

    TextCache texts() {
        return texts;
    }

    BuiltTexts builtTexts() {
        return builtTexts;
    }

    Views.Kept views() {
        return views;
    }

    SampleLayouts layouts() {
        return layouts;
    }

    Packagings packagings() {
        return packagings;
    }
}
