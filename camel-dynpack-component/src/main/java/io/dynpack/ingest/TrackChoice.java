package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Finding;

/**
 * Which tracks of a folder make up its asset, decided by what is in the files.
 *
 * <p>
 * Every video track is a level. Every track of a file without video is an audio track of its own. Sound that lies beside video,
 * be it of a codec that is not served, is
 * taken once for each language, channel count and place among its like in the file, out of the file with the lowest video bitrate
 * that has it; and not at all where a file without video has the same channel count in the same language, or either of the two
 * languages is unknown: encoders that write audio apart often leave a copy beside the video, while another language or another
 * channel count is something the listener would miss. Text is taken by the same rule.
 *
 * @param tracks   audio in the order of file names, sound beside video first; then video
 * @param texts    captions and subtitles, those beside video first
 * @param findings what was left out
 */
record TrackChoice(List<ChosenTrack> tracks, List<ChosenTrack> texts, List<Finding> findings) {

    /** What makes two tracks beside two levels the same programme. */
    private record Programme(String language, int channels, boolean forced, int ordinal) {
        static Programme of(ChosenTrack track, int ordinal) {
            return new Programme(track.language(), track.channels(), track.isForced(), ordinal);
        }
    }

    /** One programme, all files that carry it, the one to take first. */
    private record Muxed(ChosenTrack track, long videoBitrate, List<String> files) {}

    static TrackChoice of(List<ProbedFile> files) {
        List<Finding> findings = new ArrayList<>();
        List<ChosenTrack> video = new ArrayList<>();
        List<ChosenTrack> audioApart = new ArrayList<>();
        List<ChosenTrack> textApart = new ArrayList<>();
        Map<Programme, Muxed> audioBeside = new LinkedHashMap<>();
        Map<Programme, Muxed> textBeside = new LinkedHashMap<>();
        for (ProbedFile file : files) {
            List<TrackIndex> pictures = file.tracks(TrackKind.VIDEO);
            pictures.forEach(track -> video.add(ChosenTrack.of(file, track)));
            if (!pictures.isEmpty() || hasPictures(file)) {
                long bitrate = pictures.isEmpty() ? Long.MAX_VALUE : video.get(video.size() - 1).averageBitrate();
                gather(file, TrackKind.AUDIO, bitrate, audioBeside);
                gather(file, TrackKind.TEXT, bitrate, textBeside);
            } else {
                file.tracks(TrackKind.AUDIO).forEach(track -> audioApart.add(ChosenTrack.of(file, track)));
                file.tracks(TrackKind.TEXT).forEach(track -> textApart.add(ChosenTrack.of(file, track)));
            }
        }
        name(audioApart, findings);
        List<ChosenTrack> tracks = together(audioBeside.values(), audioApart, findings);
        tracks.addAll(video);
        return new TrackChoice(tracks, together(textBeside.values(), textApart, findings), findings);
    }

    /** Those beside video that nobody carries apart, then those apart. */
    private static List<ChosenTrack> together(Collection<Muxed> beside, List<ChosenTrack> apart, List<Finding> findings) {
        List<ChosenTrack> tracks = new ArrayList<>();
        for (Muxed muxed : beside) {
            ChosenTrack same = apart.stream().filter(track -> isSame(track, muxed.track)).findFirst().orElse(null);
            if (same != null) {
                findings.add(Finding.info(muxed.files.get(0), "the " + kind(same) + " beside the video (" + words(muxed.track)
                        + ", in " + count(muxed.files.size()) + ") is left out, since " + same.file().name()
                        + " carries it apart; delete that file if the other is meant"));
            } else {
                tracks.add(muxed.track);
                if (muxed.files.size() > 1) {
                    findings.add(Finding.info(muxed.track.file().name(), "the " + kind(muxed.track) + " ("
                            + words(muxed.track) + ") lies in " + count(muxed.files.size())
                            + " and is taken from this one, which has the lowest video bitrate"));
                }
            }
        }
        tracks.addAll(apart);
        return tracks;
    }

    private static String kind(ChosenTrack track) {
        return track.isText() ? "text" : "audio";
    }

    /** Whether there is video that is not served. */
    private static boolean hasPictures(ProbedFile file) {
        return file.index() != null && file.index().omitted().stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
    }

    private static void gather(ProbedFile file, TrackKind kind, long videoBitrate, Map<Programme, Muxed> muxed) {
        Map<Programme, Integer> ordinals = new LinkedHashMap<>();
        for (TrackIndex track : file.tracks(kind)) {
            ChosenTrack chosen = ChosenTrack.of(file, track);
            Programme programme = Programme.of(chosen, ordinals.merge(Programme.of(chosen, 0), 1, Integer::sum));
            Muxed known = muxed.get(programme);
            if (known == null) {
                muxed.put(programme, new Muxed(chosen, videoBitrate, new ArrayList<>(List.of(file.name()))));
            } else {
                known.files.add(file.name());
                if (videoBitrate < known.videoBitrate) {
                    muxed.put(programme, new Muxed(chosen, videoBitrate, known.files));
                }
            }
        }
    }

    /** Languages out of file names, where a file has a single track and states none. */
    private static void name(List<ChosenTrack> separate, List<Finding> findings) {
        List<String> silent = separate.stream()
                .filter(track -> track.isLanguageUnknown() && track.file().tracks(TrackKind.AUDIO).size() == 1)
                .map(track -> track.file().name()).toList();
        Map<String, String> languages = NameLanguage.of(silent);
        separate.replaceAll(track -> {
            String language = languages.get(track.file().name());
            if (language == null || !track.isLanguageUnknown()) {
                return track;
            }
            findings.add(Finding.info(track.file().name(), "states no language; " + language
                    + " is taken from its name; write the language into the file, or into the server manifest"));
            return new ChosenTrack(track.file(), track.track(), language);
        });
    }

    private static boolean isSame(ChosenTrack apart, ChosenTrack muxed) {
        return apart.channels() == muxed.channels() && apart.isForced() == muxed.isForced()
                && (apart.language().equals(muxed.language())
                        || apart.isLanguageUnknown() || muxed.isLanguageUnknown());
    }

    private static String words(ChosenTrack track) {
        if (track.isText()) {
            return track.language() + (track.isForced() ? ", forced" : "");
        }
        return track.language() + ", " + track.channels() + (track.channels() == 1 ? " channel" : " channels");
    }

    private static String count(int files) {
        return files == 1 ? "1 file" : files + " files";
    }
}
