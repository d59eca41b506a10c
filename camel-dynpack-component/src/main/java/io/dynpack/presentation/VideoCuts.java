package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dynpack.index.SampleEntryRuns;
import io.dynpack.index.SampleTable;

/**
 * Where the fragments of a video stream begin: at sync samples that all its levels have at the same time, the smallest whole
 * number of groups of pictures that is not shorter than the target, and wherever a level changes its sample entry. Times are those
 * of the longest complete level; levels that cannot follow are left out.
 */
final class VideoCuts {
    /**
     * Ticks of 10 MHz; common sync samples must not be further apart, unless those of every level are. Players load a fragment
     * before they show any of it.
     */
    static final long MAX_FRAGMENT = 20 * Ticks.PER_SECOND;
    /** No codec shows a picture more frames after it was decoded (H.264, A.3.1; HEVC, A.4). */
    private static final int MAX_REORDERING = 16;

    /**
     * One level as cutting sees it: its sync samples, the first sample and those with which the sample entry changes counted as
     * such, and when they are shown and decoded, in ticks of 10 MHz. Computed once, since every pair of levels is compared.
     */
    private record Level(TrackTimeline timeline, int[] syncs, long[] shown, long[] decoded, long end) {

        static Level of(TrackTimeline timeline) {
            SampleTable samples = timeline.track().samples();
            int from = samples.syncCountBefore(timeline.firstSample() + 1);
            int to = samples.syncCountBefore(timeline.endSample());
            int[] syncs = new int[1 + Math.max(0, to - from)];
            syncs[0] = timeline.firstSample();
            for (int i = 1; i < syncs.length; i++) {
                syncs[i] = samples.syncSample(from + i - 1);
            }
            syncs = withChanges(syncs, timeline);
            long scale = timeline.track().timescale();
            long[] shown = new long[syncs.length];
            long[] decoded = new long[syncs.length];
            for (int i = 0; i < syncs.length; i++) {
                shown[i] = Ticks.of(timeline.presentationTime(syncs[i]), scale);
                decoded[i] = Ticks.of(timeline.decodeTime(syncs[i]), scale);
            }
            long end = timeline.decodeTime(timeline.endSample()) - timeline.mediaTime();
            return new Level(timeline, syncs, shown, decoded, Ticks.of(end, scale));
        }

        private static int[] withChanges(int[] syncs, TrackTimeline timeline) {
            SampleEntryRuns entries = timeline.track().entries();
            int[] all = Arrays.copyOf(syncs, syncs.length + entries.changeCount());
            int count = syncs.length;
            for (int i = 0; i < entries.changeCount(); i++) {
                int sample = entries.change(i);
                boolean served = sample > timeline.firstSample() && sample < timeline.endSample();
                if (served && Arrays.binarySearch(syncs, sample) < 0) {
                    all[count++] = sample;
                }
            }
            int[] merged = Arrays.copyOf(all, count);
            Arrays.sort(merged);
            return merged;
        }

        boolean changesAt(int sync) {
            return sync > 0 && timeline.track().entries().changesAt(syncs[sync]);
        }

        /** Average duration of a frame, at least a tick. */
        long frame() {
            long frames = Math.max(1, timeline.endSample() - timeline.firstSample());
            return Math.max(1, Math.max(0, end - shown[0]) / frames);
        }

        /** Half a frame, rounded up. */
        long halfFrame() {
            return frame() / 2 + 1;
        }

        /** When sync sample {@code sync} is shown, or the end behind the last one. */
        long time(int sync) {
            return sync < shown.length ? shown[sync] : end;
        }

        /** Ticks of the longest group of pictures. */
        long longestGroup() {
            long longest = 0;
            for (int i = 1; i <= shown.length; i++) {
                longest = Math.max(longest, time(i) - time(i - 1));
            }
            return longest;
        }
    }

    private final List<Level> levels;
    private final List<String> names;
    private final LevelEnds ends;
    /** Ticks of the longest fragment: more than {@link #MAX_FRAGMENT} only where no level can do with less. */
    private final long allowed;
    private final Map<Integer, String> leftOut = new HashMap<>();

