package io.dynpack.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.Codec;
import io.dynpack.codec.CodecException;
import io.dynpack.codec.PcmCodec;
import io.dynpack.codec.TextCodec;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxReader;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.HdlrBox;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.isobmff.MdhdBox;
import io.dynpack.isobmff.MvhdBox;
import io.dynpack.isobmff.StsdBox;
import io.dynpack.isobmff.StszBox;
import io.dynpack.isobmff.TkhdBox;
import io.dynpack.isobmff.TrexBox;

/**
 * Turns the {@code moov} of a file, and for a fragmented one its {@code moof}s in file order, into a {@link MediaIndex}. Used
 * once and by one thread. Tracks of other kinds than video, audio and text, chapters, codecs that are not served, and tracks
 * whose boxes contradict themselves are omitted with a reason. The file is refused where damage is all that is left of it.
 */
public final class MovieReader {
    /** QuickTime's compressed movie. */
    private static final int CMOV = Fourcc.of("cmov");
    /** QuickTime's list of other files that hold the movie. */
    private static final int RMRA = Fourcc.of("rmra");
    private static final Set<Integer> OF_MOVIE = Set.of(Fourcc.MVHD, Fourcc.MVEX, CMOV, RMRA);
    private static final int TREF = Fourcc.of("tref");
    /** In {@code tref}: the tracks that hold the chapters of this one. */
    private static final int CHAP = Fourcc.of("chap");
    /** Handlers of text: of ISO/IEC 14496-12, 12.5 and 12.6, and QuickTime's of subtitles and closed captions. */
    private static final Set<Integer> TEXT = Set.of(Fourcc.of("text"), Fourcc.of("subt"), Fourcc.of("sbtl"),
            Fourcc.of("clcp"));
    /** Twice as many as a track of text may have cues ({@code text.TextLimits}), since silence has samples too. */
    static final int MAX_TEXT_SAMPLES = 400_000;
    private static final long DAY = 24 * 3600;
    /** No recording is as long; what claims to be is counted in a wrong unit, or damaged. */
    static final long MAX_SECONDS = 366 * DAY;

    private final SourceFile file;
    private final IndexRoom room;
    /** Bytes of the file whose meaning is known: {@code moov}, {@code moof}s, samples. At most as many as it has. */
    private long claimed;
    private final boolean fragmented;
    private final List<Track> tracks = new ArrayList<>();
    private final Set<Long> ids = new HashSet<>();
    /** track_IDs of all tracks, be they served or not. */
    private final Set<Long> allIds = new HashSet<>();
    /** track_IDs of those that hold the chapters of others. */
    private final Set<Long> chapters = new HashSet<>();
    /** What the first track that is damaged suffers from. */
    private @Nullable IsobmffException damage;
    /** How the file ends in the middle of its last fragment, or {@code null} where it is whole. */
    private @Nullable String cutOff;
    private final List<MediaIndex.OmittedTrack> omitted = new ArrayList<>();
    private final Map<Long, FragmentReader> fragments = new HashMap<>();

    /** A track before its samples are complete. */
    private record Track(Box trak, int ordinal, TkhdBox header, TrackKind kind, MdhdBox media, long movieTimescale,
            List<ElstBox.Edit> edits, StsdBox descriptions, SampleTableBuilder samples, List<RollGroupReader> groups,
            Set<TrackIndex.Repair> repairs) {

        MediaIndex.OmittedTrack omitted(CodecException why) {
            return MovieReader.omitted(header, kind, ordinal, why);
        }
    }

    /**
     * @param moov the whole box
     * @throws MediaFileException when it cannot be used
     */
    public MovieReader(SourceFile file, Box moov) {
        this(file, moov, IndexRoom.of(file));
    }

    MovieReader(SourceFile file, Box moov, IndexRoom room) {
        this.file = file;
        this.room = room;
        claim(moov.size());
        try {
            List<Box> boxes = children(moov);
            if (first(boxes, CMOV) != null) {
                throw moov.error("is compressed (cmov); write the file again without");
            }
            if (first(boxes, RMRA) != null) {
                throw moov.error("refers to other files that hold the movie (rmra); store one of those");
            }
            Box mvhd = first(boxes, Fourcc.MVHD);
            MvhdBox movie = MvhdBox.read(mvhd == null ? moov.required(Fourcc.MVHD) : mvhd);
            Box mvex = first(boxes, Fourcc.MVEX);
            fragmented = mvex != null;
            boxes.removeIf(box -> box.type() != Fourcc.TRAK);
            boxes.forEach(this::references);
            int ordinal = 0;
            for (Box trak : boxes) {
                ordinal++;
                track(trak, movie, ordinal);
            }
            if (mvex != null) {
                defaults(mvex);
            }
            withoutDefaults();
        } catch (IsobmffException e) {
            throw new MediaFileException(file.name(), e.getMessage(), e);
        }
    }

