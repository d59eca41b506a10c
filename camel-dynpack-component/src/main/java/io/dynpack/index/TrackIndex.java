package io.dynpack.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.dynpack.codec.Codec;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.TkhdBox;

/**
 * One track of a media file that can be served; of text, one whose cues can be read.
 *
 * @param trackId       track_ID
 * @param header        {@code tkhd}: matrix, size and volume go unchanged into initialization segments
 * @param timescale     ticks per second of the media, at least 1
 * @param language      ISO 639-2/T, {@code und} where the file has none
 * @param movieTimescale ticks per second of the durations in {@code edits}
 * @param edits         {@code elst} as players read it; empty where there is none
 * @param baseDecodeTime decoding time of the first sample, ticks; 0 unless a fragmented file begins later
 * @param entries       the sample entries as they go into initialization segments
 * @param codec         of the first entry, with what a look at access units told of it
 * @param samples       the sample table
 * @param rollGroups    the sample groups {@code roll} and {@code prol}, those of them that the track has
 * @param repairs       what was wrong with the samples and was mended
 * @param probe         what a look at its access units told
 */
public record TrackIndex(
        long trackId,
        TrackKind kind,
        TkhdBox header,
        long timescale,
        String language,
        long movieTimescale,
        List<ElstBox.Edit> edits,
        long baseDecodeTime,
        SampleEntryRuns entries,
        Codec codec,
        SampleTable samples,
        List<RollGroup> rollGroups,
        Set<Repair> repairs,
        TrackProbe probe) {

    private static final int TRACK = 512;
    /** Bytes of an edit on the heap, roughly. */
    static final int EDIT = 48;

    /** What is mended where a track states what cannot be; in the order of their stored form. */
    public enum Repair {
        /** {@code stts} turns time backwards (ISO/IEC 14496-12, 8.6.1.2); later samples make up for it. */
        NEGATIVE_DURATIONS,
        /** Samples without a picture of their own were joined with the one that follows, or left out. */
        JOINED_SAMPLES,
        /** The sync samples are those that were found by looking at the pictures. */
        FOUND_SYNC_SAMPLES,
        /** There were more small samples than are looked at: of the others some may still be without a picture. */
        SOME_JOINED_SAMPLES,
        /** {@code stts} does not say how long the last samples are shown: as long as the one before them. */
        MISSING_DURATIONS,
        /** The file ends in the middle of its last fragment, which is left out. */
        CUT_OFF,
        /** The last samples have no chunk, so that nobody knows where they lie; they are left out. */
        MISSING_CHUNKS,
        /** The boxes of the sample groups {@code roll} or {@code prol} contradict themselves; samples are not in them. */
        UNREADABLE_GROUPS
    }

    public TrackIndex {
        edits = List.copyOf(edits);
        rollGroups = List.copyOf(rollGroups);
        repairs = Set.copyOf(repairs);
    }

    /** The same track after samples without a picture were joined with what follows them. */
    public TrackIndex joined(BitSet without, SourceFile file) {
        int[] newNumbers = new int[samples.count()];
        SampleTable joined = samples.joined(without, newNumbers, file);
        SampleEntryRuns left = entries.isSingle() ? entries : entries.moved(newNumbers, joined.count());
        Codec first = left.first() == entries.first() ? codec : left.first().codec();
        List<RollGroup> groups = new ArrayList<>();
        for (RollGroup group : rollGroups) {
            RollGroup moved = group.moved(newNumbers, joined.count());
            if (moved != null) {
                groups.add(moved);
            }
        }
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, baseDecodeTime, left, first,
                joined, groups, repairsAnd(Repair.JOINED_SAMPLES), probe);
    }

    /** The same track with the sync samples that its pictures tell. */
    public TrackIndex withSyncSamples(int[] numbers, SourceFile file) {
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, baseDecodeTime, entries, codec,
                samples.withSyncSamples(numbers, file), rollGroups, repairsAnd(Repair.FOUND_SYNC_SAMPLES), probe);
    }

    /** The same track, of which this is to be said as well. */
    public TrackIndex repaired(Repair repair) {
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, baseDecodeTime, entries, codec,
                samples, rollGroups, repairsAnd(repair), probe);
    }

    /**
     * A last sample that lasts no time has none behind it that would say for how long it is shown: as long as the one before it,
     * unless the track would be longer than any is.
     */
    public TrackIndex withLastDuration(SourceFile file) {
        int last = samples.count() - 1;
        if (last == 0 || samples.duration(last) > 0 || samples.duration(last - 1) == 0
                || (samples.decodeTime(last) + samples.duration(last - 1)) / timescale > MovieReader.MAX_SECONDS) {
            return this;
        }
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, baseDecodeTime, entries, codec,
                samples.withLastDuration(samples.duration(last - 1), file), rollGroups, repairsAnd(Repair.MISSING_DURATIONS),
                probe);
    }

    private Set<Repair> repairsAnd(Repair repair) {
        Set<Repair> all = EnumSet.of(repair);
        all.addAll(repairs);
        return all;
    }

    /** The codec of a sample entry, by its ordinal in {@link #entries}. */
    public Codec codec(int entry) {
        return entry == 0 ? codec : entries.entries().get(entry).codec();
    }

    /** Bytes on the heap, roughly. */
    public long heapBytes() {
        long probed = codec == entries.first().codec() ? 0 : codec.heapBytes();
        long groups = rollGroups.stream().mapToLong(RollGroup::heapBytes).sum();
        return TRACK + entries.heapBytes() + samples.heapBytes() + groups + EDIT * (long) edits.size() + probed;
    }

    /** The same track after its access units were looked at. */
    public TrackIndex probed(Codec found, TrackProbe look) {
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, baseDecodeTime,
                entries, found, samples, rollGroups, repairs, look);
    }
}
