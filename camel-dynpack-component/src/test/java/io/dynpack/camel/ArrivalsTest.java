package io.dynpack.camel;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestProgress;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(3);

    private static AssetInfo asset(String name) {
        return new AssetInfo(name, name + "/", true, false, List.of(), List.of(), List.of(), "1", List.of());
    }

    @Test
    void aPageHoldsWhatChangedSinceTheOneBefore() {
        Arrivals.Page empty = arrivals.since(null);
        assertThat(empty.changes()).isEmpty();
        arrivals.ingested(asset("a"));
        arrivals.ingested(asset("b"));
        Arrivals.Page first = arrivals.since(empty.continuation());
        assertThat(first.changes()).extracting(Arrival::name).containsExactly("a", "b");
        arrivals.ingested(asset("a"));
        assertThat(arrivals.since(first.continuation()).changes()).as("the same again is no change").isEmpty();
        assertThat(arrivals.since(first.continuation()).continuation()).isEqualTo(first.continuation());
        arrivals.gone("a");
        assertThat(arrivals.since(first.continuation()).changes()).extracting(Arrival::state)
                .containsExactly(Arrival.State.GONE);
        assertThat(arrivals.since(null).changes()).extracting(Arrival::name).containsExactly("b");
    }

    @Test
    void whoMissedWhatWasDroppedGetsTheWhole() {
        arrivals.ingested(asset("a"));
        String continuation = arrivals.since(null).continuation();
        for (String name : List.of("b", "c", "d", "e")) {
            arrivals.ingested(asset(name));
        }
        Arrivals.Page page = arrivals.since(continuation);
        assertThat(page.whole()).isTrue();
        assertThat(page.changes()).extracting(Arrival::name).containsExactly("c", "d", "e");
        assertThat(arrivals.since("of another node.7").whole()).isTrue();
        assertThat(arrivals.since(page.continuation()).whole()).isFalse();
    }

    @Test
    void progressGoesForwardOnly() {
        IngestProgress progress = arrivals.ingesting("a");
        progress.looked(0, 4);
        progress.looked(2, 4);
        progress.looked(1, 4);
        assertThat(arrivals.since(null).changes()).containsExactly(
                new Arrival("a", Arrival.State.INGESTING, "", 2, 4, null));
    }
}
