package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AvcCodec;
import io.dynpack.codec.Picture;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class MovieReaderTest {

    /** What a reader with the whole file at hand does. */
    static MediaIndex read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        MovieReader reader = null;
        for (int at = 0; at < bytes.length;) {
            BoxHeader header = BoxHeader.parse(file.position(at), at, bytes.length);
            // of a file that is cut off the last one claims more
            ByteBuffer box = file.slice(at, (int) Math.min(header.size(), bytes.length - at));
            if (header.type() == Fourcc.MOOV) {
                reader = new MovieReader(new SourceFile("movie.mp4", "v1", bytes.length), Box.parse(box, at));
            } else if (header.type() == Fourcc.MOOF) {
                reader.fragment(Box.parse(box, at));
            }
            at = (int) header.end();
        }
        return reader.build();
    }

    private static void verify(byte[] file, TrackIndex index, TestMovie.Track track) {
        SampleTable table = index.samples();
        assertThat(table.count()).isEqualTo(track.samples.size());
        long time = 0;
        int syncs = 0;
        for (int i = 0; i < table.count(); i++) {
            TestMovie.Sample sample = track.samples.get(i);
            assertThat(table.size(i)).isEqualTo(sample.size());
            assertThat(table.duration(i)).isEqualTo(sample.duration());
            assertThat(table.compositionOffset(i)).isEqualTo(sample.offset());
            assertThat(table.decodeTime(i)).isEqualTo(time);
            assertThat(table.isSync(i)).as("sync of %s", i).isEqualTo(sample.sync());
            assertThat(table.syncCountBefore(i)).isEqualTo(syncs);
            if (sample.sync()) {
                assertThat(table.syncSample(syncs++)).isEqualTo(i);
            }
            time += sample.duration();
        }
        assertThat(table.decodeTime(table.count())).isEqualTo(time);
        assertThat(table.syncCount()).isEqualTo(syncs);
        int count = table.count();
        for (int[] run : new int[][]{{0, count}, {0, 1}, {count - 1, count}, {count / 3, count / 2 + 1},
                {1, Math.min(count, 70)}}) {
            List<Byte> expected = new ArrayList<>();
            for (int s = run[0]; s < run[1]; s++) {
                for (int i = 0; i < track.samples.get(s).size(); i++) {
                    expected.add(TestMovie.content(track.id, s, i));
                }
            }
            ByteRanges ranges = table.ranges(run[0], run[1]);
            List<Byte> found = new ArrayList<>();
            for (int r = 0; r < ranges.count(); r++) {
                for (long at = ranges.starts()[r]; at < ranges.ends()[r]; at++) {
                    found.add(file[(int) at]);
                }
                assertThat(r == 0 || ranges.starts()[r] != ranges.ends()[r - 1]).as("touching ranges").isTrue();
            }
            assertThat(found.equals(expected)).as("bytes of %s to %s", run[0], run[1]).isTrue();
            assertThat(table.bytes(run[0], run[1])).isEqualTo(expected.size());
        }
    }

    private static Arguments layout(String name, Consumer<TestMovie> movie, Consumer<TestMovie.Track> video,
            Consumer<TestMovie.Track> audio) {
        return arguments(name, movie, video, audio);
    }

    static Stream<Arguments> layouts() {
        Consumer<TestMovie> same = movie -> {};
        Consumer<TestMovie.Track> plain = track -> {};
        return Stream.of(layout("moov first", same, plain, plain),
                layout("moov last, 64-bit mdat and offsets", movie -> movie.moovLast().wideMdat(), TestMovie.Track::wideOffsets,
                        TestMovie.Track::wideOffsets),
                layout("chunk per sample", same, video -> video.chunks(1), audio -> audio.chunks(1)),
                layout("one chunk", same, video -> video.chunks(1 << 20), audio -> audio.chunks(1 << 20)),
                layout("several runs of chunks", same, video -> video.chunks(1, 2, 2, 9, 3), audio -> audio.chunks(7, 7, 1)),
                layout("offsets that descend", TestMovie::moovLast, video -> video.reversed().chunks(4),
                        audio -> audio.reversed()),
                layout("stz2 of 8 bits", same, video -> video.fieldBits(8), audio -> audio.fieldBits(8)),
                layout("stz2 of 16 bits", same, video -> video.fieldBits(16), audio -> audio.fieldBits(16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void everyLayoutOfTablesGivesTheSameSamples(String name, Consumer<TestMovie> how, Consumer<TestMovie.Track> videoHow,
            Consumer<TestMovie.Track> audioHow) {
        TestMovie movie = new TestMovie();
        how.accept(movie);
        TestMovie.Track video = movie.video().timescale(30000).reordered(200, 1001, 30);
        TestMovie.Track audio = movie.audio().timescale(48000).language("eng").audioFrames(333, 1024);
        videoHow.accept(video);
        audioHow.accept(audio);
        byte[] file = movie.progressive();
        MediaIndex index = read(file);
        assertThat(index.fragmented()).isFalse();
        assertThat(index.omitted()).isEmpty();
        verify(file, index.tracks().get(0), video);
        verify(file, index.tracks().get(1), audio);
        assertThat(index.tracks().get(1).language()).isEqualTo("eng");
        assertThat(index.tracks().get(1).samples().isAllSync()).isTrue();
        MediaIndex loaded = (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index));
        verify(file, loaded.tracks().get(0), video);
        verify(file, loaded.tracks().get(1), audio);
    }

    @Test
    void smallAndConstantSizes() {
        TestMovie movie = new TestMovie();
        TestMovie.Track four = movie.audio().fieldBits(4).stss(TestMovie.Stss.ABSENT);
        TestMovie.Track same = movie.audio().fieldBits(0).stss(TestMovie.Stss.ABSENT);
        for (int i = 0; i < 131; i++) {
            four.add(1 + i % 15, 1024, 0, true);
            same.add(17, i % 9, 0, true);
        }
        byte[] file = movie.progressive();
        verify(file, read(file).tracks().get(0), four);
        verify(file, read(file).tracks().get(1), same);
    }

    @Test
    void negativeOffsetsInBothVersions() {
        for (int version = 0; version < 2; version++) {
            TestMovie movie = new TestMovie();
            TestMovie.Track video = movie.video().cttsVersion(version);
            for (int i = 0; i < 90; i++) {
                video.add(10, 3000, (i % 3 - 1) * 3000, i % 30 == 0);
            }
            byte[] file = movie.progressive();
            verify(file, read(file).tracks().get(0), video);
        }
    }

    @Test
    void anEmptyStssMeansNoSyncSampleAndAnAbsentOneAll() {
        TestMovie movie = new TestMovie();
        movie.video().stss(TestMovie.Stss.EMPTY).frames(40, 3000, 10);
        movie.video().stss(TestMovie.Stss.ABSENT).frames(40, 3000, 10);
        MediaIndex index = read(movie.progressive());
        assertThat(index.tracks().get(0).samples().syncCount()).isZero();
        assertThat(index.tracks().get(0).samples().isAllSync()).isFalse();
        assertThat(index.tracks().get(1).samples().syncCount()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"MOOF,1", "MOOF,3", "OFFSET,1", "OFFSET,2", "NEITHER,1", "NEITHER,4"})
    void fragmentsWithEveryBase(TestMovie.Base base, int runs) {
        TestMovie movie = new TestMovie().base(base).runs(runs).perFragment(25);
        TestMovie.Track video = movie.video().timescale(30000).firstDecodeTime(90090).reordered(190, 1001, 30);
        TestMovie.Track audio = movie.audio().timescale(48000).audioFrames(301, 1024);
        byte[] file = movie.fragmented();
        MediaIndex index = read(file);
        assertThat(index.fragmented()).isTrue();
        verify(file, index.tracks().get(0), video);
        verify(file, index.tracks().get(1), audio);
        assertThat(index.tracks().get(0).baseDecodeTime()).isEqualTo(90090);
        assertThat(index.tracks().get(1).baseDecodeTime()).isZero();
    }

    @Test
    void aGapBetweenFragmentsIsTakenUpByTheSampleBefore() {
        TestMovie movie = new TestMovie().perFragment(10);
        movie.video().frames(40, 3000, 10).gap(1, 4500).gap(3, -500);
        SampleTable table = read(movie.fragmented()).tracks().get(0).samples();
        assertThat(table.duration(9)).isEqualTo(7500);
        assertThat(table.decodeTime(10)).isEqualTo(34500);
        assertThat(table.duration(29)).isEqualTo(2500);
        assertThat(table.duration(39)).isEqualTo(3000);
        TestMovie back = new TestMovie().perFragment(10);
        back.video().frames(40, 3000, 10).gap(2, -3001);
        back.audio().timescale(48000).audioFrames(40, 1024);
        MediaIndex index = read(back.fragmented());
        assertThat(index.tracks()).extracting(TrackIndex::kind).containsExactly(TrackKind.AUDIO);
        assertThat(index.omitted()).singleElement().satisfies(omitted -> assertThat(omitted.reason())
                .contains("moof/traf at byte").contains("where the fragment before ends"));
    }

    @Test
    void fragmentsWithoutTfdtBeginAtZero() {
        TestMovie movie = new TestMovie().perFragment(10);
        TestMovie.Track video = movie.video().frames(40, 3000, 10).withoutTfdt();
        byte[] file = movie.fragmented();
        verify(file, read(file).tracks().get(0), video);
        assertThat(read(file).tracks().get(0).baseDecodeTime()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"hierarchical, 2b11 8800, 24000, mp4a.40.5, 48000, 2",
            "hierarchical with ps, eb09 8800, 24000, mp4a.40.29, 48000, 2",
            "backward compatible, 1310 56e5 98, 24000, mp4a.40.5, 48000, 2",
            "backward compatible with ps, 1308 56e5 9d48 80, 24000, mp4a.40.29, 48000, 2",
            "plain, 1190, 48000, mp4a.40.2, 48000, 2"})
    void highEfficiencyAacInEverySignalling(String name, String config, int rate, String codec, int output, int channels) {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(rate).entry(TestEntries.mp4a(rate, 2, config.replace(" ", ""))).audioFrames(10, 1024);
        AacCodec aac = (AacCodec) read(movie.progressive()).tracks().get(0).codec();
        assertThat(aac.rfc6381(false)).isEqualTo(codec);
        assertThat(aac.sampleRate()).isEqualTo(output);
        assertThat(aac.channels()).isEqualTo(channels);
        assertThat(aac.frameRateBase()).isEqualTo(rate);
        assertThat(aac.codecPrivateData()).isEqualToIgnoringCase(config.replace(" ", ""));
        assertThat(aac.smoothFourcc()).isEqualTo("plain".equals(name) ? "AACL" : "AACH");
    }

    @Test
    void implicitBandReplicationIsKnownFromFramesOfTwiceTheLength() {
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(TestEntries.mp4a(48000, 2, "1310")).audioFrames(10, 2048);
        movie.audio().timescale(24000).entry(TestEntries.mp4a(24000, 2, "1310")).audioFrames(10, 1024);
        MediaIndex index = (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(read(movie.progressive())));
        AacCodec found = (AacCodec) index.tracks().get(0).codec();
        assertThat(found.rfc6381(false)).isEqualTo("mp4a.40.5");
        assertThat(found.sampleRate()).isEqualTo(48000);
        assertThat(index.tracks().get(1).codec().rfc6381(false)).isEqualTo("mp4a.40.2");
    }

    @Test
    void quickTimeEntriesBecomeVersion0() {
        for (int version = 1; version < 3; version++) {
            TestMovie movie = new TestMovie();
            movie.audio().timescale(48000).entry(TestEntries.quickTime(version, 48000, 2, "1190")).audioFrames(10, 1024);
            TrackIndex track = read(movie.progressive()).tracks().get(0);
            byte[] entry = new byte[track.entries().first().bytes().remaining()];
            track.entries().first().bytes().get(entry);
            assertThat(entry).isEqualTo(TestEntries.mp4a(48000, 2, "1190"));
            assertThat(((AacCodec) track.codec()).channels()).isEqualTo(2);
        }
    }

    /** Twenty thousand boxes of 8 bytes, each in the one before. */
    @Test
    void boxesOfQuickTimeThatNestRefuseNoFile() {
        byte[] whole = TestEntries.quickTime(2, 48000, 2, "1190");
        ByteBuffer entry = ByteBuffer.allocate(whole.length + 160_000).put(whole).putInt(0, whole.length + 160_000);
        while (entry.hasRemaining()) {
            entry.putInt(entry.remaining()).putInt(Fourcc.WAVE);
        }
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(entry.array()).audioFrames(10, 1024);
        byte[] served = new byte[TestEntries.mp4a(48000, 2, "1190").length];
        read(movie.progressive()).tracks().get(0).entries().first().bytes().get(served);
        assertThat(served).isEqualTo(TestEntries.mp4a(48000, 2, "1190"));
    }

    @Test
    void whatIsNoBoxBehindASoundOfQuickTimeRefusesNoFile() {
        byte[] whole = TestEntries.quickTime(2, 48000, 2, "1190");
        ByteBuffer entry = ByteBuffer.allocate(whole.length + 12).put(whole).putInt(0x7fffffff);
        entry.putInt(0, entry.capacity());
        TestMovie movie = new TestMovie();
        movie.audio().timescale(48000).entry(entry.array()).audioFrames(10, 1024);
        byte[] served = new byte[TestEntries.mp4a(48000, 2, "1190").length];
        read(movie.progressive()).tracks().get(0).entries().first().bytes().get(served);
        assertThat(served).isEqualTo(TestEntries.mp4a(48000, 2, "1190"));
    }

    /** Pixels without a height, colours and Dolby Vision cut short, and something that is no box. */
    @ParameterizedTest
    @CsvSource({"0000000c 70617370 00000001", "00000010 636f6c72 6e636c78 00090010", "0000000a 64766343 0100",
            "7fffffff 6a756e6b 00000000"})
    void whatSaysMoreOfPicturesRefusesNoFile(String box) {
        byte[] extra = HexFormat.of().parseHex(box.replace(" ", ""));
        byte[] configuration = TestEntries.avcC(31, TestEntries.sps(31, 1280, 720));
        byte[] children = Arrays.copyOf(configuration, configuration.length + extra.length);
        System.arraycopy(extra, 0, children, configuration.length, extra.length);
        TestMovie movie = new TestMovie();
        movie.video().entry(TestEntries.visual("avc1", 1280, 720, children)).frames(10, 3000, 5);
        AvcCodec codec = (AvcCodec) read(movie.progressive()).tracks().get(0).codec();
        assertThat(codec.picture()).isEqualTo(Picture.ofSize(1280, 720));
    }

    @Test
    void codecsThatAreNotServedAreOmittedWithAReason() {
        TestMovie movie = new TestMovie();
        movie.video().frames(10, 3000, 5);
        movie.video().entry(TestEntries.visual("mp4v", 320, 180, new byte[0])).frames(10, 3000, 5);
        movie.audio().entry(TestEntries.mp4a(48000, 2, TestEntries.esds(0xdd, "1190"))).audioFrames(10, 1024);
        movie.audio();
        MediaIndex index = read(movie.progressive());
        assertThat(index.tracks()).hasSize(1);
        assertThat(((AvcCodec) index.tracks().get(0).codec()).rfc6381(true)).isEqualTo("avc1.64001F");
        assertThat(index.omitted()).extracting(MediaIndex.OmittedTrack::reason).containsExactly(
                "track 2: sample entry mp4v (MPEG-4 Visual) is not served",
                "track 3: mp4a with object type 0xdd (Vorbis) is not served", "track 4: has no samples");
    }

    /** Finds the only box of this type and changes 32 bits of it. */
    private static byte[] patched(byte[] file, String type, int at, long value) {
        byte[] copy = file.clone();
        for (int i = 0; i + 4 < copy.length; i++) {
            if (new String(copy, i, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals(type)) {
                ByteBuffer.wrap(copy).putInt(i - 4 + at, (int) value);
                return copy;
            }
        }
        throw new IllegalArgumentException(type);
    }

    @ParameterizedTest
    @CsvSource({"stsz, 16, 0xffffffff, stsz at byte, claims", "stts, 12, 0, stts, does not say how long sample 1 lasts",
            "stts, 12, 0xffffffff, stts at byte, entries", "stsc, 16, 9, stbl, stsc says nothing",
            "stco, 16, 0x7fffffff, stbl, outside the file", "stco, 12, 0, stbl, chunks hold none",
            "mdhd, 20, 0, mdhd at byte, timescale", "avcC, 0, 4, size 4 is impossible, avcC",
            "mdia, 0, 0x7fffffff, mdia, claims", "ctts, 12, 77777, ctts, entries", "stss, 12, 77777, stss, entries"})
    void whatContradictsItselfIsNamed(String type, int at, String value, String box, String reason) {
        TestMovie movie = new TestMovie();
        movie.video().reordered(90, 3000, 30).edits(TestMovie.Edit.of(0, 3000));
        byte[] file = patched(movie.progressive(), type, at, Long.decode(value));
        assertThatThrownBy(() -> read(file)).isInstanceOf(MediaFileException.class).hasMessageStartingWith("movie.mp4: ")
                .hasMessageContaining(box).hasMessageContaining(reason);
    }

    @Test
    void noByteOfAMovieThatIsFlippedOrCutOffDoesHarm() {
        TestMovie whole = new TestMovie();
        whole.video().reordered(40, 3000, 10).edits(TestMovie.Edit.of(100, -1), TestMovie.Edit.of(0, 3000));
        whole.audio().audioFrames(40, 1024);
        TestMovie parts = new TestMovie().perFragment(20);
        parts.video().frames(40, 3000, 10);
        parts.audio().audioFrames(40, 1024);
        long start = System.nanoTime();
        for (byte[] file : List.of(whole.moovLast().progressive(), parts.fragmented())) {
            for (int i = 0; i < file.length; i++) {
                for (int flip : new int[]{0x01, 0x80, 0xff}) {
                    byte[] damaged = file.clone();
                    damaged[i] ^= (byte) flip;
                    attempt(damaged, file.length);
                }
                attempt(java.util.Arrays.copyOf(file, i), i);
            }
        }
        assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(60_000_000_000L);
    }

    private static void attempt(byte[] file, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        try {
            MovieReader reader = null;
            for (int at = 0; at + 16 <= length;) {
                BoxHeader header = BoxHeader.parse(buffer.position(at), at, length);
                if (header.type() == Fourcc.MOOV && reader == null) {
                    reader = new MovieReader(new SourceFile("movie.mp4", "v1", length),
                            Box.parse(buffer.slice(at, length - at), at));
                } else if (header.type() == Fourcc.MOOF && reader != null) {
                    reader.fragment(Box.parse(buffer.slice(at, length - at), at));
                }
                if (header.end() > length) {
                    break;
                }
                at = (int) header.end();
            }
            if (reader != null) {
                MediaIndexCodec.load(MediaIndexCodec.store(reader.build()));
            }
        } catch (MediaFileException | io.dynpack.isobmff.IsobmffException e) {
            assertThat(e.getMessage()).contains("at byte");
        }
    }

    private static final byte[] OTHER = TestEntries.avc1(0x1E, 640, 360);

    @Test
    void whatCountsIsTheSampleEntryInUse() {
        TestMovie whole = new TestMovie();
        whole.video().frames(30, 3000, 10).otherEntryFrom(0, OTHER);
        TestMovie parts = new TestMovie().perFragment(10);
        parts.video().frames(30, 3000, 10).otherEntryFrom(0, OTHER);
        TestMovie byDefault = new TestMovie().perFragment(10);
        byDefault.video().frames(30, 3000, 10).otherEntryFrom(0, OTHER).defaultEntry(2);
        for (byte[] file : List.of(whole.progressive(), parts.fragmented(), byDefault.fragmented())) {
            TrackIndex track = read(file).tracks().get(0);
            assertThat(track.entries().entries()).hasSize(1);
            assertThat(track.codec().rfc6381(true)).isEqualTo("avc1.64001E");
            assertThat(track.entries().first().bytes().remaining()).isEqualTo(OTHER.length);
        }
    }

    @Test
    void aChangeOfTheSampleEntryIsKept() {
        TestMovie whole = new TestMovie();
        whole.video().chunks(10).frames(40, 3000, 10).otherEntryFrom(20, OTHER).otherEntryFrom(30, null);
        TestMovie parts = new TestMovie().perFragment(10);
        parts.video().frames(40, 3000, 10).otherEntryFrom(20, OTHER).otherEntryFrom(30, null);
        for (byte[] file : List.of(whole.progressive(), parts.fragmented())) {
            MediaIndex index = (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(read(file)));
            SampleEntryRuns entries = index.tracks().get(0).entries();
            assertThat(entries.entries()).hasSize(2);
            assertThat(entries.changeCount()).isEqualTo(2);
            assertThat(List.of(entries.of(0), entries.of(19), entries.of(20), entries.of(29), entries.of(30), entries.of(39)))
                    .containsExactly(0, 0, 1, 1, 0, 0);
            assertThat(entries.changesAt(20)).isTrue();
            assertThat(entries.changesAt(21)).isFalse();
        }
    }

    /**
     * Ten samples a run; the entries are told apart by their levels. Of empty samples nothing is left: neither their run nor an
     * entry that only they use.
     *
     * @param runs  of entries; one with an asterisk has samples of no bytes alone
     * @param left  of entries, with the first sample of each
     * @param names of the levels in the order of their first use
     */
    @ParameterizedTest
    @CsvSource({"1 2* 1, 1@0, 1F", "1* 2, 1@0, 1E", "1* 2 1, 1@0 2@10, 1E 1F", "1 2*, 1@0, 1F", "1 2* 3, 1@0 2@10, 1F 14",
            "1* 2* 3 2, 1@0 2@10, 14 1E", "1 2 1*, 1@0 2@10, 1F 1E", "1 2* 3* 1 2, 1@0 2@20, 1F 1E",
            "1 2 3 1, 1@0 2@10 3@20 1@30, 1F 1E 14"})
    void anEntryOfSamplesWithoutBytesIsGone(String runs, String left, String names) {
        TestMovie movie = new TestMovie();
        TestMovie.Track video = movie.video().chunks(10).otherEntryFrom(10_000, OTHER).otherEntryFrom(10_001,
                TestEntries.avc1(0x14, 320, 180));
        String[] all = runs.split(" ");
        for (int run = 0; run < all.length; run++) {
            video.entryFrom.put(run * 10, all[run].charAt(0) - '0');
            for (int i = 0; i < 10; i++) {
                video.add(all[run].endsWith("*") ? 0 : 100 + i, 3000, 0, i == 0);
            }
        }
        MediaIndex read = read(movie.progressive());
        MediaIndex stored = (MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(read));
        for (MediaIndex index : List.of(read, stored)) {
            TrackIndex track = index.tracks().get(0);
            SampleEntryRuns entries = track.entries();
            StringBuilder found = new StringBuilder("1@0");
            for (int i = 0; i < entries.changeCount(); i++) {
                found.append(' ').append(entries.run(i + 1) + 1).append('@').append(entries.change(i));
            }
            assertThat(found).hasToString(left);
            assertThat(entries.entries()).extracting(entry -> entry.codec().rfc6381(true)).containsExactly(
                    Stream.of(names.split(" ")).map(level -> "avc1.6400" + level).toArray(String[]::new));
            assertThat(track.codec()).isEqualTo(entries.first().codec());
        }
    }

    @Test
    void aDamagedEntryBehindASoundOneIsNamed() {
        byte[] damaged = OTHER.clone();
        ByteBuffer.wrap(damaged).putInt(86, 4);
        TestMovie movie = new TestMovie();
        movie.video().chunks(10).frames(40, 3000, 10).otherEntryFrom(20, damaged);
        byte[] file = movie.progressive();
        assertThatThrownBy(() -> read(file)).isInstanceOf(MediaFileException.class).hasMessageContaining("avcC");
    }

    @Test
    void equalSampleEntriesAreOne() {
        TestMovie movie = new TestMovie();
        movie.video().chunks(10).frames(40, 3000, 10).otherEntryFrom(20, TestEntries.avc1(0x1F, 1280, 720));
        assertThat(read(movie.progressive()).tracks().get(0).entries().isSingle()).isTrue();
    }

    @Test
    void aChangeToAnotherCodecLeavesTheTrackOutAndNotTheFile() {
        TestMovie movie = new TestMovie();
        movie.video().chunks(10).frames(40, 3000, 10).otherEntryFrom(20, TestEntries.visual("s263", 320, 180, new byte[0]));
        movie.audio().timescale(48000).audioFrames(40, 1024);
        MediaIndex index = read(movie.progressive());
        assertThat(index.tracks()).extracting(TrackIndex::kind).containsExactly(TrackKind.AUDIO);
        assertThat(index.omitted()).singleElement()
                .satisfies(
                        omitted -> assertThat(omitted.reason()).isEqualTo("track 1: sample entry s263 (H.263) is not served"));
    }

    /** As ffmpeg reads it: the sample lasts one tick, and the next ones make up for it. */
    @Test
    void durationsThatTurnTimeBackwardsAreEvenedOut() {
        TestMovie movie = new TestMovie();
        movie.video().frames(10, 3000, 5).add(100, 0xffffffffL, 0, false).add(100, 6001, 0, false).frames(10, 3000, 5);
        TrackIndex track = read(movie.progressive()).tracks().get(0);
        assertThat(track.repairs()).containsExactly(TrackIndex.Repair.NEGATIVE_DURATIONS);
        assertThat(track.samples().duration(10)).isEqualTo(1);
        assertThat(track.samples().duration(11)).isEqualTo(5999);
        assertThat(track.samples().decodeTime(22)).isEqualTo(22 * 3000);
    }

    @Test
    void soundIsHeardInTheOrderInWhichItIsDecoded() {
        TestMovie whole = new TestMovie();
        TestMovie parts = new TestMovie().perFragment(10);
        for (TestMovie movie : List.of(whole, parts)) {
            TestMovie.Track track = movie.audio().timescale(48000).stss(TestMovie.Stss.ABSENT);
            for (int i = 0; i < 40; i++) {
                track.add(20, 1024, i % 3 * 500, true);
            }
        }
        assertThat(read(whole.progressive()).tracks().get(0).samples().hasNoCompositionOffsets()).isTrue();
        assertThat(read(parts.fragmented()).tracks().get(0).samples().hasNoCompositionOffsets()).isTrue();
    }

    @Test
    void aTrackOfYearsIsNotBelieved() {
        TestMovie movie = new TestMovie();
        movie.video().timescale(1).frames(20, 3_000_000, 5);
        movie.audio().timescale(48000).audioFrames(40, 1024);
        MediaIndex index = read(movie.progressive());
        assertThat(index.tracks()).extracting(TrackIndex::kind).containsExactly(TrackKind.AUDIO);
        assertThat(index.omitted().get(0).reason()).isEqualTo("track 1: claims to last 694 days");
    }

    /** A fragment without samples that says how long it is empty (ISO/IEC 14496-12, 8.8.7). */
    @Test
    void fragmentsThatAreEmptyLast() {
        TestMovie movie = new TestMovie().perFragment(10);
        movie.video().withoutTfdt().frames(20, 3000, 10);
        byte[] file = movie.fragmented();
        BoxWriter out = new BoxWriter(64);
        int moof = out.start(Fourcc.MOOF);
        int traf = out.start(Fourcc.TRAF);
        int tfhd = out.start(Fourcc.TFHD, 0, 0x010008);
        out.u32(1).u32(1500).end(tfhd).end(traf).end(moof);
        byte[] empty = out.toByteArray();
        int second = 0;
        for (int at = 0, moofs = 0; moofs < 2; at += ByteBuffer.wrap(file).getInt(at)) {
            if (ByteBuffer.wrap(file).getInt(at + 4) == Fourcc.MOOF) {
                moofs++;
                second = at;
            }
        }
        byte[] longer = ByteBuffer.allocate(file.length + empty.length).put(file, 0, second).put(empty)
                .put(file, second, file.length - second).array();
        SampleTable samples = read(longer).tracks().get(0).samples();
        assertThat(samples.count()).isEqualTo(20);
        assertThat(samples.duration(9)).isEqualTo(4500);
        assertThat(samples.decodeTime(10)).isEqualTo(31_500);
    }

    /** Runs of a track that is not served are only counted, and may state any size. */
    @Test
    void samplesOfNobodyClaimAtMostTheFile() {
        TestMovie movie = new TestMovie().perFragment(10);
        movie.video().frames(20, 3000, 10);
        byte[] file = movie.fragmented();
        BoxWriter out = new BoxWriter(1 << 20);
        int moof = out.start(Fourcc.MOOF);
        int traf = out.start(Fourcc.TRAF);
        int tfhd = out.start(Fourcc.TFHD, 0, 0x10);
        out.u32(77).u32(0xffffffffL).end(tfhd);
        // 2^48 bytes each, more than 2^63 in all
        for (int i = 0; i < 40_000; i++) {
            int trun = out.start(Fourcc.TRUN, 0, 0);
            out.u32(1 << 16).end(trun);
        }
        byte[] more = out.end(traf).end(moof).toByteArray();
        MediaIndex index = read(ByteBuffer.allocate(file.length + more.length).put(file).put(more).array());
        assertThat(index.unclaimed()).isZero();
        assertThat(((MediaIndex) MediaIndexCodec.load(MediaIndexCodec.store(index))).tracks()).hasSize(1);
    }

    /** Nearly a thousand tables of one size, of tens of millions of samples each, in a file of some kilobytes. */
    @Test
    @Timeout(10)
    void tablesOfTracksThatAreNotServedAreNotWalked() {
        TestMovie movie = new TestMovie();
        movie.audio().audioFrames(10, 1024);
        for (int i = 1; i < 1000; i++) {
            movie.audio().fieldBits(0).audioFrames(1, 1024);
        }
        byte[] file = movie.progressive();
        ByteBuffer boxes = ByteBuffer.wrap(file);
        int handlers = 0;
        for (int i = 0; i + 4 < file.length; i++) {
            if (boxes.getInt(i) == Fourcc.HDLR && handlers++ > 0) {
                boxes.putInt(i + 12, Fourcc.of("text"));
            } else if (boxes.getInt(i) == Fourcc.STSZ && handlers > 1) {
                boxes.putInt(i + 12, 1 << 25);
            }
        }
        MediaIndex index = read(file);
        assertThat(index.tracks()).hasSize(1);
        assertThat(index.omitted()).hasSize(999);
        assertThat(index.unclaimed()).isZero();
    }

    private static byte[] film() {
        TestMovie movie = new TestMovie();
        movie.video().reordered(10, 1001, 5);
        movie.audio().audioFrames(10, 1024);
        return movie.progressive();
    }

    @Test
    void anUrlThatNamesNothingIsTheFileItself() {
        MediaIndex index = read(patched(film(), "url ", 8, 0));
        assertThat(index.omitted()).isEmpty();
        assertThat(index.tracks()).hasSize(2);
    }

    @Test
    void aTrackWithoutSampleEntriesIsLeftOutAndNotTheFile() {
        MediaIndex index = read(patched(film(), "stsd", 12, 0));
        assertThat(index.tracks()).hasSize(1);
        assertThat(index.omitted()).singleElement().satisfies(
                track -> assertThat(track.reason())
                        .isEqualTo("track 1 has no sample entry, so that nothing says what it holds"));
    }

    @Test
    void aMovieOfQuickTimeThatIsNoneIsNamedAsSuch() {
        assertThatThrownBy(() -> read(patched(film(), "mvhd", 4, Fourcc.of("cmov"))))
                .isInstanceOf(MediaFileException.class).hasMessageContaining("is compressed (cmov)");
        assertThatThrownBy(() -> read(patched(film(), "mvhd", 4, Fourcc.of("rmra"))))
                .isInstanceOf(MediaFileException.class)
                .hasMessageContaining("refers to other files that hold the movie (rmra)");
    }
}
