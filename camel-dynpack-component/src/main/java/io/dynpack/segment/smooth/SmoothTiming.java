package io.dynpack.segment.smooth;

import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackTimeline;

/**
 * When a fragment is shown in Smooth Streaming, which has no edit lists.
 *
 * @param time        when it begins; ticks of 10 MHz, its name in URLs
 * @param duration    how long it lasts, ticks of 10 MHz
 * @param timescale   of the track, ticks per second
 * @param running     what is added to decoding times to have the running times that fragment times are made of; ticks of the track
 * @param shownAtOnce composition offset of a sample that is shown as soon as its fragment's time says; ticks of the track
 * @param isDecodeTime whether {@code tfdt} says when it begins, and nothing how long it lasts, as of HEVC (MS-SSTR, amendment for
 *                    HEVC, 2.2.4.4); else {@code tfxd} says both
 */
public record SmoothTiming(long time, long duration, long timescale, long running, long shownAtOnce, boolean isDecodeTime) {

    /** Of a fragment. */
    public static SmoothTiming of(Stream stream, Level level, int fragment, SampleRun run) {
        FragmentTimeline timeline = stream.smoothTimeline();
        long running = running(level);
        // levels may end some frames apart, and each says so itself
        long duration = fragment + 1 == timeline.count()
                ? Ticks.of(run.decodeTime(run.count()) + running, level.track().timescale())
                        - Ticks.of(run.decodeTime(0) + running, level.track().timescale())
                : timeline.duration(fragment);
        return of(level, timeline.start(fragment), duration);
    }

    /** Of the first sample of a fragment alone. */
    public static SmoothTiming ofKeyFrame(Stream stream, Level level, int fragment, SampleRun run) {
        return of(level, stream.smoothTimeline().start(fragment), Ticks.of(run.duration(0), level.track().timescale()));
    }

    private static SmoothTiming of(Level level, long time, long duration) {
        return new SmoothTiming(time, duration, level.track().timescale(), running(level), level.smoothOffset(),
                level.smoothFourcc() != null);
    }

    private static long running(Level level) {
        TrackTimeline timeline = level.timeline();
        return timeline.presentationBased() ? timeline.shownAfter() : 0;
    }
}
