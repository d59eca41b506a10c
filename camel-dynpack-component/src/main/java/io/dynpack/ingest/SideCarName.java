package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.dynpack.presentation.LanguageTag;

/**
 * What the name of a text beside the media says: {@code film.en.vtt}, {@code film.pt-BR.sdh.ttml}, {@code film.en.forced.srt}. Only
 * a name whose language stands between dots is one of captions or subtitles; other texts may be indexes of thumbnails or
 * transcripts.
 *
 * @param language  tag of BCP 47
 * @param isSdh     whether it is for those who do not hear
 * @param isForced  whether it is shown to those as well who asked for no text
 * @param isDefault whether players choose it
 */
public record SideCarName(String language, boolean isSdh, boolean isForced, boolean isDefault) {
    private static final Set<String> DOCUMENTS = Set.of("vtt", "ttml", "srt", "dfxp", "imsc");
    private static final Set<String> SDH = Set.of("sdh", "cc", "hi");
    private static final String FORCED = "forced";
    private static final String DEFAULT = "default";
    private static final Set<String> ISO_639 = Set.of(Locale.getISOLanguages());

    /** Whether a file may hold captions or subtitles, and its name says no language. */
    static boolean isMissing(String file) {
        return file.indexOf('.') > 0 && DOCUMENTS.contains(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && of(file).isEmpty();
    }

    /** Of a file in the folder of an asset; empty where the name says no language. */
    public static Optional<SideCarName> of(String file) {
        List<String> parts = new ArrayList<>(List.of(file.split("\\.")));
        if (parts.size() < 3 || !DOCUMENTS.contains(parts.remove(parts.size() - 1).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        Set<String> flags = new HashSet<>();
        // the first is the name of the film, whatever it is
        while (parts.size() > 2 && isFlag(parts.get(parts.size() - 1))) {
            flags.add(parts.remove(parts.size() - 1).toLowerCase(Locale.ROOT));
        }
        if (parts.size() < 2) {
            return Optional.empty();
        }
        return language(parts.get(parts.size() - 1)).map(language -> new SideCarName(language,
                flags.stream().anyMatch(SDH::contains), flags.contains(FORCED), flags.contains(DEFAULT)));
    }

    private static boolean isFlag(String part) {
        String word = part.toLowerCase(Locale.ROOT);
        return SDH.contains(word) || word.equals(FORCED) || word.equals(DEFAULT);
    }

    private static Optional<String> language(String part) {
        String tag = LanguageTag.bcp47(part.replace('_', '-'));
        if (tag == null) {
            return Optional.empty();
        }
        Locale locale = Locale.forLanguageTag(tag);
        // what is no tag at all loses its end
        return ISO_639.contains(locale.getLanguage()) && tag.equalsIgnoreCase(locale.toLanguageTag())
                ? Optional.of(locale.toLanguageTag())
                : Optional.empty();
    }

    /** In its own language, for menus. */
    public String displayName() {
        Locale locale = Locale.forLanguageTag(language);
        String name = locale.getDisplayName(locale);
        int first = name.offsetByCodePoints(0, 1);
        return name.substring(0, first).toUpperCase(locale) + name.substring(first) + (isSdh ? " (SDH)" : "");
    }

    /** Of the track: {@code subt_en}, {@code subt_pt-BR_sdh}. */
    public String trackName() {
        return "subt_" + language + (isSdh ? "_sdh" : "") + (isForced ? "_forced" : "");
    }
}
