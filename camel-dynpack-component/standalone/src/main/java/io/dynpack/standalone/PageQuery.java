package io.dynpack.standalone;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the page asks for. Its routes take no query for headers, as Camel would: headers go back to the client, and whoever
 * follows a link would get those that the link names.
 */
public class PageQuery {

    /** Of which URL the answer is explained. */
    public @Nullable String url(@Header(Exchange.HTTP_RAW_QUERY) @Nullable String query) {
        return value(query, "url");
    }

    /** Of which asset the filters are asked for. */
    public @Nullable String asset(@Header(Exchange.HTTP_RAW_QUERY) @Nullable String query) {
        return value(query, "asset");
    }

    /** Which version of the assets the page knows. */
    public @Nullable String since(@Header(Exchange.HTTP_RAW_QUERY) @Nullable String query) {
        return value(query, "since");
    }

    private static @Nullable String value(@Nullable String query, String name) {
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            if (parameter.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
