package io.dynpack.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentPagesTest {
    private final AtomicLong clock = new AtomicLong(Long.MIN_VALUE / 2);
    private final RecentPages pages = new RecentPages((40L << 20) + 1, clock::get);

    private void pass(int seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void knowsWhatWasReadPageByPage() {
        assertThat(pages.contains(0, 1)).isFalse();
        pages.add(5000, 9000);
        assertThat(pages.contains(4096, 12288)).isTrue();
        assertThat(pages.contains(4095, 4097)).isFalse();
        assertThat(pages.contains(12287, 12289)).isFalse();
        pages.add((16 << 20) - 1, (32 << 20) + 1);
        assertThat(pages.contains((16 << 20) - 1, (32 << 20) + 1)).isTrue();
        pages.add(40 << 20, (40 << 20) + 1);
        assertThat(pages.contains(40 << 20, (40 << 20) + 1)).isTrue();
    }

    @Test
    void forgetsAfterAWhileUnlessUsed() {
        pages.add(0, 4096);
        pages.add(4096, 8192);
        for (int i = 0; i < 10; i++) {
            pass(7);
            assertThat(pages.contains(0, 4096)).isTrue();
        }
        assertThat(pages.contains(4096, 8192)).isFalse();
        pass(16);
        assertThat(pages.contains(0, 4096)).isFalse();
    }
}
