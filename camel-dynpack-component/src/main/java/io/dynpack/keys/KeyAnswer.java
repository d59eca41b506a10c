package io.dynpack.keys;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A complete answer of the key server. Its text does not show the body, which may be a key.
 *
 * @param status  HTTP status
 * @param headers with {@code Content-Length} among them
 * @param body    may be empty
 * @param code    {@code MPE_...}, or {@code null} where it succeeded
 * @param cause   for the operator alone: one sentence, with nothing of a token or a key; {@code null} where it succeeded
 */
public record KeyAnswer(int status, Map<String, String> headers, byte[] body, @Nullable String code, @Nullable String cause) {
    public KeyAnswer {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "KeyAnswer[status=" + status + ", code=" + code + "]";
    }
}
