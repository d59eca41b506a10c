package io.dynpack.manifest.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.dynpack.codec.AudioCodec;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;

/**
 * The audio of a presentation as groups of renditions (RFC 8216bis, 4.4.6.1.1): a group for each codec, number of channels and
 * rank of bitrate within its own stream, so that every level is reachable. Each group has a rendition of each programme, since all
 * groups have to offer the same choice; a programme that has nothing of a group's own is there with what it has.
 */
final class AudioGroups {
    private AudioGroups() {}

    /**
     * What tells a group from the others.
     *
     * @param rank of the level among those of its stream with this codec and channels, 0 for the highest bitrate
     */
    private record Configuration(String family, int channels, int rank) {

        String id() {
            return "audio-" + family + "-" + channels + (rank == 0 ? "" : "-" + (rank + 1));
        }
    }

    /** What a listener chooses from: one language in one role, whatever its codec and channels. */
    private record Programme(String language, String role, String accessibility, int ordinal) {}

    /**
     * A rendition of a group.
     *
     * @param name of the programme: the same in all groups
     */
    record Rendition(Stream stream, Level level, Stream name) {}

    /** In the order in which the levels are listed; empty without audio. */
    static Map<String, List<Rendition>> of(List<Stream> streams) {
        Map<Programme, List<Stream>> programmes = programmes(streams);
        Set<Configuration> configurations = new LinkedHashSet<>();
        streams.forEach(stream -> configurations.addAll(configurations(stream).values()));
        Map<String, List<Rendition>> groups = new LinkedHashMap<>();
        for (Configuration configuration : configurations) {
            List<Rendition> renditions = new ArrayList<>();
            programmes.values().forEach(programme -> renditions.add(best(programme, configuration)));
            groups.put(groups.isEmpty() ? "audio" : configuration.id(), renditions);
        }
        return groups;
    }

    private static Map<Programme, List<Stream>> programmes(List<Stream> streams) {
        Map<Programme, List<Stream>> programmes = new LinkedHashMap<>();
        for (Stream stream : streams) {
            String tag = LanguageTag.bcp47(stream.language());
            String language = tag == null ? "und" : tag.toLowerCase(Locale.ROOT);
            int ordinal = 0;
            Programme programme = new Programme(language, stream.role(), stream.accessibility(), ordinal);
            // two of the same sound are two programmes: music and effects, another mix
            while (programmes.containsKey(programme) && programmes.get(programme).stream().anyMatch(
                    other -> Objects.equals(first(other), first(stream)))) {
                programme = new Programme(language, stream.role(), stream.accessibility(), ++ordinal);
            }
            programmes.computeIfAbsent(programme, key -> new ArrayList<>()).add(stream);
        }
        return programmes;
    }

    private static Configuration first(Stream stream) {
        return configurations(stream).get(stream.levels().get(0));
    }

    private static Map<Level, Configuration> configurations(Stream stream) {
        Map<Level, Configuration> configurations = new LinkedHashMap<>();
        for (Level level : stream.levels()) {
            String family = level.codec().family();
            int channels = ((AudioCodec) level.codec()).channels();
            int rank = (int) configurations.values().stream()
                    .filter(other -> other.family.equals(family) && other.channels == channels).count();
            configurations.put(level, new Configuration(family, channels, rank));
        }
        return configurations;
    }

    /** What comes nearest to a group's own: the same codec and channels with the nearest rank, then the same codec, then any. */
    private static Rendition best(List<Stream> programme, Configuration wanted) {
        Rendition best = null;
        int least = Integer.MAX_VALUE;
        for (Stream stream : programme) {
            for (Map.Entry<Level, Configuration> entry : configurations(stream).entrySet()) {
                Configuration found = entry.getValue();
                int distance = Math.abs(found.rank - wanted.rank)
                        + (found.family.equals(wanted.family) ? 0 : 1 << 20)
                        + (found.channels == wanted.channels ? 0 : 1 << 10);
                if (distance < least) {
                    least = distance;
                    best = new Rendition(stream, entry.getKey(), programme.get(0));
                }
            }
        }
        return best;
    }
}
