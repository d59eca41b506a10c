package io.dynpack.tests.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A response, as it came.
 *
 * @param status  0 if the connection was closed without one
 * @param headers names in any case, with all their values
 * @param body    all that followed the headers until the server closed the connection, framing included
 * @param nanos   from the first byte sent to the last received
 */
public record Reply(int status, Map<String, List<String>> headers, byte[] body, long nanos) {

    public static Reply parse(byte[] bytes, long nanos) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Reply(0, Map.of(), bytes, nanos);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String[] lines = text.substring(0, end).split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.merge(lines[i].substring(0, colon), List.of(lines[i].substring(colon + 1).strip()),
                    (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
        }
        byte[] body = java.util.Arrays.copyOfRange(bytes, end + 4, bytes.length);
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, body, nanos);
    }

    /** The only value of a header, {@code null} if it is absent. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError(name + " comes " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    public long length() {
        String length = header("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    public Set<String> names() {
        return headers.keySet();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The JSON document in the body, without the chunks it may have come in. */
    public String json() {
        String text = text();
        if (header("Transfer-Encoding") == null) {
            return text;
        }
        StringBuilder whole = new StringBuilder();
        byte[] rest = body;
        while (rest.length > 0) {
            int end = new String(rest, StandardCharsets.ISO_8859_1).indexOf("\r\n");
            int size = Integer.parseInt(new String(rest, 0, end, StandardCharsets.ISO_8859_1), 16);
            if (size == 0) {
                break;
            }
            whole.append(new String(rest, end + 2, size, StandardCharsets.UTF_8));
            rest = java.util.Arrays.copyOfRange(rest, end + 2 + size + 2, rest.length);
        }
        return whole.toString();
    }

    /** The headers that may be compared between two responses: all but the clock's. */
    public Map<String, List<String>> timeless() {
        Map<String, List<String>> copy = new TreeMap<>(headers);
        copy.keySet().removeIf(name -> name.equalsIgnoreCase("Date") || name.equalsIgnoreCase("Expires"));
        return copy;
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + body.length + " bytes: " + (body.length < 2000 ? text() : "");
    }
}
