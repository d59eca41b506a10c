package io.dynpack.index;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.CodecException;
import io.dynpack.codec.PcmCodec;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxReader;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.StsdBox;
import io.dynpack.isobmff.SttsBox;

/**
 * Walks the tables of PCM whose samples are single frames, 48000 a second: joins those of one chunk that last equally long, up to
 * {@value #FRAMES}, to one sample, as ISO/IEC 23003-5 allows. So an hour of PCM needs no more room than an hour of AAC.
 */
final class PcmTableReader {
    /** As long as a frame of AAC. */
    static final int FRAMES = 1024;

    private final Box stbl;
    private final int frameBytes;
    private final SttsBox stts;
    private final ChunkWalk chunks;
    private final Set<TrackIndex.Repair> repairs = EnumSet.noneOf(TrackIndex.Repair.class);
    private long left;
    private int sttsEntry = -1;
    private long sttsLeft;
    private long delta;

    private PcmTableReader(Box stbl, int frameBytes, long count) {
        this.stbl = stbl;
        this.frameBytes = frameBytes;
        this.left = count;
        this.stts = SttsBox.read(stbl.required(Fourcc.STTS));
        this.chunks = new ChunkWalk(stbl);
    }

    /**
     * The codec where a sample of the table is one frame, so that this reads it; else {@code null}. Old files of QuickTime
     * count the bytes of a frame as 1, whatever it has.
     *
     * @throws CodecException where they do, and frames of several sample entries may differ
     */
    static @Nullable PcmCodec joined(Box stbl, PcmCodec codec, StsdBox descriptions) {
        Box stsz = stbl.child(Fourcc.STSZ);
        long size = stsz == null ? 0 : stsz.reader().skip(4).u32();
        if (size != 1 && size != codec.frameBytes()) {
            return null;
        }
        if (descriptions.entries().size() == 1) {
            return codec;
        }
        if (size == codec.frameBytes()) {
            return null;
        }
        throw new CodecException.NotServed("PCM whose table does not say how long a frame is, is served with one sample entry,"
                + " not with " + descriptions.entries().size() + "; write the file again");
    }

    /** @return what was mended */
    static Set<TrackIndex.Repair> read(Box stbl, PcmCodec codec, SampleTableBuilder samples) {
        BoxReader stsz = stbl.required(Fourcc.STSZ).reader().skip(4 + 4);
        PcmTableReader reader = new PcmTableReader(stbl, codec.frameBytes(), stsz.u32());
        reader.read(samples);
        return reader.repairs;
    }

    private void read(SampleTableBuilder samples) {
        while (left > 0 && chunks.next()) {
            long inChunk = Math.min(left, chunks.samples());
            left -= inChunk;
            samples.entry(chunks.sampleDescriptionIndex());
            if (inChunk > 0) {
                samples.chunk(chunks.offset());
            }
            while (inChunk > 0) {
                long frames = Math.min(inChunk, Math.min(FRAMES, equal()));
                if (!samples.sample(frames * frameBytes, frames * delta, 0, true)) {
                    throw stbl.error(inChunk + " frames of " + frameBytes + " bytes in chunk " + chunks.number()
                            + " at byte " + chunks.offset() + " lie outside the file, or over samples before them");
                }
                sttsLeft -= frames;
                inChunk -= frames;
            }
        }
        if (samples.count() == 0 && left > 0) {
            throw stbl.error("chunks hold none of " + left + " samples");
        }
        if (left > 0) {
            repairs.add(TrackIndex.Repair.MISSING_CHUNKS);
        }
    }

    /** Frames to come that last as long as the next one, as many as one sample may have. */
    private long equal() {
        while (sttsLeft == 0) {
            if (++sttsEntry >= stts.count()) {
                if (delta == 0) {
                    throw stbl.error("stts does not say how long its frames last");
                }
                repairs.add(TrackIndex.Repair.MISSING_DURATIONS);
                sttsLeft = Long.MAX_VALUE;
                break;
            }
            sttsLeft = stts.sampleCount(sttsEntry);
            delta = stts.sampleDelta(sttsEntry);
        }
        return Math.min(sttsLeft, Math.max(1, SampleTable.MAX_DURATION / Math.max(1, delta)));
    }
}
