package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dynpack.tests.manifest.MpdSchema;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Comparison;
import io.dynpack.tests.media.Rational;
import io.dynpack.tests.media.Track;

/**
 * Holds what an origin serves of a folder against the files in it: every access unit of every track, in order, at its time, and
 * sound and picture as far apart as they were.
 */
final class BitExactness {

    private static final Rational MILLISECOND = Rational.of(1, 1000);

    private final Delivery delivery = new Delivery();
    private final Map<Path, List<Track>> sources = new HashMap<>();
    private final MpdSchema schema = new MpdSchema();

    /** What is wrong with a published folder in one format; empty if nothing is. */
    List<String> faults(Path folder, URI manifest, StreamingFormat format) {
        List<Rendition> all = format.manifests().read(manifest, delivery::text);
        List<Rendition> renditions = all.stream().filter(r -> !r.kind().equals("iframe")).toList();
        List<String> faults = new ArrayList<>();
        if (format.manifests() == io.dynpack.tests.manifest.Manifests.DASH) {
            faults.addAll(schema.faults(delivery.text(manifest)));
        }
        faults.addAll(new SegmentChecks(delivery).faults(renditions, format));
        Map<Track, Comparison> served = compare(sources(folder), renditions, faults);
        for (Track source : sources(folder)) {
            if (!isServed(source, served)) {
                faults.add(source.kind() + " " + source.language() + " with " + source.units().size()
                        + " access units is not served");
            }
        }
        drift(served, faults);
        return List.copyOf(faults);
    }

    /** Every track of every file that can be streamed, once. */
    List<Track> sources(Path folder) {
        return sources.computeIfAbsent(folder, f -> {
            try (var files = Files.list(f)) {
                return files.filter(file -> file.toString().matches(".*\\.(mp4|m4a|m4v)")).sorted()
                        .flatMap(file -> AccessUnits.of(file, Edits.APPLIED).stream())
                        .filter(t -> t.kind().equals("video") || t.kind().equals("audio")).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Map<Track, Comparison> compare(List<Track> sources, List<Rendition> renditions, List<String> faults) {
        Map<Track, Comparison> served = new LinkedHashMap<>();
        for (Rendition rendition : renditions) {
            Track delivered = delivery.track(rendition);
            Comparison best = null;
            for (Track source : sources) {
                if (!source.kind().equals(delivered.kind())) {
                    continue;
                }
                Comparison found = Comparison.of(source, delivered, MILLISECOND);
                if (found.complete() && (!served.containsKey(source) || best == null || !best.complete())) {
                    best = found;
                    served.put(source, found);
                    break;
                }
                best = best == null || found.differences().size() < best.differences().size() ? found : best;
            }
            if (best == null || !best.complete()) {
                faults.add(rendition.kind() + " " + rendition.id() + " " + rendition.bandwidth() + ": " + best);
            }
        }
        return served;
    }

    /** Encoders put the same sound into every file; once is enough. */
    private static boolean isServed(Track source, Map<Track, Comparison> served) {
        return served.containsKey(source) || served.keySet().stream().anyMatch(track -> hashes(track).equals(hashes(source)));
    }

    private static List<String> hashes(Track track) {
        return track.units().stream().map(AccessUnit::hash).toList();
    }

    private static void drift(Map<Track, Comparison> served, List<String> faults) {
        served.forEach((a, left) -> served.forEach((b, right) -> {
            Rational drift = Comparison.drift(left, right);
            if (drift.compareTo(MILLISECOND) > 0) {
                faults.add(a.kind() + " and " + b.kind() + " " + b.language() + " are " + drift + " s further apart");
            }
        }));
    }
}
