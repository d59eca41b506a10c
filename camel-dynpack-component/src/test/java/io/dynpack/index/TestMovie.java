package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.Fourcc;

/** Writes MP4 files as encoders write them, whole or as a {@code moov} whose media are only claimed. */
public final class TestMovie {

    public enum Stss {
        ABSENT,
        LISTED,
        EMPTY
    }

    public enum Base {
        MOOF,
        OFFSET,
        NEITHER
    }

    public record Sample(int size, long duration, int offset, boolean sync) {}

    public record Edit(long duration, long mediaTime, int rate) {
        public static Edit of(long duration, long mediaTime) {
            return new Edit(duration, mediaTime, 1);
        }
    }

    /** One track. */
    public static final class Track {
        final int id;
        final boolean video;
        public final List<Sample> samples = new ArrayList<>();
        long timescale = 90000;
        String language = "und";
        byte[] entry;
        String handler;
        byte[] boxes = {};
        final List<byte[]> otherEntries = new ArrayList<>();
        final TreeMap<Integer, Integer> entryFrom = new TreeMap<>(java.util.Map.of(0, 1));
        int defaultEntry = 1;
        List<Edit> edits = List.of();
        int elstVersion;
        int[] chunks = {15};
        boolean wideOffsets;
        boolean reversed;
        int fieldBits = 32;
        int cttsVersion = 0;
        Stss stss = Stss.LISTED;
        long firstDecodeTime;
        boolean tfdt = true;
        final TreeMap<Integer, Long> gaps = new TreeMap<>();
        final TreeMap<Integer, byte[]> contents = new TreeMap<>();
        byte[] tableBoxes = {};
        final TreeMap<Integer, byte[]> fragmentBoxes = new TreeMap<>();
        long[] offsets;
        int[] chunkFirst;

        Track(int id, boolean video) {
            this.id = id;
            this.video = video;
            this.handler = video ? "vide" : "soun";
            this.entry = video ? TestEntries.avc1(0x1F, 1280, 720) : TestEntries.mp4a(48000, 2, TestEntries.AAC_48);
        }

        public Track timescale(long value) {
            timescale = value;
            return this;
        }

        public Track language(String value) {
            language = value;
            return this;
        }

        public Track entry(byte[] value) {
            entry = value;
            return this;
        }

        public Track edits(Edit... value) {
            edits = List.of(value);
            return this;
        }

        public Track elstVersion(int value) {
            elstVersion = value;
            return this;
        }

        /**
         * Samples from {@code sample} on, with which a chunk has to begin, use another sample entry.
         *
         * @param value {@code null} for the first one
         */
        public Track otherEntryFrom(int sample, byte[] value) {
            if (value != null) {
                otherEntries.add(value);
            }
            entryFrom.put(sample, value == null ? 1 : 1 + otherEntries.size());
            return this;
        }

        /** {@code trex} says that fragments use this sample entry, and they do not. */
        public Track defaultEntry(int value) {
            defaultEntry = value;
            return this;
        }

        int entryOf(int sample) {
            return entryFrom.floorEntry(sample).getValue();
        }

        /** Samples of the chunks; the last number repeats. */
        public Track chunks(int... value) {
            chunks = value;
            return this;
        }

        public Track wideOffsets() {
            wideOffsets = true;
            return this;
        }

        /** Chunks lie in the file in descending order. */
        public Track reversed() {
            reversed = true;
            return this;
        }

        /** 32 for {@code stsz}, 4, 8 or 16 for {@code stz2}, 0 for one size. */
        public Track fieldBits(int value) {
            fieldBits = value;
            return this;
        }

        /** Boxes at the end of {@code trak}. */
        public Track boxes(byte[] value) {
            boxes = value;
            return this;
        }

        /** Boxes at the end of {@code stbl}. */
        public Track tableBoxes(byte[] value) {
            tableBoxes = value;
            return this;
        }

        /** Boxes at the end of the {@code traf} of a fragment. */
        public Track fragmentBoxes(int fragment, byte[] value) {
            fragmentBoxes.put(fragment, value);
            return this;
        }

        public Track cttsVersion(int value) {
            cttsVersion = value;
            return this;
        }

        public Track stss(Stss value) {
            stss = value;
            return this;
        }

        public Track firstDecodeTime(long value) {
            firstDecodeTime = value;
            return this;
        }

        public Track withoutTfdt() {
            tfdt = false;
            return this;
        }

