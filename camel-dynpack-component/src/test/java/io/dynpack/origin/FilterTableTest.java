package io.dynpack.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table {@code filter-table.txt}: which tracks and fragments manifests of each format show of an asset under filters. */
class FilterTableTest {
    private static final String LEFT_OUT = "";
    private static final Pattern TRACK = Pattern.compile("(\\w+) ([\\d ]+|\\*) @ (all|[\\d .]+?)(?: with (\\w+))?");
    private static final Map<String, FilteredOrigin> ORIGINS = new ConcurrentHashMap<>();
    private static final Map<String, String> NAMES = Map.of("eng", "aac_eng_2_128033_2_1", "desc", "harbour_description");

    /** Fragments of a track: they begin at {@code first}, and each {@code step} ticks. */
    private record Grid(long first, long step, int count) {

        List<Long> starts() {
            return LongStream.range(0, count).map(i -> first + i * step).boxed().toList();
        }
    }

    private static final Grid SOUND = new Grid(0, 60_160_000, 10);
    private static final Grid SIX_SECONDS = new Grid(0, 60_000_000, 10);
    private static final Map<String, Map<String, Grid>> GRIDS = Map.of(
            "harbour", Map.of("video", new Grid(0, 60_060_000, 10), "eng", SOUND, "desc", SOUND),
            "seven", Map.of("video", SIX_SECONDS, "eng", SOUND, "deu", SOUND, "spa", SOUND, "talk", SOUND),
            "concert", Map.of("video", SIX_SECONDS, "late", new Grid(100_000_000, 60_160_000, 5), "long",
                    new Grid(0, 60_160_000, 15), "short", new Grid(0, 60_160_000, 4)),
            "radio", Map.of("music", SOUND, "talk", SOUND), "gapped", Map.of("video", SIX_SECONDS, "eng", SOUND));

    private static final Map<String, Map<String, List<Long>>> BITRATES = Map.of(
            "harbour", Map.of("video", List.of(2_204_817L, 1_108_402L, 403_117L), "eng", List.of(128_033L), "desc",
                    List.of(96_000L)),
            "seven", Map.of("video", List.of(6_000_000L, 4_700_000L, 3_400_000L, 1_500_000L, 1_000_000L, 650_000L, 400_000L),
                    "eng", List.of(128_000L), "deu", List.of(128_000L), "spa", List.of(96_000L), "talk", List.of(64_000L)),
            "concert", Map.of("video", List.of(2_000_000L, 900_000L), "late", List.of(128_000L), "long", List.of(128_000L),
                    "short", List.of(128_000L)),
            "radio", Map.of("music", List.of(128_000L, 64_000L), "talk", List.of(96_000L)),
            "gapped", Map.of("video", List.of(2_000_000L), "eng", List.of(128_000L)));

    /**
     * A line of the table for one format.
     *
     * @param begin an error code, where the line ends with it
     */
    record Row(String asset, String filters, String format, String begin, String end, String tracks) {

        boolean isCut() {
            return !begin.equals("0") || !filters.equals("-") && tracks.matches(".*@ (?!all).*");
        }

        @Override
        public String toString() {
            return asset + " " + filters + " " + format;
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream in = FilterTableTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\n +", " ").lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new AssertionError(resource, e);
        }
    }

    static Stream<Row> rows() {
        return lines("filter-table.txt").stream().flatMap(line -> {
            List<String> cells = new ArrayList<>(Arrays.stream(line.split("\\|")).map(String::strip).toList());
            cells.addAll(Collections.nCopies(6 - cells.size(), LEFT_OUT));
            return Arrays.stream(cells.get(2).split(" ")).flatMap(formats -> switch (formats) {
                case "single" -> Listed.SINGLE.stream();
                case "seven" -> Listed.SEVEN.stream();
                case "dash" -> Stream.of("mpd-time-cmaf", "mpd-time-csf");
                case "v4" -> Stream.of("m3u8-aapl");
                case "v3" -> Stream.of("m3u8-aapl-v3");
                default -> Stream.of(formats);
            }).map(format -> new Row(cells.get(0), cells.get(1), format, cells.get(3), cells.get(4), cells.get(5)));
        });
    }

    private static FilteredOrigin origin(String asset) {
        return ORIGINS.computeIfAbsent(asset,
                name -> FilteredOrigin.of(FilteredAssets.of(name), lines("filters.txt"), List.of()));
    }

