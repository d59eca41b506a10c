package io.dynpack.origin;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.SegmentBody;

/**
 * A complete answer.
 *
 * @param status    HTTP status
 * @param headers   in the order they are sent, with {@code Content-Length} among them (for HEAD and 304 too, where it states the
 *                  length of the body that a GET would have); no hop-by-hop header
 * @param body      what to send; for HEAD, 204 and 304 {@code null}
 * @param kind      for counters and logs
 * @param code      stable error code such as {@code MPE_BAD_URL_SYNTAX}, or {@code null} where it succeeded
 * @param cause     for the operator alone: one sentence that says what was looked for and what was found; {@code null} where it
 *                  succeeded. May hold parts of the URL
 * @param cached    whether the body came out of a cache of this node
 * @param format    word of the format that the URL asks for; empty where it asks for none
 * @param following makes the body that a player asks for next; {@code null} where that is not known
 */
public record OriginResponse(
        int status,
        Map<String, String> headers,
        @Nullable SegmentBody body,
        ResponseKind kind,
        @Nullable String code,
        @Nullable String cause,
        boolean cached,
        String format,
        @Nullable Supplier<CompletableFuture<SegmentBody>> following) {

    /** An answer that succeeded. */
    OriginResponse(int status, Map<String, String> headers, @Nullable SegmentBody body, ResponseKind kind, boolean cached,
            @Nullable Supplier<CompletableFuture<SegmentBody>> following) {
        this(status, headers, body, kind, null, null, cached, "", following);
    }

    OriginResponse withFormat(String word) {
        return new OriginResponse(status, headers, body, kind, code, cause, cached, word, following);
    }
}
