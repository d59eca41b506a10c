package io.dynpack.text;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

import org.jspecify.annotations.Nullable;

/**
 * Reads WebVTT (W3C WebVTT, section 6.1). Besides what the standard takes it takes what people's files have: no empty line behind
 * the header or between cues, commas in times, fewer digits.
 */
final class WebVttReader {
    static final String SIGNATURE = "WEBVTT";

    private final LineReader lines;
    private final CueListBuilder cues;
    private final TextFindings findings;
    private @Nullable TimestampMap timestampMap;

    WebVttReader(LineReader lines, CueListBuilder cues) {
        this.lines = lines;
        this.cues = cues;
        this.findings = cues.findings;
    }

    static boolean isSignature(String line) {
        return line.startsWith(SIGNATURE)
                && (line.length() == SIGNATURE.length() || CueText.isBlank(line.charAt(SIGNATURE.length())));
    }

    @Nullable
    TimestampMap timestampMap() {
        return timestampMap;
    }

    void read() {
        String id = header();
        while (true) {
            String line = lines.next();
            if (line == null) {
                return;
            }
            if (line.contains(CueTiming.ARROW)) {
                id = cue(line, id);
            } else if (!line.isEmpty()) {
                id = block(line);
            }
        }
    }

    /** @return the id of the first cue where no empty line is in front of it */
    private @Nullable String header() {
        String signature = lines.next();
        while (signature != null && !isSignature(signature)) {
            // some programs begin with an empty line
            signature = lines.next();
        }
        String last = null;
        while (true) {
            String line = lines.next();
            if (line == null || line.isEmpty()) {
                return null;
            }
            if (line.contains(CueTiming.ARROW)) {
                lines.back();
                return last;
            }
            last = metadata(line) ? null : line;
        }
    }

    /** Whether the line is {@code Name: value}, or {@code Name=value} as HLS has it. */
    private boolean metadata(String line) {
        TimestampMap map = TimestampMap.parse(line);
        if (map != null) {
            timestampMap = map;
            return true;
        }
        language(line);
        if (line.indexOf(':') > 0 || line.indexOf('=') > 0) {
            cues.addHeader(lines.number(), line);
            return true;
        }
        return false;
    }

