package io.dynpack.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentPagesTest {
    private final AtomicLong clock = new AtomicLong(Long.MIN_VALUE / 2);
    private final RecentPages pages = new RecentPages((40L << 20) + 1, clock::get);

    private boolean contains(long start, long end) {
        return pages.contains(new long[]{start}, new long[]{end});
    }

    private void add(long start, long end) {
        pages.add(new long[]{start}, new long[]{end});
    }

    private void pass(int seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void knowsWhatWasReadPageByPage() {
        assertThat(contains(0, 1)).isFalse();
        add(5000, 9000);
        assertThat(contains(4096, 12288)).isTrue();
        assertThat(contains(4095, 4097)).isFalse();
        assertThat(contains(12287, 12289)).isFalse();
        add((16 << 20) - 1, (32 << 20) + 1);
        assertThat(contains((16 << 20) - 1, (32 << 20) + 1)).isTrue();
        add(40 << 20, (40 << 20) + 1);
        assertThat(contains(40 << 20, (40 << 20) + 1)).isTrue();
    }

    @Test
    void everyRangeHasToBeRecent() {
        pages.add(new long[]{0, 8192}, new long[]{1, 8193});
        assertThat(pages.contains(new long[]{8192, 0}, new long[]{12_288, 4096})).isTrue();
        assertThat(pages.contains(new long[]{8192, 4096}, new long[]{12_288, 4097})).isFalse();
    }

    @Test
    void forgetsAfterAWhileUnlessUsed() {
        add(0, 4096);
        add(4096, 8192);
        for (int i = 0; i < 10; i++) {
            pass(25);
            assertThat(contains(0, 4096)).isTrue();
        }
        assertThat(contains(4096, 8192)).isFalse();
        pass(60);
        assertThat(contains(0, 4096)).isFalse();
    }
}
