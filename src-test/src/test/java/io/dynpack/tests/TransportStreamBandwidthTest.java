package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code BANDWIDTH} against what is served (RFC 8216bis, 4.4.6.2): no run of segments that lasts half to one and a half target
 * durations is above it, whatever number of fragments makes a segment. Fragments are of one GOP, two seconds, so that there are
 * runs to look at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransportStreamBandwidthTest {

    /** Fragments of every track. */
    private static final int GOPS = 10;
    private static final Pattern TARGET = Pattern.compile("#EXT-X-TARGETDURATION:(\\d+)");
    private static final Pattern PACKING = Pattern.compile("(name=\"fragmentsPerHLSSegment\" content=)\"\\d+\"");
    private static final Pattern BITRATE = Pattern.compile("QualityLevels\\((\\d+)\\)");

    private final Delivery delivery = new Delivery();
    private QuickstartOrigin origin;

    @BeforeAll
    void start() {
        origin = QuickstartOrigin.start(Map.of("camel.component.dynpack.fragmentDuration", "2000"), null);
    }

    @AfterAll
    void close() {
        origin.close();
    }

    static Stream<Arguments> everything() {
        return Stream.of(1, 3, 5).flatMap(packing -> Stream.of("m3u8-aapl", "m3u8-aapl-v3", "m3u8-aapl,audio-only=true")
                .flatMap(format -> Stream.of("ladder", "muxed").map(asset -> Arguments.of(packing, format, asset))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void noRunOfSegmentsIsAboveIt(int packing, String format, String asset, @TempDir Path scratch) throws IOException {
        URI base = published(asset.equals("ladder") ? Fixtures.ladder() : Fixtures.muxed(), packing, scratch);
        List<Rendition> group = Manifests.HLS.read(base.resolve("manifest(format=m3u8-aapl)"), delivery::text).stream()
                .filter(r -> r.kind().equals("audio")).toList();
        double sound = group.stream().mapToDouble(this::peak).max().orElseThrow();
        long soundFormula = group.stream().mapToLong(TransportStreamBandwidthTest::formula).max().orElseThrow();
        boolean multiplexed = format.contains("v3");
        List<Rendition> variants = Manifests.HLS.read(base.resolve("manifest(format=" + format + ")"), delivery::text).stream()
                .filter(r -> r.bandwidth() > 0).toList();
        assertThat(variants).hasSizeGreaterThanOrEqualTo(Fixtures.LEVELS.size());
        for (Rendition variant : variants) {
            double peak = switch (variant.kind()) {
                case "video" -> peak(variant) + (multiplexed ? 0 : sound);
                // any of the group may be played
                case "audio" -> sound;
                default -> peak(variant);
            };
            long formula = switch (variant.kind()) {
                case "video" -> formula(variant) + soundFormula;
                case "audio" -> soundFormula;
                default -> 0;
            };
            // durations are rounded to microseconds in playlists; and no more than it has to be
            assertThat((double) variant.bandwidth()).as(variant.toString()).isGreaterThanOrEqualTo(peak - 2)
                    .isLessThanOrEqualTo(Math.max(formula, peak + 4));
            assertThat(variant.segments()).as(variant.toString())
                    .hasSize(variant.kind().equals("iframe") ? GOPS : (GOPS + packing - 1) / packing);
        }
    }

    /** With another number of fragments in its server manifest, which thereby is no longer the one that ingest wrote. */
    private URI published(Path asset, int packing, Path scratch) throws IOException {
        String name = asset.getFileName() + "-" + packing;
        if (Files.isDirectory(origin.media().resolve(name))) {
            return PublishedList.of(origin.base()).location(name);
        }
        origin.publish(asset);
        Path written = origin.media().resolve(asset.getFileName()).resolve("ladder.ism");
        Path folder = Fixtures.copy(asset, scratch.resolve("asset"));
        Matcher matcher = PACKING.matcher(Files.readString(written));
        assertThat(matcher.find()).isTrue();
        Files.writeString(folder.resolve("ladder.ism"), matcher.replaceFirst("$1\"" + packing + "\""));
        return origin.publish(folder, name);
    }

    private static long formula(Rendition rendition) {
        Matcher bitrate = BITRATE.matcher(rendition.manifest().toString());
        assertThat(bitrate.find()).isTrue();
        return (long) Math.floor(1.022 * Long.parseLong(bitrate.group(1)) + 8160);
    }

    /** Bits per second of the worst run, or of everything where no run is as long as half a target duration. */
    private double peak(Rendition rendition) {
        Matcher matcher = TARGET.matcher(delivery.text(rendition.manifest()));
        assertThat(matcher.find()).isTrue();
        double target = Double.parseDouble(matcher.group(1)) * rendition.timescale();
        int n = rendition.segments().size();
        long[] bytes = new long[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = delivery.bytes(rendition.segments().get(i)).length;
        }
        double peak = 0;
        for (int from = 0; from < n; from++) {
            double duration = 0;
            double sum = 0;
            for (int to = from; to < n; to++) {
                duration += rendition.segments().get(to).duration();
                sum += bytes[to];
                if (duration >= target / 2 && duration <= target * 3 / 2) {
                    peak = Math.max(peak, sum * 8 * rendition.timescale() / duration);
                }
            }
        }
        assertThat(peak).as(rendition.toString()).isPositive();
        return peak;
    }
}
