package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * A token that stands in the URL of a playlist. A player that cannot send it in a header, as those of Apple cannot, finds it in all
 * that the playlist leads to: from the master in its playlists, from these in the URL of the key. It never gets into what is
 * kept or logged.
 *
 * @param text as it stands in a query
 */
record PassedToken(String text) {
    private static final String NAME = "token";
    private static final int MAX_LENGTH = 8192;

    /** The token of a query; {@code null} where there is none, or what no token can be. */
    static @Nullable PassedToken of(String query) {
        for (String parameter : query.split("&", 32)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase(NAME)) {
                String text = parameter.substring(equals + 1);
                return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(PassedToken::isOfQuery)
                        ? new PassedToken(text)
                        : null;
            }
        }
        return null;
    }

    /** Nothing that ends a value, a line or a quoted string. */
    private static boolean isOfQuery(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~%+=/".indexOf(c) >= 0;
    }

    /** A playlist of HLS for the client that has this token, to be kept by no cache. */
    Content into(Content playlist) {
        StringBuilder text = new StringBuilder();
        playlist.body().pieces().forEach(
                piece -> text.append(StandardCharsets.UTF_8.decode(((Piece.Literal) piece).bytes().duplicate())));
        SegmentBody body = SegmentBody.of(Piece.Literal.of(passed(text.toString()).getBytes(StandardCharsets.UTF_8)));
        return new Content(playlist.kind(), body, playlist.type(), EntityTag.of(playlist.tag(), this.text), null, Duration.ZERO,
                null, null, false, true);
    }

    private String passed(String playlist) {
        StringBuilder out = new StringBuilder(playlist.length() + 2 * text.length());
        playlist.lines().forEach(line -> out.append(passedLine(line)).append('\n'));
        return out.toString();
    }

    /** Segments need none. */
    private String passedLine(String line) {
        if (!line.startsWith("#")) {
            return line.contains("/Manifest(") ? passedUri(line) : line;
        }
        int start = line.indexOf("URI=\"") + 5;
        int end = line.indexOf('"', start);
        return start < 5 || end < 0 || line.startsWith("#EXT-X-MAP")
                ? line
                : line.substring(0, start) + passedUri(line.substring(start, end)) + line.substring(end);
    }

    private String passedUri(String uri) {
        return uri + (uri.indexOf('?') < 0 ? '?' : '&') + NAME + '=' + text;
    }

    @Override
    public String toString() {
        return "PassedToken";
    }
}
