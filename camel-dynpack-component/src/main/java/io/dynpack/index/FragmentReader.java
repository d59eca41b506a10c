package io.dynpack.index;

import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.CodecException;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.SampleFlags;
import io.dynpack.isobmff.TfdtBox;
import io.dynpack.isobmff.TfhdBox;
import io.dynpack.isobmff.TrexBox;
import io.dynpack.isobmff.TrunBox;
import io.dynpack.isobmff.UuidBox;

/** Adds the samples of the fragments of one track to its table (ISO/IEC 14496-12, 8.8). */
final class FragmentReader {
    /** Centuries in any timescale that is used. */
    static final long MAX_TIME = 1L << 60;

    private final TrexBox defaults;
    private final SampleTableBuilder samples;
    private final List<RollGroupReader> groups;
    private final boolean reordered;
    private final boolean text;
    /**
     * Decoding time of the first sample: {@code tfdt} of its fragment, 0 where that has none or where the {@code moov} has samples
     * itself; -1 before any is known.
     */
    private long origin;
    /** Ticks of fragments that say their duration is empty, since the last sample. */
    private long empty;
    /** Why the track cannot be served, or {@code null}. */
    private @Nullable String refusal;

    FragmentReader(TrexBox defaults, TrackKind kind, SampleTableBuilder samples, List<RollGroupReader> groups) {
        this.defaults = defaults;
        this.samples = samples;
        this.groups = groups;
        // sound is heard in the order in which it is decoded, whatever its fragments say
        this.reordered = kind == TrackKind.VIDEO;
        this.text = kind == TrackKind.TEXT;
        this.origin = samples.count() == 0 ? -1 : 0;
    }

    /**
     * Adds one {@code traf}.
     *
     * @param others      is told the bytes of samples of tracks that have no reader
     * @param previousEnd where the data of the {@code traf} before ended, the base of one that states none
     * @return where the data of this one ends
     */
    static long read(Box moof, Box traf, Map<Long, FragmentReader> readers, LongConsumer others, long previousEnd) {
        TfhdBox header = TfhdBox.read(traf.required(Fourcc.TFHD));
        long base = base(moof, header, previousEnd);
        FragmentReader reader = readers.get(header.trackId());
        long end = base;
        Box tfdt = traf.child(Fourcc.TFDT);
        if (reader != null && tfdt != null) {
            reader.decodeTime(traf, TfdtBox.read(tfdt).baseMediaDecodeTime());
        } else if (reader != null) {
            long time = reader.text ? smoothTime(traf) : -1;
            if (time < 0) {
                reader.undated(traf);
            } else {
                reader.decodeTime(traf, time);
            }
        }
        if (reader != null && header.has(TfhdBox.DURATION_IS_EMPTY)) {
            reader.empty += reader.defaultDuration(header);
        }
        int first = reader == null ? 0 : reader.samples.count();
        for (Box box : traf.children()) {
            if (box.type() == Fourcc.TRUN) {
                TrunBox run = TrunBox.read(box);
                long start = run.has(TrunBox.DATA_OFFSET) ? base + run.dataOffset() : end;
                if (reader != null && reader.refusal == null) {
                    end = reader.added(box, run, header, start);
                } else {
                    long size = sizeOf(run, header, reader == null ? 0 : reader.defaults.defaultSize());
                    others.accept(size);
                    end = start + size;
                }
            }
        }
        if (reader != null) {
            for (RollGroupReader group : reader.groups) {
                group.fragment(traf, first, reader.samples.count());
            }
        }
        return end;
    }

    /** What fragments of Smooth Streaming have in the place of {@code tfdt}; -1 where this one has neither. */
    private static long smoothTime(Box traf) {
        for (Box box : traf.children()) {
            long time = box.type() == Fourcc.UUID ? UuidBox.tfxdTime(box) : -1;
            if (time >= 0) {
                return time;
            }
        }
        return -1;
    }

    /** Whether a fragment speaks of samples that are served and lie behind the end of the file. */
    static boolean isBehind(long fileLength, Box moof, Map<Long, FragmentReader> readers) {
        long previousEnd = moof.offset();
        for (Box traf : moof.children()) {
            if (traf.type() != Fourcc.TRAF) {
                continue;
            }
            TfhdBox header = TfhdBox.read(traf.required(Fourcc.TFHD));
            FragmentReader reader = readers.get(header.trackId());
            long base = base(moof, header, previousEnd);
            long end = base;
            for (Box box : traf.children()) {
                if (box.type() == Fourcc.TRUN) {
                    TrunBox run = TrunBox.read(box);
                    long start = run.has(TrunBox.DATA_OFFSET) ? base + run.dataOffset() : end;
                    long size = sizeOf(run, header, reader == null ? 0 : reader.defaults.defaultSize());
                    if (reader != null && reader.refusal == null && start >= 0 && size > fileLength - start) {
                        return true;
                    }
                    end = start + size;
                }
            }
            previousEnd = end;
        }
        return false;
    }

