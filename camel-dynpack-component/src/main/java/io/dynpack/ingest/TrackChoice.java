package io.dynpack.ingest;

import java.util.ArrayList;
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
 * channel count is something the listener would miss.
 *
 * @param tracks   audio in the order of file names, sound beside video first; then video
 * @param findings what was left out
 */
record TrackChoice(List<ChosenTrack> tracks, List<Finding> findings) {

    /** What makes two sounds beside two levels the same programme. */
    private record Programme(String language, int channels, int ordinal) {}

    /** One sound, all files that carry it, the one to take first. */
    private record Muxed(ChosenTrack track, long videoBitrate, List<String> files) {}

    static TrackChoice of(List<ProbedFile> files) {
        List<Finding> findings = new ArrayList<>();
        List<ChosenTrack> video = new ArrayList<>();
        List<ChosenTrack> separate = new ArrayList<>();
        Map<Programme, Muxed> muxed = new LinkedHashMap<>();
        for (ProbedFile file : files) {
            List<TrackIndex> pictures = file.tracks(TrackKind.VIDEO);
            pictures.forEach(track -> video.add(ChosenTrack.of(file, track)));
            if (!pictures.isEmpty()) {
                gather(file, video.get(video.size() - 1).averageBitrate(), muxed);
            } else if (hasPictures(file)) {
                gather(file, Long.MAX_VALUE, muxed);
            } else {
                file.tracks(TrackKind.AUDIO).forEach(track -> separate.add(ChosenTrack.of(file, track)));
            }
        }
        name(separate, findings);
        List<ChosenTrack> tracks = new ArrayList<>();
        for (Muxed sound : muxed.values()) {
            ChosenTrack apart = separate.stream().filter(track -> isSame(track, sound.track)).findFirst().orElse(null);
            if (apart != null) {
                findings.add(Finding.info(sound.files.get(0), "the audio beside the video (" + words(sound.track) + ", in "
                        + count(sound.files.size()) + ") is left out, since " + apart.file().name()
                        + " carries it apart; delete that file if the other is meant"));
            } else {
                tracks.add(sound.track);
                if (sound.files.size() > 1) {
                    findings.add(Finding.info(sound.track.file().name(), "the audio (" + words(sound.track) + ") lies in "
                            + count(sound.files.size()) + " and is taken from this one, which has the lowest video bitrate"));
                }
            }
        }
        tracks.addAll(separate);
        tracks.addAll(video);
        return new TrackChoice(tracks, findings);
    }

    /** Whether there is video that is not served. */
    private static boolean hasPictures(ProbedFile file) {
        return file.index() != null && file.index().omitted().stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
    }

    private static void gather(ProbedFile file, long videoBitrate, Map<Programme, Muxed> muxed) {
        Map<Programme, Integer> ordinals = new LinkedHashMap<>();
        for (TrackIndex track : file.tracks(TrackKind.AUDIO)) {
            ChosenTrack chosen = ChosenTrack.of(file, track);
            int ordinal = ordinals.merge(new Programme(chosen.language(), chosen.channels(), 0), 1, Integer::sum);
            Programme programme = new Programme(chosen.language(), chosen.channels(), ordinal);
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
        return apart.channels() == muxed.channels() && (apart.language().equals(muxed.language())
                || apart.isLanguageUnknown() || muxed.isLanguageUnknown());
    }

    private static String words(ChosenTrack track) {
        return track.language() + ", " + track.channels() + (track.channels() == 1 ? " channel" : " channels");
    }

    private static String count(int files) {
        return files == 1 ? "1 file" : files + " files";
    }
}
