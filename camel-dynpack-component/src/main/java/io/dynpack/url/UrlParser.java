package io.dynpack.url;

import java.util.UUID;

/** The reading half of the grammar. One pass over the decoded path; every refusal is a {@link UrlException}. */
final class UrlParser {
    private static final int MAX_LENGTH = 4096;
    private static final int GUID_LENGTH = 36;
    /** Of {@link Long#MAX_VALUE}. */
    private static final int MAX_DIGITS = 19;

    private static final String[] ALIASES = {".m3u8", ".mpd"};

    private UrlParser() {}

    static StreamingUrl parse(String rawPath) {
        int query = rawPath.indexOf('?');
        int rawLength = query < 0 ? rawPath.length() : query;
        if (rawLength > MAX_LENGTH) {
            throw UrlException.syntax("The URL is too long.");
        }
        StreamingUrl url = parseDecoded(PercentEncoding.decode(rawPath.substring(0, rawLength)));
        // what manifests list is printed, where a character of Latin-1 takes six: two bytes of UTF-8, each in three
        if (rawLength > MAX_LENGTH / 6 && url.path().length() > MAX_LENGTH) {
            throw UrlException.syntax("The URL is too long.");
        }
        return url;
    }

    private static StreamingUrl parseDecoded(String path) {
        UUID locatorId = locatorId(path);
        String file = path.substring(GUID_LENGTH + 2);
        int slash = file.indexOf('/');
        if (slash < 0 || !Name.isServerManifest(file.substring(0, slash))) {
            return download(locatorId, file);
        }
        String ism = file.substring(0, slash);
        String rest = file.substring(slash + 1);
        int second = rest.indexOf('/');
        if (second < 0) {
            return manifest(locatorId, ism, rest);
        }
        return ofTrack(locatorId, ism, bitrate(rest.substring(0, second)), rest.substring(second + 1));
    }