    /**
     * The boxes of {@code moov} that matter. One that claims more than is left ends them: those in front of it are not less
     * good for it.
     */
    private List<Box> children(Box moov) {
        List<Box> boxes = new ArrayList<>();
        try {
            for (Box box : moov.children()) {
                if (box.type() == Fourcc.TRAK) {
                    room.takeTrack();
                    boxes.add(box);
                } else if (OF_MOVIE.contains(box.type()) && first(boxes, box.type()) == null) {
                    boxes.add(box);
                }
            }
        } catch (IsobmffException e) {
            if (boxes.stream().noneMatch(box -> box.type() == Fourcc.TRAK)) {
                throw e;
            }
            omitted.add(new MediaIndex.OmittedTrack(0, TrackKind.TEXT, MediaIndex.Cause.DAMAGED,
                    e.getMessage() + "; what lies behind it in moov is not read"));
        }
        return boxes;
    }

    private static @Nullable Box first(List<Box> boxes, int type) {
        for (Box box : boxes) {
            if (box.type() == type) {
                return box;
            }
        }
        return null;
    }

    /** Notes which tracks there are, and which of them hold the chapters of others. */
    private void references(Box trak) {
        allIds.add(trackId(trak));
        try {
            Box tref = trak.child(TREF);
            Box chap = tref == null ? null : tref.child(CHAP);
            for (BoxReader in = chap == null ? null : chap.reader(); in != null && in.remaining() >= 4;) {
                chapters.add(in.u32());
            }
        } catch (IsobmffException e) {
            // whatever it refers to, the track is what it is
        }
    }

    /** 0 where the track does not tell. */
    private static long trackId(Box trak) {
        try {
            Box header = trak.child(Fourcc.TKHD);
            return header == null ? 0 : TkhdBox.read(header).trackId();
        } catch (IsobmffException e) {
            return 0;
        }
    }

    /** Whether {@link #fragment} has to be called for each {@code moof}: there are any, and of a track that can be served. */
    public boolean isFragmented() {
        return !fragments.isEmpty();
    }

    /** A track that is damaged goes alone. */
    private void track(Box trak, MvhdBox movie, int ordinal) {
        TrackKind kind = TrackKind.TEXT;
        try {
            Box mdia = trak.required(Fourcc.MDIA);
            int handler = HdlrBox.read(mdia.required(Fourcc.HDLR)).handler();
            kind = handler == Fourcc.VIDE ? TrackKind.VIDEO : handler == Fourcc.SOUN ? TrackKind.AUDIO : TrackKind.TEXT;
            boolean text = TEXT.contains(handler) && isText(mdia);
            if (text && chapters.contains(trackId(trak))) {
                beside(trak, mdia, "track " + ordinal + " carries chapters (tref), which are not served");
            } else if (kind == TrackKind.TEXT && !text) {
                beside(trak, mdia, "track " + ordinal + " carries " + Fourcc.text(handler) + ", which is not served");
            } else if (text && samples(mdia) > MAX_TEXT_SAMPLES) {
                beside(trak, mdia, "track " + ordinal + " has more than " + MAX_TEXT_SAMPLES
                        + " samples of text and is not served");
            } else if (kind == TrackKind.VIDEO && chapters.contains(trackId(trak))) {
                beside(trak, mdia, "track " + ordinal + " carries pictures of chapters (tref), which are not served");
            } else {
                media(trak, mdia, kind, movie, ordinal);
            }
        } catch (IsobmffException e) {
            damaged(trak, kind, ordinal, e);
        }
    }

    /** Whether the first sample entry is one of text that is read: QuickTime's own {@code text} holds chapters. */
    private static boolean isText(Box mdia) {
        try {
            Box stsd = mdia.required(Fourcc.MINF).required(Fourcc.STBL).required(Fourcc.STSD);
            for (Box entry : stsd.children(8)) {
                return TextCodec.Form.of(Fourcc.text(entry.type())) != null;
            }
            return false;
        } catch (IsobmffException e) {
            return false;
        }
    }

