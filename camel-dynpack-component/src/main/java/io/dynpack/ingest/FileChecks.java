package io.dynpack.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;

/** Checks the media files one by one, and against the server manifests. */
final class FileChecks {
    /** No {@code moov} is smaller: its own header and {@code mvhd}, and for each track the boxes that it cannot lack. */
    private static final int LEAST_MOOV = 116;
    private static final int LEAST_TRAK = 300;

    /** Room that writers reserve for moov has less, as have thumbnails and metadata. */
    private static final long LEAST_UNCLAIMED = 1 << 20;
    private static final int UNCLAIMED_PART = 20;

    private final Report report;

    FileChecks(Report report) {
        this.report = report;
    }

    void check(List<ProbedFile> files) {
        files.forEach(this::check);
        size(files);
    }

    private void check(ProbedFile file) {
        String problem = file.problem();
        MediaIndex index = file.index();
        if (problem != null || index == null) {
            report.add(Finding.error(file.name(), String.valueOf(problem)));
            return;
        }
        for (MediaIndex.OmittedTrack omitted : index.omitted()) {
            if (omitted.cause() == MediaIndex.Cause.NOT_MEDIA) {
                report.add(Finding.info(file.name(), omitted.reason()));
            } else if (omitted.kind() == TrackKind.TEXT) {
                report.add(Finding.warning(file.name(), omitted.reason() + "; " + advice(omitted)));
            } else if (index.tracks().isEmpty()) {
                report.add(Finding.error(file.name(), omitted.reason() + "; " + advice(omitted)));
            } else {
                report.add(Finding.warning(file.name(), omitted.reason() + "; the track is left out; " + advice(omitted)));
            }
        }
        passedOver(file, index);
        turned(file, index);
        unclaimed(file, index);
        index.texts().forEach(track -> report.add(Finding.info(file.name(), "its track " + track.trackId() + " holds text ("
                + track.codec().family() + ", " + track.language() + ")")));
        if (index.tracks().isEmpty() && index.texts().isEmpty()
                && index.omitted().stream().allMatch(track -> track.kind() == TrackKind.TEXT)) {
            report.add(Finding.error(file.name(), "has neither video nor audio"));
        }
        if (index.fragmented()) {
            report.add(Finding.info(file.name(), "is fragmented, so that a node without its stored index reads all of its"
                    + " fragments' headers first; a progressive file with moov in front starts faster"));
        } else if (isMoovBehind(index)) {
            report.add(Finding.info(file.name(), "has moov behind the media, which makes downloads start slowly; write it with"
                    + " moov in front (ffmpeg: -movflags +faststart)"));
        }
    }

    /** Media that no table speaks of are lost in silence unless somebody says so. */
    private void unclaimed(ProbedFile file, MediaIndex index) {
        long bytes = index.unclaimed();
        if (bytes > LEAST_UNCLAIMED && bytes > index.file().length() / UNCLAIMED_PART) {
            report.add(Finding.warning(file.name(), "holds " + bytes + " bytes, of " + index.file().length()
                    + ", that belong to no sample of any track; check whether media are missing at its end, and write it again"));
        }
    }

    private static String advice(MediaIndex.OmittedTrack omitted) {
        return switch (omitted.cause()) {
            case ENCRYPTED -> "store it decrypted, since encryption is put on when it is served";
            case NOT_SERVED -> omitted.kind() == TrackKind.VIDEO
                    ? "encode it as H.264, HEVC, AV1 or VP9"
                    : "encode it as AAC, AC-3, E-AC-3, DTS, Opus, FLAC or MP3";
            case ELSEWHERE -> "write the file again with its media in it";
            case NOT_MEDIA, DAMAGED -> "write the file again";
        };
    }

    private void passedOver(ProbedFile file, MediaIndex index) {
        List<TrackIndex> tracks = Stream.concat(index.tracks().stream(), index.texts().stream()).toList();
        for (TrackIndex track : tracks) {
            if (!index.played(track.kind()).contains(track)) {
                report.add(Finding.info(file.name(), "its track " + track.trackId() + " is switched off (tkhd) and passed over"
                        + " beside another " + track.kind().name().toLowerCase(Locale.ROOT)
                        + " track; name its trackID in the server manifest if it is meant"));
            }
        }
    }

    /** Of the formats only those with a {@code tkhd} can say that pictures are to be turned, and few players mind it. */
    private void turned(ProbedFile file, MediaIndex index) {
        for (TrackIndex track : index.tracks()) {
            if (track.kind() == TrackKind.VIDEO && track.header().matrix().turns()) {
                report.add(Finding.warning(file.name(), "its track " + track.trackId()
                        + " is to be turned when it is shown (tkhd);"
                        + " initialization segments of DASH and HLS CMAF say so too, transport streams and Smooth Streaming"
                        + " cannot; encode the pictures upright"));
            }
        }
    }

    /** Whether there is no room for {@code moov} in front of the first sample. */
    private static boolean isMoovBehind(MediaIndex index) {
        int tracks = index.trackCount();
        return index.tracks().stream().anyMatch(track -> firstByte(track) < LEAST_MOOV + LEAST_TRAK * tracks);
    }

    private static long firstByte(TrackIndex track) {
        for (int sample = 0; sample < track.samples().count(); sample++) {
            if (track.samples().size(sample) > 0) {
                return track.samples().ranges(sample, sample + 1).starts()[0];
            }
        }
        return Long.MAX_VALUE;
    }

    private void size(List<ProbedFile> files) {
        long samples = 0;
        long bytes = 0;
        for (ProbedFile file : files) {
            if (file.index() != null && !file.index().tracks().isEmpty()) {
                bytes += MediaIndexCodec.store(file.index()).remaining();
                samples += file.index().tracks().stream().mapToLong(track -> track.samples().count()).sum();
            }
        }
        if (samples > 0) {
            BigDecimal each = BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(samples), 1, RoundingMode.HALF_UP);
            report.add(Finding.info("", "the stored indexes take " + bytes + " bytes for " + samples + " samples, " + each
                    + " for each"));
        }
    }

    /** What lies in the folder and is in none of its server manifests, all of them written by others. */
    void unreferenced(List<ProbedFile> files, List<LoadedAsset> assets) {
        Set<String> named = new HashSet<>();
        Set<String> served = new HashSet<>();
        for (LoadedAsset asset : assets) {
            asset.media().forEach(object -> named.add(object.name()));
            for (io.dynpack.presentation.Stream stream : asset.presentation().streams()) {
                for (Level level : stream.levels()) {
                    served.add(level.file().name() + '#' + level.track().trackId());
                }
            }
            asset.presentation().texts()
                    .forEach(text -> served.add(text.source().file().name() + '#' + text.source().trackId()));
        }
        for (ProbedFile file : files) {
            boolean textAlone = file.index() != null && file.index().tracks().isEmpty() && !file.index().texts().isEmpty();
            if (textAlone) {
                // it may be shown by its transcript
                continue;
            }
            if (!named.contains(file.object().name())) {
                report.add(
                        Finding.info(file.name(), "is in no server manifest and is not served; add it to one, or remove it"));
            } else if (file.index() != null) {
                for (TrackIndex track : Stream.concat(file.index().tracks().stream(), file.index().texts().stream()).toList()) {
                    if (!served.contains(file.object().name() + '#' + track.trackId())) {
                        report.add(Finding.info(file.name(), "its track " + track.trackId() + " ("
                                + track.kind().name().toLowerCase(Locale.ROOT)
                                + (track.kind() == TrackKind.VIDEO ? "" : ", " + track.language())
                                + ") is not served by any server manifest"));
                    }
                }
            }
        }
    }
}
