package io.dynpack.presentation;

/** Names of streams stand in URLs, whose grammar knows {@code , = ( ) /}. */
public final class StreamName {
    private StreamName() {}

    /** The name with {@code _} for each character that no URL can carry. */
    public static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints().forEach(c -> plain.appendCodePoint(isPlain(c) ? c : '_'));
        return plain.toString();
    }

    private static boolean isPlain(int c) {
        return ",=()/\\".indexOf(c) < 0 && switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
