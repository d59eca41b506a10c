package io.dynpack.origin;

import java.util.List;

import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.segment.ts.TransportStreamException;
import io.dynpack.segment.ts.TransportStreams;

/** What of an asset some formats cannot carry: told to its owner before a player asks for it. */
public final class FormatLimits {
    private FormatLimits() {}

    /** One finding for each level that is not served in all formats; empty where all is. */
    public static List<Finding> of(Presentation whole) {
        TransportStreams streams = new TransportStreams(whole);
        String answer = isRefused(streams) ? "refused" : "served without it";
        return streams.findings().stream()
                .map(finding -> new Finding(finding.severity(), finding.file(), finding.time(), finding.message()
                        + ", so that HLS v4 and v3 are " + answer + "; encode it differently where players need these"))
                .toList();
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
