package io.dynpack.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dynpack.codec.AacCodec;
import io.dynpack.codec.Codec;
import io.dynpack.codec.CodecException;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.HdlrBox;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.isobmff.MdhdBox;
import io.dynpack.isobmff.MvhdBox;
import io.dynpack.isobmff.StsdBox;
import io.dynpack.isobmff.TkhdBox;
import io.dynpack.isobmff.TrexBox;

/**
 * Turns the {@code moov} of a file, and for a fragmented one its {@code moof}s in file order, into a {@link MediaIndex}. Used
 * once and by one thread. Tracks of other kinds than video and audio, and codecs that are not served, are omitted with a reason;
 * a box that contradicts itself fails the whole file, since nothing in it can be trusted.
 */
public final class MovieReader {
    private final SourceFile file;
    private final boolean fragmented;
    private final List<Track> tracks = new ArrayList<>();
    private final List<MediaIndex.OmittedTrack> omitted = new ArrayList<>();
    private final Map<Long, FragmentReader> fragments = new HashMap<>();

    /** A track before its samples are complete. */
    private record Track(Box trak, TkhdBox header, TrackKind kind, MdhdBox media, long movieTimescale, List<ElstBox.Edit> edits,
            SampleEntry entry, SampleTableBuilder samples) {}

    /**
     * @param moov the whole box
     * @throws MediaFileException when it cannot be used
     */
    public MovieReader(SourceFile file, Box moov) {
        this.file = file;
        try {
            MvhdBox movie = MvhdBox.read(moov.required(Fourcc.MVHD));
            Box mvex = moov.child(Fourcc.MVEX);
            fragmented = mvex != null;
            int ordinal = 0;
            for (Box trak : moov.children()) {
                if (trak.type() == Fourcc.TRAK) {
                    ordinal++;
                    track(trak, movie, ordinal);
                }
            }
            if (mvex != null) {
                defaults(mvex);
            }
        } catch (IsobmffException e) {
            throw new MediaFileException(file.name(), e.getMessage(), e);
        }
    }

    /** Whether {@link #fragment} has to be called for each {@code moof}: there are any, and of a track that can be served. */
    public boolean isFragmented() {
        return !fragments.isEmpty();
    }

    private void track(Box trak, MvhdBox movie, int ordinal) {
        TkhdBox header = TkhdBox.read(trak.required(Fourcc.TKHD));
        Box mdia = trak.required(Fourcc.MDIA);
        MdhdBox media = MdhdBox.read(mdia.required(Fourcc.MDHD));
        int handler = HdlrBox.read(mdia.required(Fourcc.HDLR)).handler();
        TrackKind kind = handler == Fourcc.VIDE ? TrackKind.VIDEO : handler == Fourcc.SOUN ? TrackKind.AUDIO : TrackKind.TEXT;
        if (kind == TrackKind.TEXT) {
            omitted.add(new MediaIndex.OmittedTrack(header.trackId(), kind,
                    "track " + ordinal + " carries " + Fourcc.text(handler) + ", which is not served"));
            return;
        }
        if (tracks.stream().anyMatch(other -> other.header.trackId() == header.trackId())) {
            throw trak.error("has the same track_ID " + header.trackId() + " as another track");
        }
        Box edts = trak.child(Fourcc.EDTS);
        Box elst = edts == null ? null : edts.child(Fourcc.ELST);
        List<ElstBox.Edit> edits = elst == null ? List.of() : ElstBox.read(elst).edits();
        Box stbl = mdia.required(Fourcc.MINF).required(Fourcc.STBL);
        Box dinf = mdia.required(Fourcc.MINF).child(Fourcc.DINF);
        Box dref = dinf == null ? null : dinf.child(Fourcc.DREF);
        if (dref != null && !isSelfContained(dref)) {
            omitted.add(new MediaIndex.OmittedTrack(header.trackId(), kind,
                    "track " + ordinal + " has its media in another file"));
            return;
        }
        StsdBox descriptions = StsdBox.read(stbl.required(Fourcc.STSD));
        SampleEntry entry;
        SampleTableBuilder samples = new SampleTableBuilder(file.length());
        try {
            entry = SampleEntry.read(descriptions.entries().get(0), kind);
            SampleTableReader.read(stbl, samples);
        } catch (CodecException e) {
            omitted.add(new MediaIndex.OmittedTrack(header.trackId(), kind, "track " + ordinal + ": " + e.getMessage()));
            return;
        }
        tracks.add(new Track(trak, header, kind, media, movie.timescale(), edits, entry, samples));
    }

    /** Flag 1 of a data entry says that the media lie in the file of the {@code moov} (ISO/IEC 14496-12, 8.7.2). */
    private static boolean isSelfContained(Box dref) {
        for (Box entry : dref.children(8)) {
            if ((entry.reader().skip(1).u24() & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private void defaults(Box mvex) {
        for (Box box : mvex.children()) {
            if (box.type() == Fourcc.TREX) {
                TrexBox trex = TrexBox.read(box);
                for (Track track : tracks) {
                    if (track.header.trackId() == trex.trackId()) {
                        fragments.put(trex.trackId(), new FragmentReader(trex, track.samples));
                    }
                }
            }
        }
    }

    /**
     * Adds the samples of one movie fragment.
     *
     * @param moof the whole box; its offset in the file matters
     */
    public void fragment(Box moof) {
        try {
            long end = moof.offset();
            for (Box traf : moof.children()) {
                if (traf.type() == Fourcc.TRAF) {
                    end = FragmentReader.read(moof, traf, fragments, end);
                }
            }
        } catch (IsobmffException e) {
            throw new MediaFileException(file.name(), e.getMessage(), e);
        }
    }

    /**
     * Band replication that the configuration keeps silent about: access units of AAC last as long with it as without, but only a
     * writer that knows of it counts 2048 samples for each, in a timescale of twice the core's rate.
     */
    private static Codec codec(Track track, SampleTable samples) {
        boolean implicit = track.entry.codec() instanceof AacCodec aac && !aac.sbr() && !aac.config().shortFrames()
                && aac.config().sampleRate() <= 24000 && track.media.timescale() == 2L * aac.config().sampleRate()
                && samples.duration(0) == 2048 && samples.duration(samples.count() / 2) == 2048;
        return implicit ? ((AacCodec) track.entry.codec()).withImplicit(true, false) : track.entry.codec();
    }

    private long origin(Track track) {
        FragmentReader reader = fragments.get(track.header.trackId());
        return reader == null ? 0 : reader.origin();
    }

    /** The index of what was read. */
    public MediaIndex build() {
        List<TrackIndex> indexes = new ArrayList<>(tracks.size());
        for (Track track : tracks) {
            if (track.samples.count() == 0) {
                omitted.add(new MediaIndex.OmittedTrack(track.header.trackId(), track.kind,
                        "track_ID " + track.header.trackId() + " has no samples"));
                continue;
            }
            SampleTable samples = track.samples.build();
            indexes.add(new TrackIndex(track.header.trackId(), track.kind, track.header, track.media.timescale(),
                    track.media.language(), track.movieTimescale, track.edits, origin(track),
                    track.entry.bytes(), codec(track, samples), samples, TrackProbe.NOT_NEEDED));
        }
        return new MediaIndex(file, fragmented, indexes, omitted);
    }
}
