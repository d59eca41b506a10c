package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.CaptionData;
import io.dynpack.codec.Codec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.codec.NalUnitCodec;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.TkhdBox;

/**
 * The {@linkplain StoredForm stored form} of a {@link StoredIndex}. What the checksum holds for is checked all the same,
 * against itself and the length of the file: the index is input like the media, and whoever writes one can make a checksum.
 */
public final class MediaIndexCodec {
    /**
     * Its version is raised with every change of the form, of what a look at access units tells, and of which files and tracks
     * are refused; there is no compatibility between versions.
     */
    private static final StoredForm FORM = new StoredForm("index", 0x64796e78, 11);
    private static final byte USABLE = 1;
    private static final byte UNUSABLE = 0;
    /** Bytes of a {@link TrackProbe}. */
    private static final int PROBE = 1 + 4 + 1 + 4;

    /** Characters; it is a sentence. */
    private static final int MAX_REASON = 4096;

    private MediaIndexCodec() {}

    /** A buffer from position 0 to its limit. */
    public static ByteBuffer store(StoredIndex stored) {
        if (stored instanceof MediaIndex index) {
            return store(index);
        }
        return store((UnusableFile) stored);
    }

    private static ByteBuffer store(UnusableFile unusable) {
        SourceFile file = unusable.file();
        ByteBuffer out = FORM.begin(1 + StoredForm.size(file) + StoredForm.size(unusable.reason())).put(UNUSABLE);
        StoredForm.put(out, file);
        StoredForm.put(out, unusable.reason());
        return StoredForm.end(out);
    }

    private static ByteBuffer store(MediaIndex index) {
        int size = 1 + StoredForm.size(index.file()) + 1 + 4 + 4 + 8;
        List<TrackIndex> tracks = new ArrayList<>(index.tracks());
        tracks.addAll(index.texts());
        for (TrackIndex track : tracks) {
            size += 4 + 1 + 4 + 4 + 36 + 2 + 2 + 8 + 8 + 8 + StoredForm.size(track.language()) + 8 + 4
                    + track.edits().size() * 20 + 8
                    + storedSize(track.entries()) + 1 + 1 + 4 + active(track).remaining() + PROBE
                    + track.samples().storedSize() + 1 + track.rollGroups().stream().mapToInt(RollGroup::storedSize).sum();
        }
        for (MediaIndex.OmittedTrack omitted : index.omitted()) {
            size += 4 + 1 + 1 + StoredForm.size(omitted.reason());
        }
        ByteBuffer out = FORM.begin(size).put(USABLE);
        StoredForm.put(out, index.file());
        out.put((byte) (index.fragmented() ? 1 : 0)).putInt(tracks.size());
        tracks.forEach(track -> store(out, track));
        out.putInt(index.omitted().size());
        for (MediaIndex.OmittedTrack omitted : index.omitted()) {
            out.putInt((int) omitted.trackId()).put((byte) omitted.kind().ordinal()).put((byte) omitted.cause().ordinal());
            StoredForm.put(out, omitted.reason());
        }
        out.putLong(index.unclaimed());
        return StoredForm.end(out);
    }

    /** @param bytes from the buffer's position on */
    public static StoredIndex load(ByteBuffer bytes) {
        return FORM.read(bytes, MediaIndexCodec::loadChecked);
    }

