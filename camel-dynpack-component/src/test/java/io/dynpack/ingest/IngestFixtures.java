package io.dynpack.ingest;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.Matrix;
import io.dynpack.isobmff.MdhdBox;
import io.dynpack.isobmff.TkhdBox;

/** Small MP4 files made of boxes; their samples are zeros. */
final class IngestFixtures {
    private static final int MOVIE_TIMESCALE = 1000;

    private IngestFixtures() {}

    /** One track; every setter changes this one. */
    static final class Track {
        private final boolean video;
        private String format;
        private String language = "und";
        private int timescale;
        private int frames;
        private IntUnaryOperator duration;
        private IntUnaryOperator size = i -> 100;
        private IntUnaryOperator offset = i -> 0;
        private IntPredicate sync = i -> true;
        private int width = 320;
        private int height = 180;
        private int channels = 2;
        private int rateIndex = 3;
        private IntFunction<byte[]> content = i -> new byte[size.applyAsInt(i)];
        private List<ElstBox.Edit> edits = List.of();
        private boolean enabled = true;

        private Track(boolean video) {
            this.video = video;
        }

        Track disabled() {
            enabled = false;
            return this;
        }

        Track language(String code) {
            language = code;
            return this;
        }

        Track format(String fourcc) {
            format = fourcc;
            return this;
        }

        Track sizes(IntUnaryOperator bytes) {
            size = bytes;
            return this;
        }

        /** The samples themselves, as many bytes of each as there are. */
        Track content(IntFunction<byte[]> bytes) {
            content = bytes;
            return sizes(i -> bytes.apply(i).length);
        }

        /** Of the AudioSpecificConfig and of time: 3 for 48 kHz, 6 for 24 kHz. */
        Track samplingFrequencyIndex(int index) {
            rateIndex = index;
            timescale = index == 6 ? 24000 : 48000;
            return this;
        }

        Track durations(IntUnaryOperator ticks) {
            duration = ticks;
            return this;
        }

        Track offsets(IntUnaryOperator ticks) {
            offset = ticks;
            return this;
        }

        Track sync(IntPredicate samples) {
            sync = samples;
            return this;
        }

        Track gop(int length) {
            return sync(i -> i % length == 0);
        }

        Track picture(int pixelsWide, int pixelsHigh) {
            width = pixelsWide;
            height = pixelsHigh;
            return this;
        }

        Track channels(int count) {
            channels = count;
            return this;
        }

        /** Of the movie's milliseconds and the media's ticks. */
        Track edit(long milliseconds, long mediaTime) {
            List<ElstBox.Edit> more = new ArrayList<>(edits);
            more.add(new ElstBox.Edit(milliseconds, mediaTime, 1, 0));
            edits = List.copyOf(more);
            return this;
        }

        private int bytes() {
            int sum = 0;
            for (int i = 0; i < frames; i++) {
                sum += size.applyAsInt(i);
            }
            return sum;
        }
    }

    /** 25 frames a second, a key frame every two seconds. */
    static Track video(int seconds) {
        Track track = new Track(true);
        track.format = "avc1";
        track.timescale = 12800;
        track.frames = 25 * seconds;
        track.duration = i -> 512;
        return track.gop(50);
    }

    /** AAC at 48 kHz, stereo. */
    static Track audio(int seconds) {
        Track track = new Track(false);
        track.format = "mp4a";
        track.timescale = 48000;
        track.frames = (48000 * seconds + 1023) / 1024;
        track.duration = i -> 1024;
        return track;
    }

    /** A file with {@code moov} in front. */
    static byte[] file(Track... tracks) {
        byte[] head = ftyp();
        int size = moov(0, tracks).length;
        return concat(head, moov(head.length + size + 8, tracks), mdat(tracks));
    }

    static byte[] fileWithMoovBehind(Track... tracks) {
        byte[] head = ftyp();
        return concat(head, mdat(tracks), moov(head.length + 8, tracks));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] ftyp() {
        BoxWriter out = new BoxWriter(32);
        int box = out.start(Fourcc.FTYP);
        out.ascii("isom").u32(0).ascii("isom").ascii("mp42");
        return out.end(box).toByteArray();
    }

    private static byte[] mdat(Track... tracks) {
        BoxWriter out = new BoxWriter(1024);
        int box = out.start(Fourcc.MDAT);
        for (Track track : tracks) {
            for (int i = 0; i < track.frames; i++) {
                out.bytes(track.content.apply(i));
            }
        }
        return out.end(box).toByteArray();
    }

    /** @param firstByte of the samples in the file */
    private static byte[] moov(int firstByte, Track... tracks) {
        BoxWriter out = new BoxWriter(4096);
        int moov = out.start(Fourcc.MOOV);
        int mvhd = out.start(Fourcc.MVHD, 0, 0);
        out.u32(0).u32(0).u32(MOVIE_TIMESCALE).u32(0).u32(0x10000).u16(0x100).zeros(10).u32(0x10000).zeros(12).u32(0x10000)
                .zeros(12).u32(0x40000000).zeros(24).u32(tracks.length + 1).end(mvhd);
        int offset = firstByte;
        for (int i = 0; i < tracks.length; i++) {
            trak(out, tracks[i], i + 1, offset);
            offset += tracks[i].bytes();
        }
        return out.end(moov).toByteArray();
    }

