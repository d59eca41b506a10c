package io.dynpack.origin;

import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the manifests of a format list, read as a player reads them.
 *
 * @param tracks     by name, in the order of the manifest
 * @param duration   that the manifest states, ticks of 10 MHz; -1 where it states none
 * @param offset     {@code presentationTimeOffset}, the same in all sets; 0 where there is none
 * @param first      bitrate of the first variant of HLS, else 0
 * @param audioTrack that HLS version 3 multiplexes, or {@code null}
 */
record Listed(Map<String, Track> tracks, long duration, long offset, long first, String audioTrack) {

    static final List<String> SINGLE = List.of("m3u8-cmaf", "mpd-time-cmaf", "mpd-time-csf", "fmp4", "fmp4-v20");
    static final List<String> SEVEN = List.of("m3u8-cmaf", "mpd-time-cmaf", "mpd-time-csf", "fmp4", "fmp4-v20", "m3u8-aapl",
            "m3u8-aapl-v3");

    private static final Pattern QUALITY = Pattern.compile("QualityLevels\\((\\d+)\\)/(\\w+)\\(([^=,)]+)(.*)\\)");
    private static final Pattern ATTRIBUTE_URI = Pattern.compile(",URI=\"([^\"]+)\"");
    private static final Pattern AUDIO_TRACK = Pattern.compile("audiotrack=([^,)]+)");

    /**
     * A track in its qualities, all of which have the same fragments.
     *
     * @param bitrates  descending
     * @param starts    of fragments, or of segments in transport streams; ticks of 10 MHz
     * @param end       of the last one by the durations that are listed
     * @param keyFrames of I-frame playlists, or of the set for trick modes
     * @param urls      of all media below the server manifest, initialization and key frames too
     */
    record Track(Set<Long> bitrates, List<Long> starts, long end, List<Long> keyFrames, Set<String> urls) {

        Track(List<Long> starts, long end) {
            this(new TreeSet<Long>().descendingSet(), starts, end, new ArrayList<>(), new LinkedHashSet<>());
        }
    }

    /** @param parameters behind the format, such as {@code ,filter=short}; may be empty */
    static Listed of(FilteredOrigin origin, String format, String parameters) {
        String manifest = origin.text("manifest(format=" + format + parameters + ")");
        return format.startsWith("m3u8") ? hls(origin, manifest) : format.startsWith("mpd") ? dash(manifest) : smooth(manifest);
    }

    /** URLs of all media. */
    Set<String> urls() {
        Set<String> urls = new LinkedHashSet<>();
        tracks.values().forEach(track -> urls.addAll(track.urls));
        return urls;
    }

    private static Listed hls(FilteredOrigin origin, String master) {
        Map<String, Track> tracks = new LinkedHashMap<>();
        long first = 0;
        String audioTrack = null;
        for (String line : master.lines().toList()) {
            Matcher attribute = ATTRIBUTE_URI.matcher(line);
            String uri = !line.startsWith("#") ? line : attribute.find() ? attribute.group(1) : null;
            if (uri == null) {
                continue;
            }
            Matcher quality = QUALITY.matcher(uri);
            assertThat(quality.matches()).as(uri).isTrue();
            long bitrate = Long.parseLong(quality.group(1));
            first = first == 0 && !line.startsWith("#") ? bitrate : first;
            Matcher muxed = AUDIO_TRACK.matcher(uri);
            audioTrack = muxed.find() ? muxed.group(1) : audioTrack;
            playlist(tracks, quality.group(3), bitrate, origin.text(uri));
        }
        return new Listed(tracks, -1, 0, first, audioTrack);
    }

    private static void playlist(Map<String, Track> tracks, String name, long bitrate, String playlist) {
        String level = "QualityLevels(" + bitrate + ")/";
        List<String> urls = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        long duration = 0;
        for (String line : playlist.lines().toList()) {
            if (line.startsWith("#EXTINF:")) {
                duration = new BigDecimal(line.substring(8, line.indexOf(','))).movePointRight(7).longValueExact();
            } else if (line.startsWith("#EXT-X-MAP:")) {
                urls.add(level + line.replaceAll(".*URI=\"([^\"]+)\".*", "$1"));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                urls.add(level + line);
                starts.add(Long.parseLong(line.replaceAll("\\w+\\([^=]+=(\\d+)[,)].*", "$1")));
            }
        }
        String began = playlist.replaceAll("(?s).*#EXT-X-PROGRAM-DATE-TIME:(\\S+).*", "$1");
        assertThat(OffsetDateTime.parse(began).toInstant().toEpochMilli()).as(playlist).isEqualTo(starts.get(0) / 10_000);
        assertThat(playlist).endsWith("#EXT-X-ENDLIST\n").contains("#EXT-X-MEDIA-SEQUENCE:0\n");
        boolean keyFrames = playlist.contains("#EXT-X-I-FRAMES-ONLY");
        Track track = tracks.computeIfAbsent(name, key -> new Track(starts, starts.get(starts.size() - 1)));
        if (keyFrames) {
            track.keyFrames.clear();
            track.keyFrames.addAll(starts);
        } else {
            assertThat(starts).as(level).isEqualTo(track.starts);
            track.bitrates.add(bitrate);
        }
        track.urls.addAll(urls);
        if (!keyFrames) {
            tracks.put(name, new Track(track.bitrates, track.starts, starts.get(starts.size() - 1) + duration, track.keyFrames,
                    track.urls));
        }
    }