    private static StoredIndex loadChecked(ByteBuffer in) {
        boolean usable = in.get() == USABLE;
        SourceFile file = StoredForm.file(in);
        require(file.length() >= 0, "a file of " + file.length() + " bytes");
        if (!usable) {
            return new UnusableFile(file, reason(in));
        }
        boolean fragmented = in.get() == 1;
        int count = StoredForm.count(in, 64);
        List<TrackIndex> tracks = new ArrayList<>(count);
        List<TrackIndex> texts = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        IndexRoom room = IndexRoom.of(file);
        for (int i = 0; i < count; i++) {
            room.takeTrack();
            TrackIndex track = loadTrack(in, file.length(), room);
            require(ids.add(track.trackId()), "two tracks with the same track_ID " + track.trackId());
            (track.kind() == TrackKind.TEXT ? texts : tracks).add(track);
        }
        int omittedCount = StoredForm.count(in, 10);
        List<MediaIndex.OmittedTrack> omitted = new ArrayList<>(omittedCount);
        for (int i = 0; i < omittedCount; i++) {
            room.takeTrack();
            omitted.add(new MediaIndex.OmittedTrack(in.getInt() & 0xffffffffL, kind(in),
                    StoredForm.value(in, MediaIndex.Cause.values()), reason(in)));
        }
        long unclaimed = in.getLong();
        require(unclaimed >= 0 && unclaimed <= file.length(), unclaimed + " bytes that nothing claims");
        require(!in.hasRemaining(), in.remaining() + " bytes behind its end");
        return new MediaIndex(file, fragmented, tracks, texts, omitted, unclaimed);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IndexFormatException("the index has " + otherwise);
        }
    }

    private static void store(ByteBuffer out, TrackIndex track) {
        TkhdBox header = track.header();
        out.putInt((int) track.trackId()).put((byte) track.kind().ordinal()).putInt(header.flags());
        out.putInt(header.matrix().a()).putInt(header.matrix().b()).putInt(header.matrix().u());
        out.putInt(header.matrix().c()).putInt(header.matrix().d()).putInt(header.matrix().v());
        out.putInt(header.matrix().x()).putInt(header.matrix().y()).putInt(header.matrix().w());
        out.putShort((short) header.alternateGroup()).putShort((short) header.volume()).putLong(header.width())
                .putLong(header.height());
        out.putLong(track.timescale());
        StoredForm.put(out, track.language());
        out.putLong(track.movieTimescale()).putInt(track.edits().size());
        for (ElstBox.Edit edit : track.edits()) {
            out.putLong(edit.segmentDuration()).putLong(edit.mediaTime());
            out.putShort((short) edit.rateInteger()).putShort((short) edit.rateFraction());
        }
        out.putLong(track.baseDecodeTime());
        store(out, track.entries());
        int repairs = 0;
        for (TrackIndex.Repair repair : track.repairs()) {
            repairs |= 1 << repair.ordinal();
        }
        out.put((byte) repairs);
        boolean implicit = track.codec() instanceof AacCodec aac && aac.sbr() && !aac.config().sbr();
        boolean implicitPs = track.codec() instanceof AacCodec aac && aac.ps() && !aac.config().ps();
        boolean announced = track.codec() instanceof HevcCodec hevc && hevc.setsAnnounced();
        out.put((byte) ((implicit ? 1 : 0) | (implicitPs ? 2 : 0) | (announced ? 4 : 0)));
        put(out, active(track));
        store(out, track.probe());
        track.samples().store(out);
        out.put((byte) track.rollGroups().size());
        track.rollGroups().forEach(group -> group.store(out));
    }

    private static void store(ByteBuffer out, TrackProbe probe) {
        out.put((byte) probe.outcome().ordinal()).putInt(probe.accessUnits());
        CaptionData captions = probe.captions() == null ? CaptionData.NONE : probe.captions();
        out.put((byte) ((probe.delimiters() ? 1 : 0) | (probe.parameterSets() ? 2 : 0) | (captions.cea608() ? 4 : 0)
                | (captions.cea708() ? 8 : 0) | probe.gops().ordinal() << 4 | (probe.captions() == null ? 0 : 64)));
        out.putInt(probe.unannounced());
    }

    private static TrackProbe loadProbe(ByteBuffer in) {
        TrackProbe.Outcome outcome = StoredForm.value(in, TrackProbe.Outcome.values());
        int accessUnits = in.getInt();
        int flags = in.get();
        return new TrackProbe(outcome, accessUnits, (flags & 1) != 0, (flags & 2) != 0,
                StoredForm.value(flags >> 4 & 3, TrackProbe.Gops.values()), in.getInt(),
                (flags & 64) == 0 ? null : new CaptionData((flags & 4) != 0, (flags & 8) != 0));
    }

    private static TrackIndex loadTrack(ByteBuffer in, long fileLength, IndexRoom room) {
        long trackId = in.getInt() & 0xffffffffL;
        TrackKind kind = kind(in);
        int flags = in.getInt();
        var matrix = new io.dynpack.isobmff.Matrix(in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(),
                in.getInt(), in.getInt(), in.getInt());
        int alternateGroup = in.getShort() & 0xffff;
        int volume = in.getShort() & 0xffff;
        TkhdBox header = new TkhdBox(flags, trackId, 0, alternateGroup, volume, matrix, in.getLong(), in.getLong());
        long timescale = in.getLong();
        String language = StoredForm.text(in);
        long movieTimescale = in.getLong();
        require(isUnsigned32(timescale) && timescale > 0, "a timescale of " + timescale);
        require(isUnsigned32(movieTimescale) && movieTimescale > 0, "a movie timescale of " + movieTimescale);
        require(isUnsigned32(header.width()) && isUnsigned32(header.height()), "a picture of impossible size");
        require(language.length() == 3 && language.chars().allMatch(c -> c >= 'a' && c <= 'z'), "no language of ISO 639-2");
        int editCount = StoredForm.count(in, 20);
        require(editCount <= ElstBox.MAX_EDITS, editCount + " edits of a track");
        room.takeBytes(TrackIndex.EDIT * (long) editCount);
        List<ElstBox.Edit> edits = new ArrayList<>(editCount);
        for (int i = 0; i < editCount; i++) {
            edits.add(new ElstBox.Edit(in.getLong(), in.getLong(), in.getShort(), in.getShort()));
            require(edits.get(i).segmentDuration() >= 0, "an edit of " + edits.get(i).segmentDuration() + " ticks");
        }
        long base = in.getLong();
        require(base >= 0 && base <= FragmentReader.MAX_TIME, "a track that begins at " + base);
        SampleEntryRuns entries = loadEntries(in, kind, room);
        int repairs = in.get();
        int told = in.get();
        Codec codec = entries.first().codec();
        if (codec instanceof AacCodec aac) {
            codec = aac.withImplicit((told & 1) != 0, (told & 2) != 0);
        }
        codec = activating(codec, bytes(in));
        codec = codec instanceof NalUnitCodec units && (told & 4) != 0 ? units.withSetsAnnounced() : codec;
        room.takeBytes(codec instanceof NalUnitCodec units ? units.activeHeapBytes() : 0);
        TrackProbe probe = loadProbe(in);
        SampleTable samples = SampleTable.load(in, fileLength, room);
        require(kind != TrackKind.TEXT || samples.count() <= MovieReader.MAX_TEXT_SAMPLES,
                samples.count() + " samples of text");
        require(samples.decodeTime(samples.count()) / timescale <= MovieReader.MAX_SECONDS, "a track of years");
        require(probe.accessUnits() >= 0 && probe.accessUnits() <= samples.count()
                && probe.unannounced() >= -1 && probe.unannounced() < samples.count(), "a look at samples that are not there");
        require(entries.changeCount() == 0 || entries.change(entries.changeCount() - 1) < samples.count(),
                "a sample entry that is used behind the last sample");
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, base, entries, codec, samples,
                loadGroups(in, samples.count(), room), repairs(repairs), probe);
    }

    private static List<RollGroup> loadGroups(ByteBuffer in, int samples, IndexRoom room) {
        int count = in.get();
        List<RollGroup> groups = new ArrayList<>();
        Set<Integer> types = new HashSet<>();
        for (int i = 0; i < count; i++) {
            RollGroup group = RollGroup.load(in, samples, room);
            require(types.add(group.groupingType()), "two groups of one type");
            groups.add(group);
        }
        return groups;
    }

    private static boolean isUnsigned32(long value) {
        return value >= 0 && value <= 0xffffffffL;
    }

    /** The parameter sets that the first key frame activates; empty where they are those of the sample entry. */
    private static ByteBuffer active(TrackIndex track) {
        return track.codec() instanceof NalUnitCodec units ? units.activeRecord() : ByteBuffer.allocate(0);
    }

    private static Codec activating(Codec codec, ByteBuffer sets) {
        return codec instanceof NalUnitCodec units && sets.hasRemaining() ? units.withActiveRecord(sets) : codec;
    }

    private static void put(ByteBuffer out, ByteBuffer bytes) {
        out.putInt(bytes.remaining()).put(bytes.duplicate());
    }

    private static ByteBuffer bytes(ByteBuffer in) {
        byte[] bytes = new byte[StoredForm.count(in, 1)];
        in.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static Set<TrackIndex.Repair> repairs(int bits) {
        Set<TrackIndex.Repair> repairs = EnumSet.noneOf(TrackIndex.Repair.class);
        for (TrackIndex.Repair repair : TrackIndex.Repair.values()) {
            if ((bits & 1 << repair.ordinal()) != 0) {
                repairs.add(repair);
            }
        }
        return repairs;
    }

    private static int storedSize(SampleEntryRuns entries) {
        int size = 1 + 4 + 5 * entries.changeCount();
        for (SampleEntry entry : entries.entries()) {
            size += 4 + entry.bytes().remaining();
        }
        return size;
    }

    private static void store(ByteBuffer out, SampleEntryRuns entries) {
        out.put((byte) entries.entries().size());
        for (SampleEntry entry : entries.entries()) {
            out.putInt(entry.bytes().remaining()).put(entry.bytes().duplicate());
        }
        out.putInt(entries.changeCount());
        for (int i = 0; i < entries.changeCount(); i++) {
            out.putInt(entries.change(i)).put((byte) entries.run(i + 1));
        }
    }

    private static SampleEntryRuns loadEntries(ByteBuffer in, TrackKind kind, IndexRoom room) {
        int count = in.get();
        List<SampleEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int size = StoredForm.count(in, 1);
            ByteBuffer entry = ByteBuffer.allocate(size).put(in.slice(in.position(), size)).flip();
            in.position(in.position() + size);
            Box box = Box.parse(entry, 0);
            require(box.size() == size, "more than a sample entry");
            entries.add(SampleEntry.read(box, kind));
            room.takeBytes(entries.get(i).heapBytes());
        }
        int[] changes = new int[StoredForm.count(in, 5)];
        byte[] runs = new byte[changes.length + 1];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = in.getInt();
            runs[i + 1] = in.get();
        }
        return SampleEntryRuns.of(entries, changes, runs);
    }

    private static TrackKind kind(ByteBuffer in) {
        return StoredForm.value(in, TrackKind.values());
    }

    /** Why something is not served. */
    private static String reason(ByteBuffer in) {
        String reason = StoredForm.text(in);
        require(reason.length() <= MAX_REASON, "a reason of " + reason.length() + " characters");
        return reason;
    }
}
