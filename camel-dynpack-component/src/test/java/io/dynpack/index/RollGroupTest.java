package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.SbgpBox;
import io.dynpack.isobmff.SgpdBox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sample groups {@code roll} and {@code prol}: read from tables and fragments, kept in indexes, asked for by fragments. */
class RollGroupTest {
    private static final int LOCAL = SbgpBox.OF_FRAGMENT;

    @SafeVarargs
    private static byte[] boxes(Consumer<BoxWriter>... boxes) {
        BoxWriter out = new BoxWriter(64);
        for (Consumer<BoxWriter> box : boxes) {
            box.accept(out);
        }
        return out.toByteArray();
    }

    private static Consumer<BoxWriter> roll(int defaultIndex, Integer... distances) {
        return SgpdBox.of(Fourcc.ROLL, defaultIndex, List.of(distances))::write;
    }

    /** @param runs number of samples and index of their description, in turn */
    private static Consumer<BoxWriter> runs(int type, int... runs) {
        ByteBuffer entries = ByteBuffer.allocate(4 * runs.length);
        for (int value : runs) {
            entries.putInt(value);
        }
        return new SbgpBox(type, runs.length / 2, entries.flip())::write;
    }

    private static TestMovie sound(byte[] tableBoxes) {
        TestMovie movie = new TestMovie().perFragment(10);
        movie.audio().timescale(48000).audioFrames(40, 1024).tableBoxes(tableBoxes);
        return movie;
    }

    private static TrackIndex progressive(byte[] tableBoxes) {
        return MovieReaderTest.read(sound(tableBoxes).progressive()).tracks().get(0);
    }

    /** {@code count x index} of each run, of the first group. */
    private static @Nullable String mapping(TrackIndex track, int from, int to) {
        SbgpBox sbgp = track.rollGroups().get(0).mapping(from, to);
        if (sbgp == null) {
            return null;
        }
        List<String> runs = new ArrayList<>();
        for (int entry = 0; entry < sbgp.count(); entry++) {
            runs.add(sbgp.sampleCount(entry) + "x" + sbgp.groupDescriptionIndex(entry));
        }
        return String.join(" ", runs);
    }

