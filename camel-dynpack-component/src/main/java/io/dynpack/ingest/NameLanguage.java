package io.dynpack.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.dynpack.presentation.LanguageTag;

/**
 * The language in the name of an audio file that states none inside. Three-letter codes only, since names are full of two-letter
 * words ({@code hi}, {@code no}, {@code is}), and only where the place in the name shows that a language is meant: beside a word
 * that says audio, or where the names of several files differ in nothing else.
 */
final class NameLanguage {
    private static final Set<String> AUDIO_WORDS = Set.of("aac", "audio", "aacaudio", "heaac", "mp4a", "lang", "language",
            "track");
    private static final String SEPARATORS = "[_\\-. ()\\[\\]+]+";

    private NameLanguage() {}

    /**
     * @param names of audio files that state no language
     * @return languages of those whose names tell
     */
    static Map<String, String> of(List<String> names) {
        Map<String, String> languages = new HashMap<>();
        Map<String, List<String>> patterns = new HashMap<>();
        for (String name : names) {
            List<String> words = words(name);
            List<Integer> candidates = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                if (isLanguage(words.get(i))) {
                    candidates.add(i);
                }
            }
            List<Integer> beside = candidates.stream().filter(i -> isBesideAudioWord(words, i)).toList();
            if (beside.size() == 1) {
                languages.put(name, words.get(beside.get(0)));
            }
            for (int candidate : candidates) {
                List<String> pattern = new ArrayList<>(words);
                pattern.set(candidate, "*");
                patterns.computeIfAbsent(String.join("_", pattern), key -> new ArrayList<>())
                        .add(name + '/' + words.get(candidate));
            }
        }
        for (List<String> same : patterns.values()) {
            if (same.size() > 1) {
                for (String entry : same) {
                    int slash = entry.lastIndexOf('/');
                    languages.putIfAbsent(entry.substring(0, slash), entry.substring(slash + 1));
                }
            }
        }
        return languages;
    }

    private static List<String> words(String name) {
        String stem = name.substring(0, name.lastIndexOf('.'));
        return List.of(stem.toLowerCase(Locale.ROOT).split(SEPARATORS));
    }

    private static boolean isBesideAudioWord(List<String> words, int at) {
        return at > 0 && AUDIO_WORDS.contains(words.get(at - 1))
                || at + 1 < words.size() && AUDIO_WORDS.contains(words.get(at + 1));
    }

    private static boolean isLanguage(String word) {
        if (word.length() != 3 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return false;
        }
        String tag = LanguageTag.bcp47(word);
        return tag != null && tag.length() == 2;
    }
}
