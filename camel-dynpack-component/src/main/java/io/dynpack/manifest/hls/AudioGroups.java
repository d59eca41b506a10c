package io.dynpack.manifest.hls;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AudioCodec;
import io.dynpack.presentation.LanguageTag;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SelectedStream;

/**
 * The audio of a presentation as groups of renditions (RFC 8216bis, 4.4.6.1.1): a group for each codec, number of channels and
 * rank of bitrate within its own stream, so that every level is reachable. Each group has a rendition of each programme, since all
 * groups have to offer the same choice; a programme that has nothing of a group's own is there with what it has. No two groups have
 * the same renditions.
 */
final class AudioGroups {
    /** Renditions of all groups; each is a line, and AMS had 64 levels. */
    private static final int MAX_RENDITIONS = 64 * 64;

    private AudioGroups() {}

    /**
     * What tells a group from the others.
     *
     * @param family   codec and sample entry
     * @param channels {@code CHANNELS} of its renditions
     * @param rank     of the level among those of its stream with this codec and channels, 0 for the highest bitrate
     */
    private record Configuration(String family, String channels, int rank) {

        String id() {
            return "audio-" + family + "-" + channels.replace('/', '-') + (rank == 0 ? "" : "-" + (rank + 1));
        }
    }

    /** A level and what its group has. */
    private record Ranked(SelectedStream stream, Level level, Configuration configuration) {

        boolean isFirst() {
            return level == stream.levels().get(0);
        }
    }

    /** What a listener chooses from: one language in one role, whatever its codec and channels. */
    private record Programme(String language, @Nullable String role, @Nullable String accessibility, int ordinal) {}

    /**
     * A rendition of a group.
     *
     * @param name of the programme: the same in all groups
     */
    record Rendition(SelectedStream stream, Level level, SelectedStream name) {}

    /**
     * In the order in which the levels are listed; empty without audio. Where there would be more renditions than anybody chooses
     * from, the groups of the lowest ranks are left out.
     */
    static Map<String, List<Rendition>> of(List<SelectedStream> streams) {
        List<List<Ranked>> ranked = streams.stream().map(AudioGroups::ranked).toList();
        Collection<List<Ranked>> programmes = programmes(ranked);
        Set<Configuration> configurations = new LinkedHashSet<>();
        ranked.forEach(levels -> levels.forEach(level -> configurations.add(level.configuration)));
        Map<String, List<Rendition>> groups = new LinkedHashMap<>();
        for (Configuration configuration : listed(configurations, programmes.size())) {
            List<Rendition> renditions = new ArrayList<>();
            programmes.forEach(programme -> renditions.add(best(programme, configuration)));
            // where languages differ in channels, what one group lacks is taken from the other, until both are the same
            if (!groups.containsValue(renditions)) {
                groups.put(groups.isEmpty() ? "audio" : configuration.id(), renditions);
            }
        }
        return groups;
    }

    private static Set<Configuration> listed(Set<Configuration> all, int programmes) {
        int most = Math.max(1, MAX_RENDITIONS / Math.max(1, programmes));
        if (all.size() <= most) {
            return all;
        }
        Set<Configuration> kept = all.stream().sorted(Comparator.comparingInt(Configuration::rank)).limit(most)
                .collect(Collectors.toSet());
        return all.stream().filter(kept::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The levels of each programme, stream by stream. */
    private static Collection<List<Ranked>> programmes(List<List<Ranked>> streams) {
        Map<Programme, List<Ranked>> programmes = new LinkedHashMap<>();
        for (List<Ranked> levels : streams) {
            Configuration first = levels.get(0).configuration;
            SelectedStream stream = levels.get(0).stream;
            String tag = LanguageTag.bcp47(stream.stream().language());
            String language = tag == null ? "und" : tag.toLowerCase(Locale.ROOT);
            int ordinal = 0;
            Programme programme = new Programme(language, stream.stream().role(), stream.stream().accessibility(), ordinal);
            // two of the same sound are two programmes: music and effects, another mix
            while (programmes.containsKey(programme) && programmes.get(programme).stream().anyMatch(
                    other -> other.isFirst() && other.configuration.equals(first))) {
                programme = new Programme(language, stream.stream().role(), stream.stream().accessibility(), ++ordinal);
            }
            programmes.computeIfAbsent(programme, key -> new ArrayList<>()).addAll(levels);
        }
        return programmes.values();
    }

    private static List<Ranked> ranked(SelectedStream stream) {
        List<Ranked> ranked = new ArrayList<>();
        for (Level level : stream.levels()) {
            String family = level.codec().family();
            String channels = ((AudioCodec) level.codec()).hlsChannels();
            int rank = (int) ranked.stream().map(Ranked::configuration)
                    .filter(other -> other.family.equals(family) && other.channels.equals(channels)).count();
            ranked.add(new Ranked(stream, level, new Configuration(family, channels, rank)));
        }
        return ranked;
    }

    /** What comes nearest to a group's own: the same codec and channels with the nearest rank, then the same codec, then any. */
    private static Rendition best(List<Ranked> programme, Configuration wanted) {
        Ranked best = programme.get(0);
        int least = Integer.MAX_VALUE;
        for (Ranked level : programme) {
            Configuration found = level.configuration;
            int distance = Math.abs(found.rank - wanted.rank)
                    + (found.family.equals(wanted.family) ? 0 : 1 << 20)
                    + (found.channels.equals(wanted.channels) ? 0 : 1 << 10);
            if (distance < least) {
                least = distance;
                best = level;
            }
        }
        return new Rendition(best.stream, best.level, programme.get(0).stream);
    }
}
