package io.dynpack.presentation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Language codes: three letters of ISO 639-2, as MP4 and server manifests have them, and tags of BCP 47. */
public final class LanguageTag {
    private static final Map<String, String> TWO_LETTERS = new HashMap<>();

    static {
        for (String code : Locale.getISOLanguages()) {
            TWO_LETTERS.putIfAbsent(new Locale(code).getISO3Language(), code);
        }
        // the bibliographic codes that differ from the terminological ones
        String[] bibliographic = {"alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "chi", "zh", "cze", "cs", "dut", "nl",
                "fre",
                "fr", "geo", "ka", "ger", "de", "gre", "el", "ice", "is", "mac", "mk", "mao", "mi", "may", "ms", "per", "fa",
                "rum", "ro", "slo", "sk", "tib", "bo", "wel", "cy"};
        for (int i = 0; i < bibliographic.length; i += 2) {
            TWO_LETTERS.put(bibliographic[i], bibliographic[i + 1]);
        }
    }

    private LanguageTag() {}

    /**
     * The shortest tag of BCP 47: {@code eng} becomes {@code en}, {@code en-us} stays.
     *
     * @return {@code null} for {@code und}, an empty or an absent language
     */
    public static String bcp47(String language) {
        if (language == null || language.isBlank() || "und".equalsIgnoreCase(language)) {
            return null;
        }
        String[] subtags = language.strip().split("-", 2);
        String primary = subtags[0].toLowerCase(Locale.ROOT);
        String shortest = TWO_LETTERS.getOrDefault(primary, subtags[0]);
        return subtags.length == 1 ? shortest : String.join("-", Arrays.asList(shortest, subtags[1]));
    }
}
