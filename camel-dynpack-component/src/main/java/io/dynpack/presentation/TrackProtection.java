package io.dynpack.presentation;

import java.util.List;

import io.dynpack.isobmff.PsshBox;
import io.dynpack.isobmff.TencBox;

/**
 * How the samples of a track are protected by common encryption (ISO/IEC 23001-7), as initialization segments say it.
 *
 * @param scheme         four-character code: {@code cenc}, {@code cbcs}
 * @param encryption     the defaults of all samples
 * @param systems        what protection systems have to know
 * @param keyInFragments whether fragments name the key as well, where the format has a place for it: for players who know no
 *                       initialization segment and more than one key
 * @param clearLead      whether fragments at the beginning are clear
 */
public record TrackProtection(int scheme, TencBox encryption, List<PsshBox> systems, boolean keyInFragments,
        boolean clearLead) {
    public TrackProtection {
        systems = List.copyOf(systems);
    }
}
