package io.dynpack.camel;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalRepositoryTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final ArrivalRepository repository = new ArrivalRepository(
            ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    /** As the route does that uses it. */
    @BeforeEach
    void start() {
        repository.start();
    }

    @Test
    void whatFailsWaitsLongerEachTimeAndTenMinutesAtMost() {
        for (int wait : new int[]{0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600}) {
            assertThat(repository.add("a")).isTrue();
            repository.remove("a");
            if (wait > 0) {
                now = now.plusSeconds(wait).minusMillis(1);
                assertThat(repository.add("a")).isFalse();
                now = now.plusMillis(1);
            }
            // others, another version of the same among them, do not wait
            assertThat(repository.add("a in another version")).isEqualTo(wait == 0);
        }
    }

    @Test
    void whatIsDoneIsNotNewAgainAndItsFailuresAreForgotten() {
        for (int i = 0; i < 2; i++) {
            repository.add("a");
            repository.remove("a");
        }
        now = now.plusSeconds(1);
        assertThat(repository.add("a")).isTrue();
        assertThat(repository.add("a")).isFalse();
        repository.confirm("a");
        assertThat(repository.contains("a")).isTrue();
        repository.remove("a");
        assertThat(repository.add("a")).isTrue();
        repository.remove("a");
        assertThat(repository.add("a")).isFalse();
        repository.clear();
        assertThat(repository.add("a")).isTrue();
    }
}
