package io.dynpack.text;

import java.util.StringTokenizer;

/** Reads the settings that stand behind the times of a cue (W3C WebVTT, section 6.3). */
final class CueSettingsReader {
    private CueSettingsReader() {}

    /** Settings that are not known are left out with a finding. */
    static CueSettings read(String text, int line, CueListBuilder cues) {
        if (text.isEmpty()) {
            return CueSettings.DEFAULT;
        }
        CueSettings settings = CueSettings.DEFAULT;
        StringTokenizer tokens = new StringTokenizer(text, " \t\f");
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            int colon = token.indexOf(':');
            String value = token.substring(colon + 1);
            CueSettings more = null;
            if (token.startsWith("region:")) {
                more = cues.regions.containsKey(value) ? settings.withRegion(value) : null;
            } else if (colon > 0 && !value.isEmpty()) {
                more = settings.with(token.substring(0, colon), value);
            }
            if (more == null) {
                cues.findings.add(line, "the cue has no use for " + TextFindings.quote(token));
            } else {
                settings = more;
            }
        }
        return settings;
    }
}
