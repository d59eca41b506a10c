package io.dynpack.keys;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Tokens of RFC 7519 that are signed. Which algorithm is right follows from the key of the policy: a token that asks for another,
 * or brings a key or the address of one, is refused, whoever signed it.
 */
final class JsonWebTokens {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /** Names of keys are looked up in a set, and in no file and under no address. */
    private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9_.~=+:@-]{1,256}");
    private static final int MAX_CANDIDATES = 16;
    /** Seconds of which the milliseconds have 63 bits; those of others would be another time. */
    private static final double MAX_SECONDS = Long.MAX_VALUE / 1000.0;

    private final OpenIdKeys openIdKeys;

    JsonWebTokens(OpenIdKeys openIdKeys) {
        this.openIdKeys = openIdKeys;
    }

    /**
     * Verifies the signature alone.
     *
     * @param reveal gives the text of a secret of the policy
     * @return fails with {@link TokenRefusedException}
     */
    CompletableFuture<PresentedToken> verify(String token, TokenRestriction restriction, Function<Object, String> reveal) {
        SignedJWT jwt = parse(token);
        for (VerificationKey key : restriction.keys()) {
            if (isSignedWith(jwt, verifier(key, reveal))) {
                return CompletableFuture.completedFuture(presented(jwt));
            }
        }
        if (restriction.discovery() == null) {
            throw new TokenRefusedException("no key of the policy made its signature");
        }
        if (!isAsymmetric(jwt.getHeader().getAlgorithm())) {
            throw new TokenRefusedException("its algorithm is none of those of the keys of the issuer");
        }
        String name = jwt.getHeader().getKeyID();
        return openIdKeys.find(restriction.discovery(), name).thenApply(keys -> {
            for (JWK key : candidates(keys, jwt.getHeader())) {
                if (isSignedWith(jwt, verifier(key))) {
                    return presented(jwt);
                }
            }
            throw new TokenRefusedException("no key of the issuer made its signature");
        });
    }

    private static SignedJWT parse(String token) {
        if (!FORM.matcher(token).matches()) {
            throw new TokenRefusedException("it is no signed JWT");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(requireModest(token));
            JWSHeader header = jwt.getHeader();
            if (header.getJWKURL() != null || header.getX509CertURL() != null || header.getJWK() != null
                    || header.getX509CertChain() != null && !header.getX509CertChain().isEmpty()) {
                throw new TokenRefusedException("it brings a key, or the address of one");
            }
            if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()
                    || !header.isBase64URLEncodePayload()) {
                throw new TokenRefusedException("its header asks for an extension");
            }
            if (header.getKeyID() != null && !KEY_NAME.matcher(header.getKeyID()).matches()) {
                throw new TokenRefusedException("the name of its key is none that a key has");
            }
            return jwt;
        } catch (ParseException | IllegalArgumentException e) {
            throw new TokenRefusedException("it is no signed JWT");
        }
    }

    private static String requireModest(String token) {
        String[] parts = token.split("\\.");
        for (String part : List.of(parts[0], parts[1])) {
            String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
            if (!json.strip().startsWith("{")) {
                // the library takes null for an object, and falls over it
                throw new TokenRefusedException("it is no signed JWT");
            }
            if (!JsonDepth.isModest(json)) {
                throw new TokenRefusedException("its JSON nests too deeply");
            }
        }
        return token;
    }

    private static boolean isAsymmetric(JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.RSA.contains(algorithm) || JWSAlgorithm.Family.EC.contains(algorithm);
    }

    private static @Nullable JWSVerifier verifier(VerificationKey key, Function<Object, String> reveal) {
        try {
            if (key instanceof VerificationKey.Symmetric symmetric) {
                // it keeps the array, so that clearing that would make everybody's secret zero
                return new MACVerifier(symmetric.bytes(reveal));
            }
            return key instanceof VerificationKey.Asymmetric asymmetric && asymmetric.key() instanceof RSAPublicKey rsa
                    ? new RSASSAVerifier(rsa)
                    : new ECDSAVerifier((ECPublicKey) ((VerificationKey.Asymmetric) key).key());
        } catch (JOSEException e) {
            return null;
        }
    }

    private static @Nullable JWSVerifier verifier(JWK key) {
        try {
            return key instanceof RSAKey rsa && rsa.toRSAPublicKey().getModulus().bitLength() >= VerificationKey.MIN_RSA_BITS
                    ? new RSASSAVerifier(rsa.toRSAPublicKey())
                    : key instanceof ECKey ec ? new ECDSAVerifier(ec.toECPublicKey()) : null;
        } catch (JOSEException e) {
            return null;
        }
    }

    /** Of the issuer's keys those that may have signed this. */
    private static List<JWK> candidates(JWKSet keys, JWSHeader header) {
        List<JWK> all = new ArrayList<>();
        for (JWK key : keys.getKeys()) {
            Algorithm algorithm = key.getAlgorithm();
            boolean isOther = KeyUse.ENCRYPTION.equals(key.getKeyUse())
                    || algorithm != null && !algorithm.getName().equals(header.getAlgorithm().getName())
                    || header.getKeyID() != null && !header.getKeyID().equals(key.getKeyID());
            if (!isOther && all.size() < MAX_CANDIDATES) {
                all.add(key);
            }
        }
        return all;
    }

    private static boolean isSignedWith(SignedJWT jwt, @Nullable JWSVerifier verifier) {
        try {
            return verifier != null && verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm())
                    && verifier.verify(jwt.getHeader(), jwt.getSigningInput(), jwt.getSignature());
        } catch (JOSEException e) {
            return false;
        }
    }

    private static PresentedToken presented(SignedJWT jwt) {
        try {
            requireTimes(jwt.getPayload().toJSONObject());
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String text = new String(jwt.getSigningInput(), StandardCharsets.US_ASCII);
            Map<String, Object> all = claims.getClaims();
            return new PresentedToken(all, claims.getIssuer() == null ? "" : claims.getIssuer(), claims.getAudience(),
                    instant(claims.getNotBeforeTime()), instant(claims.getExpirationTime()),
                    text);
        } catch (ParseException e) {
            throw new TokenRefusedException("its claims cannot be read");
        }
    }

    private static void requireTimes(@Nullable Map<String, Object> claims) {
        for (String name : List.of("exp", "nbf")) {
            if (claims != null && claims.get(name) instanceof Number seconds
                    && !(Math.abs(seconds.doubleValue()) < MAX_SECONDS)) {
                throw new TokenRefusedException("its " + name + " is no time");
            }
        }
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
