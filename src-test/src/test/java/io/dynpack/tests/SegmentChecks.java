package io.dynpack.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.dynpack.tests.manifest.Manifests;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.manifest.Segment;
import io.dynpack.tests.media.SegmentTimes;

/** Whether manifest, URL and segment say the same time, and whether playlists keep the promises of RFC 8216bis. */
final class SegmentChecks {

    private static final long TICKS = 10_000_000;
    private static final Pattern TIME = Pattern.compile("(?:Fragments|KeyFrames)\\([^=]+=(\\d+)");

    private final Delivery delivery;

    SegmentChecks(Delivery delivery) {
        this.delivery = delivery;
    }

    List<String> faults(List<Rendition> renditions, StreamingFormat format) {
        List<String> faults = new ArrayList<>();
        for (Rendition rendition : renditions) {
            if (rendition.segments().isEmpty()) {
                faults.add(rendition.id() + " has no segments");
            }
            if (format.manifests() == Manifests.HLS) {
                playlist(delivery.text(rendition.manifest()), rendition, faults);
            }
            times(rendition, format, faults);
        }
        return faults;
    }

    private static long urlTime(Segment segment) {
        Matcher matcher = TIME.matcher(segment.uri().toString());
        if (!matcher.find()) {
            throw new AssertionError("no time in " + segment.uri());
        }
        return Long.parseLong(matcher.group(1));
    }

    private void times(Rendition rendition, StreamingFormat format, List<String> faults) {
        long timescale = rendition.initialization() == null
                ? 0
                : SegmentTimes.timescale(delivery.bytes(rendition.initialization()));
        for (Segment segment : rendition.segments()) {
            long url = urlTime(segment);
            byte[] bytes = delivery.bytes(segment);
            if (format.manifests() == Manifests.SMOOTH) {
                long[] stated = SegmentTimes.absoluteTime(bytes);
                // levels may end some frames apart: the manifest has the longest, each fragment its own
                boolean last = segment == rendition.segments().get(rendition.segments().size() - 1);
                boolean lasting = last ? stated[1] <= segment.duration() : stated[1] == segment.duration();
                if (stated[0] != url || stated[0] != segment.time() || !lasting) {
                    faults.add(segment + " says " + stated[0] + " for " + stated[1]);
                }
                continue;
            }
            // cumulative media time, truncated
            long ticks = Math.multiplyExact(SegmentTimes.decodeTime(bytes), TICKS) / timescale;
            if (ticks != url || format.manifests() == Manifests.DASH && segment.time() != url) {
                faults.add(segment + " begins at " + ticks);
            }
        }
    }

    private static void playlist(String text, Rendition rendition, List<String> faults) {
        List<Segment> segments = rendition.segments();
        for (String tag : List.of("#EXT-X-MAP:URI=", "#EXT-X-ENDLIST", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-VERSION:7")) {
            if (!text.contains(tag)) {
                faults.add(rendition.manifest() + " has no " + tag);
            }
        }
        Matcher target = Pattern.compile("#EXT-X-TARGETDURATION:(\\d+)").matcher(text);
        long longest = segments.stream().mapToLong(s -> Math.round(s.duration() / (double) rendition.timescale())).max()
                .orElse(0);
        if (!target.find() || Long.parseLong(target.group(1)) < longest) {
            faults.add(rendition.manifest() + " has segments that round to " + longest + " s");
        }
        long first = urlTime(segments.get(0));
        for (Segment segment : segments) {
            // EXTINF has six digits: half a microsecond for each before
            long off = Math.abs((urlTime(segment) - first) - segment.time() * (TICKS / rendition.timescale()));
            if (off > 10L * segments.size()) {
                faults.add(segment + " is " + off + " ticks from where the durations before it end");
            }
        }
    }
}