    /** As {@code moov} states them. */
    private static int samples(Box mdia) {
        Box stbl = mdia.required(Fourcc.MINF).required(Fourcc.STBL);
        Box sizes = stbl.child(Fourcc.STSZ);
        return StszBox.read(sizes == null ? stbl.required(Fourcc.STZ2) : sizes).count();
    }

    private void damaged(Box trak, TrackKind kind, int ordinal, IsobmffException why) {
        damage = damage == null ? why : damage;
        omit(trackId(trak), kind, MediaIndex.Cause.DAMAGED, "track " + ordinal + " is damaged: " + why.getMessage());
    }

    private void omit(long trackId, TrackKind kind, MediaIndex.Cause cause, String reason) {
        omitted.add(new MediaIndex.OmittedTrack(trackId, kind, cause, reason));
    }

    /** What lies beside the media and is none itself. */
    private void beside(Box trak, Box mdia, String reason) {
        claim(bytesOf(mdia));
        omit(trackId(trak), TrackKind.TEXT, MediaIndex.Cause.NOT_MEDIA, reason);
    }

    private void media(Box trak, Box mdia, TrackKind kind, MvhdBox movie, int ordinal) {
        TkhdBox header = numbered(TkhdBox.read(trak.required(Fourcc.TKHD)), trak);
        MdhdBox media = MdhdBox.read(mdia.required(Fourcc.MDHD), HdlrBox.isQuickTime(mdia.required(Fourcc.HDLR)));
        Box edts = trak.child(Fourcc.EDTS);
        Box elst = edts == null ? null : edts.child(Fourcc.ELST);
        List<ElstBox.Edit> edits = elst == null ? List.of() : ElstBox.read(elst).edits();
        room.takeBytes(TrackIndex.EDIT * (long) edits.size());
        Box stbl = mdia.required(Fourcc.MINF).required(Fourcc.STBL);
        Box dinf = mdia.required(Fourcc.MINF).child(Fourcc.DINF);
        Box dref = dinf == null ? null : dinf.child(Fourcc.DREF);
        if (dref != null && !isSelfContained(dref)) {
            omit(header.trackId(), kind, MediaIndex.Cause.ELSEWHERE, "track " + ordinal + " has its media in another file");
            return;
        }
        Box stsd = stbl.required(Fourcc.STSD);
        if (stsd.reader().skip(4).u32() == 0) {
            omit(header.trackId(), kind, MediaIndex.Cause.DAMAGED,
                    "track " + ordinal + " has no sample entry, so that nothing says what it holds");
            return;
        }
        StsdBox descriptions = StsdBox.read(stsd);
        SampleTableBuilder samples = new SampleTableBuilder(file.length(), room);
        Set<TrackIndex.Repair> repairs;
        PcmCodec pcm;
        try {
            SampleEntry entry = anyServed(descriptions, kind);
            pcm = entry.codec() instanceof PcmCodec codec ? PcmTableReader.joined(stbl, codec, descriptions) : null;
            repairs = pcm == null
                    ? SampleTableReader.read(stbl, kind, samples)
                    : PcmTableReader.read(stbl, pcm, samples);
        } catch (CodecException e) {
            claim(bytesOf(mdia));
            omitted.add(omitted(header, kind, ordinal, e));
            return;
        }
        ids.add(header.trackId());
        // of PCM no sample needs another, and those of the file have been joined
        List<RollGroupReader> groups = kind == TrackKind.TEXT || pcm != null ? List.of() : RollGroupReader.all(room);
        groups.forEach(group -> group.track(stbl, samples.count()));
        tracks.add(new Track(trak, ordinal, header, kind, media, movie.timescale(), edits, descriptions, samples, groups,
                repairs));
    }

    /**
     * A track_ID that another track has, or that none may have, gives way to one that is free: nothing but fragments hangs on it,
     * and in those nobody could tell the tracks apart.
     */
    private TkhdBox numbered(TkhdBox header, Box trak) {
        if (header.trackId() != 0 && !ids.contains(header.trackId())) {
            return header;
        }
        if (fragmented) {
            throw trak.error("has the track_ID " + header.trackId() + (header.trackId() == 0 ? "" : " of another track"));
        }
        long free = 1;
        while (allIds.contains(free)) {
            free++;
        }
        allIds.add(free);
        return header.withTrackId(free);
    }

