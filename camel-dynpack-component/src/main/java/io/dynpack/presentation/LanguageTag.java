package io.dynpack.presentation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Language codes: three letters of ISO 639-2, as MP4 and server manifests have them, and tags of BCP 47. */
public final class LanguageTag {
    /** Codes that were withdrawn in favour of {@code he}, {@code id}, {@code yi} and others. */
    private static final Set<String> WITHDRAWN = Set.of("iw", "in", "ji", "jw", "mo", "sh");
    private static final Map<String, String> TWO_LETTERS = twoLetters();
    private static final String UNDETERMINED = "und";
    private static final Pattern TAG = Pattern.compile("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*");

    private static Map<String, String> twoLetters() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            if (!WITHDRAWN.contains(code)) {
                codes.put(new Locale(code).getISO3Language(), code);
            }
        }
        // the bibliographic codes that differ from the terminological ones
        String[] bibliographic = {"alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "chi", "zh", "cze", "cs", "dut", "nl",
                "fre",
                "fr", "geo", "ka", "ger", "de", "gre", "el", "ice", "is", "mac", "mk", "mao", "mi", "may", "ms", "per", "fa",
                "rum", "ro", "slo", "sk", "tib", "bo", "wel", "cy"};
        for (int i = 0; i < bibliographic.length; i += 2) {
            codes.put(bibliographic[i], bibliographic[i + 1]);
        }
        return Map.copyOf(codes);
    }

    private LanguageTag() {}

    /**
     * The shortest tag of BCP 47: {@code eng} becomes {@code en}, {@code en-us} stays.
     *
     * @return {@code null} for {@code und}, an empty or an absent language, and for what is no tag at all
     */
    public static @Nullable String bcp47(@Nullable String language) {
        if (language == null || language.isBlank() || UNDETERMINED.equalsIgnoreCase(language)) {
            return null;
        }
        if (!TAG.matcher(language.strip()).matches()) {
            return null;
        }
        String[] subtags = language.strip().split("-", 2);
        String primary = subtags[0].toLowerCase(Locale.ROOT);
        String shortest = TWO_LETTERS.getOrDefault(primary, subtags[0]);
        return subtags.length == 1 ? shortest : String.join("-", Arrays.asList(shortest, subtags[1]));
    }

    /** Three letters of ISO 639-2 for {@code mdhd}; {@code und} where there are none. */
    public static String iso639(@Nullable String language) {
        String tag = bcp47(language);
        if (tag == null) {
            return UNDETERMINED;
        }
        try {
            String letters = Locale.forLanguageTag(tag).getISO3Language();
            return letters.isEmpty() ? UNDETERMINED : letters;
        } catch (MissingResourceException e) {
            return UNDETERMINED;
        }
    }
}
