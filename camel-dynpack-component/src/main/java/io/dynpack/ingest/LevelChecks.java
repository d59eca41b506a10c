package io.dynpack.ingest;

import java.util.Comparator;
import java.util.List;

import io.dynpack.codec.VideoCodec;
import io.dynpack.index.SampleTable;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackSource;
import io.dynpack.presentation.TrackTimeline;

import static io.dynpack.presentation.Finding.Severity.INFO;
import static io.dynpack.presentation.Finding.Severity.WARNING;

/** Checks each level of a stream, and the levels of a stream against each other. */
final class LevelChecks {
    /** AMS refused what had fewer key frames. */
    private static final long MAX_GOP = 20 * Ticks.PER_SECOND;

    private final Report report;
    private final long target;

    /** @param target shortest fragment, ticks of 10 MHz */
    LevelChecks(Report report, long target) {
        this.report = report;
        this.target = target;
    }

    void check(Stream stream) {
        for (Level level : stream.levels()) {
            new AccessUnitChecks(report).check(level);
            edits(level);
            if (stream.kind() == TrackKind.VIDEO) {
                groupsOfPictures(level);
                frameRate(level);
            }
        }
        if (stream.kind() == TrackKind.VIDEO) {
            alignment(stream);
            duplicates(stream.levels());
            severalInOneFile(stream.levels());
        }
    }

    private void groupsOfPictures(Level level) {
        SyncSamples syncs = SyncSamples.of(level);
        if (!syncs.startsWithOne()) {
            report.add(new Finding(WARNING, level.file().name(), 0,
                    "begins with a frame that is no key frame, so the start cannot be decoded; cut the file at a key frame"));
        }
        SyncSamples.Gop longest = syncs.longest();
        if (longest != null && longest.duration() > MAX_GOP) {
            report.add(new Finding(WARNING, level.file().name(), longest.start(), "has no key frame for "
                    + Seconds.rounded(longest.duration()) + " s, more than 20 s: players load that much before they show"
                    + " anything; encode with a key frame every 2 s"));
        } else if (longest != null && longest.duration() > target + target / 20) {
            report.add(new Finding(WARNING, level.file().name(), longest.start(), "has no key frame for "
                    + Seconds.rounded(longest.duration()) + " s, so that fragments are longer than the "
                    + Seconds.rounded(target) + " s aimed at; encode with a key frame every 2 s"));
        }
        SyncSamples.Gop irregular = syncs.firstIrregular();
        if (irregular != null) {
            report.add(new Finding(INFO, level.file().name(), irregular.start(), "has key frames at irregular distances ("
                    + Seconds.rounded(irregular.duration()) + " s here), so that fragments differ in length; switch scene cut"
                    + " detection of the encoder off"));
        }
    }

    /** Durations that differ by a rounded tick are no variable rate. */
    private void frameRate(Level level) {
        SampleTable samples = level.samples();
        int count = samples.count() - 1;
        if (samples.hasConstantDuration() || count < 2) {
            return;
        }
        long average = samples.decodeTime(count) / count;
        long tolerance = Math.max(1, average / 10);
        for (int i = 0; i < count; i++) {
            if (Math.abs(samples.duration(i) - average) > tolerance) {
                long time = Ticks.of(Math.max(0, level.timeline().presentationTime(i)), level.track().timescale());
                report.add(new Finding(INFO, level.file().name(), time,
                        "has a variable frame rate; manifests state the highest that lasts; encode at a constant rate for smooth switching"));
                return;
            }
        }
    }

    private void edits(Level level) {
        TrackTimeline timeline = level.timeline();
        SampleTable samples = level.samples();
        if (timeline.presentationBased()) {
            long hidden = timeline.track().edits().stream().filter(edit -> !edit.isEmpty()).findFirst()
                    .map(edit -> edit.mediaTime() - timeline.track().baseDecodeTime()).orElse(0L);
            report.add(new Finding(INFO, level.file().name(), 0, "hides the first "
                    + Seconds.rounded(Ticks.of(hidden, timeline.track().timescale()))
                    + " s of a track by its edit list; what is not needed to decode the rest is left out"));
        }
        if (timeline.endSample() < samples.count()) {
            long from = samples.decodeTime(timeline.endSample());
            long cut = samples.decodeTime(samples.count()) - from;
            report.add(new Finding(INFO, level.file().name(),
                    Ticks.of(Math.max(0, timeline.presentationTime(timeline.endSample())), timeline.track().timescale()),
                    "hides the last " + Seconds.rounded(Ticks.of(cut, timeline.track().timescale()))
                            + " s of a track by its edit list; they are left out"));
        }
    }

