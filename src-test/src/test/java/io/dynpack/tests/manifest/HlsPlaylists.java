package io.dynpack.tests.manifest;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HLS playlists (RFC 8216bis): a multivariant playlist and all that it names, or one media playlist. */
final class HlsPlaylists {

    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)");
    private static final long TIMESCALE = 1_000_000;

    private HlsPlaylists() {}

    static List<Rendition> read(URI uri, Function<URI, String> fetch) {
        List<String> lines = fetch.apply(uri).lines().map(String::strip).toList();
        if (lines.isEmpty() || !lines.get(0).equals("#EXTM3U")) {
            throw new AssertionError("no #EXTM3U in " + uri);
        }
        if (lines.stream().anyMatch(l -> l.startsWith("#EXTINF"))) {
            return List.of(media(uri, lines, "video", Map.of()));
        }
        List<Rendition> found = new ArrayList<>();
        Map<String, String> pending = null;
        for (String line : lines) {
            if (line.startsWith("#EXT-X-STREAM-INF:")) {
                pending = attributes(line);
            } else if (line.startsWith("#EXT-X-MEDIA:") || line.startsWith("#EXT-X-I-FRAME-STREAM-INF:")) {
                Map<String, String> attributes = attributes(line);
                if (attributes.containsKey("URI")) {
                    String kind = line.startsWith("#EXT-X-MEDIA:") ? kind(attributes.get("TYPE")) : "iframe";
                    found.add(media(uri.resolve(attributes.get("URI")), fetch, kind, attributes));
                }
            } else if (pending != null && !line.isEmpty() && !line.startsWith("#")) {
                boolean video = pending.containsKey("RESOLUTION")
                        || pending.getOrDefault("CODECS", "avc1").matches(".*(avc|hvc|hev|av01).*");
                found.add(media(uri.resolve(line), fetch, video ? "video" : "audio", pending));
                pending = null;
            }
        }
        return List.copyOf(found);
    }

    private static Rendition media(URI uri, Function<URI, String> fetch, String kind, Map<String, String> attributes) {
        return media(uri, fetch.apply(uri).lines().map(String::strip).toList(), kind, attributes);
    }

    private static Rendition media(URI uri, List<String> lines, String kind, Map<String, String> attributes) {
        List<Segment> segments = new ArrayList<>();
        Segment map = null;
        long time = 0;
        long duration = 0;
        long next = 0;
        long[] range = {-1, -1};
        for (String line : lines) {
            if (line.startsWith("#EXT-X-MAP:")) {
                Map<String, String> a = attributes(line);
                long[] r = a.containsKey("BYTERANGE") ? range(a.get("BYTERANGE"), 0) : new long[]{-1, -1};
                map = new Segment(uri.resolve(a.get("URI")), r[0], r[1], 0, 0);
            } else if (line.startsWith("#EXTINF:")) {
                String seconds = line.substring(8, line.indexOf(',') < 0 ? line.length() : line.indexOf(','));
                duration = new BigDecimal(seconds).movePointRight(6).longValue();
            } else if (line.startsWith("#EXT-X-BYTERANGE:")) {
                range = range(line.substring(17), next);
                next = range[0] + range[1];
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                segments.add(new Segment(uri.resolve(line), range[0], range[1], time, duration));
                time += duration;
                range = new long[]{-1, -1};
            }
        }
        String id = attributes.containsKey("GROUP-ID")
                ? attributes.get("GROUP-ID") + "/" + attributes.get("NAME")
                : attributes.getOrDefault("RESOLUTION", "");
        return new Rendition(kind, id, attributes.getOrDefault("LANGUAGE", ""),
                Long.parseLong(attributes.getOrDefault("BANDWIDTH", "0")), attributes.getOrDefault("CODECS", ""), uri, map,
                TIMESCALE, List.copyOf(segments));
    }

    private static String kind(String type) {
        return "AUDIO".equals(type) ? "audio" : "VIDEO".equals(type) ? "video" : "text";
    }

    /** {@code n[@o]} to first byte and length. */
    private static long[] range(String text, long next) {
        int at = text.indexOf('@');
        return at < 0
                ? new long[]{next, Long.parseLong(text)}
                : new long[]{Long.parseLong(text.substring(at + 1)), Long.parseLong(text.substring(0, at))};
    }

    private static Map<String, String> attributes(String line) {
        Map<String, String> found = new HashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(line.substring(line.indexOf(':') + 1));
        while (matcher.find()) {
            String value = matcher.group(2);
            found.put(matcher.group(1), value.startsWith("\"") ? value.substring(1, value.length() - 1) : value);
        }
        return found;
    }
}
