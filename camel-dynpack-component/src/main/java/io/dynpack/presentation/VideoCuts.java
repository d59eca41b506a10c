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

    private final List<TrackTimeline> levels;

    private VideoCuts(List<TrackTimeline> levels) {
        this.levels = levels;
    }

    /**
     * @param reference ordinal of the level whose times are the stream's
     * @param kept      ordinals of the levels that follow, the reference among them, ascending
     * @param samples   for each kept level the first sample of each fragment and the end
     */
    record Cuts(int reference, List<Integer> kept, List<int[]> samples) {}

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
        int[] syncs = syncs(levels.get(best));
        List<int[]> matches = new ArrayList<>();
        for (int level : followers) {
            matches.add(match(best, syncs, level));
        }
        while (followers.size() > 1 && !close(best, syncs, matches)) {
            int worst = worst(best, followers, matches);
            followers.remove(worst);
            matches.remove(worst);
        }
        return fragments(best, followers, syncs, matches, target);
    }

    /** Sync samples of a level that are served; its first sample counts as one. */
    private static int[] syncs(TrackTimeline level) {
        SampleTable samples = level.track().samples();
        int from = samples.syncCountBefore(level.firstSample() + 1);
        int to = samples.syncCountBefore(level.endSample());
        int[] syncs = new int[1 + Math.max(0, to - from)];
        syncs[0] = level.firstSample();
        for (int i = 1; i < syncs.length; i++) {
            syncs[i] = samples.syncSample(from + i - 1);
        }
        return syncs;
    }

    private static long shown(TrackTimeline level, int sample) {
        return Ticks.of(level.presentationTime(sample), level.track().timescale());
    }

    private static long end(TrackTimeline level) {
        return Ticks.of(level.decodeTime(level.endSample()) - level.mediaTime(), level.track().timescale());
    }

    /** The levels that have sync samples often enough where {@code reference} has them. */
    private List<Integer> followers(int reference) {
        int[] syncs = syncs(levels.get(reference));
        List<Integer> followers = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            if (i == reference || close(reference, syncs, List.of(match(reference, syncs, i)))) {
                followers.add(i);
            }
        }
        return followers;
    }

    /** For each sync sample of the reference the sample of {@code level} shown within half a frame of it, or -1. */
    private int[] match(int reference, int[] referenceSyncs, int level) {
        if (level == reference) {
            return referenceSyncs.clone();
        }
        TrackTimeline base = levels.get(reference);
        TrackTimeline other = levels.get(level);
        int[] syncs = syncs(other);
        long frames = base.endSample() - base.firstSample();
        long half = (end(base) - shown(base, base.firstSample())) / Math.max(1, frames) / 2;
        int[] matches = new int[referenceSyncs.length];
        int at = 0;
        matches[0] = other.firstSample();
        for (int i = 1; i < referenceSyncs.length; i++) {
            long time = shown(base, referenceSyncs[i]);
            while (at < syncs.length && shown(other, syncs[at]) < time - half) {
                at++;
            }
            boolean found = at > 0 && at < syncs.length && shown(other, syncs[at]) <= time + half;
            matches[i] = found ? syncs[at] : -1;
        }
        return matches;
    }

    /** Whether the cuts that all have are nowhere further apart than allowed. */
    private boolean close(int reference, int[] syncs, List<int[]> matches) {
        TrackTimeline base = levels.get(reference);
        long allowed = MAX_FRAGMENT;
        long before = shown(base, syncs[0]);
        for (int i = 1; i <= syncs.length; i++) {
            long time = i < syncs.length ? shown(base, syncs[i]) : end(base);
            allowed = Math.max(allowed, time - before);
            before = time;
        }
        long last = shown(base, syncs[0]);
        for (int i = 1; i <= syncs.length; i++) {
            if (i == syncs.length || common(matches, i)) {
                long time = i < syncs.length ? shown(base, syncs[i]) : end(base);
                if (time - last > allowed) {
                    return false;
                }
                last = time;
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

    private Cuts fragments(int reference, List<Integer> followers, int[] syncs, List<int[]> matches, long target) {
        TrackTimeline base = levels.get(reference);
        long scale = base.track().timescale();
        int[] cuts = new int[syncs.length];
        int count = 1;
        long start = base.streamTime(syncs[0]);
        for (int i = 1; i < syncs.length; i++) {
            long time = base.streamTime(syncs[i]);
            if (common(matches, i) && Ticks.of(time - start, scale) >= target) {
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
            first[count] = levels.get(followers.get(f)).endSample();
            samples.add(first);
        }
        return new Cuts(reference, followers, samples);
    }
}
