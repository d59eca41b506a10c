package io.dynpack.tests.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cue as ffmpeg reads it.
 *
 * @param start milliseconds
 * @param end   milliseconds
 * @param text  as its writer of SubRip writes it, with tags
 */
public record FfmpegCue(long start, long end, String text) {
    private static final Pattern TIMES = Pattern.compile("(\\d+):(\\d+):(\\d+),(\\d+) --> (\\d+):(\\d+):(\\d+),(\\d+)\n");

    /** The cues of a document in a folder, of WebVTT or SubRip. */
    public static List<FfmpegCue> read(Path folder, String document) {
        String output = document + ".read";
        Ffmpeg.ffmpeg(folder, "-i " + document + " -c:s srt -f srt " + output);
        String written;
        try {
            written = Files.readString(folder.resolve(output));
            Files.delete(folder.resolve(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<FfmpegCue> cues = new ArrayList<>();
        Matcher found = TIMES.matcher(written);
        while (found.find()) {
            int end = written.indexOf("\n\n", found.end());
            cues.add(new FfmpegCue(millis(found, 1), millis(found, 5),
                    written.substring(found.end(), end < 0 ? written.length() : end)));
        }
        return cues;
    }

    private static long millis(Matcher time, int from) {
        return Long.parseLong(time.group(from)) * 3_600_000 + Long.parseLong(time.group(from + 1)) * 60_000
                + Long.parseLong(time.group(from + 2)) * 1000 + Long.parseLong(time.group(from + 3));
    }
}