        /** Fragment {@code fragment} begins this many ticks after the one before ended. */
        public Track gap(int fragment, long ticks) {
            gaps.put(fragment, ticks);
            return this;
        }

        public Track add(int size, long duration, int offset, boolean sync) {
            samples.add(new Sample(size, duration, offset, sync));
            return this;
        }

        /** Equal frames, each {@code gop}th a sync sample; sizes vary from frame to frame. */
        public Track frames(int count, long duration, int gop) {
            for (int i = 0; i < count; i++) {
                add(40 + i * 7 % 50 + (i % gop == 0 ? 100 : 0), duration, 0, i % gop == 0);
            }
            return this;
        }

        /** Groups of I P B B: decoded I P B B, shown I B B P; every group is closed and shown one frame late. */
        public Track reordered(int count, long duration, int gop) {
            for (int i = 0; i < count; i++) {
                int in = i % gop;
                int behind = Math.min(gop - 1 - in, count - 1 - i);
                int offset = in == 0 ? 1 : in % 3 == 1 ? 1 + Math.min(2, behind) : 0;
                add(40 + i * 7 % 50 + (in == 0 ? 100 : 0), duration, (int) (offset * duration), in == 0);
            }
            return this;
        }

        /** A sample of given bytes. */
        public Track unit(byte[] bytes, long duration, boolean sync) {
            contents.put(samples.size(), bytes);
            return add(bytes.length, duration, 0, sync);
        }

        public Track audioFrames(int count, long duration) {
            stss = Stss.ABSENT;
            for (int i = 0; i < count; i++) {
                add(20 + i * 5 % 30, duration, 0, true);
            }
            return this;
        }

        long payload() {
            return samples.stream().mapToLong(Sample::size).sum();
        }
    }

    private final List<Track> tracks = new ArrayList<>();
    private boolean moovLast;
    private boolean wideMdat;
    private int movieTimescale = 1000;
    private long padding;
    private int perFragment = 30;
    private int runs = 1;
    private Base base = Base.MOOF;
    private boolean sidx;

    public Track video() {
        return track(true);
    }

    public Track audio() {
        return track(false);
    }

    /** Of another kind than video and audio. */
    public Track other(String handler, byte[] entry) {
        Track track = track(false);
        track.handler = handler;
        track.stss = Stss.ABSENT;
        return track.entry(entry);
    }

    private Track track(boolean video) {
        Track track = new Track(tracks.size() + 1, video);
        tracks.add(track);
        return track;
    }

    public TestMovie moovLast() {
        moovLast = true;
        return this;
    }

    public TestMovie wideMdat() {
        wideMdat = true;
        return this;
    }

    public TestMovie movieTimescale(int value) {
        movieTimescale = value;
        return this;
    }

    /** Bytes of a {@code free} box in front of the media; only claimed where no bytes are asked for. */
    public TestMovie padding(long bytes) {
        padding = bytes;
        return this;
    }

    public TestMovie perFragment(int samples) {
        perFragment = samples;
        return this;
    }

    public TestMovie runs(int value) {
        runs = value;
        return this;
    }

    public TestMovie base(Base value) {
        base = value;
        return this;
    }

    public TestMovie sidx() {
        sidx = true;
        return this;
    }

    /** What byte {@code i} of a sample is. */
    public static byte content(int track, int sample, int i) {
        return (byte) (track * 31 + sample * 7 + i);
    }

    private static void media(BoxWriter out, Track track, int from, int to) {
        for (int s = from; s < to; s++) {
            byte[] given = track.contents.get(s);
            if (given != null) {
                out.bytes(given);
            }
            for (int i = 0; given == null && i < track.samples.get(s).size; i++) {
                out.u8(content(track.id, s, i));
            }
        }
    }

