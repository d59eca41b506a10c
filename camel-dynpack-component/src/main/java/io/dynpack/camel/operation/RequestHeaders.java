package io.dynpack.camel.operation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an HTTP request, told apart from its query: Camel's servers put both into one map, so that
 * {@code ?If-None-Match=*} would be obeyed and a cache would keep the answer for everybody.
 */
final class RequestHeaders {
    private final Message message;
    private final Set<String> query;

    private RequestHeaders(Message message, Set<String> query) {
        this.message = message;
        this.query = query;
    }

    /** @param query of the request */
    static RequestHeaders of(Message message, String query) {
        return new RequestHeaders(message, query.isEmpty() ? Set.of() : names(query));
    }

    /**
     * {@code null} where the request has no such header, or its query has a parameter of that name. Several lines of one name
     * are one list (RFC 9110, 5.2).
     */
    @Nullable
    String get(String name) {
        if (query.contains(name.toLowerCase(Locale.ROOT))) {
            return null;
        }
        return message.getHeader(name) instanceof Collection<?> lines
                ? lines.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : message.getHeader(name, String.class);
    }

    private static Set<String> names(String query) {
        Set<String> names = new TreeSet<>();
        for (String parameter : query.split("[&;]")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            try {
                names.add(URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                // what cannot be decoded is the name of no header
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
