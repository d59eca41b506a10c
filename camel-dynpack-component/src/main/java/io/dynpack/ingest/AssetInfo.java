package io.dynpack.ingest;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.Finding;

/**
 * What an asset is, after it was looked at or ingested. A plain value that writes itself as JSON with any mapper.
 *
 * @param assetName       of the asset
 * @param folder          where it lies: empty, or a prefix that ends with {@code /}
 * @param usable          whether it can be served; where not, a finding of severity {@code ERROR} says why
 * @param changed         whether anything was written
 * @param serverManifests names of the {@code .ism} files, ascending; in a description also of the one that ingest would write
 * @param files           the media files, ascending by name
 * @param streams         what is served, in the order of the first server manifest
 * @param duration        seconds with up to seven decimals, as text; {@code null} where the asset is not usable
 * @param findings        the report, the worst first
 */
public record AssetInfo(
        String assetName,
        String folder,
        boolean usable,
        boolean changed,
        List<String> serverManifests,
        List<MediaFile> files,
        List<StreamInfo> streams,
        @Nullable String duration,
        List<Finding> findings) {

    /**
     * @param name    in the folder
     * @param length  bytes
     * @param version of the storage
     */
    public record MediaFile(String name, long length, String version) {}

    /**
     * @param kind     {@code video}, {@code audio} or {@code text}
     * @param language as served
     */
    public record StreamInfo(String kind, String name, String language, int fragments, List<LevelInfo> levels) {
        public StreamInfo {
            levels = List.copyOf(levels);
        }
    }

    /**
     * @param bitrate    bits per second
     * @param file       in the folder
     * @param codecs     RFC 6381; of text its sample entry in DASH, whatever the file has
     * @param width      pixels; 0 for audio and text
     * @param height     pixels; 0 for audio and text
     * @param channels   0 for video and text
     * @param sampleRate Hz; 0 for video and text
     */
    public record LevelInfo(
            long bitrate,
            String file,
            String codecs,
            int width,
            int height,
            int channels,
            int sampleRate) {}

    public AssetInfo {
        serverManifests = List.copyOf(serverManifests);
        files = List.copyOf(files);
        streams = List.copyOf(streams);
        findings = List.copyOf(findings);
    }
}