    /** A whole file with its samples. */
    public byte[] progressive() {
        BoxWriter out = new BoxWriter(1 << 16);
        int ftyp = out.start(Fourcc.FTYP);
        out.ascii("isom").u32(512).ascii("isom").end(ftyp);
        int mdatHeader = wideMdat ? 16 : 8;
        if (!moovLast) {
            place(0);
            // offsets have fixed widths, so the size does not depend on them
            long before = out.length() + moov(false).length + free() + mdatHeader;
            place(before);
            out.bytes(moov(false));
        } else {
            place(out.length() + free() + mdatHeader);
        }
        if (padding > 0) {
            int free = out.start(Fourcc.of("free"));
            out.zeros((int) padding).end(free);
        }
        long payload = tracks.stream().mapToLong(Track::payload).sum();
        if (wideMdat) {
            out.u32(1).u32(Fourcc.MDAT).u64(16 + payload);
        } else {
            out.u32(8 + payload).u32(Fourcc.MDAT);
        }
        TreeMap<Long, int[]> chunks = new TreeMap<>();
        for (int t = 0; t < tracks.size(); t++) {
            for (int c = 0; c < tracks.get(t).offsets.length; c++) {
                chunks.put(tracks.get(t).offsets[c], new int[]{t, c});
            }
        }
        chunks.forEach((offset, at) -> {
            Track track = tracks.get(at[0]);
            if (offset != out.length()) {
                throw new IllegalStateException("chunk at " + out.length() + " is said to be at " + offset);
            }
            media(out, track, track.chunkFirst[at[1]], track.chunkFirst[at[1] + 1]);
        });
        if (moovLast) {
            out.bytes(moov(false));
        }
        return out.toByteArray();
    }

    private long free() {
        return padding > 0 ? 8 + padding : 0;
    }

