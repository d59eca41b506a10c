package io.dynpack.origin;

import java.util.Locale;
import java.util.Map;

import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.StoredObject;
import io.dynpack.url.StreamingUrl;

/** Files that leave an asset as they are: its media, its text tracks and its pictures, told by their extensions. */
public final class Downloads {
    /** What is not listed is not offered: manifests, indexes, reports of encoders, documents of the catalog. */
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("mp4", "video/mp4"), Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"), Map.entry("m4a", "audio/mp4"), Map.entry("mp4a", "audio/mp4"),
            Map.entry("vtt", "text/vtt"), Map.entry("ttml", "application/ttml+xml"), Map.entry("srt", "application/x-subrip"),
            Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("png", "image/png"));

    private Downloads() {}

    /** Whether a file of an asset may be downloaded. Hidden files may not, and none whose name begins with {@code _}. */
    public static boolean isOffered(String file) {
        return StreamingUrl.isDownload(file) && TYPES.containsKey(extension(file)) && !file.startsWith(".")
                && !file.contains("/.") && file.charAt(file.lastIndexOf('/') + 1) != '_';
    }

    /** Whether a file that {@link #isOffered} shows single pictures, so that it holds no track. */
    static boolean isPicture(String file) {
        return contentType(file).startsWith("image/");
    }

    /** @param file that {@link #isOffered} */
    static String contentType(String file) {
        return TYPES.getOrDefault(extension(file), "application/octet-stream");
    }

    /** In lower case; empty where there is none. */
    private static String extension(String file) {
        int dot = file.lastIndexOf('.');
        return dot > file.lastIndexOf('/') ? file.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }

    static SegmentBody body(StoredObject object) {
        SourceFile file = new SourceFile(object.name(), object.version(), object.length());
        return object.length() == 0
                ? new SegmentBody(java.util.List.of(), 0)
                : SegmentBody.of(new Piece.Ranges(file, new ByteRanges(new long[]{0}, new long[]{object.length()})));
    }
}
