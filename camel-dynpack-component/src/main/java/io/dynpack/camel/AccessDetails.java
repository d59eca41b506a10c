package io.dynpack.camel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the access log has of an answer in JSON beside its line.
 *
 * @param at when the answer had ended
 */
record AccessDetails(Instant at, Player player, Answered answered) {
    private static final int MAX_KEYS = 64;

    void into(Map<String, Object> members) {
        members.put("time", at.toString());
        members.put("client", player.client());
        members.put("kind", answered.kind().name());
        members.put("format", answered.format().isEmpty() ? null : answered.format());
        members.put("firstByteMicros", answered.firstByteNanos() / 1000);
        Map<String, Object> said = new TreeMap<>();
        parse(decoded(player.query()), said);
        parse(player.cmcd(), said);
        members.put("cmcd", said.isEmpty() ? null : said);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Keys with values, of which texts stand in quotes, and keys alone, which are true; what is neither is left out. */
    private static void parse(String text, Map<String, Object> into) {
        int at = 0;
        while (at < text.length() && into.size() < MAX_KEYS) {
            int end = end(text, at);
            String pair = text.substring(at, end).strip();
            int equals = pair.indexOf('=');
            String key = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            if (!key.isEmpty() && key.length() <= MAX_KEYS && key.chars().allMatch(AccessDetails::isOfKey)) {
                into.put(key.toLowerCase(Locale.ROOT), equals < 0 ? true : value(pair.substring(equals + 1).strip()));
            }
            at = end + 1;
        }
    }

    private static boolean isOfKey(int c) {
        return c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static Object value(String text) {
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1).replace("\\\"", "\"");
        }
        if (!text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.valueOf(text);
        }
        return text;
    }
}
