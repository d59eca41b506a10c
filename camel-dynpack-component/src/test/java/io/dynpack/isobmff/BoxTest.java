package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BoxTest {

    private static Box box(Consumer<BoxWriter> content) {
        BoxWriter out = new BoxWriter(0);
        content.accept(out);
        return Box.parse(ByteBuffer.wrap(out.toByteArray()), 1000);
    }

    private static Box hex(String type, String payload) {
        byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
        return box(out -> out.end(mark(out, type, bytes)));
    }

    private static int mark(BoxWriter out, String type, byte[] bytes) {
        int mark = out.start(Fourcc.of(type));
        out.bytes(bytes);
        return mark;
    }

    @Test
    void whatIsWrittenIsRead() {
        MvhdBox mvhd = new MvhdBox(1000, 77, 3);
        assertThat(MvhdBox.read(box(mvhd::write))).isEqualTo(mvhd);
        MdhdBox mdhd = new MdhdBox(48000, 5, "deu");
        assertThat(MdhdBox.read(box(mdhd::write), false)).isEqualTo(mdhd);
        assertThat(MdhdBox.read(box(new MdhdBox(1, 0, "en-us")::write), false).language()).isEqualTo("und");
        Matrix turned = new Matrix(0, 0x10000, 0, -0x10000, 0, 0, 5, 6, 0x40000000);
        TkhdBox tkhd = new TkhdBox(7, 9, 11, 2, 0x100, turned, 1280L << 16, 720L << 16);
        assertThat(TkhdBox.read(box(tkhd::write))).isEqualTo(tkhd);
        TrexBox trex = new TrexBox(1, 1, 512, 3, SampleFlags.NON_SYNC);
        assertThat(TrexBox.read(box(trex::write))).isEqualTo(trex);
        TfdtBox tfdt = new TfdtBox(1L << 40);
        assertThat(TfdtBox.read(box(tfdt::write))).isEqualTo(tfdt);
        assertThat(box(tfdt::write).size()).isEqualTo(new TfdtBox(0).size());
        assertThat(box(new MfhdBox(7)::write).size()).isEqualTo(MfhdBox.SIZE);
        TfhdBox tfhd = new TfhdBox(0x2003b, 1, 2L << 33, 4, 5, 6, 7);
        assertThat(TfhdBox.read(box(tfhd::write))).isEqualTo(tfhd);
        FtypBox ftyp = new FtypBox(Fourcc.of("isom"), 512, List.of(Fourcc.of("iso6"), Fourcc.of("mp41")));
        assertThat(FtypBox.read(box(out -> ftyp.write(out, Fourcc.STYP)))).isEqualTo(ftyp);
        HdlrBox hdlr = new HdlrBox(Fourcc.VIDE, "name");
        assertThat(HdlrBox.read(box(hdlr::write)).handler()).isEqualTo(Fourcc.VIDE);
        ElstBox elst = new ElstBox(List.of(new ElstBox.Edit(1L << 33, -1, 1, 0), new ElstBox.Edit(0, 1L << 34, 1, 0)));
        assertThat(ElstBox.read(box(elst::write).child(Fourcc.ELST))).isEqualTo(elst);
    }

    @Test
    void sampleGroups() {
        for (SgpdBox sgpd : List.of(SgpdBox.of(Fourcc.ROLL, 0, List.of(-1)), SgpdBox.of(Fourcc.PROL, 2, List.of(-4, 300)))) {
            assertThat(SgpdBox.read(box(sgpd::write))).isEqualTo(sgpd);
            assertThat(SgpdBox.groupingType(box(sgpd::write))).isEqualTo(sgpd.groupingType());
        }
        SbgpBox sbgp = new SbgpBox(Fourcc.ROLL, 2,
                ByteBuffer.allocate(16).putInt(4).putInt(0).putInt(7).putInt(0x10001).flip());
        assertThat(SbgpBox.read(box(sbgp::write))).isEqualTo(sbgp);
        assertThat(box(sbgp::write).size()).isEqualTo(sbgp.size());
        assertThat(sbgp.sampleCount(1)).isEqualTo(7);
        assertThat(sbgp.groupDescriptionIndex(1)).isEqualTo(0x10001);
        SbgpBox parameter = SbgpBox.read(hex("sbgp", "01000000 726f6c6c 00000009 00000001 00000005 00000001"));
        assertThat(parameter.sampleCount(0)).isEqualTo(5);
    }

    /** The editions of ISO/IEC 14496-12 differ in whether version 2 has a length. */
    @ParameterizedTest
    @CsvSource({"00000000 726f6c6c 00000002 ffff fffe, 0", "01000000 726f6c6c 00000002 00000002 ffff fffe, 0",
            "01000000 726f6c6c 00000004 00000002 ffff0000 fffe0000, 0",
            "01000000 726f6c6c 00000000 00000002 00000002ffff 00000002fffe, 0",
            "02000000 726f6c6c 00000002 00000001 00000002 ffff fffe, 1", "02000000 726f6c6c 00000002 00000002 ffff fffe, 2",
            "02000000 726f6c6c 00000000 00000002 00000002 00000002ffff 00000002fffe, 2"})
    void descriptionsOfSampleGroups(String payload, int defaultIndex) {
        SgpdBox sgpd = SgpdBox.read(hex("sgpd", payload));
        assertThat(sgpd.groupingType()).isEqualTo(Fourcc.ROLL);
        assertThat(sgpd.defaultIndex()).isEqualTo(defaultIndex);
        assertThat(sgpd.count()).isEqualTo(2);
        assertThat(sgpd.rollDistance(1)).isEqualTo(-1);
        assertThat(sgpd.rollDistance(2)).isEqualTo(-2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000 726f6c6c ffffffff", "01000000 726f6c6c 00000002 00000002 ffff",
            "01000000 726f6c6c 00000001 00000002 ffff", "01000000 726f6c6c ffffffff 00000001 ffff",
            "01000000 726f6c6c 00000000 00000001 00000001ff00", "02000000 726f6c6c 00000002 00000003 00000002 ffff fffe"})
    void descriptionsThatContradictThemselves(String payload) {
        assertThatThrownBy(() -> SgpdBox.read(hex("sgpd", payload))).isInstanceOf(IsobmffException.class);
    }

    @Test
    void boxesOfCommonEncryption() {
        UUID key = UUID.fromString("c6b2261d-d70b-4eda-a1dc-3cec956ea52d");
        TencBox counter = new TencBox(0, 0, 0, 8, key, ByteBuffer.allocate(0));
        TencBox pattern = new TencBox(1, 1, 9, 0, key, ByteBuffer.wrap(new byte[]{1, 2, 3, 4, 5, 6, 7, 8}));
        for (TencBox tenc : List.of(counter, pattern)) {
            assertThat(TencBox.read(box(tenc::write))).isEqualTo(tenc);
            assertThat(box(tenc::write).size()).isEqualTo(tenc.size());
            SinfBox sinf = new SinfBox(Fourcc.of("avc1"), Fourcc.of("cbcs"), tenc);
            assertThat(SinfBox.read(box(sinf::write))).isEqualTo(sinf);
            assertThat(box(sinf::write).size()).isEqualTo(sinf.size());
        }
        for (PsshBox pssh : List.of(new PsshBox(key, List.of(), ByteBuffer.wrap(new byte[]{7, 8})),
                new PsshBox(key, List.of(key, new UUID(1, 2)), ByteBuffer.allocate(0)))) {
            assertThat(PsshBox.read(box(pssh::write))).isEqualTo(pssh);
            assertThat(box(pssh::write).size()).isEqualTo(pssh.size()).isEqualTo(pssh.toByteArray().length);
        }
        assertThatThrownBy(() -> PsshBox.read(hex("pssh", "01000000" + "00".repeat(16) + "ffffffff")))
                .hasMessageContaining("4294967295 entries");
        assertThatThrownBy(() -> PsshBox.read(hex("pssh", "00000000" + "00".repeat(16) + "ffffffff")))
                .isInstanceOf(IsobmffException.class);
        assertThatThrownBy(() -> TencBox.read(hex("tenc", "00000000 0000 01 00" + "00".repeat(16) + "10")))
                .isInstanceOf(IsobmffException.class);
        MoofBox.Table table = out -> out.u64(1).u64(2);
        for (TrafPart part : List.of(new SaizBox(8, 2, new byte[0]), new SaizBox(0, 2, new byte[]{8, 16}), new SaioBox(100),
                new SencBox(true, 2, 16, table), new PiffSampleEncryptionBox(null, true, 2, 16, table),
                new PiffSampleEncryptionBox(counter, false, 2, 16, table))) {
            assertThat(box(part::write).size()).isEqualTo(part.size());
        }
        assertThat(HexFormat.of().formatHex(bytes(new PiffSampleEncryptionBox(counter, true, 2, 16, table)::write)))
                .isEqualTo("00000044" + "75756964" + "a2394f525a9b4f14a2446c427c648df4" + "00000003" + "00000108"
                        + "c6b2261dd70b4edaa1dc3cec956ea52d" + "00000002" + "0000000000000001" + "0000000000000002");
    }

    private static byte[] bytes(Consumer<BoxWriter> content) {
        BoxWriter out = new BoxWriter(0);
        content.accept(out);
        return out.toByteArray();
    }

    /** Only its type, its size and what stands behind its boxes differ from the entry; a terminator stays the last. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00000000", "0000000c70617370"})
    void protectedSampleEntriesAreTheEntryButForTheirProtection(String stray) {
        TencBox tenc = new TencBox(0, 0, 0, 8, new UUID(1, 2), ByteBuffer.allocate(0));
        byte[] entry = bytes(out -> {
            int mark = out.start(Fourcc.of("avc1"));
            out.zeros(78);
            int child = out.start(Fourcc.of("avcC"));
            out.u32(0x01020304).end(child).bytes(HexFormat.of().parseHex(stray)).end(mark);
        });
        byte[] made = bytes(
                new ProtectedSampleEntry(ByteBuffer.wrap(entry), Fourcc.ENCV, Fourcc.of("cenc"), tenc)::write);
        Box box = Box.parse(ByteBuffer.wrap(made), 0);
        assertThat(box.type()).isEqualTo(Fourcc.ENCV);
        assertThat(box.size()).isEqualTo(made.length);
        int stay = entry.length - stray.length() / 2;
        assertThat(made).endsWith(HexFormat.of().parseHex(stray));
        assertThat(java.util.Arrays.copyOfRange(made, 8, stay)).isEqualTo(java.util.Arrays.copyOfRange(entry, 8, stay));
        SinfBox sinf = SinfBox.read(VisualSampleEntry.read(box).child(Fourcc.SINF));
        assertThat(sinf).isEqualTo(new SinfBox(Fourcc.of("avc1"), Fourcc.of("cenc"), tenc));
        assertThat(made).hasSize(entry.length + sinf.size());
    }

    @Test
    void sixtyFourBitHeadersOfTime() {
        assertThat(MvhdBox.read(hex("mvhd", "01000000" + "00".repeat(16) + "00015f90" + "0000000100000000" + "00".repeat(76)
                + "00000004"))).isEqualTo(new MvhdBox(90000, 1L << 32, 4));
        assertThat(
                MdhdBox.read(hex("mdhd", "01000000" + "00".repeat(16) + "0000bb80" + "0000000200000000" + "15c7 0000"), false))
                .isEqualTo(new MdhdBox(48000, 2L << 32, "eng"));
    }

    @ParameterizedTest
    @CsvSource({"55c4, und, und", "0000, und, eng", "7fff, und, und", "15c7, eng, eng", "1a41, fra, fra", "0001, und, fra",
            "005e, und, epo", "005f, und, und", "007f, und, und", "0080, und, cym", "0097, und, nno", "0098, und, und",
            "03ff, und, und"})
    void languages(String packed, String language, String ofQuickTime) {
        String payload = "00000000" + "00".repeat(8) + "00000001" + "00000000" + packed + "0000";
        assertThat(MdhdBox.read(hex("mdhd", payload), false).language()).isEqualTo(language);
        assertThat(MdhdBox.read(hex("mdhd", payload), true).language()).isEqualTo(ofQuickTime);
    }

    @Test
    void allOnesIsAnEditToTheEnd() {
        assertThat(ElstBox.read(hex("elst", "00000000 00000001 ffffffff 00000400 0001 0000")).edits().get(0).segmentDuration())
                .isZero();
        assertThat(ElstBox.read(hex("elst", "01000000 00000001 ffffffffffffffff 0000000000000400 0001 0000")).edits().get(0))
                .isEqualTo(new ElstBox.Edit(0, 1024, 1, 0));
        assertThatThrownBy(() -> ElstBox.read(hex("elst", "01000000 00000001 8fffffffffffffff 0000000000000400 0001 0000")))
                .isInstanceOf(IsobmffException.class)
                .hasMessage("elst at byte 1000: holds an edit whose duration is out of range");
    }

    @Test
    void segmentIndexInBothVersions() {
        SidxBox narrow = SidxBox.read(hex("sidx", "00000000 00000001 000003e8 00000000 00000020 0000 0002"
                + "00000100 00000000 00000000 80000200 00000000 00000000"));
        assertThat(narrow.firstOffset()).isEqualTo(32);
        assertThat(narrow.referencedSize(0)).isEqualTo(256);
        assertThat(narrow.isIndex(0)).isFalse();
        assertThat(narrow.isIndex(1)).isTrue();
        SidxBox wide = SidxBox
                .read(hex("sidx", "01000000 00000001 000003e8" + "00".repeat(8) + "0000000100000000" + "00000000"));
        assertThat(wide.firstOffset()).isEqualTo(1L << 32);
        assertThat(wide.count()).isZero();
    }

    @Test
    void headersOfEveryKind() {
        ByteBuffer wide = ByteBuffer.allocate(16).putInt(1).putInt(Fourcc.MDAT).putLong(1L << 33).flip();
        assertThat(BoxHeader.parse(wide, 40, 1L << 40)).isEqualTo(new BoxHeader(Fourcc.MDAT, 40, 16, 1L << 33));
        ByteBuffer open = ByteBuffer.allocate(8).putInt(0).putInt(Fourcc.MDAT).flip();
        assertThat(BoxHeader.parse(open, 40, 100).end()).isEqualTo(100);
        assertThat(BoxHeader.parse(ByteBuffer.allocate(7), 0, 100)).isNull();
        assertThat(BoxHeader.parse(wide.duplicate().limit(15), 0, 100)).isNull();
        for (long size : new long[]{0, 15, -1, Long.MAX_VALUE}) {
            ByteBuffer bad = ByteBuffer.allocate(16).putInt(1).putInt(Fourcc.MDAT).putLong(size).flip();
            assertThatThrownBy(() -> BoxHeader.parse(bad, 40, 1L << 40)).isInstanceOf(IsobmffException.class)
                    .hasMessageStartingWith("mdat at byte 40: size ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000007 66726565", "00000009 66726565", "00000010 66726565 00"})
    void childrenThatDoNotFitAreNamed(String child) {
        assertThatThrownBy(() -> hex("moov", child).children().forEach(each -> {})).isInstanceOf(IsobmffException.class)
                .hasMessageStartingWith("moov/free at byte 1008: ");
    }

    @Test
    void strayBytesBehindTheLastChildAreIgnored() {
        assertThat(hex("moov", "00000008 66726565 00000000").children()).hasSize(1);
        assertThatThrownBy(() -> hex("moov", "").required(Fourcc.MVHD)).hasMessage("moov at byte 1000: has no mvhd");
    }

    @Test
    void sizesOfAllSamples() {
        assertThat(StszBox.read(hex("stsz", "00000000 00000000 00000002 00000007 ffffffff")).total()).isEqualTo(0x100000006L);
        assertThat(StszBox.read(hex("stz2", "00000000 00000004 00000003 1ff0")).total()).isEqualTo(31);
        assertThat(StszBox.read(hex("stsz", "00000000 ffffffff 02000000")).total()).isEqualTo(0xffffffffL << 25);
    }

    @Test
    void countsAreCheckedBeforeAnythingIsAllocated() {
        assertThatThrownBy(() -> SttsBox.read(hex("stts", "00000000 ffffffff"))).hasMessageContaining("4294967295 entries");
        assertThatThrownBy(() -> StszBox.read(hex("stsz", "00000000 00000001 ffffffff"))).hasMessageContaining("samples");
        assertThatThrownBy(() -> StszBox.read(hex("stz2", "00000000 0000000c 00000001 0000"))).hasMessageContaining("12");
        assertThatThrownBy(() -> TrunBox.read(hex("trun", "00000000 00010001"))).hasMessageContaining("claims 65537 samples");
        assertThatThrownBy(() -> TrunBox.read(hex("trun", "00000200 00000002 00000000"))).hasMessageContaining("8 bytes");
        assertThatThrownBy(() -> StsdBox.read(hex("stsd", "00000000 00000000"))).hasMessageContaining("sample entries");
        assertThatThrownBy(() -> ElstBox.read(hex("elst", "00000000 00001001" + "00".repeat(12 * 4097))))
                .hasMessageContaining("4097 edits");
    }

    @Test
    void aGrowingWriterAndItsMarks() {
        BoxWriter out = new BoxWriter(0);
        int outer = out.start(Fourcc.MOOV);
        int inner = out.start(Fourcc.of("free"), 1, 0x0203);
        out.u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0fL).zeros(3).ascii("é").end(inner).end(outer);
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(
                        "000000276d6f6f76" + "0000001f66726565" + "01000203" + "0102030405060708090a0b0c0d0e0f" + "000000e9");
    }
}
