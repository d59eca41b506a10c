package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A stored index is input: one with a right checksum and wrong content is refused, or it is about samples that the file has. */
class StoredIndexTest {
    private static final long LENGTH = 10_000;
    private static final IndexRoom ROOM = IndexRoom.of(new SourceFile("f.mp4", "v", LENGTH));

    private static byte[] stored() {
        TestMovie movie = new TestMovie();
        movie.video().reordered(100, 3000, 25);
        movie.audio().audioFrames(100, 1024);
        ByteBuffer stored = MediaIndexCodec.store(MovieReaderTest.read(movie.progressive()));
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        return bytes;
    }

    private static ByteBuffer checked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        return ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    }

    /** So many that the virtual machine throws its own exceptions, of arrays and arithmetic, without their messages. */
    @Test
    void whateverByteIsWrong() {
        byte[] stored = stored();
        int accepted = 0;
        for (int mask = 1; mask <= 0xff; mask++) {
            for (int i = 8; i < stored.length - 4; i++) {
                byte[] damaged = stored.clone();
                damaged[i] ^= (byte) mask;
                accepted += isAccepted(damaged) ? 1 : 0;
            }
        }
        assertThat(accepted).as("a matrix may say anything").isPositive();
    }

    private static boolean isAccepted(byte[] damaged) {
        try {
            if (MediaIndexCodec.load(checked(damaged)) instanceof MediaIndex index) {
                index.tracks().forEach(track -> requireSound(track, index.file().length()));
                return true;
            }
        } catch (IndexFormatException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        return false;
    }

    @Test
    void aKindThatIsNone() {
        byte[] stored = stored();
        int kind = 8 + 1 + StoredForm.size(new SourceFile("movie.mp4", "v1", 0)) + 1 + 4 + 4;
        assertThat(stored[kind]).isEqualTo((byte) TrackKind.VIDEO.ordinal());
        stored[kind] = 7;
        assertThatThrownBy(() -> MediaIndexCodec.load(checked(stored)))
                .hasMessage("what is stored has 7 where a TrackKind is one of 3");
    }

    private static void requireSound(TrackIndex track, long length) {
        SampleTable samples = track.samples();
        ByteRanges ranges = samples.ranges(0, samples.count());
        long bytes = 0;
        for (int i = 0; i < ranges.count(); i++) {
            assertThat(ranges.starts()[i]).isBetween(0L, length);
            assertThat(ranges.ends()[i]).isBetween(ranges.starts()[i], length);
            bytes += ranges.ends()[i] - ranges.starts()[i];
        }
        assertThat(bytes).isEqualTo(samples.bytes(0, samples.count()));
        for (int i = 0; i < samples.count(); i++) {
            assertThat(samples.size(i)).isNotNegative();
            assertThat(samples.decodeTime(i + 1)).isGreaterThanOrEqualTo(samples.decodeTime(i));
            assertThat(samples.compositionOffset(i)).isGreaterThanOrEqualTo(samples.minCompositionOffset());
        }
        assertThat(samples.syncCount()).isBetween(0, samples.count());
        assertThat(track.timescale()).isPositive();
        assertThat(track.movieTimescale()).isPositive();
    }

    private static PackedColumn column(long... values) {
        var column = new PackedColumn.Builder();
        for (long value : values) {
            column.add(value);
        }
        return column.build();
    }

    private static PackedColumn repeated(int count, long value) {
        ByteBuffer form = ByteBuffer.allocate(16).putInt(count).putLong(value).putInt(0).flip();
        return PackedColumn.load(form, ROOM);
    }

    /** Four samples in two chunks. */
    private static void refused(String why, PackedColumn sizes, PackedColumn durations, PackedColumn offsets, PackedColumn sync,
            int allSync, PackedColumn perChunk, PackedColumn gaps) {
        List<PackedColumn> columns = List.of(sizes, durations, offsets, sync, perChunk, gaps);
        ByteBuffer form = ByteBuffer.allocate(1 + columns.stream().mapToInt(PackedColumn::storedSize).sum());
        form.put((byte) allSync);
        columns.forEach(column -> column.store(form));
        form.flip();
        if (why == null) {
            assertThat(SampleTable.load(form, LENGTH, ROOM).count()).isEqualTo(4);
        } else {
            assertThatThrownBy(() -> SampleTable.load(form, LENGTH, ROOM))
                    .isInstanceOfAny(IndexFormatException.class, ArithmeticException.class).hasMessageContaining(why);
        }
    }

    @Test
    void whatNoFileHas() {
        PackedColumn sizes = column(10, 20, 30, 40);
        PackedColumn ticks = column(5, 5, 5, 6);
        PackedColumn none = column(0, 0, 0, 0);
        PackedColumn empty = column();
        PackedColumn two = column(2, 2);
        PackedColumn gaps = column(100, 50);
        refused(null, sizes, ticks, none, empty, 1, two, gaps);
        refused(null, sizes, ticks, none, column(0, 3), 0, two, gaps);
        refused("sample size of -1", column(10, -1, 30, 40), ticks, none, empty, 1, two, gaps);
        refused("sample size of 2147483648", column(10, 1L << 31, -(1L << 31), 40), ticks, none, empty, 1, two, gaps);
        refused("more bytes than its file", column(10, 20, 30, LENGTH), ticks, none, empty, 1, two, gaps);
        refused("no bytes in any", none, ticks, none, empty, 1, two, gaps);
        refused("overflow", column(Long.MAX_VALUE, Long.MAX_VALUE, 30, 40), ticks, none, empty, 1, two, gaps);
        refused("sample duration of -5", sizes, column(5, -5, 5, 6), none, empty, 1, two, gaps);
        refused("sample duration of 4294967296", sizes, column(5, 1L << 32, 5, 6), none, empty, 1, two, gaps);
        refused("composition offset of 2147483648", sizes, ticks, column(0, 1L << 31, 0, 0), empty, 1, two, gaps);
        refused("sync samples", sizes, ticks, none, column(3, 0), 0, two, gaps);
        refused("sync samples", sizes, ticks, none, column(0, 0), 0, two, gaps);
        refused("sync samples", sizes, ticks, none, column(0, 4), 0, two, gaps);
        refused("sync samples", sizes, ticks, none, column(-1, 3), 0, two, gaps);
        refused("sync samples", sizes, ticks, none, column(0, 3), 1, two, gaps);
        refused("sync samples", sizes, ticks, none, empty, 2, two, gaps);
        refused("samples in a chunk of 5", sizes, ticks, none, empty, 1, column(5, -1), gaps);
        refused("disagree", sizes, ticks, none, empty, 1, column(2, 3), gaps);
        refused("disagree", sizes, ticks, none, empty, 1, two, column(100));
        refused("disagree", sizes, column(5, 5, 5), none, empty, 1, two, gaps);
        refused("disagree", sizes, ticks, none, empty, 1, column(4, 0, 0, 0, 0), column(1, 1, 1, 1, 1));
        refused("chunk 1 of a track lies outside", sizes, ticks, none, empty, 1, two, column(-1, 50));
        refused("chunk 2 of a track lies outside", sizes, ticks, none, empty, 1, two, column(100, LENGTH));
        refused("chunk 2 of a track lies outside", sizes, ticks, none, empty, 1, two, column(100, -131));
        refused("overflow", sizes, ticks, none, empty, 1, two, column(100, Long.MAX_VALUE));
        refused("samples", repeated(0, 0), repeated(0, 0), repeated(0, 0), empty, 1, empty, empty);
        int most = Integer.MAX_VALUE;
        refused("2147483647 samples", repeated(most, 0), repeated(most, 1), repeated(most, 0), empty, 1, repeated(most, 1),
                repeated(most, 0));
    }

    @Test
    void aColumnThatWasPackedByNobody() {
        ByteBuffer form = ByteBuffer.allocate(200);
        column(5, 7, 11).store(form);
        assertThat(PackedColumn.load(form.duplicate().flip(), ROOM).get(2)).isEqualTo(11);
        // divisor and smallest value of the block
        ByteBuffer divided = ByteBuffer.allocate(200);
        column(0, 30, 60).store(divided);
        divided.flip();
        for (int divisor : new int[]{0, -30}) {
            ByteBuffer other = ByteBuffer.allocate(200).put(divided.duplicate()).flip().putInt(17 + 9, divisor);
            assertThatThrownBy(() -> PackedColumn.load(other, ROOM)).isInstanceOf(IndexFormatException.class);
        }
        ByteBuffer lower = ByteBuffer.allocate(200).put(form.duplicate().flip()).flip().putLong(17, 4);
        PackedColumn shifted = PackedColumn.load(lower, ROOM);
        shifted.requireWithin(0, 100, "a value");
        assertThatThrownBy(() -> shifted.requireWithin(5, 100, "a value")).isInstanceOf(IndexFormatException.class);
    }

    private static TrackIndex as(TrackIndex track, long trackId, long timescale) {
        return new TrackIndex(trackId, track.kind(), track.header(), timescale, track.language(), track.movieTimescale(),
                track.edits(), track.baseDecodeTime(), track.entries(), track.codec(), track.samples(), track.rollGroups(),
                track.repairs(),
                track.probe());
    }

    private static ByteBuffer stored(MediaIndex index, List<TrackIndex> tracks) {
        return MediaIndexCodec.store(index.withTracks(tracks));
    }

    /** What a reader of the media would refuse. */
    @Test
    void moreThanAFileMayHave() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).audioFrames(10, 1 << 24);
        MediaIndex index = MovieReaderTest.read(movie.progressive());
        TrackIndex track = index.tracks().get(0);
        List<TrackIndex> many = LongStream.rangeClosed(1, 1001).mapToObj(id -> as(track, id, 48000)).toList();
        ByteBuffer most = stored(index, many.subList(0, 1000));
        assertThat(((MediaIndex) MediaIndexCodec.load(most)).tracks()).hasSize(1000);
        assertThatThrownBy(() -> MediaIndexCodec.load(stored(index, many))).isInstanceOf(IndexFormatException.class)
                .hasMessageContaining("1000 tracks");
        assertThatThrownBy(() -> MediaIndexCodec.load(stored(index, List.of(as(track, 1, 1)))))
                .isInstanceOf(IndexFormatException.class).hasMessageContaining("years");
    }

    /** It is kept as long as the file is. */
    @Test
    void aReasonIsASentence() {
        SourceFile file = new SourceFile("f.mp4", "v", 10);
        var unusable = new UnusableFile(file, "x".repeat(4096));
        assertThat(MediaIndexCodec.load(MediaIndexCodec.store(unusable))).isEqualTo(unusable);
        for (StoredIndex index : List.of(new UnusableFile(file, "x".repeat(4097)),
                new MediaIndex(file, false, List.of(), List.of(),
                        List.of(new MediaIndex.OmittedTrack(1, TrackKind.TEXT, MediaIndex.Cause.NOT_MEDIA, "x".repeat(4097))),
                        0))) {
            assertThatThrownBy(() -> MediaIndexCodec.load(MediaIndexCodec.store(index)))
                    .isInstanceOf(IndexFormatException.class).hasMessageContaining("reason");
        }
    }

    @Test
    void aTableTakesItsRoom() {
        TestMovie movie = new TestMovie();
        movie.video().reordered(1000, 3000, 25);
        SampleTable table = MovieReaderTest.read(movie.progressive()).tracks().get(0).samples();
        ByteBuffer form = ByteBuffer.allocate(table.storedSize());
        table.store(form);
        form.flip();
        var file = new SourceFile("f.mp4", "v", 1 << 20);
        assertThat(SampleTable.load(form.duplicate(), 1 << 20, new IndexRoom(file, 1 << 20)).count()).isEqualTo(1000);
        assertThatThrownBy(() -> SampleTable.load(form.duplicate(), 1 << 20, new IndexRoom(file, 64 * 999)))
                .isInstanceOf(MediaFileException.class);
        var small = new SourceFile("f.mp4", "v", 100);
        ByteBuffer free = ByteBuffer.allocate(200).put((byte) 1);
        int samples = 2 * 100 + (1 << 16) + 1;
        for (int[] column : new int[][]{{samples, 1}, {samples, 1}, {samples, 0}, {0, 0}, {1, samples}, {1, 0}}) {
            free.putInt(column[0]).putLong(column[1]).putInt(0);
        }
        assertThatThrownBy(() -> SampleTable.load(free.flip(), 1 << 20, IndexRoom.of(small)))
                .isInstanceOf(MediaFileException.class).hasMessageContaining("cannot hold");
    }
}
