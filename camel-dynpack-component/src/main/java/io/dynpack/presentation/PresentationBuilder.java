package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.AudioCodec;
import io.dynpack.codec.HevcCodec;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;

/**
 * Makes a {@link Presentation} of tracks: names streams, gathers levels, cuts fragments. A pure function of its arguments.
 */
public final class PresentationBuilder {
    /** As AMS had it. */
    private static final int MAX_LEVELS = 64;
    /** Findings in a message. */
    private static final int SAID = 8;
    /** Characters; a name stands in each URL of a playlist. */
    private static final int MAX_NAME = 256;
    /** Bytes that a key frame takes while levels are compared, and a fragment in the end. */
    private static final int KEY_FRAME = 24;
    /** Bytes that a fragment of audio takes: its samples, twice while levels are compared, and its times, those of Smooth too. */
    private static final int FRAGMENT = 48;

    private final long target;
    private final int fragmentsPerHlsSegment;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param target                 shortest duration of a fragment, ticks of 10 MHz
     * @param fragmentsPerHlsSegment at least 1
     */
    public PresentationBuilder(long target, int fragmentsPerHlsSegment) {
        this.target = target;
        this.fragmentsPerHlsSegment = fragmentsPerHlsSegment;
    }

    /** A track with its edit list applied. */
    private record Candidate(TrackSource source, TrackTimeline timeline, long bitrate) {}

    /** A stream before Smooth Streaming's constant is known. */
    private record Draft(String name, TrackSource first, FragmentTimeline timeline, List<Level> levels, Level reference) {}

    /** As {@link #build(List, SmoothFourccs)} of an asset without a client manifest. */
    public Presentation build(List<TrackSource> sources) {
        return build(sources, SmoothFourccs.NONE);
    }

