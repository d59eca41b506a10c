package io.dynpack.asset;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.dynpack.ism.ListedLevel;
import io.dynpack.presentation.SmoothFourccs;

/** The levels of HEVC that a client manifest lists, by stream and bitrate (MS-SSTR, amendment for HEVC, 2.2.5). */
final class ClientManifestLevels implements SmoothFourccs {
    private static final String VIDEO = "video";
    /** As many as a server manifest may name tracks; AMS had 64. */
    private static final int MAX_LEVELS = 1000;

    /**
     * @param any     of the first level of HEVC
     * @param byLevel by bitrate
     */
    private record Fourccs(String any, Map<Long, String> byLevel) {}

    private final Map<String, Fourccs> streams = new HashMap<>();
    private int levels;

    /** Takes in one that is listed; those of other kinds and codecs say nothing. */
    void add(ListedLevel level) {
        String fourcc = level.fourcc();
        boolean hevc = "HEV1".equalsIgnoreCase(fourcc) || "HVC1".equalsIgnoreCase(fourcc);
        if (hevc && VIDEO.equalsIgnoreCase(level.type()) && levels++ < MAX_LEVELS) {
            streams.computeIfAbsent(name(level.stream()), name -> new Fourccs(fourcc, new HashMap<>())).byLevel
                    .putIfAbsent(level.bitrate(), fourcc);
        }
    }

    /** The only video of an asset has no name there. */
    private static String name(String stated) {
        return stated.isEmpty() ? VIDEO : stated.toLowerCase(Locale.ROOT);
    }

    /** That of the level, else that of the first of its stream: bitrates are what publishers edit. */
    @Override
    public @Nullable String of(String stream, long bitrate) {
        Fourccs found = streams.get(name(stream));
        return found == null ? null : found.byLevel.getOrDefault(bitrate, found.any);
    }
}
