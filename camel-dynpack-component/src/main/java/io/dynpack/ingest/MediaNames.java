package io.dynpack.ingest;

import java.util.Locale;
import java.util.Set;

/** What the name of a file promises; whether it keeps the promise, its content tells. */
public final class MediaNames {
    /** Files of the ISO base media file format by their usual extensions. */
    private static final Set<String> MP4 = Set.of("mp4", "m4a", "m4v", "mp4a", "mp4v", "m4b", "mov", "qt", "isma", "ismv",
            "cmfa", "cmft", "cmfv", "f4a", "f4v", "3gp", "3g2");
    /** What people take for a film or a sound, and ffmpeg can write again as MP4. */
    private static final Set<String> OTHERS = Set.of("mkv", "webm", "avi", "wmv", "asf", "wma", "flv", "ts", "m2ts", "mts",
            "mpg", "mpeg", "mpe", "vob", "mxf", "ogg", "ogv", "oga", "opus", "mp3", "aac", "ac3", "eac3", "wav", "flac", "mka",
            "rm", "dv", "h264", "264", "h265", "265", "hevc");

    private MediaNames() {}

    /** Whether a file of this name is looked at: its extension is one of MP4. Hidden files are not. */
    public static boolean isMp4(String name) {
        return MP4.contains(extension(name));
    }

    /** Whether a file of this name holds video or sound in another container than MP4. */
    public static boolean isOtherContainer(String name) {
        return OTHERS.contains(extension(name));
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.charAt(0) != '.' ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
