package io.dynpack.keys;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A token whose signature is right. Its text does not show it.
 *
 * @param claims     by their types; values as JSON has them
 * @param issuer     empty where it names none
 * @param audiences  empty where it names none
 * @param notBefore  {@code null} where it does not say
 * @param expires    {@code null} where it does not say
 * @param signedText what was signed, which nobody can vary
 */
record PresentedToken(Map<String, Object> claims, String issuer, List<String> audiences, @Nullable Instant notBefore,
        @Nullable Instant expires, String signedText) {
    @Override
    public String toString() {
        return "PresentedToken";
    }
}
