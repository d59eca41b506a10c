package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.index.TrackKind;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.SbgpBox;
import io.dynpack.isobmff.SgpdBox;
import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.Stream;
import io.dynpack.segment.Piece;
import io.dynpack.segment.ProtectedRun;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.cmaf.CmafSizes;
import io.dynpack.segment.cmaf.Flavour;
import io.dynpack.segment.cmaf.InitializationSegment;
import io.dynpack.segment.cmaf.MediaSegment;
import io.dynpack.segment.smooth.SmoothFragment;
import io.dynpack.segment.smooth.SmoothTiming;

import static org.assertj.core.api.Assertions.assertThat;

class EncryptedRunTest {
    private static final ContentKey KEY = new ContentKey(UUID.fromString("c6b2261d-d70b-4eda-a1dc-3cec956ea52d"),
            HexFormat.of().parseHex("1a2b3c4d5e6f708192a3b4c5d6e7f809"),
            HexFormat.of().parseHex("00112233445566778899aabbccddeeff"));

    private static LevelProtection protection(TestMedia media, Level level, ProtectionScheme scheme) {
        return new CommonEncryption(scheme, KEY, List.of(), false, media, 0).of(level);
    }

    private static ProtectedRun run(TestMedia media, Level level, SampleRun run, ProtectionScheme scheme) {
        return protection(media, level, scheme).of(run).join();
    }

