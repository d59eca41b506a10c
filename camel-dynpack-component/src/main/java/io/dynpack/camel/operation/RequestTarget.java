package io.dynpack.camel.operation;

import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What an HTTP request is for, as the server that took it tells: some leave the query in the target, those of servlets do not.
 *
 * @param path  as it was sent
 * @param query without the question mark, as it was sent where the server tells; empty for none
 */
record RequestTarget(String path, String query) {
    private static final Pattern AUTHORITY = Pattern.compile("(?i)^https?://[^/?]*");

    static RequestTarget of(Message message) {
        String target = message.getHeader(Exchange.HTTP_URI, String.class);
        if (target == null) {
            target = message.getHeader(Exchange.HTTP_PATH, "/", String.class);
        }
        if (!target.startsWith("/")) {
            // absolute form: whom it is sent to was decided before (RFC 9112, 3.2.2)
            target = AUTHORITY.matcher(target).replaceFirst("");
        }
        int mark = target.indexOf('?');
        return mark < 0
                ? new RequestTarget(target, query(message))
                : new RequestTarget(target.substring(0, mark), target.substring(mark + 1));
    }

    private static String query(Message message) {
        String query = message.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        return query == null ? message.getHeader(Exchange.HTTP_QUERY, "", String.class) : query;
    }
}