    /** Chunks of all tracks in turn from {@code start} on. */
    private long place(long start) {
        for (Track track : tracks) {
            List<Integer> firsts = new ArrayList<>();
            int sample = 0;
            for (int c = 0; sample < track.samples.size(); c++) {
                firsts.add(sample);
                sample += track.chunks[Math.min(c, track.chunks.length - 1)];
            }
            firsts.add(track.samples.size());
            track.chunkFirst = firsts.stream().mapToInt(Integer::intValue).toArray();
            track.offsets = new long[firsts.size() - 1];
        }
        long at = start;
        int rounds = tracks.stream().mapToInt(track -> track.offsets.length).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            for (Track track : tracks) {
                if (round < track.offsets.length) {
                    int chunk = track.reversed ? track.offsets.length - 1 - round : round;
                    track.offsets[chunk] = at;
                    for (int s = track.chunkFirst[chunk]; s < track.chunkFirst[chunk + 1]; s++) {
                        at += track.samples.get(s).size;
                    }
                }
            }
        }
        return at;
    }

    /** The index of a progressive file whose media are only claimed. */
    public MediaIndex index(String name) {
        long end = place(64 + free());
        byte[] moov = moov(false);
        return new MovieReader(new SourceFile(name, "v1", end), Box.parse(ByteBuffer.wrap(moov), 0)).build();
    }

    /** {@code moov} after {@link #index} or {@link #progressive} placed the chunks. */
    public byte[] moov(boolean fragmented) {
        BoxWriter out = new BoxWriter(4096);
        int moov = out.start(Fourcc.MOOV);
        int mvhd = out.start(Fourcc.MVHD, 0, 0);
        out.u32(0).u32(0).u32(movieTimescale).u32(0).u32(0x10000).u16(0x100).zeros(10 + 36 + 24).u32(tracks.size() + 1)
                .end(mvhd);
        for (Track track : tracks) {
            trak(out, track, fragmented);
        }
        if (fragmented) {
            int mvex = out.start(Fourcc.MVEX);
            for (Track track : tracks) {
                int trex = out.start(Fourcc.TREX, 0, 0);
                out.u32(track.id).u32(track.defaultEntry).u32(0).u32(0).u32(0).end(trex);
            }
            out.end(mvex);
        }
        return out.end(moov).toByteArray();
    }

    private void trak(BoxWriter out, Track track, boolean fragmented) {
        int trak = out.start(Fourcc.TRAK);
        int tkhd = out.start(Fourcc.TKHD, 0, 7);
        out.u32(0).u32(0).u32(track.id).u32(0).u32(0).zeros(8).u16(0).u16(0).u16(track.video ? 0 : 0x100).u16(0);
        out.u32(0x10000).zeros(12).u32(0x10000).zeros(12).u32(0x40000000);
        out.u32(track.video ? 1280 << 16 : 0).u32(track.video ? 720 << 16 : 0).end(tkhd);
        if (!track.edits.isEmpty()) {
            int edts = out.start(Fourcc.EDTS);
            int elst = out.start(Fourcc.ELST, track.elstVersion, 0);
            out.u32(track.edits.size());
            for (Edit edit : track.edits) {
                if (track.elstVersion == 1) {
                    out.u64(edit.duration).u64(edit.mediaTime);
                } else {
                    out.u32(edit.duration).u32(edit.mediaTime);
                }
                out.u16(edit.rate).u16(0);
            }
            out.end(elst).end(edts);
        }
        int mdia = out.start(Fourcc.MDIA);
        int mdhd = out.start(Fourcc.MDHD, 0, 0);
        int language = track.language.charAt(0) - 96 << 10 | track.language.charAt(1) - 96 << 5 | track.language.charAt(2) - 96;
        out.u32(0).u32(0).u32(track.timescale).u32(0).u16(language).u16(0).end(mdhd);
        int hdlr = out.start(Fourcc.HDLR, 0, 0);
        out.u32(0).u32(Fourcc.of(track.handler)).zeros(12).u8(0).end(hdlr);
        int minf = out.start(Fourcc.MINF);
        int dinf = out.start(Fourcc.DINF);
        int dref = out.start(Fourcc.DREF, 0, 0);
        out.u32(1);
        out.end(out.start(Fourcc.URL, 0, 1)).end(dref).end(dinf);
        int stbl = out.start(Fourcc.STBL);
        int stsd = out.start(Fourcc.STSD, 0, 0);
        out.u32(1 + track.otherEntries.size()).bytes(track.entry);
        track.otherEntries.forEach(out::bytes);
        out.end(stsd);
        if (fragmented) {
            for (int type : new int[]{Fourcc.STTS, Fourcc.STSC, Fourcc.STCO}) {
                out.zeros(0).end(empty(out, type, 4));
            }
            out.end(empty(out, Fourcc.STSZ, 8));
        } else {
            tables(out, track);
        }
        out.bytes(track.tableBoxes).end(stbl).end(minf).end(mdia).bytes(track.boxes).end(trak);
    }

    private static int empty(BoxWriter out, int type, int zeros) {
        int mark = out.start(type, 0, 0);
        out.zeros(zeros);
        return mark;
    }

    private static void tables(BoxWriter out, Track track) {
        List<Sample> samples = track.samples;
        runs(out, Fourcc.STTS, 0, samples.stream().map(Sample::duration).toList());
        if (samples.stream().anyMatch(sample -> sample.offset != 0)) {
            runs(out, Fourcc.CTTS, track.cttsVersion, samples.stream().map(sample -> (long) sample.offset).toList());
        }
        if (track.stss != Stss.ABSENT) {
            int stss = out.start(Fourcc.STSS, 0, 0);
            int count = out.length();
            out.u32(0);
            for (int i = 0; i < samples.size() && track.stss == Stss.LISTED; i++) {
                if (samples.get(i).sync) {
                    out.u32(i + 1);
                }
            }
            out.set32(count, (out.length() - count - 4) / 4);
            out.end(stss);
        }
        sizes(out, track);
        int stsc = out.start(Fourcc.STSC, 0, 0);
        int count = out.length();
        out.u32(0);
        int last = -1;
        int lastEntry = 0;
        for (int c = 0; c < track.offsets.length; c++) {
            int in = track.chunkFirst[c + 1] - track.chunkFirst[c];
            int entry = track.entryOf(track.chunkFirst[c]);
            if (in != last || entry != lastEntry) {
                out.u32(c + 1).u32(in).u32(entry);
            }
            last = in;
            lastEntry = entry;
        }
        out.set32(count, (out.length() - count - 4) / 12);
        out.end(stsc);
        int stco = out.start(track.wideOffsets ? Fourcc.CO64 : Fourcc.STCO, 0, 0);
        out.u32(track.offsets.length);
        for (long offset : track.offsets) {
            if (track.wideOffsets) {
                out.u64(offset);
            } else {
                out.u32(offset);
            }
        }
        out.end(stco);
    }

    private static void sizes(BoxWriter out, Track track) {
        List<Sample> samples = track.samples;
        if (track.fieldBits == 32 || track.fieldBits == 0) {
            int stsz = out.start(Fourcc.STSZ, 0, 0);
            out.u32(track.fieldBits == 0 ? samples.get(0).size : 0).u32(samples.size());
            if (track.fieldBits == 32) {
                samples.forEach(sample -> out.u32(sample.size));
            }
            out.end(stsz);
            return;
        }
        int stz2 = out.start(Fourcc.STZ2, 0, 0);
        out.u32(track.fieldBits).u32(samples.size());
        for (int i = 0; i < samples.size(); i += track.fieldBits == 4 ? 2 : 1) {
            int size = samples.get(i).size;
            switch (track.fieldBits) {
                case 16 -> out.u16(size);
                case 8 -> out.u8(size);
                default -> out.u8(size << 4 | (i + 1 < samples.size() ? samples.get(i + 1).size : 0));
            }
        }
        out.end(stz2);
    }

    private static void runs(BoxWriter out, int type, int version, List<Long> values) {
        int box = out.start(type, version, 0);
        int count = out.length();
        out.u32(0);
        for (int i = 0; i < values.size();) {
            int run = i;
            while (run < values.size() && values.get(run).equals(values.get(i))) {
                run++;
            }
            out.u32(run - i).u32(values.get(i));
            i = run;
        }
        out.set32(count, (out.length() - count - 4) / 8);
        out.end(box);
    }

    /** A whole fragmented file; each {@code moof} holds a run of every track. */
    public byte[] fragmented() {
        BoxWriter out = new BoxWriter(1 << 16);
        int ftyp = out.start(Fourcc.FTYP);
        out.ascii("iso6").u32(1).ascii("iso6").end(ftyp);
        out.bytes(moov(true));
        int count = tracks.stream().mapToInt(track -> (track.samples.size() + perFragment - 1) / perFragment).max().orElse(0);
        int references = 0;
        if (sidx) {
            int box = out.start(Fourcc.SIDX, 0, 0);
            out.u32(1).u32(1000).u32(0).u32(0).u16(0).u16(count);
            references = out.length();
            out.zeros(count * 12).end(box);
        }
        long[] times = new long[tracks.size()];
        for (int f = 0; f < count; f++) {
            int start = out.length();
            fragment(out, f, times);
            if (sidx) {
                out.set32(references + f * 12, out.length() - start);
            }
        }
        return out.toByteArray();
    }

    private void fragment(BoxWriter out, int fragment, long[] times) {
        int start = out.length();
        int moof = out.start(Fourcc.MOOF);
        int mfhd = out.start(Fourcc.MFHD, 0, 0);
        out.u32(fragment + 1).end(mfhd);
        List<int[]> patches = new ArrayList<>();
        for (int t = 0; t < tracks.size(); t++) {
            Track track = tracks.get(t);
            int from = Math.min(track.samples.size(), fragment * perFragment);
            int to = Math.min(track.samples.size(), from + perFragment);
            times[t] += track.gaps.getOrDefault(fragment, 0L);
            int traf = out.start(Fourcc.TRAF);
            int entry = track.entryOf(from);
            int tfhd = out.start(Fourcc.TFHD, 0, (base == Base.MOOF ? 0x20000 : base == Base.OFFSET ? 1 : 0)
                    | (entry == track.defaultEntry ? 0 : 2));
            out.u32(track.id);
            if (base == Base.OFFSET) {
                out.u64(start);
            }
            if (entry != track.defaultEntry) {
                out.u32(entry);
            }
            out.end(tfhd);
            if (track.tfdt) {
                int tfdt = out.start(Fourcc.TFDT, 1, 0);
                out.u64(track.firstDecodeTime + times[t]).end(tfdt);
            }
            int step = Math.max(1, (to - from + runs - 1) / runs);
            for (int r = from; r < to; r += step) {
                int end = Math.min(r + step, to);
                boolean dataOffset = base != Base.NEITHER || patches.isEmpty();
                int trun = out.start(Fourcc.TRUN, 1, 0xf00 | (dataOffset ? 1 : 0));
                out.u32(end - r);
                if (dataOffset) {
                    patches.add(new int[]{out.length(), t, r});
                    out.u32(0);
                }
                for (int s = r; s < end; s++) {
                    Sample sample = track.samples.get(s);
                    out.u32(sample.duration).u32(sample.size).u32(sample.sync ? 0x02000000 : 0x01010000).u32(sample.offset);
                    times[t] += sample.duration;
                }
                out.end(trun);
            }
            out.bytes(track.fragmentBoxes.getOrDefault(fragment, new byte[0])).end(traf);
        }
        out.end(moof);
        int mdat = out.start(Fourcc.MDAT);
        for (int t = 0; t < tracks.size(); t++) {
            Track track = tracks.get(t);
            int from = Math.min(track.samples.size(), fragment * perFragment);
            int to = Math.min(track.samples.size(), from + perFragment);
            for (int s = from; s < to; s++) {
                for (int[] patch : patches) {
                    if (patch[1] == t && patch[2] == s) {
                        out.set32(patch[0], out.length() - start);
                    }
                }
                media(out, track, s, s + 1);
            }
        }
        out.end(mdat);
    }
}
