package io.dynpack.index;

import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.StcoBox;
import io.dynpack.isobmff.StscBox;

/** Walks the chunks of an {@code stbl}, one after another (ISO/IEC 14496-12, 8.7.4 and 8.7.5). */
final class ChunkWalk {
    private final Box stbl;
    private final StscBox stsc;
    private final StcoBox stco;
    /** Counted from 0. */
    private int chunk = -1;
    private int run;

    ChunkWalk(Box stbl) {
        this.stbl = stbl;
        this.stsc = StscBox.read(stbl.required(Fourcc.STSC));
        Box offsets = stbl.child(Fourcc.STCO);
        offsets = offsets == null ? stbl.child(Fourcc.CO64) : offsets;
        this.stco = StcoBox.read(offsets == null ? stbl.required(Fourcc.STCO) : offsets);
    }

    /** Goes to the next one; {@code false} where there is none. */
    boolean next() {
        if (++chunk >= stco.count()) {
            return false;
        }
        while (run + 1 < stsc.count() && stsc.firstChunk(run + 1) <= chunk + 1L) {
            run++;
        }
        if (stsc.count() == 0 || stsc.firstChunk(run) > chunk + 1L) {
            throw stbl.error("stsc says nothing of chunk " + number());
        }
        return true;
    }

    /** Counted from 1. */
    int number() {
        return chunk + 1;
    }

    /** Where it begins in the file. */
    long offset() {
        return stco.offset(chunk);
    }

    long samples() {
        return stsc.samplesPerChunk(run);
    }

    /** Which sample entry of {@code stsd} its samples use, counted from 1. */
    long sampleDescriptionIndex() {
        return stsc.sampleDescriptionIndex(run);
    }
}