    private static MediaIndex.OmittedTrack omitted(TkhdBox header, TrackKind kind, int ordinal, CodecException why) {
        MediaIndex.Cause cause = why instanceof CodecException.Encrypted
                ? MediaIndex.Cause.ENCRYPTED
                : why instanceof CodecException.NotServed ? MediaIndex.Cause.NOT_SERVED : MediaIndex.Cause.DAMAGED;
        return new MediaIndex.OmittedTrack(header.trackId(), kind, cause, "track " + ordinal + ": " + why.getMessage());
    }

    /** Before a table is read for nothing. Which of several entries are in use is not known yet. */
    private static SampleEntry anyServed(StsdBox descriptions, TrackKind kind) {
        CodecException first = null;
        for (Box entry : descriptions.entries()) {
            try {
                return SampleEntry.read(entry, kind);
            } catch (CodecException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    /**
     * The entries that samples use, equal ones as one.
     *
     * @throws CodecException where one of them is not served, is not there, or is of another codec than the first
     */
    private SampleEntryRuns entries(Track track) {
        List<SampleEntry> entries = new ArrayList<>();
        Map<Long, Byte> ordinals = new HashMap<>();
        List<Integer> changes = new ArrayList<>();
        List<Byte> runs = new ArrayList<>();
        for (int run = 0; run < track.samples.entryRuns().size(); run++) {
            byte ordinal = ordinals.computeIfAbsent(track.samples.entryRuns().get(run), index -> {
                SampleEntry entry = SampleEntry.read(entry(track.descriptions, index), track.kind);
                int known = entries.indexOf(entry);
                if (known < 0 && entries.size() == Byte.MAX_VALUE) {
                    throw new CodecException("more than " + Byte.MAX_VALUE + " sample entries are in use");
                }
                if (known < 0) {
                    room.takeBytes(entry.heapBytes());
                    entries.add(entry);
                }
                return (byte) (known < 0 ? entries.size() - 1 : known);
            });
            if (run == 0 || ordinal != runs.get(runs.size() - 1)) {
                runs.add(ordinal);
                if (run > 0) {
                    changes.add(track.samples.entryChanges().get(run - 1));
                }
            }
        }
        byte[] ofRuns = new byte[runs.size()];
        for (int i = 0; i < ofRuns.length; i++) {
            ofRuns[i] = runs.get(i);
        }
        SampleEntryRuns used = SampleEntryRuns.of(entries, changes.stream().mapToInt(Integer::intValue).toArray(), ofRuns);
        if (!used.isOneFamily()) {
            throw new CodecException("changes from one codec to another in mid-track; write one track for each");
        }
        return used;
    }

    /** Where there is one entry, samples can mean no other; writers that leave the number out mean the first. */
    private static Box entry(StsdBox descriptions, long index) {
        long ordinal = index == 0 || descriptions.entries().size() == 1 ? 0 : index - 1;
        if (ordinal >= descriptions.entries().size()) {
            throw new CodecException("samples use sample entry " + index + " of " + descriptions.entries().size());
        }
        return descriptions.entries().get((int) ordinal);
    }

    /** Bytes of the samples of a track that is not served; 0 where its table is damaged, as nothing hangs on it. */
    private static long bytesOf(Box mdia) {
        try {
            Box stbl = mdia.required(Fourcc.MINF).required(Fourcc.STBL);
            Box sizes = stbl.child(Fourcc.STSZ);
            return StszBox.read(sizes == null ? stbl.required(Fourcc.STZ2) : sizes).total();
        } catch (IsobmffException e) {
            return 0;
        }
    }

    /** Samples that nobody serves may be stated to be of any size, and lie anywhere. */
    private void claim(long bytes) {
        claimed = Math.min(file.length(), claimed + Math.min(file.length(), bytes));
    }

    /** A file that does not announce its fragments, or not those of each track, has them all the same. */
    private void withoutDefaults() {
        boolean silent = tracks.stream().allMatch(track -> track.samples.count() == 0);
        for (Track track : tracks) {
            long id = track.header.trackId();
            if (!fragments.containsKey(id) && (fragmented || silent)) {
                fragments.put(id, new FragmentReader(new TrexBox(id, 1, 0, 0, 0), track.kind, track.samples, track.groups));
            }
        }
    }

    /**
     * Flag 1 of a data entry says that the media lie in the file of the {@code moov} (ISO/IEC 14496-12, 8.7.2). A {@code url } of
     * writers that forget the flag names no other file.
     */
    private static boolean isSelfContained(Box dref) {
        for (Box entry : dref.children(8)) {
            BoxReader in = entry.reader().skip(1);
            boolean flagged = (in.u24() & 1) != 0;
            boolean named = entry.type() != Fourcc.URL || in.remaining() > 0 && in.u8() != 0;
            if (!flagged && named) {
                return false;
            }
        }
        return true;
    }

    private void defaults(Box mvex) {
        Map<Long, Track> served = new HashMap<>();
        tracks.forEach(track -> served.put(track.header.trackId(), track));
        for (Box box : mvex.children()) {
            if (box.type() == Fourcc.TREX) {
                TrexBox trex = TrexBox.read(box);
                Track track = served.get(trex.trackId());
                if (track != null) {
                    fragments.put(trex.trackId(), new FragmentReader(trex, track.kind, track.samples, track.groups));
                }
            }
        }
    }

    /**
     * Adds the samples of one movie fragment. One whose samples lie behind the end of the file is the last one of a file that
     * is cut off: what is in front of it is served.
     *
     * @param moof the whole box; its offset in the file matters
     */
    public void fragment(Box moof) {
        if (cutOff != null) {
            throw new MediaFileException(file.name(), cutOff, null);
        }
        try {
            if (FragmentReader.isBehind(file.length(), moof, fragments)) {
                cutOff(moof.error("speaks of samples behind the end of the file").getMessage());
                return;
            }
            claim(moof.size());
            long end = moof.offset();
            for (Box traf : moof.children()) {
                if (traf.type() == Fourcc.TRAF) {
                    end = FragmentReader.read(moof, traf, fragments, this::claim, end);
                }
            }
        } catch (IsobmffException e) {
            throw new MediaFileException(file.name(), e.getMessage(), e);
        }
    }

    /** Says that the file ends in the middle of its last fragment, which is left out. */
    public void cutOff(String how) {
        cutOff = how;
    }

    /**
     * Band replication that the configuration keeps silent about: access units of AAC last as long with it as without, but only a
     * writer that knows of it counts 2048 samples for each, in a timescale of twice the core's rate.
     */
    private static Codec codec(Track track, Codec codec, SampleTable samples) {
        boolean implicit = codec instanceof AacCodec aac && !aac.sbr() && !aac.config().shortFrames()
                && aac.config().sampleRate() <= 24000 && track.media.timescale() == 2L * aac.config().sampleRate()
                && samples.duration(0) == 2048 && samples.duration(samples.count() / 2) == 2048;
        return implicit ? ((AacCodec) codec).withImplicit(true, false) : codec;
    }

    private TrackIndex build(Track track) {
        FragmentReader reader = fragments.get(track.header.trackId());
        if (reader != null && reader.refusal() != null) {
            throw new CodecException(reader.refusal());
        }
        if (track.samples.count() == 0) {
            throw new CodecException(cutOff == null ? "has no samples" : "has no samples, as the file is cut off: " + cutOff);
        }
        if (cutOff != null && reader != null) {
            track.repairs.add(TrackIndex.Repair.CUT_OFF);
        }
        long seconds = track.samples.duration() / track.media.timescale();
        if (seconds > MAX_SECONDS) {
            throw new CodecException("claims to last " + seconds / DAY + " days");
        }
        SampleEntryRuns entries = entries(track);
        SampleTable samples = track.samples.build();
        if (track.kind == TrackKind.TEXT) {
            return text(track, entries, samples);
        }
        List<RollGroup> groups = groups(track, entries.first().codec(), samples);
        TrackIndex index = withoutEmpty(new TrackIndex(track.header.trackId(), track.kind, track.header,
                track.media.timescale(), track.media.language(), track.movieTimescale, edits(track, samples), origin(track),
                entries,
                entries.first().codec(), samples, groups, track.repairs, TrackProbe.NOT_NEEDED));
        return index.probed(codec(track, index.codec(), samples), TrackProbe.NOT_NEEDED);
    }

    /** Samples of no bytes stay: they are silence, and not what the one before them shows. */
    private TrackIndex text(Track track, SampleEntryRuns entries, SampleTable samples) {
        return new TrackIndex(track.header.trackId(), track.kind, track.header, track.media.timescale(),
                track.media.language(), track.movieTimescale, edits(track, samples), origin(track), entries,
                entries.first().codec(), samples, List.of(), track.repairs, TrackProbe.NOT_NEEDED);
    }

    /**
     * The sample groups that the file has, without those that nobody can read. Where it says nothing of a codec that needs samples
     * in front, it is what that codec needs; codecs whose players all know it by heart need nothing.
     */
    private static List<RollGroup> groups(Track track, Codec codec, SampleTable samples) {
        List<RollGroup> groups = new ArrayList<>();
        for (RollGroupReader reader : track.groups) {
            RollGroup group = reader.build(samples.count());
            if (group != null) {
                groups.add(group);
            }
            if (reader.isUnreadable()) {
                track.repairs.add(TrackIndex.Repair.UNREADABLE_GROUPS);
            }
        }
        long duration = samples.duration(samples.count() / 2);
        boolean silent = groups.stream().noneMatch(group -> group.groupingType() == Fourcc.ROLL);
        if (silent && codec instanceof AudioCodec audio && audio.preRoll() > 0 && duration > 0) {
            long distance = -Math.floorDiv(-audio.preRoll() * track.media.timescale(), 1000 * duration);
            groups.add(0, RollGroup.of(Fourcc.ROLL, (int) -Math.min(distance, Short.MAX_VALUE), samples.count()));
        }
        return groups;
    }

    /**
     * The edit list as ffmpeg reads it. Of a progressive file, an edit that begins before what is shown first begins with that:
     * writers that put 0 there did not think of reordering. Of a fragmented one, pauses alone delay the fragments that follow.
     */
    private List<ElstBox.Edit> edits(Track track, SampleTable samples) {
        List<ElstBox.Edit> shown = track.edits.stream().filter(edit -> !edit.isEmpty()).toList();
        List<ElstBox.Edit> edits = new ArrayList<>(track.edits);
        if (fragments.containsKey(track.header.trackId())) {
            if (shown.isEmpty() && !edits.isEmpty()) {
                edits.add(new ElstBox.Edit(0, 0, 1, 0));
            }
        } else if (shown.size() == 1 && shown.get(0).mediaTime() < samples.earliestCompositionTime()) {
            ElstBox.Edit early = shown.get(0);
            edits.set(edits.indexOf(early), new ElstBox.Edit(early.segmentDuration(), samples.earliestCompositionTime(),
                    early.rateInteger(), early.rateFraction()));
        }
        return edits;
    }

    /** A sample of no bytes shows nothing: what was shown before it stays. */
    private TrackIndex withoutEmpty(TrackIndex track) {
        SampleTable samples = track.samples();
        if (samples.minSize() > 0) {
            return track;
        }
        BitSet empty = new BitSet(samples.count());
        for (int sample = 0; sample < samples.count(); sample++) {
            if (samples.size(sample) == 0) {
                empty.set(sample);
            }
        }
        if (empty.cardinality() == samples.count()) {
            throw new CodecException("has no bytes in any of its samples");
        }
        return track.joined(empty, file);
    }

    /** A track that nothing was written into, which is no fault. */
    private boolean isWithoutText(Track track) {
        FragmentReader reader = fragments.get(track.header.trackId());
        return track.kind == TrackKind.TEXT && track.samples.bytes() == 0 && (reader == null || reader.refusal() == null);
    }

    private long origin(Track track) {
        FragmentReader reader = fragments.get(track.header.trackId());
        return reader == null ? 0 : reader.origin();
    }

    /**
     * The index of what was read.
     *
     * @throws MediaFileException when it cannot be used
     */
    public MediaIndex build() {
        List<TrackIndex> indexes = new ArrayList<>(tracks.size());
        List<TrackIndex> texts = new ArrayList<>();
        for (Track track : tracks) {
            if (isWithoutText(track)) {
                omit(track.header.trackId(), TrackKind.TEXT, MediaIndex.Cause.NOT_MEDIA,
                        "track " + track.ordinal + " is meant for text and has none");
                continue;
            }
            try {
                (track.kind == TrackKind.TEXT ? texts : indexes).add(build(track));
            } catch (CodecException e) {
                omitted.add(track.omitted(e));
            } catch (IsobmffException e) {
                // a sample entry that is in use and that nobody had looked into
                damaged(track.trak, track.kind, track.ordinal, e);
            }
        }
        if (indexes.isEmpty() && texts.isEmpty() && damage != null && omitted.stream()
                .allMatch(track -> track.kind() == TrackKind.TEXT || track.cause() == MediaIndex.Cause.DAMAGED)) {
            throw new MediaFileException(file.name(), damage.getMessage(), damage);
        }
        for (Track track : tracks) {
            claim(track.samples.bytes());
        }
        return new MediaIndex(file, fragmented, indexes, texts, omitted, file.length() - claimed);
    }
}