    private static UUID locatorId(String path) {
        if (path.length() <= GUID_LENGTH + 2 || path.charAt(0) != '/' || path.charAt(GUID_LENGTH + 1) != '/') {
            throw notFound();
        }
        for (int i = 0; i < GUID_LENGTH; i++) {
            char c = path.charAt(i + 1);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : !Ascii.isHex(c)) {
                throw notFound();
            }
        }
        return UUID.fromString(path.substring(1, GUID_LENGTH + 1));
    }

    private static StreamingUrl download(UUID locatorId, String file) {
        if (!Name.isDownload(file)) {
            throw notFound();
        }
        return new StreamingUrl.Download(locatorId, file);
    }

    private static StreamingUrl manifest(UUID locatorId, String ism, String segment) {
        String call = withoutAlias(segment);
        if (Ascii.equalsIgnoreCase("manifest", call)) {
            return new StreamingUrl.Manifest(locatorId, ism, Parameters.of(Format.FMP4));
        }
        if (!Ascii.startsWithIgnoreCase(call, 0, "manifest(")) {
            throw nothingBelowManifest(segment);
        }
        Parameters parameters = ParameterReader.read(arguments(call, "manifest"), false);
        return new StreamingUrl.Manifest(locatorId, ism, withoutType(parameters));
    }

    private static UrlException nothingBelowManifest(String segment) {
        return Ascii.startsWithIgnoreCase(segment, 0, "manifest") || Ascii.startsWithIgnoreCase(segment, 0, "qualitylevels")
                ? UrlException.syntax("The part of the URL below the server manifest is malformed.")
                : notFound();
    }

    private static long bitrate(String segment) {
        if (!Ascii.startsWithIgnoreCase(segment, 0, "qualitylevels(")) {
            throw nothingBelowManifest(segment);
        }
        return number(arguments(segment, "qualitylevels"), "The bitrate in the URL is not a number.");
    }

    private static StreamingUrl ofTrack(UUID locatorId, String ism, long bitrate, String segment) {
        int open = segment.indexOf('(');
        String noun = open < 0 ? segment : segment.substring(0, open);
        if (Ascii.equalsIgnoreCase("manifest", noun)) {
            return mediaPlaylist(locatorId, ism, bitrate, arguments(withoutAlias(segment), noun));
        }
        boolean keyFrame = Ascii.equalsIgnoreCase("keyframes", noun);
        if (!keyFrame && !Ascii.equalsIgnoreCase("fragments", noun)) {
            throw UrlException.syntax("The URL asks for something that is neither a manifest, a fragment nor a key frame.");
        }
        String arguments = arguments(segment, noun);
        int end = endOfFirst(arguments);
        int equals = arguments.indexOf('=');
        if (equals < 0 || equals > end) {
            throw UrlException.syntax("The URL of a fragment needs a track and a time.");
        }
        String track = track(arguments.substring(0, equals));
        String time = arguments.substring(equals + 1, end);
        Parameters parameters = parameters(arguments, end);
        if (!keyFrame && Ascii.equalsIgnoreCase("i", time)) {
            return new StreamingUrl.Init(locatorId, ism, bitrate, track, withoutType(parameters));
        }
        if (!keyFrame && Ascii.equalsIgnoreCase(StreamingUrl.WholeText.ALL, time)) {
            if (parameters.format().protocol() != Format.Protocol.HLS) {
                throw new UrlException(UrlException.Code.OUTPUT_FORMAT_NOT_SUPPORTED, "Only HLS has a text as one file.");
            }
            return new StreamingUrl.WholeText(locatorId, ism, bitrate, track, withoutType(parameters));
        }
        long ticks = number(time, "The time in the URL is not a number.");
        return keyFrame
                ? new StreamingUrl.KeyFrame(locatorId, ism, bitrate, track, ticks, withoutType(parameters))
                : new StreamingUrl.Fragment(locatorId, ism, bitrate, track, ticks, withoutType(parameters));
    }

    private static StreamingUrl mediaPlaylist(UUID locatorId, String ism, long bitrate, String arguments) {
        int end = endOfFirst(arguments);
        String track = track(arguments.substring(0, end));
        Parameters parameters = parameters(arguments, end);
        if (parameters.format().protocol() != Format.Protocol.HLS) {
            throw new UrlException(UrlException.Code.OUTPUT_FORMAT_NOT_SUPPORTED, "Only HLS has playlists of a single track.");
        }
        return new StreamingUrl.MediaPlaylist(locatorId, ism, bitrate, track, parameters);
    }

    /** What stands between the parentheses that follow {@code noun} and end the segment. */
    private static String arguments(String segment, String noun) {
        int open = noun.length();
        int close = segment.length() - 1;
        if (close <= open || segment.charAt(open) != '(' || segment.charAt(close) != ')') {
            throw UrlException.syntax("The URL has no matching parentheses.");
        }
        String arguments = segment.substring(open + 1, close);
        if (arguments.indexOf('(') >= 0 || arguments.indexOf(')') >= 0) {
            throw UrlException.syntax("The URL has nested parentheses.");
        }
        return arguments;
    }

    /** {@code .m3u8} and {@code .mpd} help players that look at extensions; they mean nothing here. */
    private static String withoutAlias(String segment) {
        for (String alias : ALIASES) {
            if (Ascii.endsWithIgnoreCase(segment, alias)) {
                return segment.substring(0, segment.length() - alias.length());
            }
        }
        return segment;
    }

    private static int endOfFirst(String arguments) {
        int comma = arguments.indexOf(',');
        return comma < 0 ? arguments.length() : comma;
    }

    private static Parameters parameters(String arguments, int afterFirst) {
        return afterFirst == arguments.length()
                ? Parameters.of(Format.FMP4)
                : ParameterReader.read(arguments.substring(
                        afterFirst + 1), true);
    }

    private static Parameters withoutType(Parameters parameters) {
        if (parameters.keyFrames()) {
            throw UrlException.syntax("Only the playlist of a track has a type.");
        }
        return parameters;
    }

    private static String track(String name) {
        if (!Name.isTrack(name)) {
            throw UrlException.syntax("The URL names no track.");
        }
        return name;
    }

    private static long number(String digits, String sentence) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            throw UrlException.syntax(sentence);
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            // 19 digits overflow a long at most once, into a negative number
            if (digit < 0 || digit > 9 || value * 10 + digit < 0) {
                throw UrlException.syntax(sentence);
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static UrlException notFound() {
        return new UrlException(UrlException.Code.NOT_FOUND, "There is nothing at this URL.");
    }
}
