package io.dynpack.ingest;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.dynpack.codec.AudioCodec;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.EditListException;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.Ticks;
import io.dynpack.presentation.TrackTimeline;

import static io.dynpack.presentation.Finding.Severity.INFO;
import static io.dynpack.presentation.Finding.Severity.WARNING;

/** Checks what is served as a whole: streams against each other, and what the presentation could not take in. */
final class PresentationChecks {
    /** Ears notice a tenth of a second. */
    private static final long LATE_AUDIO = Ticks.PER_SECOND / 10;

    private final Report report;
    private final long target;
    private final Map<String, ProbedFile> files;

    /** @param files by full name */
    PresentationChecks(Report report, long target, Map<String, ProbedFile> files) {
        this.report = report;
        this.target = target;
        this.files = files;
    }

    void check(Presentation presentation) {
        LevelChecks levels = new LevelChecks(report, target);
        presentation.streams().forEach(levels::check);
        List<Stream> video = presentation.streams(TrackKind.VIDEO);
        List<Stream> audio = presentation.streams(TrackKind.AUDIO);
        if (video.isEmpty()) {
            report.add(Finding.info("", "has no video; it is served as sound alone"));
        }
        if (audio.isEmpty()) {
            report.add(Finding.info("", "has no audio; it is served without sound"));
        }
        durations(presentation);
        if (!video.isEmpty()) {
            audio.forEach(stream -> start(stream, video.get(0)));
        }
        if (audio.size() > 1) {
            languages(audio);
            codecs(audio);
        }
        presentation.findings().forEach(finding -> omission(finding, video));
    }

    private void durations(Presentation presentation) {
        Level longest = null;
        long fragment = 0;
        for (Stream stream : presentation.streams()) {
            fragment = Math.max(fragment, stream.timeline().longest());
            for (Level level : stream.levels()) {
                longest = longest == null || end(level) > end(longest) ? level : longest;
            }
        }
        if (longest == null) {
            return;
        }
        long tolerance = Math.min(Ticks.PER_SECOND, fragment);
        for (Stream stream : presentation.streams()) {
            for (Level level : stream.levels()) {
                long missing = end(longest) - end(level);
                if (missing > tolerance) {
                    report.add(new Finding(WARNING, level.file().name(), Math.max(0, end(level)), words(stream) + " ends "
                            + Seconds.rounded(missing) + " s before " + LevelChecks.name(longest)
                            + "; check whether the file is complete"));
                }
            }
        }
    }

    private static String words(Stream stream) {
        return stream.kind() == TrackKind.VIDEO ? "the video" : "the audio (" + stream.language() + ")";
    }

    private static long end(Level level) {
        TrackTimeline timeline = level.timeline();
        return Ticks.of(timeline.decodeTime(timeline.endSample()) - timeline.mediaTime(), timeline.track().timescale());
    }

    private static long start(Level level) {
        return Ticks.of(level.timeline().presentationTime(level.timeline().firstSample()), level.track().timescale());
    }

    private void start(Stream audio, Stream video) {
        Level level = audio.levels().get(0);
        long start = Math.max(0, start(level));
        long late = start - Math.max(0, start(video.levels().get(0)));
        if (late > LATE_AUDIO) {
            report.add(new Finding(INFO, level.file().name(), start, "the audio (" + audio.language() + ") starts "
                    + Seconds.rounded(late) + " s after the video; nothing to do where that is meant"));
        }
    }

    private void languages(List<Stream> audio) {
        for (Stream stream : audio) {
            if ("und".equals(stream.language())) {
                report.add(Finding.warning(stream.levels().get(0).file().name(), "audio " + stream.name()
                        + " states no language, so that listeners cannot tell it from the others; write the language into the"
                        + " file or into the server manifest"));
            }
        }
    }

    /**
     * Where no codec has all languages, each variant of HLS names several, and a player that lacks one of them plays none, not even
     * in the other language.
     */
    private void codecs(List<Stream> audio) {
        Map<String, Set<String>> languages = new LinkedHashMap<>();
        for (Stream stream : audio) {
            stream.levels().forEach(level -> languages.computeIfAbsent(name(level), name -> new HashSet<>())
                    .add(stream.language()));
        }
        // of two that have as many languages, the one that every player has
        Map.Entry<String, Set<String>> most = Collections.max(languages.entrySet(),
                Comparator.<Map.Entry<String, Set<String>>>comparingInt(entry -> entry.getValue().size())
                        .thenComparing(entry -> entry.getKey().equals("aac")));
        Set<String> missing = audio.stream().map(Stream::language).filter(language -> !most.getValue().contains(language))
                .collect(Collectors.toSet());
        for (Stream stream : audio) {
            if (missing.remove(stream.language())) {
                report.add(Finding.warning(stream.levels().get(0).file().name(),
                        words(stream) + " is not there in " + most.getKey() + ", as other languages are; HLS players that lack "
                                + name(stream.levels().get(0)) + " then play nothing; add it in " + most.getKey()));
            }
        }
    }

    private static String name(Level audio) {
        return ((AudioCodec) audio.codec()).nameInTracks();
    }

    /** Adds where a level that was left out first has its key frames elsewhere. */
    private void omission(Finding finding, List<Stream> video) {
        ProbedFile file = files.get(finding.file());
        boolean level = finding.severity() == WARNING && !video.isEmpty()
                && video.get(0).levels().stream().noneMatch(other -> other.file().name().equals(finding.file()));
        if (file == null || !level || file.tracks(TrackKind.VIDEO).isEmpty()) {
            report.add(finding);
            return;
        }
        TrackIndex track = file.tracks(TrackKind.VIDEO).get(0);
        report.add(new Finding(finding.severity(), finding.file(), mismatch(track, video.get(0).levels().get(0)),
                finding.message()));
    }

    private static long mismatch(TrackIndex track, Level level) {
        try {
            return Math.max(-1, new SyncSamples(TrackTimeline.of(track)).firstMismatch(SyncSamples.of(level)));
        } catch (EditListException e) {
            // such a track is left out for its edit list, which is a finding of its own
            return -1;
        }
    }
}
