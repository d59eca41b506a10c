package io.dynpack.tests.manifest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

import static io.dynpack.tests.manifest.Manifests.children;

/** An MPD (ISO/IEC 23009-1) whose segments come from {@code SegmentTemplate}, with a timeline or with a constant duration. */
final class MediaPresentation {

    private static final Pattern IDENTIFIER = Pattern.compile("\\$(RepresentationID|Number|Bandwidth|Time|)(?:%0(\\d+)d)?\\$");

    private MediaPresentation() {}

    static List<Rendition> read(URI uri, Element mpd) {
        List<Rendition> found = new ArrayList<>();
        URI base = base(mpd, uri);
        for (Element period : children(mpd, "Period")) {
            String stated = period.hasAttribute("duration")
                    ? period.getAttribute("duration")
                    : mpd.getAttribute("mediaPresentationDuration");
            Duration duration = stated.isEmpty() ? Duration.ZERO : Duration.parse(stated);
            URI periodBase = base(period, base);
            for (Element set : children(period, "AdaptationSet")) {
                if (isTrickMode(set)) {
                    continue;
                }
                URI setBase = base(set, periodBase);
                for (Element representation : children(set, "Representation")) {
                    found.add(rendition(uri, base(representation, setBase), duration, period, set, representation));
                }
            }
        }
        return List.copyOf(found);
    }

    /** Key frames alone, for whoever goes through pictures fast. */
    private static boolean isTrickMode(Element set) {
        return children(set, "EssentialProperty").stream().anyMatch(
                property -> property.getAttribute("schemeIdUri").equals("http://dashif.org/guidelines/trickmode"));
    }

    private static Rendition rendition(URI uri, URI base, Duration duration, Element period, Element set,
            Element representation) {
        Map<String, String> template = new HashMap<>();
        Element timeline = null;
        for (Element level : List.of(period, set, representation)) {
            for (Element t : children(level, "SegmentTemplate")) {
                NamedNodeMap attributes = t.getAttributes();
                for (int i = 0; i < attributes.getLength(); i++) {
                    template.put(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
                }
                timeline = children(t, "SegmentTimeline").stream().findFirst().orElse(timeline);
            }
        }
        if (!template.containsKey("media")) {
            throw new AssertionError("a Representation without SegmentTemplate: " + representation.getAttribute("id"));
        }
        long timescale = Long.parseLong(template.getOrDefault("timescale", "1"));
        long number = Long.parseLong(template.getOrDefault("startNumber", "1"));
        BigDecimal seconds = new BigDecimal(duration.toNanos()).movePointLeft(9);
        long end = seconds.multiply(BigDecimal.valueOf(timescale)).setScale(0, RoundingMode.HALF_UP).longValue();
        List<long[]> times = timeline != null
                ? timeline(timeline, end)
                : constant(Long.parseLong(template.get("duration")), end);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            long[] t = times.get(i);
            String media = substitute(template.get("media"), representation, number + i, t[0]);
            segments.add(new Segment(base.resolve(media), -1, -1, t[0], t[1]));
        }
        Segment initialization = template.containsKey("initialization")
                ? new Segment(base.resolve(substitute(template.get("initialization"), representation, 0, 0)), -1, -1, 0, 0)
                : null;
        String kind = attribute("contentType", representation, set);
        if (kind.isEmpty()) {
            kind = attribute("mimeType", representation, set).replaceFirst("/.*", "");
        }
        return new Rendition(kind, representation.getAttribute("id"), set.getAttribute("lang"),
                Long.parseLong(representation.getAttribute("bandwidth")), attribute("codecs", representation, set), uri,
                initialization, timescale, List.copyOf(segments));
    }

    private static List<long[]> timeline(Element timeline, long end) {
        List<long[]> times = new ArrayList<>();
        long t = 0;
        List<Element> entries = children(timeline, "S");
        for (int i = 0; i < entries.size(); i++) {
            Element s = entries.get(i);
            t = s.hasAttribute("t") ? Long.parseLong(s.getAttribute("t")) : t;
            long d = Long.parseLong(s.getAttribute("d"));
            long repeat = s.hasAttribute("r") ? Long.parseLong(s.getAttribute("r")) : 0;
            if (repeat < 0) {
                boolean known = i + 1 < entries.size() && entries.get(i + 1).hasAttribute("t");
                long until = known ? Long.parseLong(entries.get(i + 1).getAttribute("t")) : end;
                repeat = (until - t + d - 1) / d - 1;
            }
            for (long k = 0; k <= repeat; k++) {
                times.add(new long[]{t, d});
                t += d;
            }
        }
        return times;
    }

    private static List<long[]> constant(long duration, long end) {
        List<long[]> times = new ArrayList<>();
        for (long t = 0; t < end; t += duration) {
            times.add(new long[]{t, Math.min(duration, end - t)});
        }
        return times;
    }

    private static String substitute(String template, Element representation, long number, long time) {
        Matcher matcher = IDENTIFIER.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = switch (matcher.group(1)) {
                case "RepresentationID" -> representation.getAttribute("id");
                case "Bandwidth" -> representation.getAttribute("bandwidth");
                case "Number" -> Long.toString(number);
                case "Time" -> Long.toString(time);
                default -> "$";
            };
            if (matcher.group(2) != null) {
                value = "0".repeat(Math.max(0, Integer.parseInt(matcher.group(2)) - value.length())) + value;
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    private static URI base(Element element, URI outer) {
        return children(element, "BaseURL").stream().findFirst().map(b -> outer.resolve(b.getTextContent().strip()))
                .orElse(outer);
    }

    private static String attribute(String name, Element inner, Element outer) {
        return inner.hasAttribute(name) ? inner.getAttribute(name) : outer.getAttribute(name);
    }
}