    /**
     * @param sources in the order of the server manifest
     * @param fourccs of the client manifest
     * @throws PresentationException when nothing can be served
     */
    public Presentation build(List<TrackSource> sources, SmoothFourccs fourccs) {
        List<Draft> drafts = new ArrayList<>();
        streams(sources).forEach((name, candidates) -> {
            try {
                Draft draft = draft(name, candidates, fourccs);
                limits().require(drafts.stream().mapToLong(each -> each.timeline.count()).sum(), draft.timeline, draft.levels);
                drafts.add(draft);
            } catch (IllegalArgumentException e) {
                leaveOut(name, candidates, e.getMessage());
            } catch (ArithmeticException e) {
                leaveOut(name, candidates, "it has times that no clock can count");
            }
        });
        if (drafts.isEmpty()) {
            throw new PresentationException(PresentationException.Reason.NOTHING_TO_SERVE, "no track can be served"
                    + findings.stream().limit(SAID).map(finding -> "; " + finding.file() + ": " + finding.message())
                            .collect(Collectors.joining()));
        }
        long constant = smoothConstant(drafts);
        Draft defaultAudio = defaultAudio(drafts);
        List<Stream> streams = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            TrackIndex track = draft.first.track();
            streams.add(new Stream(track.kind(), draft.name, language(draft.first), draft.first.accessibility(),
                    draft.first.role(), draft.first.displayName(), draft == defaultAudio, draft.timeline,
                    smooth(draft.reference, draft.timeline, constant),
                    Ticks.of(draft.reference.timeline().hiddenStart(), track.timescale()),
                    draft.levels.stream().allMatch(Level::isIndependent), draft.levels));
        }
        return new Presentation(streams, fragmentsPerHlsSegment, findings);
    }

    private void leaveOut(String stream, List<Candidate> candidates, @Nullable String why) {
        findings.add(Finding.error(candidates.get(0).source.file().name(),
                "stream " + stream + " is left out: " + why + "; write the file again"));
    }

    /**
     * Bytes on the heap while a presentation is made, for one of its tracks, roughly and at most.
     *
     * @param target as of the builder
     */
    public static long heapBytes(TrackIndex track, long target) {
        return track.kind() == TrackKind.VIDEO
                ? (long) KEY_FRAME * track.samples().syncCount()
                : (long) FRAGMENT * AudioCuts.most(track, target);
    }

    private static EntryLimits limits() {
        return EntryLimits.OF_HEAP;
    }

    /** Whether a track has more than can be listed; then that is said. */
    private boolean isTooMuch(TrackSource source) {
        String problem = null;
        TrackIndex track = source.track();
        long seconds = track.samples().decodeTime(track.samples().count()) / track.timescale();
        if (track.samples().count() > limits().fragments()
                && seconds > limits().fragments() * (target / Ticks.PER_SECOND + 1)) {
            problem = "lasts " + seconds + " seconds, more than " + limits().fragments() + " fragments";
        } else if (source.name() != null && source.name().length() > MAX_NAME) {
            problem = "has a name of more than " + MAX_NAME + " characters";
        }
        if (problem != null) {
            findings.add(Finding.error(source.file().name(),
                    "track " + source.track().trackId() + " is left out: it " + problem));
        }
        return problem != null;
    }

    /** What is stated, else the first; a description only where there is nothing else. {@code null} without audio. */
    private static @Nullable Draft defaultAudio(List<Draft> drafts) {
        Comparator<Draft> order = Comparator
                .comparing((Draft draft) -> "description".equals(draft.first.accessibility()))
                .thenComparing(draft -> !draft.first.isDefault());
        return drafts.stream().filter(draft -> draft.first.track().kind() == TrackKind.AUDIO).min(order).orElse(null);
    }

    /**
     * What makes tracks levels of one stream: players switch between them without asking.
     *
     * @param name as stated; {@code null} for a track that is a stream of its own
     */
    private record Programme(TrackKind kind, @Nullable String name, @Nullable String role, @Nullable String accessibility) {

        static Programme of(TrackSource source) {
            return new Programme(source.track().kind(), stated(source), source.role(), source.accessibility());
        }
    }

    /** The name of the stream as stated, or {@code null}. */
    private static @Nullable String stated(TrackSource source) {
        return source.name() == null || source.name().isBlank() ? null : source.name().strip();
    }

    /** Another language is another programme; a track that states none may belong to any. */
    private static boolean isOneLanguage(TrackSource one, TrackSource other) {
        boolean audio = one.track().kind() == TrackKind.AUDIO;
        String a = LanguageTag.bcp47(audio ? language(one) : one.language());
        String b = LanguageTag.bcp47(audio ? language(other) : other.language());
        return a == null || b == null || a.equalsIgnoreCase(b);
    }

    /** Players switch between levels of sound without a new decoder, and keep to the codec that they chose. */
    private static boolean isOneDecoder(TrackSource one, TrackSource other) {
        return one.track().kind() != TrackKind.AUDIO || one.track().codec().family().equals(other.track().codec().family());
    }

    private Map<String, List<Candidate>> streams(List<TrackSource> sources) {
        Map<String, List<Candidate>> streams = new LinkedHashMap<>();
        for (TrackSource source : sources) {
            if (isTooMuch(source)) {
                continue;
            }
            TrackTimeline timeline;
            try {
                timeline = TrackTimeline.of(source.track());
            } catch (EditListException e) {
                findings.add(Finding.error(source.file().name(), "track " + source.track().trackId() + " is left out: "
                        + e.getMessage() + "; write the file again without edits"));
                continue;
            }
            long bitrate = source.bitrate() > 0 ? source.bitrate() : averageBitrate(source.track());
            String name = streams.entrySet().stream().filter(stream -> isOneProgramme(stream.getValue().get(0).source, source))
                    .map(Map.Entry::getKey).findFirst().orElse(null);
            if (name == null) {
                name = name(source, bitrate, streams.keySet());
            }
            List<Candidate> levels = streams.computeIfAbsent(name, key -> new ArrayList<>());
            while (isTaken(levels, bitrate)) {
                bitrate++;
            }
            levels.add(new Candidate(source, timeline, bitrate));
            if (levels.size() > MAX_LEVELS) {
                throw new PresentationException(PresentationException.Reason.TOO_MANY_LEVELS,
                        "stream " + name + " has more than " + MAX_LEVELS + " levels");
            }
        }
        return streams;
    }

    private static boolean isOneProgramme(TrackSource one, TrackSource other) {
        Programme programme = Programme.of(one);
        boolean named = programme.name != null || one.track().kind() == TrackKind.VIDEO;
        return named && programme.equals(Programme.of(other)) && isOneLanguage(one, other) && isOneDecoder(one, other);
    }

    private static boolean isTaken(List<Candidate> levels, long bitrate) {
        return levels.stream().anyMatch(level -> level.bitrate == bitrate);
    }

    /** Bits per second of all samples over the track's duration, rounded down, at least 1. */
    public static long averageBitrate(TrackIndex track) {
        long duration = track.samples().decodeTime(track.samples().count());
        long bits = track.samples().bytes(0, track.samples().count()) * 8;
        return duration == 0 ? Math.max(1, bits) : Math.max(1, Ticks.convert(bits, duration, track.timescale()));
    }

    /**
     * As stated; else {@code video}, or {@code aac_eng_2_128}. With a suffix of track_ID and a number where another programme has
     * that name already.
     */
    private String name(TrackSource source, long bitrate, Set<String> taken) {
        TrackIndex track = source.track();
        String stated = stated(source);
        String name = StreamName.plain(stated != null
                ? stated
                : track.codec() instanceof AudioCodec codec
                        ? codec.nameInTracks() + "_" + language(source) + "_" + codec.announcedChannels() + "_" + bitrate / 1000
                        : "video");
        if (!taken.contains(name)) {
            return name;
        }
        String base = name + "_" + track.trackId() + "_";
        int n = 1;
        while (taken.contains(base + n)) {
            n++;
        }
        if (stated != null) {
            findings.add(Finding.warning(source.file().name(), "its name " + stated
                    + " is that of another programme in URLs, so that it is called " + base + n
                    + "; give each programme a trackName of its own"));
        }
        return base + n;
    }

    private static String language(TrackSource source) {
        String language = source.language() == null || source.language().isBlank()
                ? source.track().language()
                : source.language();
        return language == null || language.isBlank() ? "und" : language;
    }

    private Draft draft(String name, List<Candidate> candidates, SmoothFourccs fourccs) {
        List<Candidate> levels = new ArrayList<>(candidates);
        levels.sort(Comparator.comparingLong(Candidate::bitrate).reversed());
        boolean video = candidates.get(0).source.track().kind() == TrackKind.VIDEO;
        List<TrackTimeline> timelines = levels.stream().map(Candidate::timeline).toList();
        List<String> files = levels.stream().map(level -> withoutFolder(level.source.file().name())).toList();
        Cuts cuts = video ? VideoCuts.of(timelines, files, target) : AudioCuts.of(timelines, files, target);
        for (int i = 0; i < levels.size(); i++) {
            if (cuts.leftOut().containsKey(i)) {
                findings.add(Finding.warning(levels.get(i).source.file().name(),
                        "level " + levels.get(i).bitrate + " of " + name + " is left out: " + cuts.leftOut().get(i)));
            }
        }
        List<Level> result = new ArrayList<>();
        for (int i = 0; i < cuts.kept().size(); i++) {
            Candidate candidate = levels.get(cuts.kept().get(i));
            TrackTimeline own = candidate.timeline;
            Level level = new Level(candidate.bitrate, candidate.source.file(), candidate.source.track(), own,
                    cuts.samples().get(i), Ticks.of(own.streamTime(own.endSample()), own.track().timescale()),
                    smoothOffset(own, timelines.get(cuts.reference())), video
                            ? FrameRate.of(own.track().samples(), own.firstSample(), own.endSample(), own.track().timescale())
                            : null,
                    StreamAccessPoints.type(own.track(), cuts.samples().get(i)),
                    own.track().codec() instanceof HevcCodec ? fourccs.of(name, candidate.bitrate) : null);
            result.add(level);
        }
        Level reference = result.get(cuts.kept().indexOf(cuts.reference()));
        FragmentTimeline timeline = timeline(reference);
        if (timeline.end() == timeline.start()) {
            throw new IllegalArgumentException("its samples last no time");
        }
        return new Draft(name, candidates.get(0).source, timeline, result, reference);
    }

    private static String withoutFolder(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static FragmentTimeline timeline(Level level) {
        int count = level.firstSamples().length - 1;
        long scale = level.track().timescale();
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = Ticks.of(level.timeline().streamTime(level.firstSample(i)), scale);
            ends[i] = Ticks.of(level.timeline().streamTime(level.endSample(i)), scale);
        }
        return new FragmentTimeline(starts, ends);
    }

    /** How much later all tracks begin in Smooth Streaming, so that nothing is shown before 0; ticks of 10 MHz. */
    private static long smoothConstant(List<Draft> drafts) {
        long earliest = 0;
        for (Draft draft : drafts) {
            TrackTimeline timeline = draft.reference.timeline();
            earliest = Math.min(earliest, Ticks.of(timeline.start(), timeline.track().timescale()));
        }
        return -earliest;
    }

    /** Composition offset of a sample of a level that is shown when its fragment's time says, as the reference's first one is. */
    private static long smoothOffset(TrackTimeline level, TrackTimeline reference) {
        long own = level.track().samples().compositionOffset(level.firstSample());
        long common = level.mediaTime()
                + Ticks.round(reference.shownAfter(), reference.track().timescale(), level.track().timescale());
        // timescales may differ: a rounded tick is none
        return Math.abs(own - common) <= 1 ? own : common;
    }

    /**
     * Without edit lists fragments stand where the first sample of the stream is shown, plus what is decoded in between. All times
     * are those of HLS and DASH plus one constant of the stream, added after truncation.
     *
     * @param constant how much later all streams begin, ticks of 10 MHz
     */
    private static FragmentTimeline smooth(Level level, FragmentTimeline timeline, long constant) {
        TrackTimeline own = level.timeline();
        long scale = level.track().timescale();
        int count = timeline.count();
        long[] starts = new long[count];
        long[] ends = new long[count];
        long first = Ticks.of(own.decodeTime(own.firstSample()) + own.shownAfter(), scale) + constant;
        long shift = own.presentationBased()
                ? constant
                : first - Ticks.of(own.decodeTime(own.firstSample()), scale);
        starts[0] = first;
        for (int i = 1; i < count; i++) {
            starts[i] = timeline.start(i) + shift;
            ends[i - 1] = starts[i];
        }
        long end = own.decodeTime(own.endSample()) + (own.presentationBased() ? own.shownAfter() : 0);
        ends[count - 1] = Ticks.of(end, scale) + shift;
        return new FragmentTimeline(starts, ends);
    }
}
