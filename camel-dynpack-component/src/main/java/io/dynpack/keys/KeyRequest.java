package io.dynpack.keys;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the key server reads of an HTTP request. Its text shows no token.
 *
 * @param method  as sent
 * @param path    of the request target, not decoded
 * @param query   what follows the question mark, not decoded; empty where there is none
 * @param headers the value of a header by its name in any case; {@code null} where there is none
 * @param body    at most {@value #MAX_BODY} bytes of it are looked at
 * @param client  who asks, as long as requests of one client are told from those of others; {@code null} where that is not known
 */
public record KeyRequest(String method, String path, String query, Function<String, @Nullable String> headers, byte[] body,
        @Nullable String client) {

    /** Bytes of a request for a licence. */
    public static final int MAX_BODY = 16 << 10;
    private static final int MAX_QUERY = 32 << 10;
    private static final int MAX_PARAMETERS = 50;
    private static final String BEARER = "bearer";

    /** Values of a query parameter by its name in any case, in order. */
    List<String> parameters(String name) {
        if (query.length() > MAX_QUERY) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (String part : query.split("&", MAX_PARAMETERS)) {
            int equals = part.indexOf('=');
            if (equals > 0 && decoded(part.substring(0, equals)).equalsIgnoreCase(name)) {
                values.add(decoded(part.substring(equals + 1)));
            }
        }
        return values;
    }

    /** What cannot be decoded is no name and no value of ours. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * The token that the client has: in the header {@code Authorization}, else in {@code token=}, else in {@code Bearer=}.
     * {@code null} where it has none.
     */
    @Nullable
    String token() {
        String header = headers.apply("Authorization");
        if (header != null && header.strip().toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return token(header);
        }
        List<String> values = parameters("token");
        values = values.isEmpty() ? parameters("Bearer") : values;
        return values.isEmpty() ? null : token(values.get(0));
    }

    /** With or without the scheme in front, which clients write with a space or an equals sign. */
    private static @Nullable String token(String text) {
        String token = text.strip();
        if (token.toLowerCase(Locale.ROOT).startsWith(BEARER) && token.length() > BEARER.length()
                && (token.charAt(BEARER.length()) == ' ' || token.charAt(BEARER.length()) == '=')) {
            token = token.substring(BEARER.length() + 1).strip();
        }
        return token.isEmpty() || token.equalsIgnoreCase(BEARER) ? null : token;
    }

    @Override
    public String toString() {
        return "KeyRequest[method=" + method + ", path=" + path + "]";
    }
}