    @Test
    void theTableHasMoreThanAHundredLines() {
        assertThat(lines("filter-table.txt")).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void manifestsShow(Row row) {
        String parameters = row.filters.equals("-") ? "" : ",filter=" + row.filters;
        FilteredOrigin origin = origin(row.asset);
        if (row.end.equals(LEFT_OUT)) {
            assertThat(origin.error("manifest(format=" + row.format + parameters + ")")).isEqualTo(row.begin);
            return;
        }
        Listed listed = Listed.of(origin, row.format, parameters);
        Map<String, Set<Long>> bitrates = new LinkedHashMap<>();
        Map<String, List<Long>> starts = new LinkedHashMap<>();
        String with = expected(row, bitrates, starts);
        boolean multiplexed = row.format.equals("m3u8-aapl-v3") && bitrates.containsKey("video");
        if (multiplexed) {
            assertThat(listed.audioTrack()).isEqualTo(with);
            bitrates.keySet().removeIf(name -> !name.equals("video"));
            starts.keySet().removeIf(name -> !name.equals("video"));
        }
        Map<String, Set<Long>> listedBitrates = new HashMap<>();
        Map<String, List<Long>> listedStarts = new HashMap<>();
        listed.tracks().forEach((name, track) -> {
            listedBitrates.put(name, track.bitrates());
            listedStarts.put(name, track.starts());
        });
        assertThat(listedBitrates).isEqualTo(bitrates);
        assertThat(listedStarts).isEqualTo(starts);
        times(row, listed, starts);
        Matcher first = Pattern.compile("first (\\d+);.*").matcher(row.tracks);
        if (first.matches() && row.format.startsWith("m3u8")) {
            assertThat(listed.first()).isEqualTo(Long.parseLong(first.group(1)));
        }
        boolean named = row.format.startsWith("mpd") || List.of("m3u8-cmaf", "m3u8-aapl").contains(row.format);
        if (listed.tracks().containsKey("video") && named) {
            keyFrames(row, listed, Long.parseLong(row.end));
        }
    }

    private static void times(Row row, Listed listed, Map<String, List<Long>> starts) {
        long begin = Long.parseLong(row.begin);
        long end = Long.parseLong(row.end);
        if (row.format.startsWith("mpd")) {
            assertThat(listed.offset()).isEqualTo(begin);
            assertThat(listed.duration()).isEqualTo((end - begin + 5_000) / 10_000 * 10_000);
        } else if (row.format.startsWith("fmp4")) {
            long smallest = starts.values().stream().mapToLong(all -> all.get(0)).min().orElseThrow();
            assertThat(listed.duration()).isEqualTo(row.isCut() ? end - smallest : end);
        }
    }

    /** Three to a fragment. */
    private static void keyFrames(Row row, Listed listed, long end) {
        Grid grid = GRIDS.get(row.asset).get("video");
        List<Long> expected = new ArrayList<>();
        long first = listed.tracks().get("video").starts().get(0);
        for (long start : grid.starts()) {
            boolean within = start >= first && start < end && (row.format.equals("m3u8-aapl")
                    || listed.tracks().get("video").starts().contains(start));
            for (int i = 0; i < 3 && within; i++) {
                expected.add(start + i * grid.step / 3);
            }
        }
        assertThat(listed.tracks().get("video").keyFrames()).isEqualTo(expected);
    }

    /** @return what version 3 multiplexes */
    private static String expected(Row row, Map<String, Set<Long>> bitrates, Map<String, List<Long>> starts) {
        String with = null;
        for (String text : row.tracks.split(";")) {
            if (text.startsWith("first ")) {
                continue;
            }
            Matcher track = TRACK.matcher(text.strip());
            assertThat(track.matches()).as(text).isTrue();
            Grid grid = GRIDS.get(row.asset).get(track.group(1));
            String name = NAMES.getOrDefault(row.asset.equals("harbour") ? track.group(1) : LEFT_OUT, track.group(1));
            bitrates.put(name, new TreeSet<>(track.group(2).equals("*")
                    ? BITRATES.get(row.asset).get(track.group(1))
                    : Arrays.stream(track.group(2).split(" ")).map(Long::parseLong).toList()));
            starts.put(name, starts(track.group(3), grid, row.format.startsWith("m3u8-aapl") ? 3 : 1));
            String audio = track.group(4);
            with = audio == null ? with : row.asset.equals("harbour") ? NAMES.get(audio) : audio;
        }
        return with;
    }

    private static List<Long> starts(String text, Grid grid, int perSegment) {
        List<Long> all = grid.starts();
        List<Long> starts = new ArrayList<>();
        if (text.equals("all")) {
            for (int i = 0; i < all.size(); i += perSegment) {
                starts.add(all.get(i));
            }
            return starts;
        }
        for (String part : text.split(" ")) {
            String[] ends = part.split("\\.\\.");
            long from = Long.parseLong(ends[0]);
            long to = Long.parseLong(ends[ends.length - 1]);
            assertThat(all).as("the grid of " + part).contains(from, to);
            all.stream().filter(start -> start >= from && start <= to).forEach(starts::add);
        }
        return starts;
    }
}
