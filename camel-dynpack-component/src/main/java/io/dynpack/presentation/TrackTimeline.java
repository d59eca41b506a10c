package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.List;

import io.dynpack.codec.AudioCodec;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackIndex;
import io.dynpack.isobmff.ElstBox;

/**
 * A track's samples on the presentation's time, after its edit list. All values are ticks of the track's timescale.
 *
 * <p>
 * With {@code c} a sample's composition time in the file, the time at which it is shown is {@code delay + c - hidden}, where
 * {@code hidden} is the media time of the edit list. In the output the same comes out of {@link #decodeTime} plus composition
 * offset minus {@link #mediaTime}: the delay is in the decoding times, the rest in one edit of the initialization segment.
 *
 * @param track          the track
 * @param firstSample    the first sample that is served
 * @param endSample      behind the last sample that is served
 * @param delay          of the first sample, at least 0
 * @param decodeOrigin   decoding time in the file that becomes {@code delay} in the output
 * @param mediaTime      of the edit in the initialization segment; 0 for no edit list. At least 0
 * @param presentationBased whether fragment times follow what is shown (a start of more than 100 ms is hidden) rather than
 *                       decoding times
 * @param hiddenTail     how long samples are that are served and that the edit list hides at the end; at least 0
 */
public record TrackTimeline(
        TrackIndex track,
        int firstSample,
        int endSample,
        long delay,
        long decodeOrigin,
        long mediaTime,
        boolean presentationBased,
        long hiddenTail) {

    /** A start or an end hidden by the edit list is kept in the stream when it is not longer than this. */
    private static final long KEPT_MILLISECONDS = 100;

    /** More than any codec reorders: a frame is shown at most 16 frames after it was decoded (H.264, A.3.1; HEVC, A.4). */
    private static final int REORDERED = 64;

    /**
     * Applies the track's edit list.
     *
     * @throws EditListException when it cannot be expressed
     */
    public static TrackTimeline of(TrackIndex track) {
        try {
            return applied(track);
        } catch (ArithmeticException e) {
            throw new EditListException("the edit list holds times that no clock can count");
        }
    }

    private static TrackTimeline applied(TrackIndex track) {
        SampleTable samples = track.samples();
        long timescale = track.timescale();
        Edit edit = Edit.of(track);
        long keep = Math.max(1, timescale * KEPT_MILLISECONDS / 1000);

        long delay = edit.delay;
        // the sample table begins at 0, the edit speaks of a time at which the first fragment begins at baseDecodeTime
        long hidden = edit.mediaTime - track.baseDecodeTime();
        int end = edit.duration > 0 ? lastShown(samples, hidden + edit.duration, keep) : samples.count();
        long tail = edit.duration > 0 ? hiddenTail(track, end, hidden + edit.duration) : 0;
        long earliest = Math.max(0, samples.earliestCompositionTime());
        if (hidden < 0) {
            long kept = Math.min(edit.mediaTime, earliest);
            delay += kept - hidden;
            hidden = kept;
        }
        if (hidden - earliest <= keep) {
            if (end == 0) {
                throw new EditListException("the edit list shows nothing of the track");
            }
            return new TrackTimeline(track, 0, end, delay, 0, hidden, false, tail);
        }
        long preRoll = track.codec() instanceof AudioCodec audio ? timescale * audio.preRoll() / 1000 : 0;
        int first = firstNeeded(samples, hidden, preRoll);
        if (first >= end || hidden >= samples.decodeTime(samples.count()) + earliest) {
            throw new EditListException("the edit list begins at tick " + hidden + ", behind the end of the track");
        }
        long origin = Math.min(samples.decodeTime(first), hidden);
        return new TrackTimeline(track, first, end, delay, origin, hidden - origin, true, tail);
    }

    /** What the samples at the end last that are wholly behind the end of the edit list. */
    private static long hiddenTail(TrackIndex track, int end, long editEnd) {
        SampleTable samples = track.samples();
        // durations of edits are rounded to ticks of the movie, often milliseconds
        long slack = Math.max(1, 2 * Ticks.convert(1, track.movieTimescale(), track.timescale()));
        long all = 0;
        long shown = 0;
        for (int i = end - 1; i >= Math.max(0, end - REORDERED); i--) {
            long time = samples.compositionTime(i);
            all = Math.max(all, time + samples.duration(i));
            if (time < editEnd - slack) {
                shown = Math.max(shown, time + samples.duration(i));
            }
        }
        return shown == 0 ? 0 : all - shown;
    }

    /**
     * The last sync sample from which everything at and after {@code hidden} can be decoded. Sound overlaps from one access unit
     * into the next, so the one before the first that is heard is needed as well.
     *
     * @param preRoll that a decoder needs besides
     */
    private static int firstNeeded(SampleTable samples, long hidden, long preRoll) {
        int first = 0;
        if (samples.isAllSync()) {
            int at = samples.sampleAt(Math.max(0, hidden - preRoll));
            while (at > 0 && samples.compositionTime(at) > hidden) {
                at--;
            }
            return samples.hasNoCompositionOffsets() ? Math.max(0, at - 1) : at;
        }
        for (int ordinal = 0; ordinal < samples.syncCount(); ordinal++) {
            int sample = samples.syncSample(ordinal);
            if (samples.compositionTime(sample) > hidden) {
                break;
            }
            first = sample;
        }
        return first;
    }

    /** Behind the last sample that is shown before {@code end}; a hidden tail of up to {@code keep} stays. */
    private static int lastShown(SampleTable samples, long end, long keep) {
        int count = samples.count();
        if (samples.decodeTime(count) - end <= keep) {
            return count;
        }
        int last = count;
        while (last > 0 && samples.compositionTime(last - 1) >= end) {
            last--;
        }
        return last;
    }

    /** {@code tfdt} of a fragment that begins with this sample. */
    public long decodeTime(int sample) {
        return delay + track.samples().decodeTime(sample) - decodeOrigin;
    }

    /** When the sample is shown; negative for what lies before the start of the presentation. */
    public long presentationTime(int sample) {
        return decodeTime(sample) + track.samples().compositionOffset(sample) - mediaTime;
    }

    /**
     * How much later than it is decoded the first sample is shown. Fragment times that follow what is shown are decoding times plus
     * this: how key frames further on are reordered does not move them.
     */
    public long shownAfter() {
        return track.samples().compositionOffset(firstSample) - mediaTime;
    }

    /** Where a fragment that begins with this sample stands on the timeline of its stream; {@link #endSample} gives its end. */
    public long streamTime(int sample) {
        if (!presentationBased) {
            return decodeTime(sample) - (sample == endSample ? hiddenTail : 0);
        }
        return Math.max(delay, sample == endSample ? end() : decodeTime(sample) + shownAfter());
    }

    /** When the last sample that is shown ends; decoding order says nothing of which one that is. */
    private long end() {
        long end = decodeTime(endSample) - mediaTime;
        for (int i = endSample - 1; i >= Math.max(firstSample, endSample - REORDERED); i--) {
            end = Math.max(end, presentationTime(i) + track.samples().duration(i));
        }
        return end - hiddenTail;
    }

    /** What the first fragment lasts longer than it is shown: priming, and pictures that the edit list hides. */
    public long hiddenStart() {
        return presentationBased ? 0 : Math.max(0, delay - start());
    }

    /** The earliest time at which one of the first samples is shown; negative for what lies before the presentation. */
    long start() {
        long start = Long.MAX_VALUE;
        for (int i = firstSample; i < Math.min(endSample, firstSample + REORDERED); i++) {
            start = Math.min(start, presentationTime(i));
        }
        return start;
    }

    /** The shapes of an edit list that occur: nothing, a delay, a shown part, or a delay and a shown part. */
    private record Edit(long delay, long mediaTime, long duration) {

        /**
         * The edits that show something or delay what is shown. An empty edit behind the last one shows nothing (ISO/IEC 14496-12,
         * 8.6.6), nor does one that lasts no time, unless it is the last: that one means all the rest.
         */
        private static List<ElstBox.Edit> effective(List<ElstBox.Edit> edits) {
            int last = edits.size() - 1;
            while (last >= 0 && edits.get(last).isEmpty()) {
                last--;
            }
            List<ElstBox.Edit> effective = new ArrayList<>();
            for (int i = 0; i <= last; i++) {
                if (i == last || edits.get(i).segmentDuration() > 0) {
                    effective.add(edits.get(i));
                }
            }
            return last < 0 ? edits : effective;
        }

        static Edit of(TrackIndex track) {
            List<ElstBox.Edit> edits = effective(track.edits());
            long timescale = track.timescale();
            long movie = track.movieTimescale();
            long empty = 0;
            int at = 0;
            while (at < edits.size() && edits.get(at).isEmpty()) {
                empty = Math.addExact(empty, edits.get(at++).segmentDuration());
            }
            long delay = Ticks.round(empty, movie, timescale);
            if (at == edits.size()) {
                if (at > 0) {
                    throw new EditListException(
                            "the edit list shows nothing of the track, and is a pause from its beginning on");
                }
                return new Edit(delay, 0, 0);
            }
            long mediaTime = edits.get(at).mediaTime();
            long duration = 0;
            // times of the movie are rounded to its own ticks, often milliseconds
            long slack = Math.max(1, 2 * Ticks.convert(1, movie, timescale));
            for (int i = at; i < edits.size(); i++) {
                ElstBox.Edit edit = edits.get(i);
                if (edit.isEmpty()) {
                    throw new EditListException("edit " + (i + 1) + " is a pause in the middle of the track");
                }
                if (edit.rateInteger() != 1 || edit.rateFraction() != 0) {
                    throw new EditListException("edit " + (i + 1) + " plays at another rate than 1");
                }
                if (Math.abs(edit.mediaTime() - mediaTime - duration) > slack) {
                    throw new EditListException("edit " + (i + 1) + " does not continue where the one before ends");
                }
                duration = edit.mediaTime() - mediaTime + Ticks.round(edit.segmentDuration(), movie, timescale);
                if (edit.segmentDuration() == 0) {
                    duration = 0;
                    break;
                }
            }
            if (mediaTime >= 0) {
                return new Edit(delay, mediaTime, duration);
            }
            // before its first sample a track shows nothing, as it does while it waits
            if (duration > 0 && duration <= -mediaTime) {
                throw new EditListException("the edit list shows nothing of the track, but the time before it begins");
            }
            return new Edit(Math.subtractExact(delay, mediaTime), 0, duration > 0 ? duration + mediaTime : 0);
        }
    }
}
