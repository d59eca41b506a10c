package io.dynpack.text;

import java.util.List;
import java.util.StringTokenizer;

import org.jspecify.annotations.Nullable;

/**
 * Reads SubRip as people have it. No standard describes it; what counts is where the times stand. Numbers may be missing or wrong,
 * cues may overlap, and empty lines within a cue are kept.
 */
final class SubRipReader {
    private final LineReader lines;
    private final CueListBuilder cues;
    private final TextFindings findings;

    SubRipReader(LineReader lines, CueListBuilder cues) {
        this.lines = lines;
        this.cues = cues;
        this.findings = cues.findings;
    }

    void read() {
        String id = preamble();
        for (String times = lines.next(); times != null; times = lines.next()) {
            id = cue(times, id);
        }
    }

    /** @return the number of the first cue, whose times are the next line */
    private @Nullable String preamble() {
        String last = null;
        int at = 0;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (CueTiming.isMeant(line)) {
                lines.back();
                if (last != null && !CuePayload.isNumber(last)) {
                    findings.add(at, TextFindings.quote(last) + " belongs to no cue, it is left out");
                    return null;
                }
                return last == null ? null : last.strip();
            }
            if (!line.isBlank()) {
                if (last != null) {
                    findings.add(at, TextFindings.quote(last) + " belongs to no cue, it is left out");
                }
                last = line;
                at = lines.number();
            }
        }
        return null;
    }

    /** @return the number of the next cue, whose times are the next line */
    private @Nullable String cue(String times, @Nullable String id) {
        int number = lines.number();
        CueTiming timing = CueTiming.parse(times);
        CuePayload payload = new CuePayload();
        String next = null;
        String line = lines.next();
        for (; line != null && !CueTiming.isMeant(line); line = lines.next()) {
            payload.add(line);
        }
        if (line != null) {
            lines.back();
            next = takeNumber(payload);
        } else {
            dropLoneNumber(payload);
        }
        if (timing == null) {
            findings.add(number, "the times of the cue cannot be read, it is left out: " + TextFindings.quote(times));
        } else if (payload.isTooLong()) {
            findings.add(number, "the cue has more than " + CueListBuilder.MAX_TEXT + " characters, it is left out");
        } else {
            SubRipText text = new SubRipText(findings, number);
            List<CuePart> parts = text.parse(payload.lines());
            if (parts.isEmpty()) {
                findings.add(number, "the cue has no text, it is left out");
            } else {
                cues.add(number, timing.start(), timing.end(), id, settings(timing.rest(), number, text.settings()), parts);
            }
        }
        return next;
    }

    /** The number of the next cue is the last line with text. Alone right behind the times it is what this cue says. */
    private static @Nullable String takeNumber(CuePayload payload) {
        List<String> text = payload.lines();
        int last = lastWithText(text);
        if (last < 1 || !CuePayload.isNumber(text.get(last))) {
            return null;
        }
        String number = text.get(last).strip();
        text.subList(last, text.size()).clear();
        return number;
    }

    /** Files that were cut end with the number of a cue that is not there. */
    private void dropLoneNumber(CuePayload payload) {
        List<String> text = payload.lines();
        int last = lastWithText(text);
        if (last >= 1 && CuePayload.isNumber(text.get(last)) && text.get(last - 1).isBlank()) {
            findings.add(lines.number() - (text.size() - 1 - last),
                    TextFindings.quote(text.get(last)) + " belongs to no cue, it is left out");
            text.subList(last, text.size()).clear();
        }
    }

    private static int lastWithText(List<String> lines) {
        int last = lines.size() - 1;
        while (last >= 0 && lines.get(last).isBlank()) {
            last--;
        }
        return last;
    }

    /** Coordinates such as {@code X1:100} are pixels of a DVD; settings of WebVTT stand here where its signature is missing. */
    private CueSettings settings(String rest, int line, CueSettings ofText) {
        CueSettings settings = ofText;
        StringTokenizer tokens = new StringTokenizer(rest, " \t");
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            int colon = token.indexOf(':');
            CueSettings more = colon < 1 ? null : settings.with(token.substring(0, colon), token.substring(colon + 1));
            if (more == null) {
                findings.addOnce(line, "what stands behind the times is left out: "
                        + TextFindings.quote(colon < 0 ? token : token.substring(0, colon)));
            } else {
                settings = more;
            }
        }
        return settings;
    }
}
