package io.dynpack.keys;

/** How deep a JSON text nests: parsers that call themselves for each level have to be kept from texts that only nest. */
final class JsonDepth {
    private static final int MAX = 20;

    private JsonDepth() {}

    /** Whether objects and lists nest no deeper than is sensible for tokens and sets of keys. */
    static boolean isModest(String json) {
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (text) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    text = false;
                }
            } else if (c == '"') {
                text = true;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX) {
                    return false;
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return true;
    }
}