    private VideoCuts(List<TrackTimeline> levels, List<String> names, long target) {
        this.levels = levels.stream().map(Level::of).toList();
        this.names = names;
        this.ends = new LevelEnds(levels, target);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < this.levels.size(); i++) {
            least = ends.isComplete(i) ? Math.min(least, this.levels.get(i).longestGroup()) : least;
        }
        this.allowed = Math.max(MAX_FRAGMENT, least);
    }

    /**
     * @param names  of the files of the levels, for {@link Cuts#leftOut}
     * @param target ticks of 10 MHz
     */
    static Cuts of(List<TrackTimeline> levels, List<String> names, long target) {
        return new VideoCuts(levels, names, target).cut(target);
    }

    private Cuts cut(long target) {
        int best = -1;
        List<Integer> followers = List.of();
        for (int i : ends.longestFirst()) {
            if (followers.size() < levels.size() && levels.get(i).longestGroup() <= allowed) {
                List<Integer> candidate = followers(i);
                if (candidate.size() > followers.size()) {
                    best = i;
                    followers = candidate;
                }
            }
        }
        List<Integer> kept = new ArrayList<>(followers);
        Level reference = levels.get(best);
        List<int[]> matches = new ArrayList<>();
        for (int level : kept) {
            matches.add(match(reference, levels.get(level)));
        }
        while (kept.size() > 1 && !close(reference, matches)) {
            int worst = worst(best, kept, matches);
            kept.remove(worst);
            matches.remove(worst);
        }
        withoutHomelessChanges(best, kept, matches);
        for (int i = 0; i < levels.size(); i++) {
            if (!kept.contains(i) && !leftOut.containsKey(i)) {
                leftOut.put(i, reason(best, i));
            }
        }
        return fragments(best, kept, matches, target);
    }

    /** The complete levels that begin with {@code reference} and have sync samples often enough where it has them. */
    private List<Integer> followers(int reference) {
        Level base = levels.get(reference);
        List<Integer> followers = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            Level other = levels.get(i);
            boolean together = ends.isComplete(i) && alignment(base, other) != Alignment.NONE;
            if (i == reference || together && close(base, List.of(match(base, other)))) {
                followers.add(i);
            }
        }
        return followers;
    }

    /** By which of their times two levels begin together. */
    private enum Alignment {
        SHOWN,
        /** Without edit lists, a level that reorders more pictures shows all of them later by what it reorders. */
        DECODED,
        NONE
    }

    private static Alignment alignment(Level reference, Level other) {
        long apart = Math.abs(other.shown[0] - reference.shown[0]);
        if (apart <= reference.halfFrame()) {
            return Alignment.SHOWN;
        }
        boolean decoded = Math.abs(other.decoded[0] - reference.decoded[0]) <= reference.halfFrame()
                && apart <= MAX_REORDERING * Math.max(reference.frame(), other.frame());
        return decoded ? Alignment.DECODED : Alignment.NONE;
    }

    /** For each sync sample of the reference the sample of {@code other} at the same time, give or take half a frame, or -1. */
    private static int[] match(Level reference, Level other) {
        if (reference == other) {
            return reference.syncs;
        }
        boolean shown = alignment(reference, other) == Alignment.SHOWN;
        long[] times = shown ? reference.shown : reference.decoded;
        long[] others = shown ? other.shown : other.decoded;
        long half = reference.halfFrame();
        int[] matches = new int[reference.syncs.length];
        int at = 1;
        matches[0] = other.syncs[0];
        for (int i = 1; i < matches.length; i++) {
            long time = times[i];
            while (at < others.length && others[at] < time - half) {
                at++;
            }
            boolean found = at < others.length && others[at] <= time + half;
            matches[i] = found ? other.syncs[at] : -1;
        }
        return matches;
    }

    /** Whether the cuts that all have are nowhere further apart than allowed. */
    private boolean close(Level reference, List<int[]> matches) {
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

    /** Leaves out levels that change their sample entry where no fragment can begin: a fragment has one. */
    private void withoutHomelessChanges(int reference, List<Integer> kept, List<int[]> matches) {
        boolean again = true;
        while (again) {
            again = false;
            for (int i = 0; i < kept.size() && !again; i++) {
                int level = kept.get(i);
                if (level != reference && !changesAreCommon(levels.get(level), matches.get(i), matches)) {
                    leftOut.put(level, "it changes its configuration where not all levels have a key frame");
                    kept.remove(i);
                    matches.remove(i);
                    again = true;
                }
            }
        }
        // the reference's own changes are worth more than levels that cannot follow them
        for (int sync = 0; sync < levels.get(reference).syncs.length; sync++) {
            if (levels.get(reference).changesAt(sync)) {
                for (int i = kept.size() - 1; i >= 0; i--) {
                    if (matches.get(i)[sync] < 0) {
                        leftOut.put(kept.get(i),
                                "it has no key frame where " + names.get(reference) + " changes its configuration");
                        kept.remove(i);
                        matches.remove(i);
                    }
                }
            }
        }
    }

    private static boolean changesAreCommon(Level level, int[] own, List<int[]> matches) {
        for (int sync = 0; sync < level.syncs.length; sync++) {
            if (level.changesAt(sync)) {
                int at = indexOf(own, level.syncs[sync]);
                if (at < 0 || !common(matches, at)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int indexOf(int[] values, int value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    private String reason(int reference, int level) {
        Level base = levels.get(reference);
        Level other = levels.get(level);
        String name = names.get(reference);
        if (!ends.isComplete(level)) {
            return ends.reason(level, names.get(ends.longest()));
        }
        if (alignment(base, other) == Alignment.NONE) {
            long apart = other.shown[0] - base.shown[0];
            return "it begins " + LevelEnds.seconds(Math.abs(apart)) + " s " + (apart < 0 ? "before " : "after ") + name
                    + "; cut all levels at the same frame";
        }
        if (other.longestGroup() > MAX_FRAGMENT) {
            return "it has no key frame for " + LevelEnds.seconds(other.longestGroup()) + " s, more than 20 s, and " + name
                    + " would have to wait for it; encode all levels with a key frame every 2 s";
        }
        return "its key frames are not where those of " + name
                + " are; encode all levels with the same key frame interval";
    }

    private Cuts fragments(int reference, List<Integer> kept, List<int[]> matches, long target) {
        Level base = levels.get(reference);
        TrackTimeline timeline = base.timeline;
        long scale = timeline.track().timescale();
        long end = Ticks.of(timeline.streamTime(timeline.endSample()), scale);
        int[] cuts = new int[base.syncs.length];
        int count = 1;
        long start = timeline.streamTime(base.syncs[0]);
        int cut = 0;
        for (int i = 1; i < base.syncs.length; i++) {
            long time = timeline.streamTime(base.syncs[i]);
            boolean changes = changes(kept, matches, i);
            // pictures that are decoded behind a key frame and shown before it make the first fragment seem shorter than it is
            long lasting = Math.max(Ticks.of(time - start, scale), base.shown[i] - base.shown[cut]);
            boolean due = lasting >= target || changes;
            // a sync sample that lasts no time begins no fragment
            boolean lasts = Ticks.of(time, scale) > Ticks.of(start, scale) && Ticks.of(time, scale) < end;
            if (due && common(matches, i) && lasts) {
                cuts[count++] = i;
                cut = i;
                start = time;
            } else if (changes) {
                throw new IllegalArgumentException("its configuration changes for pictures that last no time");
            }
        }
        List<int[]> samples = new ArrayList<>();
        for (int f = 0; f < kept.size(); f++) {
            int[] first = new int[count + 1];
            for (int i = 0; i < count; i++) {
                first[i] = matches.get(f)[cuts[i]];
            }
            first[count] = levels.get(kept.get(f)).timeline.endSample();
            samples.add(first);
        }
        return new Cuts(reference, List.copyOf(kept), samples, leftOut);
    }

    /** Whether a level uses another sample entry from this sync sample of the reference on. */
    private boolean changes(List<Integer> kept, List<int[]> matches, int sync) {
        for (int i = 0; i < kept.size(); i++) {
            SampleEntryRuns entries = levels.get(kept.get(i)).timeline.track().entries();
            if (!entries.isSingle() && matches.get(i)[sync] >= 0 && entries.changesAt(matches.get(i)[sync])) {
                return true;
            }
        }
        return false;
    }
}
