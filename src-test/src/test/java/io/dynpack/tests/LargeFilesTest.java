package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.asset.MediaIndexer;
import io.dynpack.index.MediaFileException;
import io.dynpack.packaging.PackagedLevel;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.Source;
import io.dynpack.tests.media.AccessUnit;
import io.dynpack.tests.media.AccessUnits;
import io.dynpack.tests.media.AccessUnits.Edits;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.LargeMovies;
import io.dynpack.tests.media.Track;
import io.dynpack.tests.protection.EncryptedAsset;
import io.dynpack.url.Format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Media behind the first four gigabytes of a file, and tables of more than a hundred megabytes: served as any other. */
@ExtendWith(QuickstartOrigin.Provider.class)
@Timeout(120)
class LargeFilesTest {
    private static final long HOLE = 5L << 30;
    /** 81 hours: a {@code moov} of 105 MB. */
    private static final int REPETITIONS = 14_600;
    /** Of the heap; a larger {@code moov} is refused. */
    private static final int MOOV_PART = 16;

    @TempDir
    private Path home;

    private Path behindHole() throws IOException {
        Path folder = Files.createDirectory(home.resolve("far"));
        Path file = folder.resolve("single.mp4");
        LargeMovies.behindHole(Fixtures.single().resolve("single.mp4"), file, HOLE);
        assertThat(Files.size(file)).isGreaterThan(HOLE);
        return folder;
    }

    /** No byte of a segment depends on where its samples lie. */
    @ParameterizedTest
    @EnumSource(names = {"HLS_CMAF", "DASH_CSF", "HLS_TS_V4", "HLS_TS_V3", "FMP4"})
    void behindFourGigabytes(Format format) throws IOException {
        try (EncryptedAsset near = new EncryptedAsset(Fixtures.single());
                EncryptedAsset far = new EncryptedAsset(behindHole())) {
            Presentation expected = near.presentation();
            Presentation found = far.presentation();
            assertThat(found.streams()).hasSameSizeAs(expected.streams()).isNotEmpty();
            for (int i = 0; i < found.streams().size(); i++) {
                List<byte[]> segments = segments(far, format, found.streams().get(i));
                assertThat(segments).isNotEmpty().usingElementComparator(java.util.Arrays::compare)
                        .isEqualTo(segments(near, format, expected.streams().get(i)));
            }
        }
    }

    private static List<byte[]> segments(EncryptedAsset asset, Format format, Stream stream) {
        Level level = stream.levels().get(0);
        return asset.segments(format, stream, level, null);
    }

    @Test
    void behindFourGigabytesOverHttp(QuickstartOrigin origin) throws IOException {
        URI manifest = origin.take(behindHole(), "behind-four-gigabytes").resolve(StreamingFormat.HLS_CMAF.manifest());
        assertThat(new BitExactness().faults(Fixtures.single(), manifest, StreamingFormat.HLS_CMAF)).isEmpty();
    }

    /** With all its tables its index is within the budget of an ordinary heap; on a small one the file is refused. */
    @Test
    void tablesOfAHundredMegabytes() throws IOException {
        Path source = Fixtures.ladder().resolve(Fixtures.LEVELS.get(4).file());
        Path folder = Files.createDirectory(home.resolve("long"));
        long moov = LargeMovies.repeated(source, folder.resolve("long.mp4"), REPETITIONS);
        assertThat(moov).isGreaterThan(100 << 20);
        if (Runtime.getRuntime().maxMemory() / MOOV_PART < moov) {
            refused(folder);
            return;
        }
        List<String> units = hashes(AccessUnits.of(source, Edits.IGNORED));
        try (EncryptedAsset asset = new EncryptedAsset(folder)) {
            Stream stream = asset.presentation().streams().get(0);
            Level level = stream.levels().get(0);
            assertThat(level.samples().count()).isEqualTo(REPETITIONS * units.size());
            assertThat(level.track().repairs()).isEmpty();
            int last = stream.timeline().count() - 1;
            assertThat(stream.timeline().end() / Ticks.PER_SECOND).isGreaterThan(81 * 3600);
            for (Format format : List.of(Format.HLS_CMAF, Format.DASH_CSF)) {
                PackagedLevel packaged = asset.level(format, stream, level, null);
                List<String> served = hashes(AccessUnits.of(List.of(asset.bytes(packaged.initialization().orElseThrow()),
                        asset.bytes(packaged.segment(last, last + 1).join())), Edits.IGNORED));
                assertThat(served).isEqualTo(units.subList(units.size() - served.size(), units.size())).isNotEmpty();
            }
            byte[] transported = asset.bytes(asset.level(Format.HLS_TS_V4, stream, level, null).segment(last, last + 1).join());
            assertThat(AccessUnits.of(List.of(transported), Edits.IGNORED).get(0).units())
                    .hasSize(level.endSample(last) - level.firstSample(last));
        }
    }

    /** On a heap that is too small for it. */
    private static void refused(Path folder) throws IOException {
        try (FileStorage storage = new FileStorage(folder); Source file = storage.open("long.mp4").join()) {
            assertThatThrownBy(() -> MediaIndexer.index(file).join()).hasCauseInstanceOf(MediaFileException.class)
                    .hasMessageContaining("too many for a heap");
        }
    }

    private static List<String> hashes(List<Track> tracks) {
        return tracks.get(0).units().stream().map(AccessUnit::hash).toList();
    }
}
