package io.dynpack.camel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestProgress;
import io.dynpack.presentation.Finding;
import io.dynpack.publishing.DeclaredKind;

/**
 * What this node knows of the folders of its media storage: {@code dynpack:watch} and {@code dynpack:ingest} note it here,
 * {@code dynpack:listArrivals} tells it. In memory only; a node that starts learns it anew. Safe for use by many threads.
 */
public final class Arrivals {
    /** Findings that are kept of one asset, the worst first; {@code dynpack:describe} has all. */
    private static final int MAX_FINDINGS = 50;
    private static final Set<String> DOCUMENTS = Stream.of(DeclaredKind.values()).map(DeclaredKind::fileName)
            .collect(Collectors.toUnmodifiableSet());

    /** Tells versions of this node from those of another, or of the same one before it was restarted. */
    private final String run = UUID.randomUUID().toString();
    private final int limit;
    /** The one that changed last stands last. */
    private final Map<String, Versioned> arrivals = new LinkedHashMap<>();
    private long version;
    /** All versions after this one are complete: older entries may have been dropped. */
    private long complete;

    private record Versioned(Arrival arrival, long version) {}

    /**
     * @param changes      what changed, in the order in which it did
     * @param whole        whether {@code changes} is all there is, so that what it does not name is not there
     * @param continuation to ask with for what changes from now on
     */
    public record Page(List<Arrival> changes, boolean whole, String continuation) {}

    /** @param limit entries that are kept; beyond them the one that did not change for longest goes */
    Arrivals(int limit) {
        this.limit = limit;
    }

    /** Notes what became of a folder or file; the same as before is no change. */
    public synchronized void note(Arrival arrival) {
        Versioned before = arrivals.get(arrival.name());
        if (before != null && before.arrival.equals(arrival)) {
            return;
        }
        arrivals.remove(arrival.name());
        arrivals.put(arrival.name(), new Versioned(arrival, ++version));
        if (arrivals.size() > limit) {
            var eldest = arrivals.entrySet().iterator();
            complete = eldest.next().getValue().version;
            eldest.remove();
        }
    }

    /** Notes that a folder or file is not there any longer, if it ever was. */
    synchronized void gone(String name) {
        if (arrivals.containsKey(name)) {
            note(Arrival.of(name, Arrival.State.GONE, ""));
        }
    }

    /** Notes that a folder or file is not passed over any longer, unless something else became of it. */
    synchronized void notPassedOver(String name) {
        Versioned before = arrivals.get(name);
        if (before != null && before.arrival.state() == Arrival.State.PASSED_OVER) {
            gone(name);
        }
    }

    /** What is known of a folder or file; {@code null} where that is nothing. */
    synchronized @Nullable Arrival of(String name) {
        Versioned known = arrivals.get(name);
        return known == null ? null : known.arrival;
    }

    /**
     * Notes that a folder was handed to a route, which succeeded: it neither waits nor failed any longer.
     *
     * @param before what was known of it before; stays unless the route noted something else. {@code null} for nothing
     */
    synchronized void over(@Nullable Arrival before) {
        if (before == null || of(before.name()) != before) {
            return;
        }
        switch (before.state()) {
            case WAITING, FAILED, REFUSED -> gone(before.name());
            default -> {
                // of those, none says that the route did not succeed
            }
        }
    }

    /** Notes that the files of an asset are being looked at, and how far that is. */
    public IngestProgress ingesting(String name) {
        note(Arrival.of(name, Arrival.State.INGESTING, ""));
        return (done, files) -> looked(new Arrival(name, Arrival.State.INGESTING, "", done, files, null));
    }

    /** Files are looked at side by side, so that a lower number may come later. */
    private synchronized void looked(Arrival progress) {
        Versioned before = arrivals.get(progress.name());
        if (before == null || progress.done() == 0 || before.arrival.state() == Arrival.State.INGESTING
                && before.arrival.done() < progress.done()) {
            note(progress);
        }
    }

    /** Notes what an asset is. */
    public void ingested(AssetInfo asset) {
        note(new Arrival(asset.assetName(), Arrival.State.INGESTED, "", 0, 0, bounded(asset)));
    }

    /** Notes what is wrong with the documents beside the media of an asset that was ingested. */
    synchronized void documents(String name, List<Finding> findings) {
        Arrival before = of(name);
        AssetInfo asset = before == null ? null : before.asset();
        if (before == null || before.state() != Arrival.State.INGESTED || asset == null) {
            return;
        }
        List<Finding> all = new ArrayList<>(findings);
        asset.findings().stream().filter(finding -> !DOCUMENTS.contains(finding.file())).forEach(all::add);
        all.sort(Comparator.comparing(Finding::severity).reversed());
        ingested(new AssetInfo(asset.assetName(), asset.folder(), asset.usable(), asset.changed(), asset.serverManifests(),
                asset.files(), asset.streams(), asset.duration(), all));
    }

    /** Notes what is wrong with a document of the account, of all that is. */
    synchronized void documentsOfAccount(String file, List<Finding> findings) {
        String reasons = findings.stream().filter(finding -> finding.file().equals(file)).limit(MAX_FINDINGS)
                .map(Finding::message).collect(Collectors.joining("; "));
        if (reasons.isEmpty()) {
            gone(file);
        } else {
            refused(file, reasons, null);
        }
    }

    /** @param asset {@code null} where nothing was found out */
    public void refused(String name, String reason, @Nullable AssetInfo asset) {
        note(new Arrival(name, Arrival.State.REFUSED, reason, 0, 0, asset == null ? null : bounded(asset)));
    }

    /** For what may pass and is tried again. */
    public void failed(String name, Throwable cause) {
        note(Arrival.of(name, Arrival.State.FAILED, reason(cause)));
    }

    static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static AssetInfo bounded(AssetInfo asset) {
        List<Finding> findings = asset.findings();
        return findings.size() <= MAX_FINDINGS
                ? asset
                : new AssetInfo(asset.assetName(), asset.folder(), asset.usable(), asset.changed(), asset.serverManifests(),
                        asset.files(), asset.streams(), asset.duration(), findings.subList(0, MAX_FINDINGS));
    }

    /** @param continuation of an earlier page; {@code null}, or one that another node gave, for all there is */
    public synchronized Page since(@Nullable String continuation) {
        long known = version(continuation);
        boolean whole = known < complete || known > version || known == 0;
        List<Arrival> changes = new ArrayList<>();
        for (Versioned entry : arrivals.values()) {
            if (whole ? entry.arrival.state() != Arrival.State.GONE : entry.version > known) {
                changes.add(entry.arrival);
            }
        }
        return new Page(changes, whole, run + "." + version);
    }

    private long version(@Nullable String continuation) {
        if (continuation == null || !continuation.startsWith(run + ".")) {
            return 0;
        }
        try {
            return Long.parseLong(continuation, run.length() + 1, continuation.length(), 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