    /** Harmless where fragments are as long as the level could have them alone. */
    private void alignment(Stream stream) {
        Level first = stream.levels().get(0);
        SyncSamples expected = SyncSamples.of(first);
        boolean agree = true;
        for (Level level : stream.levels().subList(1, stream.levels().size())) {
            long time = expected.firstMismatch(SyncSamples.of(level));
            if (time >= 0) {
                agree = false;
                boolean longer = longest(level) > Math.max(longestAlone(first), longestAlone(level));
                report.add(new Finding(longer ? WARNING : INFO, level.file().name(), Math.max(0, time),
                        "has key frames at other times than " + name(first) + ", first here"
                                + (longer ? ", so that fragments are longer than they need to be" : "; enough of them agree")
                                + "; encode all levels with the same key frame interval"));
            }
        }
        if (agree && stream.levels().size() > 1) {
            earlyEnd(stream.levels());
        }
    }

    /** A level that ends long before the others has no key frames to cut at any more. */
    private void earlyEnd(List<Level> levels) {
        long served = levels.stream().mapToLong(LevelChecks::longest).max().orElse(0);
        if (served > levels.stream().mapToLong(this::longestAlone).max().orElse(0)) {
            Level shortest = levels.stream().min(Comparator.comparingLong(level -> SyncSamples.of(level).end())).orElseThrow();
            report.add(new Finding(WARNING, shortest.file().name(), SyncSamples.of(shortest).end(),
                    "ends so early that fragments of the other levels grow to " + Seconds.rounded(served)
                            + " s; replace the file or remove it"));
        }
    }

    /** The longest fragment by the level's own samples, ticks of 10 MHz. */
    private static long longest(Level level) {
        long longest = 0;
        for (int i = 0; i + 1 < level.firstSamples().length; i++) {
            longest = Math.max(longest,
                    level.samples().decodeTime(level.endSample(i)) - level.samples().decodeTime(level.firstSample(i)));
        }
        return Ticks.of(longest, level.track().timescale());
    }

    /** The same if the level were served alone. */
    private long longestAlone(Level level) {
        return longest(new PresentationBuilder(target, 1).build(List.of(TrackSource.of(level.file(), level.track()))).streams()
                .get(0).levels().get(0));
    }

    private void duplicates(List<Level> unordered) {
        List<Level> levels = unordered.stream().sorted(Comparator.comparing(level -> level.file().name())).toList();
        for (int i = 1; i < levels.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isTwin(levels.get(i), levels.get(j))) {
                    report.add(Finding.warning(levels.get(i).file().name(), "has the picture size and the bitrate of "
                            + name(levels.get(j)) + "; remove one of the two"));
                    break;
                }
            }
        }
    }

    /** Same picture size and bitrates less than one per cent apart. */
    private static boolean isTwin(Level one, Level other) {
        VideoCodec a = (VideoCodec) one.codec();
        VideoCodec b = (VideoCodec) other.codec();
        long rate = PresentationBuilder.averageBitrate(one.track());
        long difference = Math.abs(rate - PresentationBuilder.averageBitrate(other.track()));
        return a.width() == b.width() && a.height() == b.height() && difference * 100 < rate;
    }

    private void severalInOneFile(List<Level> levels) {
        for (int i = 1; i < levels.size(); i++) {
            String file = levels.get(i).file().name();
            if (levels.subList(0, i).stream().anyMatch(level -> level.file().name().equals(file))) {
                report.add(Finding.info(file, "holds more than one video track, each served as a level;"
                        + " a file for each level is read faster"));
            }
        }
    }

    static String name(Level level) {
        return level.file().name().substring(level.file().name().lastIndexOf('/') + 1);
    }
}