    private static void trak(BoxWriter out, Track track, int id, int offset) {
        int trak = out.start(Fourcc.TRAK);
        new TkhdBox(track.enabled ? 7 : 6, id, 0, 0, track.video ? 0 : 0x100, Matrix.IDENTITY, (long) track.width << 16,
                (long) track.height << 16)
                .write(out);
        if (!track.edits.isEmpty()) {
            new ElstBox(track.edits).write(out);
        }
        int mdia = out.start(Fourcc.MDIA);
        new MdhdBox(track.timescale, 0, track.language).write(out);
        int hdlr = out.start(Fourcc.HDLR, 0, 0);
        out.u32(0).ascii(track.video ? "vide" : "soun").zeros(13).end(hdlr);
        int minf = out.start(Fourcc.MINF);
        int stbl = out.start(Fourcc.STBL);
        sampleDescription(out, track);
        tables(out, track, offset);
        out.end(stbl).end(minf).end(mdia).end(trak);
    }

    private static void tables(BoxWriter out, Track track, int offset) {
        int stts = out.start(Fourcc.STTS, 0, 0);
        out.u32(track.frames);
        for (int i = 0; i < track.frames; i++) {
            out.u32(1).u32(track.duration.applyAsInt(i));
        }
        int ctts = out.end(stts).start(Fourcc.CTTS, 1, 0);
        out.u32(track.frames);
        for (int i = 0; i < track.frames; i++) {
            out.u32(1).u32(track.offset.applyAsInt(i));
        }
        out.end(ctts);
        int[] syncs = java.util.stream.IntStream.range(0, track.frames).filter(track.sync).toArray();
        int stss = out.start(Fourcc.STSS, 0, 0);
        out.u32(syncs.length);
        for (int sample : syncs) {
            out.u32(sample + 1);
        }
        int stsz = out.end(stss).start(Fourcc.STSZ, 0, 0);
        out.u32(0).u32(track.frames);
        for (int i = 0; i < track.frames; i++) {
            out.u32(track.size.applyAsInt(i));
        }
        int stsc = out.end(stsz).start(Fourcc.STSC, 0, 0);
        out.u32(1).u32(1).u32(track.frames).u32(1);
        int stco = out.end(stsc).start(Fourcc.STCO, 0, 0);
        out.u32(1).u32(offset).end(stco);
    }

    private static void sampleDescription(BoxWriter out, Track track) {
        int stsd = out.start(Fourcc.STSD, 0, 0);
        out.u32(1);
        int entry = out.start(Fourcc.of(track.format));
        out.zeros(6).u16(1);
        if (track.video) {
            out.zeros(16).u16(track.width).u16(track.height).zeros(50);
            byte[] sps = sps(track.width, track.height);
            int avcC = out.start(Fourcc.of("avcC"));
            out.u8(1).u8(0x42).u8(0xC0).u8(0x1E).u8(0xFF).u8(0xE1).u16(sps.length).bytes(sps).u8(1).u16(4).u32(0x68CE3C80L)
                    .end(avcC);
        } else {
            out.zeros(8).u16(track.channels).u16(16).u32(0).u32(48000L << 16);
            if (track.format.equals("ac-3")) {
                // 48 kHz, bit stream 8, two channels, 128 kbit/s
                int dac3 = out.start(Fourcc.of("dac3"));
                out.u8(0x10).u8(0x11).u8(0).end(dac3).end(entry).end(stsd);
                return;
            }
            int esds = out.start(Fourcc.of("esds"), 0, 0);
            out.u8(3).u8(22).u16(0).u8(0).u8(4).u8(17).u8(0x40).u8(0x15).u8(0).u16(0).u32(0).u32(0);
            out.u8(5).u8(2).u16(2 << 11 | track.rateIndex << 7 | track.channels << 3).end(esds);
        }
        out.end(entry).end(stsd);
    }

    /** Baseline, one reference frame, order of output equal to the order of decoding, whole macroblocks. */
    static byte[] sps(int width, int height) {
        StringBuilder bits = new StringBuilder("01100111" + "01000010" + "11000000" + "00011110");
        ue(bits, 0);
        ue(bits, 0);
        ue(bits, 2);
        ue(bits, 1);
        bits.append('0');
        ue(bits, (width + 15) / 16 - 1);
        ue(bits, (height + 15) / 16 - 1);
        bits.append("11");
        bits.append(height % 16 == 0 ? "0" : "1");
        if (height % 16 != 0) {
            ue(bits, 0);
            ue(bits, 0);
            ue(bits, 0);
            ue(bits, (16 - height % 16) / 2);
        }
        bits.append("01");
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
        }
        return bytes;
    }

    private static void ue(StringBuilder bits, int value) {
        String binary = Integer.toBinaryString(value + 1);
        bits.append("0".repeat(binary.length() - 1)).append(binary);
    }
}
