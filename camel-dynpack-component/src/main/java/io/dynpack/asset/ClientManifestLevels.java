package io.dynpack.asset;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.dynpack.ism.ClientManifest;
import io.dynpack.ism.QualityLevel;
import io.dynpack.ism.StreamIndex;
import io.dynpack.presentation.SmoothFourccs;

/** The levels of HEVC that a client manifest lists, by stream and bitrate (MS-SSTR, amendment for HEVC, 2.2.5). */
final class ClientManifestLevels implements SmoothFourccs {
    private static final String VIDEO = "video";

    /**
     * @param any     of the first level of HEVC
     * @param byLevel by bitrate
     */
    private record Fourccs(String any, Map<Long, String> byLevel) {}

    private final Map<String, Fourccs> streams = new HashMap<>();

    ClientManifestLevels(ClientManifest manifest) {
        for (StreamIndex stream : manifest.getStreams()) {
            if (!VIDEO.equalsIgnoreCase(stream.getType())) {
                continue;
            }
            for (QualityLevel level : stream.getLevels()) {
                String fourcc = level.getFourCC();
                if (fourcc != null && isHevc(fourcc)) {
                    streams.computeIfAbsent(name(stream.getName()), name -> new Fourccs(fourcc, new HashMap<>())).byLevel
                            .putIfAbsent(level.getBitrate() == null ? 0L : level.getBitrate(), fourcc);
                }
            }
        }
    }

    private static boolean isHevc(String fourcc) {
        return "HEV1".equalsIgnoreCase(fourcc) || "HVC1".equalsIgnoreCase(fourcc);
    }

    /** The only video of an asset has no name there. */
    private static String name(@Nullable String stated) {
        return stated == null || stated.isBlank() ? VIDEO : stated.strip().toLowerCase(Locale.ROOT);
    }

    /** That of the level, else that of the first of its stream: bitrates are what publishers edit. */
    @Override
    public @Nullable String of(String stream, long bitrate) {
        Fourccs found = streams.get(name(stream));
        return found == null ? null : found.byLevel.getOrDefault(bitrate, found.any);
    }
}