    private static long base(Box moof, TfhdBox header, long previousEnd) {
        if (header.has(TfhdBox.BASE_DATA_OFFSET)) {
            return header.baseDataOffset();
        }
        return header.has(TfhdBox.DEFAULT_BASE_IS_MOOF) ? moof.offset() : previousEnd;
    }

    private long defaultDuration(TfhdBox header) {
        return header.has(TfhdBox.DEFAULT_DURATION) ? header.defaultDuration() : defaults.defaultDuration();
    }

    private static long sizeOf(TrunBox run, TfhdBox header, long defaultSize) {
        long sum = 0;
        if (!run.has(TrunBox.SIZE)) {
            return run.count() * (header.has(TfhdBox.DEFAULT_SIZE) ? header.defaultSize() : defaultSize);
        }
        for (int i = 0; i < run.count(); i++) {
            sum += run.size(i);
        }
        return sum;
    }

    /** Where a fragment begins later or a little earlier than the one before ended, that one's last sample takes up the slack. */
    private void decodeTime(Box traf, long time) {
        empty = 0;
        if (time > MAX_TIME) {
            refuse(traf.error("begins at " + time + ", which no clock counts"));
        } else if (samples.count() == 0) {
            origin = time;
        } else {
            begins(traf, time);
        }
    }

    /** Fragments that say they are empty last as long as their defaults say (ISO/IEC 14496-12, 8.8.7). */
    private void undated(Box traf) {
        if (empty > 0 && samples.count() == 0) {
            origin = Math.max(0, origin) + empty;
        } else if (empty > 0) {
            begins(traf, origin + samples.duration() + empty);
        }
        empty = 0;
    }

    private void begins(Box traf, long time) {
        long expected = origin + samples.duration();
        // text does not stay longer than its sample says
        boolean fits = text && time > expected
                ? samples.silence(time - expected, MovieReader.MAX_TEXT_SAMPLES)
                : samples.extendLast(time - expected);
        if (!fits) {
            refuse(traf.error("begins at " + time + " where the fragment before ends at " + expected));
        }
    }

    private void refuse(RuntimeException reason) {
        refusal = refusal == null ? reason.getMessage() : refusal;
    }

    /** Decoding time of the first sample, ticks; 0 where no fragment says. */
    long origin() {
        return Math.max(0, origin);
    }

    /** Why the track cannot be served, though other tracks of the file can; {@code null} where it can. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private long added(Box box, TrunBox run, TfhdBox header, long start) {
        try {
            return add(box, run, header, start);
        } catch (CodecException e) {
            refuse(e);
            return start + sizeOf(run, header, defaults.defaultSize());
        }
    }

    private long add(Box box, TrunBox run, TfhdBox header, long start) {
        samples.entry(header.has(TfhdBox.DESCRIPTION_INDEX) ? header.descriptionIndex() : defaults.defaultDescriptionIndex());
        long duration = defaultDuration(header);
        long size = header.has(TfhdBox.DEFAULT_SIZE) ? header.defaultSize() : defaults.defaultSize();
        int flags = header.has(TfhdBox.DEFAULT_FLAGS) ? header.defaultFlags() : defaults.defaultFlags();
        if (run.count() == 0) {
            return start;
        }
        if (text && run.count() > MovieReader.MAX_TEXT_SAMPLES - samples.count()) {
            throw new CodecException("has more than " + MovieReader.MAX_TEXT_SAMPLES + " samples of text");
        }
        if (origin < 0) {
            origin = 0;
        }
        samples.chunk(start);
        long end = start;
        for (int i = 0; i < run.count(); i++) {
            long ticks = run.has(TrunBox.DURATION) ? run.duration(i) : duration;
            long bytes = run.has(TrunBox.SIZE) ? run.size(i) : size;
            int sampleFlags = i == 0 && run.has(TrunBox.FIRST_SAMPLE_FLAGS)
                    ? run.firstSampleFlags()
                    : run.has(TrunBox.FLAGS) ? run.sampleFlags(i) : flags;
            int offset = reordered && run.has(TrunBox.COMPOSITION_OFFSET) ? run.compositionOffset(i) : 0;
            if (!samples.sample(bytes, ticks, offset, SampleFlags.isSync(sampleFlags))) {
                throw box.error("sample " + (i + 1) + " of " + bytes + " bytes at byte " + end
                        + " lies outside the file, or over samples before it");
            }
            end += bytes;
        }
        return end;
    }
}
