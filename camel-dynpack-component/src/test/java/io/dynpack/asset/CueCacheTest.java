package io.dynpack.asset;

import org.junit.jupiter.api.Test;

import io.dynpack.index.SourceFile;
import io.dynpack.storage.MemoryBudget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CueCacheTest {
    private final TestStorage storage = new TestStorage();
    private final MemoryBudget budget = new MemoryBudget(16 << 20);
    private final CueCache cues = new CueCache(storage, 1 << 20, budget);

    /** A gigabyte of arrows: its length is looked at, and nothing is read. */
    @Test
    void whatIsTooLongIsNotRead() {
        assertThatThrownBy(() -> cues.get(new SourceFile("arrows.vtt", "1", 1L << 30)).join())
                .hasCauseInstanceOf(TextFileException.class).hasMessageContaining("has 1073741824 bytes, more than ");
        assertThatThrownBy(() -> cues.get(new SourceFile("empty.vtt", "1", 0)).join())
                .hasCauseInstanceOf(TextFileException.class).hasMessageContaining("is empty");
        assertThat(storage.opened).isZero();
        assertThat(budget.lent()).isZero();
    }
}
