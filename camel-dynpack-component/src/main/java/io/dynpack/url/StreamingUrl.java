package io.dynpack.url;

import java.util.UUID;

/**
 * One request to the origin. {@link #parse} reads a path; {@link #path()} prints the one canonical path of a value, which parses
 * to the same value. Constructors throw {@link IllegalArgumentException} for what no path can carry.
 */
public sealed interface StreamingUrl {

    /** Of the locator, not its name. */
    UUID locatorId();

    /** Absolute and percent-encoded, beginning with {@code /}. */
    String path();

    /**
     * Parses a request path.
     *
     * @param rawPath begins with {@code /} and is not decoded yet; percent escapes are decoded here, once, before anything else
     *                is looked at. A query is ignored
     * @throws UrlException for everything outside of the grammar
     */
    static StreamingUrl parse(String rawPath) {
        return UrlParser.parse(rawPath);
    }

    /** Whether {@link Download} accepts this path below a locator: server and client manifests and their media do not. */
    static boolean isDownload(String path) {
        return Name.isDownload(path);
    }

    /** A URL below a server manifest. */
    sealed interface OfPresentation extends StreamingUrl {

        /** Name of the server manifest with its suffix {@code .ism}, decoded, as the client spells it. */
        String ism();

        Parameters parameters();
    }

    /** A URL of one track at one bitrate. */
    sealed interface OfTrack extends OfPresentation {

        /** As stated in the server manifest, in bit/s; from 0. */
        long bitrate();

        String track();

        /** The same URL with another name of its track. */
        OfTrack withTrack(String name);

        /** The last segment, relative to a playlist in the same quality level. */
        String relativeToPlaylist();

        /** {@code QualityLevels(…)/…}, relative to the manifest. */
        default String relativeToManifest() {
            return "QualityLevels(" + bitrate() + ")/" + relativeToPlaylist();
        }

        @Override
        default String path() {
            return base(locatorId(), ism()).append(relativeToManifest()).toString();
        }
    }

    /** A whole manifest: HLS master, MPD or Smooth client manifest. */
    record Manifest(UUID locatorId, String ism, Parameters parameters) implements OfPresentation {
        public Manifest {
            Name.require(Name.isServerManifest(ism), "server manifest name");
            Name.require(!parameters.keyFrames(), "type of a manifest");
        }

        /** {@code /{locatorId}/{name}.ism/manifest(…)}, without parentheses where nothing stands in them. */
        @Override
        public String path() {
            StringBuilder out = base(locatorId, ism).append("manifest");
            int open = out.length();
            parameters.print(out);
            if (out.length() > open) {
                out.setCharAt(open, '(');
                out.append(')');
            }
            return out.toString();
        }

        /** The playlist of one track of this HLS master, with its filters; {@link Parameters#audioOnly()} is left behind. */
        public MediaPlaylist playlist(long bitrate, String track) {
            return new MediaPlaylist(locatorId, ism, bitrate, track, parameters.withAudioOnly(null));
        }
    }

    /** An HLS media playlist, or I-frame playlist where {@link Parameters#keyFrames()}. */
    record MediaPlaylist(UUID locatorId, String ism, long bitrate, String track, Parameters parameters) implements OfTrack {
        public MediaPlaylist {
            requireTrack(ism, bitrate, track);
            Name.require(parameters.format().protocol() == Format.Protocol.HLS, "format of a media playlist");
        }

        /** The I-frame playlist of the same track. */
        public MediaPlaylist keyFrames() {
            return new MediaPlaylist(locatorId, ism, bitrate, track, parameters.withKeyFrames(true));
        }

        @Override
        public MediaPlaylist withTrack(String name) {
            return new MediaPlaylist(locatorId, ism, bitrate, name, parameters);
        }

        @Override
        public String relativeToPlaylist() {
            StringBuilder out = new StringBuilder("Manifest(");
            PercentEncoding.encode(out, track);
            parameters.print(out);
            return out.append(')').toString();
        }
    }

