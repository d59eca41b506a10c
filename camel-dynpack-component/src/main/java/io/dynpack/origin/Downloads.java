package io.dynpack.origin;

import java.util.Locale;
import java.util.Map;

import io.dynpack.asset.IndexCache;
import io.dynpack.index.ByteRanges;
import io.dynpack.index.SourceFile;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.StoredObject;

/** Files that leave an asset as they are. */
public final class Downloads {
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("mp4", "video/mp4"), Map.entry("m4v", "video/mp4"),
            Map.entry("m4a", "audio/mp4"), Map.entry("vtt", "text/vtt"), Map.entry("ttml", "application/ttml+xml"),
            Map.entry("srt", "application/x-subrip"), Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"), Map.entry("json", "application/json"), Map.entry("xml", "text/xml"),
            Map.entry("txt", "text/plain"));

    private Downloads() {}

    /** Whether a file of an asset may be downloaded: manifests, indexes and hidden files may not. */
    public static boolean isOffered(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return io.dynpack.url.StreamingUrl.isDownload(file) && !name.endsWith(IndexCache.SUFFIX) && !name.endsWith(".ismx")
                && !name.endsWith(".mpi") && !name.startsWith(".") && !name.startsWith("_");
    }

    /** Whether a file shows single pictures, so that it holds no track. */
    static boolean isPicture(String file) {
        return contentType(file).startsWith("image/");
    }

    static String contentType(String file) {
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    static SegmentBody body(StoredObject object) {
        SourceFile file = new SourceFile(object.name(), object.version(), object.length());
        return object.length() == 0
                ? new SegmentBody(java.util.List.of(), 0)
                : SegmentBody.of(new Piece.Ranges(file, new ByteRanges(new long[]{0}, new long[]{object.length()})));
    }
}
