package io.dynpack.ingest;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.dynpack.presentation.Finding;

/** Gathers findings, names files as they are called in the folder, and sorts: the worst first, then by file and time. */
final class Report {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity).reversed()
            .thenComparing(Finding::file).thenComparingLong(Finding::time).thenComparing(Finding::message);

    private final String folder;
    private final Set<Finding> findings = new LinkedHashSet<>();

    Report(String folder) {
        this.folder = folder;
    }

    void add(Finding finding) {
        boolean full = !folder.isEmpty() && finding.file().startsWith(folder);
        findings.add(full
                ? new Finding(finding.severity(), finding.file().substring(folder.length()), finding.time(), finding.message())
                : finding);
    }

    void addAll(List<Finding> more) {
        more.forEach(this::add);
    }

    List<Finding> sorted() {
        return findings.stream().sorted(ORDER).toList();
    }
}