    /**
     * A media segment.
     *
     * @param time start in ticks of the stream, from 0
     */
    record Fragment(UUID locatorId, String ism, long bitrate, String track, long time,
            Parameters parameters) implements OfTrack {
        public Fragment {
            requireTrack(ism, bitrate, track);
            Name.require(time >= 0, "time");
            parameters = requireFragment(parameters);
        }

        @Override
        public Fragment withTrack(String name) {
            return new Fragment(locatorId, ism, bitrate, name, time, parameters);
        }

        @Override
        public String relativeToPlaylist() {
            return UrlTemplate.fragments(track, parameters).with(Long.toString(time));
        }
    }

    /** An initialization segment. */
    record Init(UUID locatorId, String ism, long bitrate, String track, Parameters parameters) implements OfTrack {
        public Init {
            requireTrack(ism, bitrate, track);
            parameters = requireFragment(parameters);
        }

        @Override
        public Init withTrack(String name) {
            return new Init(locatorId, ism, bitrate, name, parameters);
        }

        @Override
        public String relativeToPlaylist() {
            return UrlTemplate.fragments(track, parameters).with("i");
        }
    }

    /**
     * All of a text in one answer, which Azure Media Services did not have: {@code Fragments(track=all,…)}. The format is one of
     * HLS, which has text as files of WebVTT.
     */
    record WholeText(UUID locatorId, String ism, long bitrate, String track, Parameters parameters) implements OfTrack {
        /** In the place of a time. */
        static final String ALL = "all";

        public WholeText {
            requireTrack(ism, bitrate, track);
            parameters = requireFragment(parameters);
            Name.require(parameters.format().protocol() == Format.Protocol.HLS, "format of a whole text");
        }

        @Override
        public WholeText withTrack(String name) {
            return new WholeText(locatorId, ism, bitrate, name, parameters);
        }

        @Override
        public String relativeToPlaylist() {
            return UrlTemplate.fragments(track, parameters).with(ALL);
        }
    }

    /**
     * One I-frame.
     *
     * @param time of the sync sample in ticks of the stream, from 0
     */
    record KeyFrame(UUID locatorId, String ism, long bitrate, String track, long time,
            Parameters parameters) implements OfTrack {
        public KeyFrame {
            requireTrack(ism, bitrate, track);
            Name.require(time >= 0, "time");
            parameters = requireFragment(parameters);
        }

        @Override
        public KeyFrame withTrack(String name) {
            return new KeyFrame(locatorId, ism, bitrate, name, time, parameters);
        }

        @Override
        public String relativeToPlaylist() {
            return UrlTemplate.keyFrames(track, parameters).with(Long.toString(time));
        }
    }

    /**
     * A file handed out as it is.
     *
     * @param file path below the asset, decoded; segments are separated by {@code /}, none is empty, {@code .} or {@code ..}
     */
    record Download(UUID locatorId, String file) implements StreamingUrl {
        public Download {
            Name.require(Name.isDownload(file), "file name");
        }

        @Override
        public String path() {
            StringBuilder out = new StringBuilder().append('/').append(locatorId).append('/');
            int start = 0;
            for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', start)) {
                PercentEncoding.encode(out, file.substring(start, slash));
                out.append('/');
                start = slash + 1;
            }
            PercentEncoding.encode(out, file.substring(start));
            return out.toString();
        }
    }

    private static StringBuilder base(UUID locatorId, String ism) {
        StringBuilder out = new StringBuilder(128).append('/').append(locatorId).append('/');
        PercentEncoding.encode(out, ism);
        return out.append('/');
    }

    private static void requireTrack(String ism, long bitrate, String track) {
        Name.require(Name.isServerManifest(ism), "server manifest name");
        Name.require(bitrate >= 0, "bitrate");
        Name.require(Name.isTrack(track), "track name");
    }

    private static Parameters requireFragment(Parameters parameters) {
        Name.require(!parameters.keyFrames(), "type of a fragment");
        return parameters.withFormat(Parameters.fragmentFormat(parameters.format()));
    }
}