    private static TrackIndex stored(MediaIndex index) {
        return ((MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index))).tracks().get(0);
    }

    /** As encoders of AAC write it. */
    @Test
    void allSamplesHaveOneDistance() {
        TrackIndex track = progressive(boxes(roll(0, -1), runs(Fourcc.ROLL, 40, 1)));
        assertThat(track.rollGroups()).hasSize(1);
        assertThat(track.rollGroups().get(0).groupingType()).isEqualTo(Fourcc.ROLL);
        assertThat(track.rollGroups().get(0).descriptions()).isEqualTo(SgpdBox.of(Fourcc.ROLL, 0, List.of(-1)));
        assertThat(mapping(track, 0, 40)).isEqualTo("40x1");
        assertThat(mapping(track, 39, 40)).isEqualTo("1x1");
        assertThat(track.repairs()).isEmpty();
    }

    /** As encoders of Opus write it: the first samples have too few in front of them. */
    @Test
    void theFirstSamplesAreMembersOfNoGroup() {
        MediaIndex index = MovieReaderTest
                .read(sound(boxes(roll(0, -4, -9, -4), runs(Fourcc.ROLL, 4, 0, 30, 1, 1, 2, 5, 3))).progressive());
        for (TrackIndex track : List.of(index.tracks().get(0), stored(index))) {
            assertThat(track.rollGroups().get(0).descriptions()).isEqualTo(SgpdBox.of(Fourcc.ROLL, 0, List.of(-4, -9)));
            assertThat(mapping(track, 0, 40)).isEqualTo("4x0 30x1 1x2 5x1");
            assertThat(mapping(track, 0, 10)).isEqualTo("4x0 6x1");
            assertThat(mapping(track, 0, 4)).isNull();
            assertThat(mapping(track, 3, 5)).isEqualTo("1x0 1x1");
            assertThat(mapping(track, 4, 34)).isEqualTo("30x1");
            assertThat(mapping(track, 34, 35)).isEqualTo("1x2");
            assertThat(mapping(track, 35, 40)).isEqualTo("5x1");
        }
    }

    /** More samples than there are, none at all, fewer than there are, and those that the source has by default. */
    @Test
    void whatIsNotMappedIsInTheDefaultGroup() {
        assertThat(mapping(progressive(boxes(roll(0, -1), runs(Fourcc.ROLL, 10, 1, 0, 0))), 0, 40)).isEqualTo("10x1 30x0");
        assertThat(mapping(progressive(boxes(roll(2, -1, -2), runs(Fourcc.ROLL, 10, 1))), 0, 40)).isEqualTo("10x1 30x2");
        assertThat(mapping(progressive(boxes(roll(1, -1))), 0, 40)).isEqualTo("40x1");
        assertThat(mapping(progressive(boxes(roll(0, -1), runs(Fourcc.ROLL, -1, 1, -1, 1))), 0, 40)).isEqualTo("40x1");
        for (byte[] nothing : List.of(boxes(roll(0, -1)), boxes(roll(0, -1), runs(Fourcc.ROLL, 0, 1)),
                boxes(runs(Fourcc.of("seig"), 40, 1)), boxes(roll(0), runs(Fourcc.ROLL, 40, 0)))) {
            assertThat(progressive(nothing).rollGroups()).isEmpty();
            assertThat(progressive(nothing).repairs()).isEmpty();
        }
    }

    @Test
    void bothTypesSideBySide() {
        TrackIndex track = progressive(boxes(runs(Fourcc.PROL, 20, 1), SgpdBox.of(Fourcc.PROL, 0, List.of(-3))::write,
                runs(Fourcc.ROLL, 40, 1), roll(0, -1)));
        assertThat(track.rollGroups()).extracting(RollGroup::groupingType).containsExactly(Fourcc.ROLL, Fourcc.PROL);
        SbgpBox prol = track.rollGroups().get(1).mapping(0, 40);
        assertThat(prol.groupingType()).isEqualTo(Fourcc.PROL);
        assertThat(prol.count()).isEqualTo(2);
    }

    @Test
    void fragmentsHaveDescriptionsOfTheirOwn() {
        TestMovie movie = sound(boxes(roll(0, -1)));
        movie.audio().timescale(48000).audioFrames(40, 1024);
        TestMovie.Track track = movie.audio().timescale(48000).audioFrames(40, 1024).tableBoxes(boxes(roll(0, -1, -2)));
        track.fragmentBoxes(0, boxes(runs(Fourcc.ROLL, 4, 0, 6, 2)))
                .fragmentBoxes(1, boxes(runs(Fourcc.ROLL, 1, 1, 7, LOCAL + 1, 100, LOCAL + 2), roll(0, -7, -1)))
                .fragmentBoxes(3, boxes(roll(1, -2)));
        MediaIndex index = MovieReaderTest.read(movie.runs(3).fragmented());
        assertThat(index.tracks().get(0).rollGroups()).isEmpty();
        assertThat(index.tracks().get(1).rollGroups()).isEmpty();
        TrackIndex read = index.tracks().get(2);
        assertThat(read.repairs()).isEmpty();
        assertThat(read.rollGroups().get(0).descriptions()).isEqualTo(SgpdBox.of(Fourcc.ROLL, 0, List.of(-2, -1, -7)));
        assertThat(mapping(read, 0, 40)).isEqualTo("4x0 6x1 1x2 7x3 2x2 10x0 10x1");
    }

    /** What a track has by default its fragments have too. */
    @Test
    void theDefaultOfATrackIsThatOfItsFragments() {
        TrackIndex track = MovieReaderTest.read(sound(boxes(roll(1, -1))).fragmented()).tracks().get(0);
        assertThat(mapping(track, 0, 40)).isEqualTo("40x1");
    }

    @Test
    void whatContradictsItselfIsLeftOutAndTold() {
        BoxWriter distances = new BoxWriter(2000);
        SgpdBox.of(Fourcc.ROLL, 0, java.util.stream.IntStream.range(0, 256).boxed().toList()).write(distances);
        int[] each = new int[80];
        for (int i = 0; i < 40; i++) {
            each[2 * i] = 1;
            each[2 * i + 1] = 1 + i;
        }
        byte[] cut = boxes(roll(0, -1), runs(Fourcc.ROLL, 40, 1));
        ByteBuffer.wrap(cut).putInt(cut.length - 12, 2);
        assertThat(progressive(boxes(out -> out.bytes(distances.toByteArray()), runs(Fourcc.ROLL, each))).rollGroups())
                .hasSize(1);
        for (byte[] odd : List.of(cut, boxes(roll(0, -1), runs(Fourcc.ROLL, 40, 2)), boxes(runs(Fourcc.ROLL, 40, 1)),
                boxes(roll(0, -1), runs(Fourcc.ROLL, 40, LOCAL + 1)), boxes(roll(0, -1), runs(Fourcc.ROLL, 40, -1)))) {
            for (byte[] file : List.of(sound(odd).progressive(), sound(odd).fragmented())) {
                MediaIndex index = MovieReaderTest.read(file);
                TrackIndex track = index.tracks().get(0);
                assertThat(track.samples().count()).isEqualTo(40);
                assertThat(track.rollGroups()).isEmpty();
                // the table of a fragmented file has no samples that could be said to be in a group
                assertThat(stored(index).repairs()).isEqualTo(track.repairs());
            }
            assertThat(progressive(odd).repairs()).containsExactly(TrackIndex.Repair.UNREADABLE_GROUPS);
            TestMovie movie = sound(new byte[0]);
            movie.audio().timescale(48000).audioFrames(40, 1024).tableBoxes(boxes(roll(0, -1))).fragmentBoxes(1,
                    boxes(runs(Fourcc.ROLL, 10, 1))).fragmentBoxes(2, boxes(runs(Fourcc.ROLL, 10, 2)));
            TrackIndex fragmented = MovieReaderTest.read(movie.fragmented()).tracks().get(1);
            assertThat(fragmented.rollGroups()).isEmpty();
            assertThat(fragmented.repairs()).containsExactly(TrackIndex.Repair.UNREADABLE_GROUPS);
        }
    }

    /** Samples of no bytes are joined with what follows them. */
    @Test
    void groupsFollowSamplesThatAreLeftOut() {
        TestMovie movie = new TestMovie();
        TestMovie.Track track = movie.audio().timescale(48000).audioFrames(4, 1024).add(0, 1024, 0, true)
                .add(0, 1024, 0, true).audioFrames(4, 1024);
        track.tableBoxes(boxes(roll(0, -1, -2, -3), runs(Fourcc.ROLL, 2, 1, 2, 2, 2, 3, 1, 2, 3, 1)));
        TrackIndex read = MovieReaderTest.read(movie.progressive()).tracks().get(0);
        assertThat(read.samples().count()).isEqualTo(8);
        assertThat(mapping(read, 0, 8)).isEqualTo("2x1 3x2 3x1");
        assertThat(read.rollGroups().get(0).descriptions()).isEqualTo(SgpdBox.of(Fourcc.ROLL, 0, List.of(-1, -2)));
        track.tableBoxes(boxes(roll(0, -1), runs(Fourcc.ROLL, 4, 0, 2, 1)));
        assertThat(MovieReaderTest.read(movie.progressive()).tracks().get(0).rollGroups()).isEmpty();
    }

    @Test
    void runsAndDistancesAreBounded() {
        RollGroup.Builder runs = new RollGroup.Builder(Fourcc.ROLL, null);
        for (int i = 0; i < RollGroup.MAX_RUNS; i++) {
            assertThat(runs.add(i, i & 1)).isTrue();
        }
        assertThat(runs.add(RollGroup.MAX_RUNS, RollGroup.MAX_RUNS - 1 & 1)).as("the same run").isTrue();
        assertThat(runs.add(RollGroup.MAX_RUNS, 7)).isFalse();
        RollGroup group = runs.build(RollGroup.MAX_RUNS + 1);
        assertThat(group.mapping(RollGroup.MAX_RUNS - 1, RollGroup.MAX_RUNS + 1).sampleCount(0)).isEqualTo(2);
        assertThat(group.heapBytes()).isLessThan(200_000);
        RollGroup.Builder distances = new RollGroup.Builder(Fourcc.ROLL, null);
        for (int i = 0; i <= RollGroup.MAX_DISTANCES; i++) {
            distances.add(i, -i);
        }
        assertThatThrownBy(() -> distances.build(1000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
    }

    private static PackedColumn column(long... values) {
        var column = new PackedColumn.Builder();
        for (long value : values) {
            column.add(value);
        }
        return column.build();
    }

    private static RollGroup load(int type, PackedColumn starts, PackedColumn distances) {
        ByteBuffer form = ByteBuffer.allocate(4 + starts.storedSize() + distances.storedSize());
        form.putInt(type);
        starts.store(form);
        distances.store(form);
        return RollGroup.load(form.flip(), 10, IndexRoom.of(new SourceFile("f.mp4", "v", 10_000)));
    }

    /** Whoever wrote it made a checksum that holds. */
    @Test
    void aStoredGroupThatLies() {
        assertThat(load(Fourcc.ROLL, column(0, 4, 9), column(RollGroup.NONE, -4, -3)).descriptions().count()).isEqualTo(2);
        PackedColumn two = column(-1, -2);
        for (PackedColumn starts : List.of(column(), column(0), column(1, 4), column(0, 0), column(4, 0), column(0, 10),
                column(0, -1), column(0, 4, 5))) {
            assertThatThrownBy(() -> load(Fourcc.ROLL, starts, two)).isInstanceOf(IllegalArgumentException.class);
        }
        for (PackedColumn distances : List.of(column(-1, -1), column(RollGroup.NONE, RollGroup.NONE), column(-1, 1 << 15),
                column(-1, RollGroup.NONE - 1))) {
            assertThatThrownBy(() -> load(Fourcc.ROLL, column(0, 4), distances)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> load(Fourcc.ROLL, column(0), column(RollGroup.NONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> load(Fourcc.of("rap "), column(0), column(-1))).isInstanceOf(IllegalArgumentException.class);
        ByteBuffer many = ByteBuffer.allocate(36).putInt(Fourcc.ROLL).putInt(Integer.MAX_VALUE).putLong(0).putInt(0)
                .putInt(Integer.MAX_VALUE).putLong(-1).putInt(0).flip();
        assertThatThrownBy(() -> RollGroup.load(many, 10, IndexRoom.of(new SourceFile("f.mp4", "v", 10_000))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2147483647 runs");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoStoredGroupsOfOneTypeAreRefused(boolean same) {
        MediaIndex index = MovieReaderTest.read(sound(boxes(roll(0, -1), runs(Fourcc.ROLL, 40, 1))).progressive());
        TrackIndex track = index.tracks().get(0);
        RollGroup roll = track.rollGroups().get(0);
        RollGroup.Builder prol = new RollGroup.Builder(Fourcc.PROL, null);
        prol.add(0, -2);
        TrackIndex both = new TrackIndex(track.trackId(), track.kind(), track.header(), track.timescale(), track.language(),
                track.movieTimescale(), track.edits(), track.baseDecodeTime(), track.entries(), track.codec(), track.samples(),
                List.of(roll, same ? roll : prol.build(40)), track.repairs(), track.probe());
        if (same) {
            assertThatThrownBy(() -> stored(index.withTracks(List.of(both)))).isInstanceOf(IndexFormatException.class);
        } else {
            assertThat(stored(index.withTracks(List.of(both))).rollGroups()).hasSize(2);
        }
    }
}
