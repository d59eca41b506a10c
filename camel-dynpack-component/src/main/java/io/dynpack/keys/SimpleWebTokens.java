package io.dynpack.keys;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/** Tokens of Simple Web Token 0.9.5.1: a form whose last field is the HMAC-SHA-256 of what stands in front of it. */
final class SimpleWebTokens {
    private static final String SIGNATURE = "&HMACSHA256=";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_FIELDS = 100;

    private SimpleWebTokens() {}

    /**
     * Verifies the signature alone.
     *
     * @param reveal gives the text of a secret of the policy
     * @throws TokenRefusedException for what is no such token, or was signed with no key of the policy
     */
    static PresentedToken verify(String token, TokenRestriction restriction, Function<Object, String> reveal) {
        int end = token.indexOf(SIGNATURE);
        if (end < 0 || token.indexOf('&', end + 1) >= 0) {
            throw new TokenRefusedException("it is no SWT with its signature at the end");
        }
        String signed = token.substring(0, end);
        byte[] signature = signature(token.substring(end + SIGNATURE.length()));
        boolean verified = false;
        for (VerificationKey key : restriction.keys()) {
            verified |= key instanceof VerificationKey.Symmetric symmetric
                    && MessageDigest.isEqual(hmac(symmetric.bytes(reveal), signed), signature);
        }
        if (!verified) {
            throw new TokenRefusedException("no key of the policy made its signature");
        }
        Map<String, Object> fields = fields(signed);
        String audience = String.valueOf(fields.getOrDefault("Audience", ""));
        return new PresentedToken(fields, String.valueOf(fields.getOrDefault("Issuer", "")),
                audience.isEmpty() ? List.of() : List.of(audience), null, expires(fields.get("ExpiresOn")), signed);
    }

    private static byte[] signature(String encoded) {
        try {
            return Base64.getDecoder().decode(URLDecoder.decode(encoded, StandardCharsets.UTF_8).replace(' ', '+'));
        } catch (IllegalArgumentException e) {
            throw new TokenRefusedException("its signature is no Base64");
        }
    }

    private static byte[] hmac(byte[] secret, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            Arrays.fill(secret, (byte) 0);
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** What a field says twice, it says in two ways. */
    private static Map<String, Object> fields(String signed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String[] parts = signed.split("&", MAX_FIELDS + 1);
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals <= 0 || parts.length > MAX_FIELDS) {
                throw new TokenRefusedException("it is no form");
            }
            try {
                String name = URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8);
                if (fields.put(name, URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8)) != null) {
                    throw new TokenRefusedException("it has a field twice");
                }
            } catch (IllegalArgumentException e) {
                throw new TokenRefusedException("it is no form");
            }
        }
        return fields;
    }

    private static @Nullable Instant expires(@Nullable Object seconds) {
        try {
            return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds.toString()));
        } catch (NumberFormatException | DateTimeException e) {
            throw new TokenRefusedException("its ExpiresOn is no time");
        }
    }
}
