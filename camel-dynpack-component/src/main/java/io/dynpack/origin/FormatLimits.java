package io.dynpack.origin;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.segment.smooth.SmoothStreams;
import io.dynpack.segment.ts.TransportStreamException;
import io.dynpack.segment.ts.TransportStreams;

/** What of an asset some formats cannot carry: told to its owner before a player asks for it. */
public final class FormatLimits {
    private FormatLimits() {}

    /** One finding for each level that is not served in all formats; empty where all is. */
    public static List<Finding> of(Presentation whole) {
        TransportStreams streams = new TransportStreams(whole);
        List<Finding> findings = new ArrayList<>();
        streams.findings().forEach(finding -> findings.add(of(finding, "HLS v4 and v3 are ", isRefused(streams))));
        SmoothStreams.findings(whole).forEach(
                finding -> findings.add(of(finding, "Smooth Streaming is ", SmoothStreams.refused(whole).isPresent())));
        return findings;
    }

    private static Finding of(Finding finding, String formats, boolean refused) {
        return new Finding(finding.severity(), finding.file(), finding.time(), finding.message() + ", so that " + formats
                + (refused ? "refused" : "served without it") + "; encode it differently where players need "
                + (formats.startsWith("HLS") ? "these" : "it"));
    }

    private static boolean isRefused(TransportStreams streams) {
        try {
            streams.presentation();
            return false;
        } catch (TransportStreamException e) {
            return true;
        }
    }
}