    /** {@code Language: en-us}; samples of Azure Media Services have it in a comment. The first one counts. */
    private void language(String line) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("language")) {
            cues.addLanguage(line.substring(colon + 1).strip());
        }
    }

    /** @return the id of the cue that follows, where the block is one */
    private @Nullable String block(String first) {
        int number = lines.number();
        String kind = first.stripTrailing();
        if (kind.equals("STYLE") || kind.equals("REGION")) {
            definition(kind, number);
            return null;
        }
        boolean comment = first.equals("NOTE") || first.startsWith("NOTE ") || first.startsWith("NOTE\t");
        String line = lines.next();
        if (!comment && line != null && line.contains(CueTiming.ARROW)) {
            lines.back();
            return first;
        }
        while (line != null && !line.isEmpty()) {
            if (line.contains(CueTiming.ARROW)) {
                lines.back();
                return null;
            }
            if (comment && cues.count() == 0) {
                language(line);
            }
            line = lines.next();
        }
        if (!comment && !isSignature(first)) {
            findings.add(number, TextFindings.quote(first) + " belongs to no cue, it is left out");
        }
        return null;
    }

    private void definition(String kind, int number) {
        List<String> content = new ArrayList<>();
        int length = 0;
        for (String line = lines.next(); line != null && !line.isEmpty(); line = lines.next()) {
            if (line.contains(CueTiming.ARROW)) {
                lines.back();
                break;
            }
            length += line.length() + 1;
            if (length <= CueListBuilder.MAX_SHARED) {
                content.add(line);
            }
        }
        if (cues.count() > 0) {
            findings.add(number, "a " + kind + " block behind the first cue says nothing, it is left out");
        } else if (length > CueListBuilder.MAX_SHARED) {
            findings.add(number, "the " + kind + " block has more than " + CueListBuilder.MAX_SHARED
                    + " characters, it is left out");
        } else if (kind.equals("STYLE")) {
            if (!content.isEmpty()) {
                cues.addStyle(number, String.join("\n", content));
            }
        } else {
            region(String.join(" ", content), number);
        }
    }

    private void region(String block, int number) {
        CueRegion region = null;
        StringTokenizer settings = new StringTokenizer(block, " \t");
        List<String> others = new ArrayList<>();
        while (settings.hasMoreTokens()) {
            // old files write = for the colon
            String setting = settings.nextToken();
            if (setting.startsWith("id:") || setting.startsWith("id=")) {
                region = setting.length() > 3 ? CueRegion.named(setting.substring(3)) : null;
            } else {
                others.add(setting);
            }
        }
        if (region == null) {
            findings.add(number, "the region has no id, it is left out");
            return;
        }
        for (String setting : others) {
            int colon = Math.max(setting.indexOf(':'), setting.indexOf('='));
            CueRegion more = colon < 1 ? null : with(region, setting.substring(0, colon), setting.substring(colon + 1));
            if (more == null) {
                findings.add(number, "the region has no use for " + TextFindings.quote(setting));
            } else {
                region = more;
            }
        }
        cues.addRegion(number, region);
    }

    private static @Nullable CueRegion with(CueRegion region, String name, String value) {
        switch (name) {
            case "width" -> {
                Percent width = Percent.parse(value);
                return width == null
                        ? null
                        : new CueRegion(region.id(), width, region.lines(), region.regionAnchor(), region.viewportAnchor(),
                                region.scrollUp());
            }
            case "lines" -> {
                Decimal lines = Decimal.parse(value);
                return lines == null || lines.negative() || lines.scale() > 1
                        ? null
                        : new CueRegion(region.id(), region.width(), (int) Math.min(lines.whole(), 1000), region.regionAnchor(),
                                region.viewportAnchor(), region.scrollUp());
            }
            case "regionanchor", "viewportanchor" -> {
                int comma = value.indexOf(',');
                Percent x = comma < 0 ? null : Percent.parse(value.substring(0, comma));
                Percent y = comma < 0 ? null : Percent.parse(value.substring(comma + 1));
                if (x == null || y == null) {
                    return null;
                }
                CueRegion.Anchor anchor = new CueRegion.Anchor(x, y);
                return name.equals("regionanchor")
                        ? new CueRegion(region.id(), region.width(), region.lines(), anchor, region.viewportAnchor(),
                                region.scrollUp())
                        : new CueRegion(region.id(), region.width(), region.lines(), region.regionAnchor(), anchor,
                                region.scrollUp());
            }
            case "scroll" -> {
                return value.equals("up")
                        ? new CueRegion(region.id(), region.width(), region.lines(), region.regionAnchor(),
                                region.viewportAnchor(), true)
                        : null;
            }
            default -> {
                return null;
            }
        }
    }

    /** @return the id of the cue that follows without an empty line */
    private @Nullable String cue(String times, @Nullable String id) {
        int number = lines.number();
        CueTiming timing = CueTiming.parse(times);
        CuePayload payload = new CuePayload();
        String next = null;
        for (String line = lines.next(); line != null && !line.isEmpty(); line = lines.next()) {
            if (line.contains(CueTiming.ARROW)) {
                lines.back();
                next = payload.takeNumber();
                break;
            }
            payload.add(line);
        }
        if (timing == null) {
            findings.add(number, "the times of the cue cannot be read, it is left out: " + TextFindings.quote(times));
        } else if (!payload.isEmpty()) {
            cues.add(number, timing.start(), timing.end(), id, CueSettingsReader.read(timing.rest(), number, cues),
                    payload.toString());
        } else if (timing.end() > timing.start()) {
            findings.add(number, "the cue has no text, it is left out");
        }
        return next;
    }
}
