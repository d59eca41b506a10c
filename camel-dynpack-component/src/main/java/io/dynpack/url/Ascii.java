package io.dynpack.url;

/**
 * Comparison of keywords. Only A to Z fold: the folding of {@link String#equalsIgnoreCase} would also take a long s or a Kelvin
 * sign for a letter of a keyword.
 */
final class Ascii {
    private Ascii() {}

    static boolean equalsIgnoreCase(String keyword, String text) {
        return text.length() == keyword.length() && startsWithIgnoreCase(text, 0, keyword);
    }

    static boolean startsWithIgnoreCase(String text, int from, String keyword) {
        if (text.length() - from < keyword.length()) {
            return false;
        }
        for (int i = 0; i < keyword.length(); i++) {
            if (lower(text.charAt(from + i)) != lower(keyword.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean endsWithIgnoreCase(String text, String keyword) {
        return text.length() >= keyword.length() && startsWithIgnoreCase(text, text.length() - keyword.length(), keyword);
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    static String lower(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.append(lower(text.charAt(i)));
        }
        return out.toString();
    }

    static boolean isHex(char c) {
        return c >= '0' && c <= '9' || lower(c) >= 'a' && lower(c) <= 'f';
    }
}
