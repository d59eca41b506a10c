package io.dynpack.ingest;

import java.util.List;

/** The name of a generated server manifest, without its extension. */
final class ManifestName {
    private static final String SEPARATORS = "_-. ()[]+,=&@~";

    private ManifestName() {}

    /**
     * What the names of all media files begin with, down to a whole word, separators cut; else the name of the folder; else the
     * asset's.
     */
    static String of(List<String> media, String folder, String assetName) {
        String name = plain(commonPrefix(media.stream().map(file -> file.substring(0, file.lastIndexOf('.'))).toList()));
        if (name.isEmpty()) {
            String path = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
            name = plain(path.substring(path.lastIndexOf('/') + 1));
        }
        if (name.isEmpty()) {
            name = plain(assetName);
        }
        return name.isEmpty() ? "manifest" : name;
    }

    private static String commonPrefix(List<String> names) {
        String prefix = names.get(0);
        for (String name : names) {
            int length = 0;
            while (length < Math.min(prefix.length(), name.length()) && prefix.charAt(length) == name.charAt(length)) {
                length++;
            }
            prefix = prefix.substring(0, length);
        }
        int end = prefix.length();
        while (end > 0 && isInsideWord(names, end)) {
            end--;
        }
        return trim(prefix.substring(0, end));
    }

    /** Whether some name goes on with the word, or the number, that stands in front of {@code at}. */
    private static boolean isInsideWord(List<String> names, int at) {
        char before = names.get(0).charAt(at - 1);
        for (String name : names) {
            if (at < name.length()) {
                char after = name.charAt(at);
                if (Character.isDigit(before) && Character.isDigit(after)
                        || Character.isLetter(before) && Character.isLetter(after) && !isHump(before, after)
                        || Character.isHighSurrogate(before)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isHump(char before, char after) {
        return Character.isLowerCase(before) && Character.isUpperCase(after);
    }

    private static String trim(String text) {
        int end = text.length();
        while (end > 0 && SEPARATORS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Characters that would have to be escaped in a URL's grammar become {@code _}; a hidden name becomes a visible one. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.strip().chars()
                .forEach(c -> plain.append(",=()/\\".indexOf(c) >= 0 || Character.isISOControl(c) ? '_' : (char) c));
        int start = 0;
        while (start < plain.length() && plain.charAt(start) == '.') {
            start++;
        }
        return trim(plain.substring(start));
    }
}