    private static Listed dash(String text) {
        Element mpd = xml(text);
        Map<String, Track> tracks = new LinkedHashMap<>();
        long offset = -1;
        for (Element set : all(mpd, "AdaptationSet")) {
            Element template = all(set, "SegmentTemplate").get(0);
            String stated = template.getAttribute("presentationTimeOffset");
            long own = stated.isEmpty() ? 0 : Long.parseLong(stated);
            assertThat(own).as("the same in all sets").isEqualTo(offset < 0 ? own : offset);
            offset = own;
            List<Long> starts = new ArrayList<>();
            long time = 0;
            for (Element s : all(template, "S")) {
                time = s.hasAttribute("t") ? Long.parseLong(s.getAttribute("t")) : time;
                int repeat = s.hasAttribute("r") ? Integer.parseInt(s.getAttribute("r")) : 0;
                for (int i = 0; i <= repeat; i++) {
                    starts.add(time);
                    time += Long.parseLong(s.getAttribute("d"));
                }
            }
            String media = template.getAttribute("media");
            String name = media.replaceAll(".*(?:Fragments|KeyFrames)\\((.+)=\\$Time\\$.*", "$1");
            long end = time;
            boolean trickMode = media.contains("KeyFrames");
            Track track = tracks.computeIfAbsent(name, key -> new Track(starts, end));
            if (trickMode) {
                assertThat(all(set, "EssentialProperty").get(0).getAttribute("schemeIdUri"))
                        .isEqualTo("http://dashif.org/guidelines/trickmode");
                track.keyFrames.addAll(starts);
            }
            for (Element representation : all(set, "Representation")) {
                String bitrate = representation.getAttribute("bandwidth");
                assertThat(track.bitrates.add(Long.parseLong(bitrate))).as(bitrate).isEqualTo(!trickMode);
                track.urls.add(template.getAttribute("initialization").replace("$Bandwidth$", bitrate));
                starts.forEach(start -> track.urls
                        .add(media.replace("$Bandwidth$", bitrate).replace("$Time$", Long.toString(start))));
            }
        }
        Duration duration = Duration.parse(mpd.getAttribute("mediaPresentationDuration"));
        return new Listed(tracks, duration.toNanos() / 100, offset, 0, null);
    }

    private static Listed smooth(String text) {
        Element manifest = xml(text);
        Map<String, Track> tracks = new LinkedHashMap<>();
        for (Element stream : all(manifest, "StreamIndex")) {
            List<Long> starts = new ArrayList<>();
            long time = 0;
            for (Element c : all(stream, "c")) {
                time = c.hasAttribute("t") ? Long.parseLong(c.getAttribute("t")) : time;
                int repeat = c.hasAttribute("r") ? Integer.parseInt(c.getAttribute("r")) : 1;
                for (int i = 0; i < repeat; i++) {
                    starts.add(time);
                    time += Long.parseLong(c.getAttribute("d"));
                }
            }
            assertThat(stream.getAttribute("Chunks")).isEqualTo(Integer.toString(starts.size()));
            String url = stream.getAttribute("Url");
            Track track = new Track(starts, time);
            List<Element> levels = all(stream, "QualityLevel");
            assertThat(stream.getAttribute("QualityLevels")).isEqualTo(Integer.toString(levels.size()));
            for (Element level : levels) {
                String bitrate = level.getAttribute("Bitrate");
                track.bitrates.add(Long.parseLong(bitrate));
                starts.forEach(start -> track.urls
                        .add(url.replace("{bitrate}", bitrate).replace("{start time}", Long.toString(start))));
            }
            tracks.put(url.replaceAll(".*Fragments\\((.+)=\\{start time}.*", "$1"), track);
        }
        return new Listed(tracks, Long.parseLong(manifest.getAttribute("Duration")), 0, 0, null);
    }

    private static Element xml(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<Element> all(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getElementsByTagNameNS("*", name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }
}
