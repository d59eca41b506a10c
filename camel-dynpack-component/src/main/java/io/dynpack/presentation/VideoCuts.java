package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.dynpack.index.SampleTable;

/**
 * Where the fragments of a video stream begin: at sync samples that all its levels have at the same time, the smallest whole
 * number of groups of pictures that is not shorter than the target. Levels that cannot follow are left out.
 */
final class VideoCuts {
    /** Ticks of 10 MHz; common sync samples must not be further apart, unless the reference level's own are. */
    static final long MAX_FRAGMENT = 20 * Ticks.PER_SECOND;

    /**
     * One level as cutting sees it: its sync samples, the first sample counted as one, and when they are shown, in ticks of
     * 10 MHz. Computed once, since every pair of levels is compared.
     */
    private record Level(TrackTimeline timeline, int[] syncs, long[] times, long end) {

        static Level of(TrackTimeline timeline) {
            SampleTable samples = timeline.track().samples();
            int from = samples.syncCountBefore(timeline.firstSample() + 1);
            int to = samples.syncCountBefore(timeline.endSample());
            int[] syncs = new int[1 + Math.max(0, to - from)];
            syncs[0] = timeline.firstSample();
            for (int i = 1; i < syncs.length; i++) {
                syncs[i] = samples.syncSample(from + i - 1);
            }
            long[] times = new long[syncs.length];
            for (int i = 0; i < syncs.length; i++) {
                times[i] = Ticks.of(timeline.presentationTime(syncs[i]), timeline.track().timescale());
            }
            long end = timeline.decodeTime(timeline.endSample()) - timeline.mediaTime();
            return new Level(timeline, syncs, times, Ticks.of(end, timeline.track().timescale()));
        }

        /** Half a frame, rounded up. */
        long halfFrame() {
            long frames = Math.max(1, timeline.endSample() - timeline.firstSample());
            return Math.max(0, end - times[0]) / frames / 2 + 1;
        }

        /** When sync sample {@code sync} is shown, or the end behind the last one. */
        long time(int sync) {
            return sync < times.length ? times[sync] : end;
        }

        /** Ticks of the longest group of pictures. */
        long longestGroup() {
            long longest = 0;
            for (int i = 1; i <= times.length; i++) {
                longest = Math.max(longest, time(i) - time(i - 1));
            }
            return longest;
        }
    }

    private final List<Level> levels;

    private VideoCuts(List<TrackTimeline> levels) {
        this.levels = levels.stream().map(Level::of).toList();
    }

    /** @param target ticks of 10 MHz */
    static Cuts of(List<TrackTimeline> levels, long target) {
        return new VideoCuts(levels).cut(target);
    }

    private Cuts cut(long target) {
        int best = 0;
        List<Integer> followers = followers(0);
        for (int i = 1; i < levels.size() && followers.size() < levels.size(); i++) {
            List<Integer> candidate = followers(i);
            if (candidate.size() > followers.size()) {
                best = i;
                followers = candidate;
            }
        }
        Level reference = levels.get(best);
        List<int[]> matches = new ArrayList<>();
        for (int level : followers) {
            matches.add(match(reference, levels.get(level)));
        }
        while (followers.size() > 1 && !close(reference, matches)) {
            int worst = worst(best, followers, matches);
            followers.remove(worst);
            matches.remove(worst);
        }
        return fragments(best, followers, matches, target);
    }

    /** The levels that begin with {@code reference} and have sync samples often enough where it has them. */
    private List<Integer> followers(int reference) {
        Level base = levels.get(reference);
        List<Integer> followers = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Level other = levels.get(i);
            boolean together = Math.abs(other.times[0] - base.times[0]) <= base.halfFrame()
                    && Math.abs(other.end - base.end) <= MAX_FRAGMENT;
            if (i == reference || together && close(base, List.of(match(base, other)))) {
                followers.add(i);
            }
        }
        return followers;
    }

    /** For each sync sample of the reference the sample of {@code other} shown within half a frame of it, or -1. */
    private static int[] match(Level reference, Level other) {
        if (reference == other) {
            return reference.syncs;
        }
        long half = reference.halfFrame();
        int[] matches = new int[reference.syncs.length];
        int at = 1;
        matches[0] = other.syncs[0];
        for (int i = 1; i < matches.length; i++) {
            long time = reference.times[i];
            while (at < other.times.length && other.times[at] < time - half) {
                at++;
            }
            boolean found = at < other.times.length && other.times[at] <= time + half;
            matches[i] = found ? other.syncs[at] : -1;
        }
        return matches;
    }

    /** Whether the cuts that all have are nowhere further apart than allowed. */
    private static boolean close(Level reference, List<int[]> matches) {
        long allowed = Math.max(MAX_FRAGMENT, reference.longestGroup());
        int last = 0;
        for (int i = 1; i <= reference.syncs.length; i++) {
            if (i == reference.syncs.length || common(matches, i)) {
                if (reference.time(i) - reference.time(last) > allowed) {
                    return false;
                }
                last = i;
            }
        }
        return true;
    }

    private static boolean common(List<int[]> matches, int sync) {
        for (int[] match : matches) {
            if (match[sync] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Position of the follower with the fewest sync samples in common with the reference, never the reference itself. */
    private static int worst(int reference, List<Integer> followers, List<int[]> matches) {
        int worst = -1;
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < followers.size(); i++) {
            long found = Arrays.stream(matches.get(i)).filter(sample -> sample >= 0).count();
            if (followers.get(i) != reference && found < fewest) {
                worst = i;
                fewest = found;
            }
        }
        return worst;
    }

    private Cuts fragments(int reference, List<Integer> followers, List<int[]> matches, long target) {
        Level base = levels.get(reference);
        TrackTimeline timeline = base.timeline;
        long scale = timeline.track().timescale();
        long end = Ticks.of(timeline.streamTime(timeline.endSample()), scale);
        int[] cuts = new int[base.syncs.length];
        int count = 1;
        long start = timeline.streamTime(base.syncs[0]);
        for (int i = 1; i < base.syncs.length; i++) {
            long time = timeline.streamTime(base.syncs[i]);
            // a sync sample that is shown before the one of the last cut, or that lasts no time, begins no fragment
            if (common(matches, i) && Ticks.of(time - start, scale) >= target && base.times[i] > base.times[cuts[count - 1]]
                    && Ticks.of(time, scale) < end) {
                cuts[count++] = i;
                start = time;
            }
        }
        List<int[]> samples = new ArrayList<>();
        for (int f = 0; f < followers.size(); f++) {
            int[] first = new int[count + 1];
            for (int i = 0; i < count; i++) {
                first[i] = matches.get(f)[cuts[i]];
            }
            first[count] = levels.get(followers.get(f)).timeline.endSample();
            samples.add(first);
        }
        return new Cuts(reference, followers, samples);
    }
}
