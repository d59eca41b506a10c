package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.JdkLog;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.NalUnitCodec;
import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.SampleLayoutColumn;
import io.dynpack.codec.SampleLayoutReader;
import io.dynpack.codec.TestAccessUnits;
import io.dynpack.index.SourceFile;
import io.dynpack.index.StoredLayouts;
import io.dynpack.index.TestEntries;
import io.dynpack.index.TestMovie;
import io.dynpack.index.TestMovies;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.TrackSource;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.StorageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LayoutCacheTest {
    private final TestStorage storage = new TestStorage();
    private LayoutStore store = newStore();
    private LayoutCache layouts = new LayoutCache(store, 1 << 20);
    private Presentation presentation;
    private Level level;
    private byte[] file;

    /** @param size of slices, bytes */
    private void movie(int pictures, int size, int slices) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().timescale(25).chunks(3, 1)
                .entry(TestEntries.avc1(30, 320, 180));
        Random random = new Random(5);
        for (int i = 0; i < pictures; i++) {
            byte[][] units = new byte[slices + 1][];
            units[0] = TestAccessUnits.delimiter();
            for (int slice = 1; slice <= slices; slice++) {
                units[slice] = TestAccessUnits.slice(size + random.nextInt(50));
            }
            video.unit(TestAccessUnits.avc(units), 1, i % 10 == 0);
        }
        movie.audio().timescale(48000).audioFrames(pictures * 2, 1024);
        file = movie.progressive();
        storage.with("film.mp4", file);
        SourceFile source = new SourceFile("film.mp4", "v1", file.length);
        presentation = new PresentationBuilder(20_000_000, 1)
                .build(TestMovies.read(file).tracks().stream().map(track -> TrackSource.of(source, track)).toList());
        level = presentation.streams().get(0).levels().get(0);
    }

    private LayoutStore newStore() {
        return new LayoutStore(storage, 1 << 20, new MemoryBudget(64 << 20));
    }

    /** Another node, which remembers nothing. */
    private void restart() {
        store = newStore();
        layouts = new LayoutCache(store, 1 << 20);
        storage.reads.clear();
    }

    private CompletableFuture<SampleLayout> look(SampleRun run) {
        return layouts.of((NalUnitCodec) level.codec(), run);
    }

    private List<Integer> runs(SampleLayout layout, SampleRun run) {
        List<Integer> runs = new ArrayList<>();
        SampleLayout.Reader in = layout.reader();
        for (int sample = 0; sample < run.count(); sample++) {
            in.sample(run.size(sample));
            while (in.next()) {
                runs.add(in.clear());
                runs.add(in.data());
            }
        }
        return runs;
    }

    private SampleLayout inMemory(SampleRun run) {
        SampleLayoutReader reader = ((NalUnitCodec) level.codec()).sampleLayouts();
        for (int sample = 0; sample < run.count(); sample++) {
            reader.begin(run.size(sample), sample % 10 == 0);
            long start = run.ranges(sample, sample + 1).starts()[0];
            assertThat(reader.read(ByteBuffer.wrap(file, (int) start, run.size(sample)))).isTrue();
        }
        return reader.layout();
    }

    /** Small pictures are read many at a time, large ones at their beginnings alone. */
    @ParameterizedTest
    @CsvSource({"50, 100, 1, 1, false", "50, 3000, 2, 3, true", "50, 60000, 1, 50, false", "20, 40000, 3, 60, true",
            "50, 60000, 1, 50, true"})
    void looksAtNoMoreThanItNeeds(int pictures, int size, int slices, int reads, boolean asynchronous) throws Exception {
        movie(pictures, size, slices);
        storage.asynchronous = asynchronous;
        SampleRun run = level.indexed(0);
        SampleLayout layout = look(run).get(10, TimeUnit.SECONDS);
        assertThat(runs(layout, run)).isEqualTo(runs(inMemory(run), run));
        assertThat(storage.reads).hasSizeLessThanOrEqualTo(reads);
        assertThat(look(run).get(10, TimeUnit.SECONDS)).isSameAs(layout);
        assertThat(storage.reads).hasSizeLessThanOrEqualTo(reads);
        assertThat(storage.opened).isEqualTo(1);
        assertThat(storage.closed).isEqualTo(1);
    }

    @Test
    void aStorageThatFailsIsAskedAgain() throws Exception {
        movie(50, 3000, 1);
        SampleRun run = level.indexed(0);
        storage.unreadableFrom = 1000;
        assertThatThrownBy(() -> look(run).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StorageException.class);
        storage.down = true;
        assertThatThrownBy(() -> look(run).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StorageException.class);
        assertThat(storage.closed).isEqualTo(storage.opened);
        storage.down = false;
        storage.unreadableFrom = Long.MAX_VALUE;
        assertThat(look(run).get(10, TimeUnit.SECONDS).count()).isEqualTo(run.count());
        assertThat(storage.closed).isEqualTo(storage.opened);
    }

    @Test
    void aStorageThatIsBusyIsAskedAgainAndIsNoNewsForTheLog() throws Exception {
        movie(50, 3000, 1);
        SampleRun run = level.indexed(0);
        storage.busy = name -> name.endsWith(LayoutStore.SUFFIX);
        try (JdkLog log = new JdkLog("com.github.benmanes.caffeine")) {
            assertThatThrownBy(() -> look(run).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(StorageException.Busy.class);
            assertThat(log.messages()).isEmpty();
        }
        storage.busy = name -> false;
        assertThat(look(run).get(10, TimeUnit.SECONDS).count()).isEqualTo(run.count());
    }

    @Test
    void aFileThatWasReplacedIsNotLookedAt() {
        movie(50, 3000, 1);
        storage.with("film.mp4", HexFormat.of().parseHex("00".repeat(file.length)));
        assertThatThrownBy(() -> look(level.indexed(0)).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StorageException.Changed.class);
    }

    @Test
    void whatIsStoredNeedsNoLook() throws Exception {
        movie(1200, 400, 2);
        assertThat(store.store(presentation).get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(storage.bytes("film.mp4.dynl")).hasSizeLessThan(1200 * 10);
        assertThat(store.store(presentation).get(10, TimeUnit.SECONDS)).as("once").isZero();
        restart();
        assertThat(store.store(presentation).get(10, TimeUnit.SECONDS)).as("by another node").isZero();
        for (int fragment : new int[]{0, 7, presentation.streams().get(0).timeline().count() - 1}) {
            SampleRun run = level.indexed(fragment);
            assertThat(runs(look(run).get(10, TimeUnit.SECONDS), run)).isEqualTo(runs(inMemory(run), run));
        }
        SampleRun keyFrame = level.indexedKeyFrame(1190, 1200);
        assertThat(runs(look(keyFrame).get(10, TimeUnit.SECONDS), keyFrame)).isEqualTo(runs(inMemory(keyFrame), keyFrame));
        assertThat(storage.reads).allMatch(read -> read.startsWith("film.mp4.dynl@")).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"damaged", "of another file", "of other samples", "of another version", "empty"})
    void whatCannotBeUsedIsPassedOver(String how) throws Exception {
        movie(50, 400, 1);
        store.store(presentation).get(10, TimeUnit.SECONDS);
        byte[] stored = storage.bytes("film.mp4.dynl");
        byte[] other = switch (how) {
            case "damaged" -> {
                stored[stored.length / 2] ^= 1;
                yield stored;
            }
            case "of another file" -> stored(new SourceFile("film.mp4", "v0", file.length), 1, 50);
            case "of other samples" -> stored(new SourceFile("film.mp4", "v1", file.length), 1 << 20, 50);
            case "of another version" -> {
                stored[7]++;
                yield stored;
            }
            default -> new byte[0];
        };
        storage.with("film.mp4.dynl", other);
        restart();
        SampleRun run = level.indexed(0);
        assertThat(runs(look(run).get(10, TimeUnit.SECONDS), run)).isEqualTo(runs(inMemory(run), run));
        assertThat(storage.reads).anyMatch(read -> read.startsWith("film.mp4@"));
    }

    /** Layouts of which each sample has so many clear bytes, under the name of the track. */
    private byte[] stored(SourceFile of, int clear, int samples) {
        ByteBuffer packed = ByteBuffer.allocate(samples * 4);
        for (int i = 0; i < samples; i++) {
            int left = clear << 2 | 1;
            for (; left > 0x7f; left >>= 7) {
                packed.put((byte) (left | 0x80));
            }
            packed.put((byte) left);
        }
        SampleLayoutColumn column = SampleLayoutColumn.of(packed.flip(), samples, false);
        ByteBuffer stored = new StoredLayouts(of, Map.of(level.indexed(0).track(), column)).store();
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0000", "8080808080808001", "01 01"})
    void layoutsThatAreNoneAreRefused(String packed) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(packed.replace(" ", "")));
        assertThatThrownBy(() -> SampleLayoutColumn.of(bytes, 1, false)).isInstanceOf(CodecException.class);
    }

    @Test
    void aStorageThatCannotBeWrittenFailsNothingElse() throws Exception {
        movie(50, 400, 1);
        storage.readOnly = true;
        assertThatThrownBy(() -> store.store(presentation).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StorageException.class);
        assertThat(look(level.indexed(0)).get(10, TimeUnit.SECONDS).count()).isEqualTo(50);
    }
}
