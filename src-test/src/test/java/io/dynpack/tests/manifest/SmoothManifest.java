package io.dynpack.tests.manifest;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.w3c.dom.Element;

import static io.dynpack.tests.manifest.Manifests.children;

/** A Smooth Streaming client manifest (MS-SSTR), with repeat counts and with durations that follow from the next start. */
final class SmoothManifest {

    private SmoothManifest() {}

    static List<Rendition> read(URI uri, Element manifest) {
        List<Rendition> found = new ArrayList<>();
        for (Element stream : children(manifest, "StreamIndex")) {
            long timescale = timescale(stream, timescale(manifest, 10_000_000));
            List<long[]> times = times(children(stream, "c"));
            String chunks = stream.getAttribute("Chunks");
            if (!chunks.isEmpty() && Integer.parseInt(chunks) != times.size()) {
                throw new AssertionError("Chunks=" + chunks + " but " + times.size() + " in " + stream.getAttribute("Name"));
            }
            for (Element level : children(stream, "QualityLevel")) {
                String bitrate = level.getAttribute("Bitrate");
                List<Segment> segments = new ArrayList<>();
                for (long[] t : times) {
                    String url = stream.getAttribute("Url").replaceAll("(?i)\\{bitrate\\}", bitrate)
                            .replaceAll("(?i)\\{start[ _]time\\}", Long.toString(t[0]));
                    segments.add(new Segment(uri.resolve(url), -1, -1, t[0], t[1]));
                }
                found.add(new Rendition(stream.getAttribute("Type").toLowerCase(Locale.ROOT),
                        stream.getAttribute("Name"), stream.getAttribute("Language"), Long.parseLong(bitrate),
                        level.getAttribute("FourCC") + " " + level.getAttribute("CodecPrivateData"), uri, null, timescale,
                        List.copyOf(segments)));
            }
        }
        return List.copyOf(found);
    }

    private static long timescale(Element element, long outer) {
        return element.hasAttribute("TimeScale") ? Long.parseLong(element.getAttribute("TimeScale")) : outer;
    }

    private static List<long[]> times(List<Element> chunks) {
        List<long[]> times = new ArrayList<>();
        long t = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Element c = chunks.get(i);
            t = c.hasAttribute("t") ? Long.parseLong(c.getAttribute("t")) : t;
            long d = c.hasAttribute("d")
                    ? Long.parseLong(c.getAttribute("d"))
                    : Long.parseLong(chunks.get(i + 1).getAttribute("t")) - t;
            int repeat = c.hasAttribute("r") ? Integer.parseInt(c.getAttribute("r")) : 1;
            for (int k = 0; k < repeat; k++) {
                times.add(new long[]{t, d});
                t += d;
            }
        }
        return times;
    }
}