    @ParameterizedTest
    @EnumSource
    void everySampleIsDecryptedByTheRulesOfTheStandard(ProtectionScheme scheme) throws GeneralSecurityException {
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(120, new Random(1)), 300);
        for (Stream stream : media.presentation().streams()) {
            Level level = stream.levels().get(0);
            for (int fragment = 0; fragment < stream.timeline().count(); fragment++) {
                SampleRun run = level.indexed(fragment);
                ProtectedRun encrypted = run(media, level, run, scheme);
                assertThat(encrypted.hasSubsamples()).isEqualTo(stream.kind() == TrackKind.VIDEO);
                byte[] bytes = media.bytes(encrypted.media());
                int at = 0;
                for (int sample = 0; sample < run.count(); sample++) {
                    byte[] source = media.bytes(run.ranges(sample, sample + 1));
                    byte[] sent = Arrays.copyOfRange(bytes, at, at + source.length);
                    at += source.length;
                    if (largestRun(encrypted, sample) >= 16) {
                        assertThat(sent).isNotEqualTo(source);
                    }
                    assertThat(decrypted(encrypted, sample, sent)).isEqualTo(source);
                }
                assertThat(at).isEqualTo(bytes.length);
            }
        }
    }

    /** What is read for one response alone is encrypted where it lies, unless a sample lies in two places. */
    @ParameterizedTest
    @EnumSource
    void samplesAreEncryptedWhereTheyLie(ProtectionScheme scheme) {
        Random random = new Random(7);
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(120, random), 300);
        for (Stream stream : media.presentation().streams()) {
            Level level = stream.levels().get(0);
            SampleRun run = level.indexed(0);
            int sample = 0;
            for (Piece piece : run(media, level, run, scheme).media()) {
                byte[] expected = media.bytes(List.of(piece));
                Piece.Transformed made = (Piece.Transformed) piece;
                byte[] source = media.bytes(made.sources().get(0).bytes());
                assertThat(expected).isNotEqualTo(source);

                // samples follow each other in the file as they do in the piece
                List<ByteBuffer> parts = new ArrayList<>();
                ByteBuffer memory = ByteBuffer.allocateDirect(source.length + 10_000);
                int at = 0;
                while (at < source.length) {
                    int size = 0;
                    for (int i = random.nextInt(4); i >= 0 && at + size < source.length; i--) {
                        size += run.size(sample++);
                    }
                    int place = at + 13 * parts.size();
                    parts.add(memory.slice(0, place + size).position(place));
                    memory.put(place, source, at, size);
                    at += size;
                }
                assertThat(made.transform().replace(parts.toArray(ByteBuffer[]::new))).isTrue();
                assertThat(joined(parts)).isEqualTo(expected);

                ByteBuffer cut = ByteBuffer.wrap(source.clone());
                assertThat(made.transform().replace(new ByteBuffer[]{cut.slice(0, 3), cut.slice(3, source.length - 3)}))
                        .isFalse();
                assertThat(cut.array()).isEqualTo(source);
            }
        }
    }

    private static byte[] joined(List<ByteBuffer> parts) {
        ByteBuffer joined = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(part -> joined.put(part.duplicate()));
        return joined.array();
    }

    private static int largestRun(ProtectedRun run, int sample) {
        int largest = 0;
        for (int i = 0; i < run.subsampleCount(sample); i++) {
            largest = Math.max(largest, run.protectedBytes(sample, i));
        }
        return largest;
    }

    private static byte[] decrypted(ProtectedRun run, int sample, byte[] sent) throws GeneralSecurityException {
        byte[] clear = sent.clone();
        boolean counter = run.track().encryption().ivSize() == 8;
        Cipher cipher = Cipher.getInstance(counter ? "AES/CTR/NoPadding" : "AES/CBC/NoPadding");
        IvParameterSpec iv = new IvParameterSpec(counter ? ByteBuffer.allocate(16).putLong(run.iv(sample)).array() : KEY.iv());
        cipher.init(Cipher.DECRYPT_MODE, KEY.aes(), iv);
        int at = 0;
        for (int i = 0; i < run.subsampleCount(sample); i++) {
            at += run.clearBytes(sample, i);
            int size = run.protectedBytes(sample, i);
            if (counter) {
                cipher.update(clear, at, size, clear, at);
            } else {
                cipher.init(Cipher.DECRYPT_MODE, KEY.aes(), iv);
                int period = run.track().encryption().skipBlocks() == 9 ? 160 : 16;
                for (int block = at; block + 16 <= at + size; block += period) {
                    cipher.update(clear, block, 16, clear, block);
                }
            }
            at += size;
        }
        assertThat(at).isEqualTo(sent.length);
        return clear;
    }

    /**
     * Under one key, no two samples of any level, sound or version of a file are encrypted with the same bytes of the cipher.
     */
    @Test
    void noTwoSamplesShareAKeyStream() {
        Map<Long, String> samples = new HashMap<>();
        for (String name : List.of("a_180.mp4", "a_360.mp4", "a_720.mp4", "b_180.mp4")) {
            TestMedia media = TestMedia.of(name, TestMedia.pictures(200, new Random(2)), 400);
            for (Stream stream : media.presentation().streams()) {
                Level level = stream.levels().get(0);
                for (int fragment = 0; fragment < stream.timeline().count(); fragment++) {
                    SampleRun run = level.indexed(fragment);
                    ProtectedRun encrypted = run(media, level, run, ProtectionScheme.CENC);
                    for (int sample = 0; sample < run.count(); sample++) {
                        // the other 64 bits count the blocks of a sample, which never has as many
                        String other = samples.put(encrypted.iv(sample), run.track() + '#' + run.number(sample));
                        assertThat(other).isNull();
                    }
                }
            }
        }
        assertThat(samples).hasSize(4 * 600);
        TestMedia longer = TestMedia.of("a_180.mp4", TestMedia.pictures(201, new Random(2)), 400);
        Level level = longer.presentation().streams().get(0).levels().get(0);
        assertThat(samples).doesNotContainKey(run(longer, level, level.indexed(0), ProtectionScheme.CENC).iv(0));
    }

    /**
     * A key frame is the same bytes in its own segment and in its fragment: others under the same vector would give it away.
     */
    @ParameterizedTest
    @EnumSource
    void keyFramesAreTheSameOnTheirOwn(ProtectionScheme scheme) {
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(120, new Random(1)), 0);
        Stream stream = media.presentation().streams().get(0);
        Level level = stream.levels().get(0);
        KeyFrames keyFrames = new KeyFrames(stream, level);
        for (int entry = 0; entry < keyFrames.count(); entry++) {
            int fragment = keyFrames.fragment(entry);
            SampleRun run = level.indexed(fragment);
            byte[] whole = media.bytes(run(media, level, run, scheme).media());
            int from = (int) run.bytes(0, keyFrames.sample(entry) - level.firstSample(fragment));
            SampleRun alone = level.indexedKeyFrame(keyFrames.sample(entry), keyFrames.nextSample(entry));
            byte[] sent = media.bytes(run(media, level, alone, scheme).media());
            assertThat(sent).isEqualTo(Arrays.copyOfRange(whole, from, from + sent.length));
        }
    }

    @Test
    void piecesAreCutAtSamplesAndOfBoundedSize() {
        Random random = new Random(1);
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pictures.add(TestMedia.sample(TestMedia.slice(i == 7 ? 500_000 : 40_000 + random.nextInt(20_000), random)));
        }
        TestMedia media = TestMedia.of("film.mp4", pictures, 0);
        Level level = media.presentation().streams().get(0).levels().get(0);
        SampleRun run = level.indexed(0);
        ProtectedRun encrypted = run(media, level, run, ProtectionScheme.CBCS);
        List<Piece> pieces = encrypted.media();
        assertThat(pieces.stream().mapToLong(Piece::length).sum()).isEqualTo(run.bytes());
        assertThat(pieces.stream().filter(piece -> piece.length() > 256 << 10)).hasSize(1);
        assertThat(pieces.stream().filter(piece -> piece.length() < 64 << 10)).hasSizeLessThan(3);
        SegmentBody body = new MediaSegment(run, encrypted).body(Flavour.CMAF, 1);
        byte[] whole = media.bytes(body);
        assertThat(whole).hasSize((int) body.length()).hasSize((int) new MediaSegment(run, encrypted).size(Flavour.CMAF));
        for (int i = 0; i < 50; i++) {
            int start = random.nextInt(whole.length);
            int end = start + 1 + random.nextInt(whole.length - start);
            assertThat(media.bytes(body.slice(start, end))).isEqualTo(Arrays.copyOfRange(whole, start, end));
        }
    }

    /**
     * What saiz has room for: subsamples take the largest slices, clear runs are cut, and nothing is clear that was not before.
     */
    @ParameterizedTest
    @CsvSource({"CENC, 40", "CBCS, 42"})
    void oddSamplesKeepWithinTheRoomOfAuxiliaryInformation(ProtectionScheme scheme, int most) throws GeneralSecurityException {
        Random random = new Random(4);
        byte[][] slices = new byte[100][];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = TestMedia.slice(100 + 40 * i, random);
        }
        List<byte[]> pictures = List.of(
                TestMedia.sample(slices),
                TestMedia.sample(TestMedia.message(65_522), TestMedia.slice(500, random)),
                TestMedia.sample(TestMedia.message(200_000), TestMedia.slice(500, random), TestMedia.message(70_000)),
                TestMedia.sample(TestMedia.message(5_000_000)),
                TestMedia.sample(TestMedia.slice(20, random)),
                TestMedia.sample(TestMedia.message(20)),
                TestMedia.sample(TestMedia.slice(3, random)));
        TestMedia media = TestMedia.of("odd.mp4", pictures, 0);
        Level level = media.presentation().streams().get(0).levels().get(0);
        SampleRun run = level.indexed(0);
        assertThat(run.count()).isEqualTo(pictures.size());
        ProtectedRun encrypted = run(media, level, run, scheme);
        byte[] bytes = media.bytes(encrypted.media());
        List<String> maps = new ArrayList<>();
        int at = 0;
        for (int sample = 0; sample < run.count(); sample++) {
            int end = at + run.size(sample);
            assertThat(decrypted(encrypted, sample, Arrays.copyOfRange(bytes, at, end))).isEqualTo(pictures.get(sample));
            at = end;
            StringBuilder map = new StringBuilder();
            assertThat(encrypted.subsampleCount(sample)).isBetween(1, most);
            for (int i = 0; i < encrypted.subsampleCount(sample); i++) {
                assertThat(encrypted.clearBytes(sample, i)).isBetween(0, 0xffff);
                if (scheme == ProtectionScheme.CENC) {
                    assertThat(encrypted.protectedBytes(sample, i) % 16).isZero();
                }
                map.append(encrypted.clearBytes(sample, i)).append('+').append(encrypted.protectedBytes(sample, i)).append(' ');
            }
            maps.add(map.toString().strip());
        }
        assertThat(encrypted.subsampleCount(0)).isEqualTo(most);
        if (scheme == ProtectionScheme.CENC) {
            assertThat(maps.subList(1, 7)).containsExactly("65535+0 15+480", "65535+0 65535+0 65535+0 3423+480 65535+0 4469+0",
                    "65524+4934480", "24+0", "24+0", "7+0");
        } else {
            assertThat(maps.subList(1, 7)).containsExactly("65535+495", "65535+0 65535+0 65535+0 3408+495 65535+0 4469+0",
                    "65519+4934485", "9+15", "24+0", "5+2");
        }
        SegmentBody body = new MediaSegment(run, encrypted).body(Flavour.CMAF, 1);
        assertThat(media.bytes(body)).hasSize((int) body.length());
    }

    /** Readers find it by {@code saiz} and {@code saio}, or in {@code senc} itself. */
    @ParameterizedTest
    @EnumSource
    void auxiliaryInformationLiesWhereItIsSaidToLie(ProtectionScheme scheme) {
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(120, new Random(1)), 300);
        for (Stream stream : media.presentation().streams()) {
            Level level = stream.levels().get(0);
            SampleRun run = level.indexed(1);
            ProtectedRun encrypted = run(media, level, run, scheme);
            byte[] segment = media.bytes(new MediaSegment(run, encrypted).body(Flavour.CMAF, 1));
            ContentProtection.Scheme signalled = scheme.isCounter()
                    ? ContentProtection.Scheme.CENC
                    : ContentProtection.Scheme.CBCS;
            long bound = new CmafSizes(any -> new ContentProtection.Common("", signalled, null, "", List.of(), 0)).segment(
                    stream,
                    level, 1);
            assertThat(bound).isBetween((long) segment.length, segment.length + 60L * run.count());
            int saiz = find(segment, "saiz");
            if (scheme == ProtectionScheme.CBCS && stream.kind() == TrackKind.AUDIO) {
                assertThat(saiz).isNegative();
                assertThat(find(segment, "senc")).isNegative();
                continue;
            }
            ByteBuffer in = ByteBuffer.wrap(segment);
            assertThat(in.getInt(saiz + 9)).isEqualTo(run.count());
            int at = find(segment, "moof") - 4 + in.getInt(find(segment, "saio") + 12);
            assertThat(at).isEqualTo(find(segment, "senc") + 12);
            int ivSize = encrypted.track().encryption().ivSize();
            for (int sample = 0; sample < run.count(); sample++) {
                int size = segment[saiz + 8] == 0 ? segment[saiz + 13 + sample] & 0xff : segment[saiz + 8];
                if (ivSize > 0) {
                    assertThat(in.getLong(at)).isEqualTo(encrypted.iv(sample));
                }
                if (encrypted.hasSubsamples()) {
                    assertThat((int) in.getShort(at + ivSize)).isEqualTo(encrypted.subsampleCount(sample));
                    assertThat(size).isEqualTo(ivSize + 2 + 6 * encrypted.subsampleCount(sample));
                }
                at += size;
            }
            assertThat(at).isEqualTo(find(segment, "mdat") - 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sampleGroupsStandInFrontOfIt(ProtectionScheme scheme) {
        BoxWriter out = new BoxWriter(64);
        SgpdBox.of(Fourcc.ROLL, 0, List.of(-1)).write(out);
        new SbgpBox(Fourcc.ROLL, 1, ByteBuffer.allocate(8).putInt(2).putInt(1).flip()).write(out);
        TestMedia media = TestMedia.of("film.mp4", List.of(), 300, out.toByteArray());
        Level level = media.presentation().streams().get(0).levels().get(0);
        SampleRun run = level.indexed(0);
        ProtectedRun encrypted = run(media, level, run, scheme);
        SegmentBody body = new MediaSegment(run, encrypted).body(Flavour.CMAF, 1);
        byte[] segment = media.bytes(body);
        assertThat(segment).hasSize((int) new MediaSegment(run, encrypted).size(Flavour.CMAF));
        Box moof = Box.parse(ByteBuffer.wrap(segment, 28, segment.length - 28).slice(), 28);
        List<String> order = new ArrayList<>();
        moof.required(Fourcc.TRAF).children().forEach(box -> order.add(Fourcc.text(box.type())));
        ByteBuffer in = ByteBuffer.wrap(segment);
        int trun = find(segment, "trun");
        assertThat(28 + in.getInt(trun + 12)).isEqualTo(28 + moof.size() + 8);
        if (scheme == ProtectionScheme.CBCS) {
            assertThat(order).containsExactly("tfhd", "tfdt", "trun", "sbgp");
        } else {
            assertThat(order).containsExactly("tfhd", "tfdt", "trun", "sbgp", "saiz", "saio", "senc");
            int at = 28 + in.getInt(find(segment, "saio") + 12);
            assertThat(at).isEqualTo(find(segment, "senc") + 12);
            assertThat(in.getLong(at)).isEqualTo(encrypted.iv(0));
        }
    }

    /** Of HEVC in Smooth Streaming, which has no box of PIFF. */
    @ParameterizedTest
    @EnumSource(names = {"CENC", "PIFF"})
    void fragmentsWithADecodeTimeHaveTheBoxesOfTheStandard(ProtectionScheme scheme) {
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(120, new Random(1)), 0);
        Stream stream = media.presentation().streams().get(0);
        Level level = stream.levels().get(0);
        SampleRun run = level.indexed(1);
        ProtectedRun encrypted = run(media, level, run, scheme);
        SmoothTiming listed = SmoothTiming.of(stream, level, 1, run);
        SmoothTiming timing = new SmoothTiming(listed.time(), listed.duration(), listed.timescale(), listed.running(),
                listed.shownAtOnce(), true);
        byte[] fragment = media.bytes(SmoothFragment.of(run, encrypted, timing, 2));
        Box moof = Box.parse(ByteBuffer.wrap(fragment), 0);
        List<String> order = new ArrayList<>();
        moof.required(Fourcc.TRAF).children().forEach(box -> order.add(Fourcc.text(box.type())));
        assertThat(order).containsExactly("tfhd", "tfdt", "trun", "saiz", "saio", "senc");
        ByteBuffer in = ByteBuffer.wrap(fragment);
        assertThat(in.getInt(find(fragment, "tfhd") + 4) & 0x020000).isNotZero();
        assertThat(in.getLong(find(fragment, "tfdt") + 8)).isEqualTo(listed.time());
        assertThat(in.getInt(find(fragment, "trun") + 12)).isEqualTo(moof.size() + 8);
        int at = in.getInt(find(fragment, "saio") + 12);
        assertThat(at).isEqualTo(find(fragment, "senc") + 12);
        assertThat(in.getLong(at)).isEqualTo(encrypted.iv(0));
        assertThat(Arrays.copyOfRange(fragment, moof.size() + 8, fragment.length)).isEqualTo(media.bytes(encrypted.media()));
    }

    /**
     * Entity tags promise equal bytes, and every node makes them: whoever changes these raises the output revision, as with those
     * in the clear.
     */
    @ParameterizedTest
    @CsvSource({"CENC, c0fc266276da496fa35ffd8cd9e79d1c", "CBCS, 41cf216db54650d4346e3aaf6c80dfaf",
            "PIFF, 9b0e5aa748e951f1207eec8aa7971036"})
    void bytesAreThoseOfThisOutputRevision(ProtectionScheme scheme, String expected) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(120, new Random(1)), 300);
        for (Stream stream : media.presentation().streams()) {
            Level level = stream.levels().get(0);
            LevelProtection protection = protection(media, level, scheme);
            digest.update(media.bytes(InitializationSegment.of(level, Flavour.CMAF, protection.track())));
            for (int fragment = 0; fragment < stream.timeline().count(); fragment++) {
                SampleRun run = level.indexed(fragment);
                ProtectedRun encrypted = protection.of(run).join();
                digest.update(media.bytes(new MediaSegment(run, encrypted).body(Flavour.CSF, fragment + 1L)));
                if (scheme == ProtectionScheme.PIFF) {
                    digest.update(media.bytes(SmoothFragment.of(run, encrypted,
                            SmoothTiming.of(stream, level, fragment, run), fragment + 1L)));
                }
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest(), 0, 16)).isEqualTo(expected);
    }

    private static int find(byte[] segment, String type) {
        return new String(segment, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(type);
    }

    @Test
    void itsTextDoesNotShowTheKey() {
        TestMedia media = TestMedia.of("film.mp4", TestMedia.pictures(2, new Random(1)), 0);
        assertThat(new CommonEncryption(ProtectionScheme.CENC, KEY, List.of(), false, media, 0).toString().toLowerCase())
                .contains("c6b2261d-d70b-4eda-a1dc-3cec956ea52d").doesNotContain("1a2b3c", "26, 43", "00112233");
    }
}
