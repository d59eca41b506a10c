package io.dynpack.keys;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.dynpack.publishing.DocumentFieldException;

/**
 * Which tokens a key is given for.
 *
 * @param type      of tokens
 * @param issuer    that a token has to name
 * @param audience  that a token has to name
 * @param keys      of which one has to have signed it
 * @param claims    that it has to have
 * @param discovery OpenID document that says where further keys are, or {@code null}
 */
record TokenRestriction(Type type, String issuer, String audience, List<VerificationKey> keys, List<RequiredClaim> claims,
        @Nullable URI discovery) {

    enum Type {
        JWT,
        SWT
    }

    /** @param value {@code null} where the claim has to be there, whatever its value */
    record RequiredClaim(String type, @Nullable String value) {}

    private static final int MAX_ITEMS = 100;

    TokenRestriction {
        keys = List.copyOf(keys);
        claims = List.copyOf(claims);
    }

    /** @throws DocumentFieldException for what is no such restriction */
    static TokenRestriction of(Map<?, ?> members) {
        Type type = switch (text(members, "restrictionTokenType").toLowerCase(Locale.ROOT)) {
            case "jwt" -> Type.JWT;
            case "swt" -> Type.SWT;
            default -> throw new DocumentFieldException("restrictionTokenType", "is neither Jwt nor Swt");
        };
        URI discovery = members.get("openIdConnectDiscoveryDocument") instanceof Map<?, ?> openId
                ? discovery(text(openId, "openIdDiscoveryUri"))
                : members.get("openIdConnectDiscoveryDocument") instanceof String uri && !uri.isEmpty() ? discovery(uri) : null;
        List<VerificationKey> keys = keys(members);
        if (keys.isEmpty() && discovery == null) {
            throw new DocumentFieldException("primaryVerificationKey", "is missing, and so is openIdConnectDiscoveryDocument");
        }
        if (type == Type.SWT && !keys.stream().allMatch(VerificationKey.Symmetric.class::isInstance)) {
            throw new DocumentFieldException("primaryVerificationKey", "is no SymmetricTokenKey, which tokens of Swt need");
        }
        return new TokenRestriction(type, required(members, "issuer"), required(members, "audience"), keys, claims(members),
                discovery);
    }

    private static List<VerificationKey> keys(Map<?, ?> members) {
        List<VerificationKey> keys = new ArrayList<>();
        if (members.get("primaryVerificationKey") instanceof Map<?, ?> primary) {
            keys.add(PolicyOption.within("primaryVerificationKey", () -> VerificationKey.of(primary)));
        }
        List<?> alternates = list(members, "alternateVerificationKeys");
        for (int i = 0; i < alternates.size(); i++) {
            String path = "alternateVerificationKeys[" + i + "]";
            if (!(alternates.get(i) instanceof Map<?, ?> alternate)) {
                throw new DocumentFieldException(path, "is no object");
            }
            keys.add(PolicyOption.within(path, () -> VerificationKey.of(alternate)));
        }
        return keys;
    }

    private static List<RequiredClaim> claims(Map<?, ?> members) {
        List<RequiredClaim> claims = new ArrayList<>();
        List<?> items = list(members, "requiredClaims");
        for (int i = 0; i < items.size(); i++) {
            String path = "requiredClaims[" + i + "]";
            if (!(items.get(i) instanceof Map<?, ?> claim)) {
                throw new DocumentFieldException(path, "is no object");
            }
            String value = text(claim, "claimValue");
            claims.add(new RequiredClaim(PolicyOption.within(path, () -> required(claim, "claimType")),
                    value.isEmpty() ? null : value));
        }
        return claims;
    }

    /** What is asked over HTTP could be anybody's word; only on this machine it cannot. */
    private static URI discovery(String text) {
        try {
            URI uri = URI.create(text);
            if (OpenIdKeys.isAllowed(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new DocumentFieldException("openIdConnectDiscoveryDocument", "is no address that begins with https://");
    }

    private static String required(Map<?, ?> members, String key) {
        String text = text(members, key);
        if (text.isEmpty()) {
            throw new DocumentFieldException(key, "is missing");
        }
        return text;
    }

    private static String text(Map<?, ?> members, String key) {
        Object value = members.get(key);
        return value == null ? "" : value.toString();
    }

    private static List<?> list(Map<?, ?> members, String key) {
        Object value = members.get(key);
        if (value != null && !(value instanceof List<?>)) {
            throw new DocumentFieldException(key, "is no list");
        }
        List<?> list = value == null ? List.of() : (List<?>) value;
        if (list.size() > MAX_ITEMS) {
            throw new DocumentFieldException(key, "has " + list.size() + " items, and may have " + MAX_ITEMS);
        }
        return list;
    }
}
