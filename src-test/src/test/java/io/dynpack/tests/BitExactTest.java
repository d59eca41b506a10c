package io.dynpack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Ffmpeg;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.Track;

import static org.assertj.core.api.Assertions.assertThat;

/** Every access unit of every fixture in every format, as ffmpeg reads it from the files and from what is served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(QuickstartOrigin.Provider.class)
class BitExactTest {

    private final BitExactness exactness = new BitExactness();
    private final Delivery delivery = new Delivery();

    enum Asset {
        LADDER(Fixtures::ladder),
        MUXED(Fixtures::muxed),
        SINGLE(Fixtures::single),
        MOOV_LAST(Fixtures::moovLast),
        FRAGMENTED(
                Fixtures::fragmented),
        FRAGMENTED_WITH_SIDX(Fixtures::fragmentedWithSidx),
        DELAYED_AUDIO(
                Fixtures::delayedAudio),
        NEGATIVE_OFFSETS(Fixtures::negativeOffsets),
        AUDIO_ONLY(Fixtures::audioOnly);

        private final Supplier<Path> folder;

        Asset(Supplier<Path> folder) {
            this.folder = folder;
        }
    }

    static Stream<Arguments> everything() {
        return Stream.of(Asset.values())
                .flatMap(asset -> Stream.of(StreamingFormat.values()).map(format -> Arguments.of(asset, format)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void servesEveryAccessUnit(Asset asset, StreamingFormat format, QuickstartOrigin origin) {
        Path folder = asset.folder.get();
        assertThat(exactness.faults(folder, origin.manifest(folder, format), format)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LADDER", "MOOV_LAST", "FRAGMENTED", "NEGATIVE_OFFSETS"})
    void everyKeyFrameDecodesAlone(Asset asset, QuickstartOrigin origin, @TempDir Path scratch) throws IOException {
        Path folder = asset.folder.get();
        List<Rendition> lists = Manifests.HLS.read(origin.manifest(folder, StreamingFormat.HLS_CMAF), delivery::text).stream()
                .filter(r -> r.kind().equals("iframe")).toList();
        List<Track> pictures = exactness.sources(folder).stream().filter(t -> t.kind().equals("video")).toList();
        assertThat(lists).hasSameSizeAs(pictures);
        for (Rendition list : lists) {
            List<byte[]> parts = new ArrayList<>(List.of(delivery.bytes(list.initialization())));
            for (Segment segment : list.segments()) {
                byte[] picture = delivery.bytes(segment);
                parts.add(picture);
                Path file = scratch.resolve("one.mp4");
                Files.write(file, parts.get(0));
                Files.write(file, picture, java.nio.file.StandardOpenOption.APPEND);
                assertThat(Ffmpeg.ffprobe(scratch, List.of("-count_frames", "-show_entries", "stream=nb_read_frames", "-of",
                        "csv=p=0", file.toString())).strip()).as(segment.toString()).isEqualTo("1");
            }
            Track served = AccessUnits.of(parts, Edits.APPLIED).get(0);
            assertThat(pictures).as(list.id()).anySatisfy(source -> assertThat(hashes(served.units().stream()))
                    .isEqualTo(hashes(source.units().stream().filter(AccessUnit::sync))));
        }
    }

    private static List<String> hashes(Stream<AccessUnit> units) {
        return units.map(AccessUnit::hash).toList();
    }
}
