package io.dynpack.index;

import java.nio.ByteBuffer;
import java.util.List;

import io.dynpack.codec.Codec;
import io.dynpack.isobmff.ElstBox;
import io.dynpack.isobmff.TkhdBox;

/**
 * One track of a media file that can be served.
 *
 * @param trackId       track_ID
 * @param header        {@code tkhd}: matrix, size and volume go unchanged into initialization segments
 * @param timescale     ticks per second of the media, at least 1
 * @param language      ISO 639-2/T, {@code und} where the file has none
 * @param movieTimescale ticks per second of the durations in {@code edits}
 * @param edits         {@code elst} as it is in the file; empty where there is none
 * @param baseDecodeTime decoding time of the first sample, ticks; 0 unless a fragmented file begins later
 * @param sampleEntry   the sample entry box as it goes into initialization segments: byte for byte the file's, unless
 *                      QuickTime wrote it
 * @param codec         parsed from the sample entry
 * @param samples       the sample table
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
        ByteBuffer sampleEntry,
        Codec codec,
        SampleTable samples,
        TrackProbe probe) {

    public TrackIndex {
        edits = List.copyOf(edits);
        sampleEntry = sampleEntry.asReadOnlyBuffer();
    }

    /** The same track after its access units were looked at. */
    public TrackIndex probed(Codec found, TrackProbe look) {
        return new TrackIndex(trackId, kind, header, timescale, language, movieTimescale, edits, baseDecodeTime,
                sampleEntry, found, samples, look);
    }
}
