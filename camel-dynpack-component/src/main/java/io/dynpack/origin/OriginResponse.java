package io.dynpack.origin;

import java.util.Map;
import java.util.function.Supplier;

import io.dynpack.segment.SegmentBody;

/**
 * A complete answer.
 *
 * @param status  HTTP status
 * @param headers in the order they are sent, with {@code Content-Length} among them (for HEAD and 304 too, where it states the
 *                length of the body that a GET would have); no hop-by-hop header
 * @param body    what to send; for HEAD, 204 and 304 {@code null}
 * @param kind    for counters and logs
 * @param code    stable error code such as {@code MPE_BAD_URL_SYNTAX}, or {@code null} where it succeeded
 * @param cached  whether the body came out of a cache of this node
 * @param following makes the body that a player asks for next; {@code null} where that is not known
 */
public record OriginResponse(
        int status,
        Map<String, String> headers,
        SegmentBody body,
        ResponseKind kind,
        String code,
        boolean cached,
        Supplier<SegmentBody> following) {

    /** An answer that nothing is known to follow. */
    public OriginResponse(int status, Map<String, String> headers, SegmentBody body, ResponseKind kind, String code,
            boolean cached) {
        this(status, headers, body, kind, code, cached, null);
    }
}
