package io.dynpack.standalone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.Handler;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.Arrival;
import io.dynpack.camel.Arrivals;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.presentation.Finding;

/**
 * What the page shows: a row for each folder that is an asset, was refused, or is none. Nothing is listed or read to answer; who
 * says which version it knows gets what changed since.
 */
public class AssetBoard {
    /** Rows that are kept, those of what is gone among them. */
    private static final int MAX_ROWS = 20_000;

    private final String run = UUID.randomUUID().toString();
    /** The one that changed last stands last. */
    private final Map<String, Versioned> rows = new LinkedHashMap<>();
    private final Map<String, Arrival> arrivals = new HashMap<>();
    private final Map<String, Map<String, PublishedAssets.Published>> published = new HashMap<>();
    private final Map<String, String> refusals = new HashMap<>();
    private long version;
    /** All versions after this one are complete. */
    private long complete;
    private @Nullable String continuation;

    /**
     * @param state    of {@link Arrival}
     * @param message  why; empty where there is no more to say
     * @param done     of {@code files} files looked at
     * @param duration seconds; {@code null} where unknown
     * @param locators under which it is published
     */
    public record Row(
            String name,
            Arrival.State state,
            String message,
            int done,
            int files,
            @Nullable String duration,
            List<AssetInfo.StreamInfo> streams,
            List<Finding> findings,
            List<PublishedAssets.Published> locators) {}

    /**
     * @param version to ask with for what changes from now on
     * @param whole   whether these are all rows, and not only those that changed
     */
    public record Changes(String version, boolean whole, List<Row> assets) {}

    private record Versioned(Row row, long version) {}

    /** Notes a locator with its paths. */
    synchronized void published(PublishedAssets.Published locator) {
        refusals.remove(locator.assetName());
        published.computeIfAbsent(locator.assetName(), name -> new LinkedHashMap<>()).put(locator.locatorId(), locator);
        update(locator.assetName());
    }

    /** Notes under which locators an asset is published, and under no other. */
    synchronized void publishedOnly(String name, Set<String> locatorIds) {
        Map<String, PublishedAssets.Published> locators = published.get(name);
        if (locators != null && locators.keySet().retainAll(locatorIds)) {
            update(name);
        }
    }

    /** Notes why an asset that was ingested is not published. */
    synchronized void refused(String name, String reason) {
        refusals.put(name, reason);
        update(name);
    }

    /** @param since version that the page knows, or {@code null} */
    @Handler
    public synchronized Changes changes(@Header("since") @Nullable String since, Exchange exchange) throws java.io.IOException {
        try (FluentProducerTemplate template = exchange.getContext().createFluentProducerTemplate()) {
            Arrivals.Page page = template.to("dynpack:listArrivals").withHeader(DynpackConstants.CONTINUATION, continuation)
                    .request(Arrivals.Page.class);
            if (page.whole()) {
                rows.clear();
                arrivals.clear();
            }
            page.changes().forEach(this::arrived);
            continuation = page.continuation();
        }
        long known = known(since);
        List<Row> changed = new ArrayList<>();
        for (Versioned entry : rows.values()) {
            if (known == 0 ? entry.row.state != Arrival.State.GONE : entry.version > known) {
                changed.add(entry.row);
            }
        }
        return new Changes(run + "." + version, known == 0, changed);
    }

    private void arrived(Arrival arrival) {
        arrivals.put(arrival.name(), arrival);
        if (arrival.state() == Arrival.State.GONE) {
            published.remove(arrival.name());
            refusals.remove(arrival.name());
        }
        update(arrival.name());
        if (arrival.state() == Arrival.State.GONE) {
            arrivals.remove(arrival.name());
        }
    }

    private void update(String name) {
        Arrival arrival = arrivals.get(name);
        if (arrival == null) {
            return;
        }
        AssetInfo asset = arrival.asset();
        String refusal = arrival.state() == Arrival.State.INGESTED ? refusals.get(name) : null;
        Row row = new Row(name, refusal == null ? arrival.state() : Arrival.State.REFUSED,
                refusal == null ? arrival.message() : refusal, arrival.done(), arrival.files(),
                asset == null ? null : asset.duration(), asset == null ? List.of() : asset.streams(),
                asset == null ? List.of() : asset.findings(), List.copyOf(published.getOrDefault(name, Map.of()).values()));
        rows.remove(name);
        rows.put(name, new Versioned(row, ++version));
        if (rows.size() > MAX_ROWS) {
            var eldest = rows.entrySet().iterator();
            complete = eldest.next().getValue().version;
            eldest.remove();
        }
    }

    private long known(@Nullable String since) {
        if (since == null || !since.matches(run + "\\.[0-9]{1,18}")) {
            return 0;
        }
        long known = Long.parseLong(since.substring(run.length() + 1));
        return known > version || known < complete ? 0 : known;
    }
}
