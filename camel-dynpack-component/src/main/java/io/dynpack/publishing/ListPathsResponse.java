package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/** The paths of a locator, as {@code listPaths} of Azure Media Services answers: absolute, without a host. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ListPathsResponse(List<StreamingPath> streamingPaths, List<String> downloadPaths,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NotServed> notServed) {

    /**
     * A server manifest of the asset that has no paths, or not those of some formats. Azure Media Services did not tell, so that
     * clients may not look at it; absent in JSON where everything is served.
     *
     * @param name    of the file
     * @param formats those that have no path, as URLs name them; absent in JSON where none has
     * @param reason  one sentence
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record NotServed(String name, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> formats, String reason) {
        public NotServed {
            formats = formats == null ? List.of() : List.copyOf(formats);
        }

        /** Without a path in any format. */
        public NotServed(String name, String reason) {
            this(name, List.of(), reason);
        }

        boolean isMissing(String ism, Format format) {
            return name.equals(ism) && formats.contains(format.word());
        }
    }

    /** The paths of one protocol. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record StreamingPath(StreamingProtocol streamingProtocol, EncryptionScheme encryptionScheme, List<String> paths) {
        public StreamingPath {
            paths = paths == null ? List.of() : List.copyOf(paths);
        }
    }

    private static final List<StreamingProtocol> STREAMING = List.of(StreamingProtocol.HLS, StreamingProtocol.DASH,
            StreamingProtocol.SMOOTH_STREAMING);
    private static final List<Format> HLS = List.of(Format.HLS_TS_V4, Format.HLS_CMAF);
    private static final List<Format> DASH = List.of(Format.DASH_CSF, Format.DASH_CMAF);
    private static final List<Format> SMOOTH = List.of(Format.FMP4);

    public ListPathsResponse {
        streamingPaths = streamingPaths == null ? List.of() : List.copyOf(streamingPaths);
        downloadPaths = downloadPaths == null ? List.of() : List.copyOf(downloadPaths);
        notServed = notServed == null ? List.of() : List.copyOf(notServed);
    }

    /**
     * Lists what the policy enables: in the clear, and behind that each encryption, as Azure Media Services did.
     *
     * @param served          whether this node can write a format with an encryption
     * @param serverManifests names of those {@code .ism} files of the asset that can be served
     * @param files           names of its other files; what {@link StreamingUrl#isDownload} refuses is left out
     * @param notServed       the other {@code .ism} files, and of these the formats without a path, with the reason
     * @throws IllegalArgumentException for a server manifest whose name no URL can carry
     */
    public static ListPathsResponse of(UUID locatorId, StreamingPolicy policy, BiPredicate<Format, EncryptionScheme> served,
            Collection<String> serverManifests, Collection<String> files, List<NotServed> notServed) {
        List<StreamingPath> streaming = new ArrayList<>();
        for (EncryptionScheme scheme : EncryptionScheme.values()) {
            for (StreamingProtocol protocol : STREAMING) {
                List<String> paths = !policy.enabled(scheme).enables(protocol)
                        ? List.of()
                        : serverManifests.stream().sorted().flatMap(ism -> formats(protocol).stream()
                                .filter(format -> served.test(format, scheme))
                                .filter(format -> notServed.stream().noneMatch(missing -> missing.isMissing(ism, format)))
                                .map(format -> path(locatorId, ism, format, scheme))).toList();
                if (!paths.isEmpty()) {
                    streaming.add(new StreamingPath(protocol, scheme, paths));
                }
            }
        }
        List<String> downloads = policy.enabled(EncryptionScheme.NO_ENCRYPTION).download()
                ? files.stream().filter(StreamingUrl::isDownload).sorted()
                        .map(file -> new StreamingUrl.Download(locatorId, file).path()).toList()
                : List.of();
        return new ListPathsResponse(streaming, downloads, notServed);
    }

    private static String path(UUID locatorId, String ism, Format format, EncryptionScheme scheme) {
        Parameters parameters = Parameters.of(format);
        String word = scheme.word();
        return new StreamingUrl.Manifest(locatorId, ism, word == null ? parameters : parameters.withEncryption(word)).path();
    }

    private static List<Format> formats(StreamingProtocol protocol) {
        return switch (protocol) {
            case HLS -> HLS;
            case DASH -> DASH;
            case SMOOTH_STREAMING -> SMOOTH;
            case DOWNLOAD -> List.of();
        };
    }
}
