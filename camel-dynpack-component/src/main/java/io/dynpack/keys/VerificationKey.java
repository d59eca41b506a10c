package io.dynpack.keys;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.publishing.DocumentFieldException;
import io.dynpack.publishing.WrappedSecret;

/** What the signature of a token is verified with. Its kind says which algorithms a token may have, whatever the token says. */
sealed interface VerificationKey {
    int MIN_SECRET = 32;
    int MIN_RSA_BITS = 2048;

    /** @param secret a text or a wrapped secret, as the policy has it */
    record Symmetric(Object secret) implements VerificationKey {
        /** @param reveal gives the text of a secret */
        byte[] bytes(Function<Object, String> reveal) {
            return Base64.getDecoder().decode(reveal.apply(secret));
        }

        @Override
        public String toString() {
            return "Symmetric";
        }
    }

    /** @param key RSA, or EC of a certificate */
    record Asymmetric(PublicKey key) implements VerificationKey {}

    /** @throws DocumentFieldException for what is no key; does not show it */
    static VerificationKey of(Map<?, ?> members) {
        String type = ArmTypes.suffix(members);
        return switch (type) {
            case "symmetrictokenkey" -> symmetric(members.get("keyValue"));
            case "rsatokenkey" -> rsa(members);
            case "x509certificatetokenkey" -> certificate(members);
            default -> throw new DocumentFieldException("@odata.type",
                    "is none of SymmetricTokenKey, RsaTokenKey, X509CertificateTokenKey");
        };
    }

    private static VerificationKey symmetric(@Nullable Object secret) {
        if (secret != null && WrappedSecret.of(secret).isPresent()) {
            return new Symmetric(secret);
        }
        byte[] bytes = base64(secret, "keyValue");
        if (secret == null || bytes.length == 0) {
            throw new DocumentFieldException("keyValue", "is empty: the policy was exported without its secrets; export it with"
                    + " them, az ams content-key-policy show --with-secrets");
        }
        if (bytes.length < MIN_SECRET) {
            throw new DocumentFieldException("keyValue", "has " + bytes.length + " bytes, and has to have " + MIN_SECRET);
        }
        Arrays.fill(bytes, (byte) 0);
        return new Symmetric(secret);
    }

    private static VerificationKey rsa(Map<?, ?> members) {
        byte[] modulus = base64(members.get("modulus"), "modulus");
        byte[] exponent = base64(members.get("exponent"), "exponent");
        try {
            RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent)));
            return new Asymmetric(strong(key, "modulus"));
        } catch (GeneralSecurityException e) {
            throw new DocumentFieldException("modulus", "is no RSA key");
        }
    }

    private static VerificationKey certificate(Map<?, ?> members) {
        byte[] body = base64(members.get("rawBody"), "rawBody");
        try {
            PublicKey key = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(body))
                    .getPublicKey();
            if (key instanceof RSAPublicKey rsa) {
                return new Asymmetric(strong(rsa, "rawBody"));
            }
            if (key instanceof ECPublicKey) {
                return new Asymmetric(key);
            }
            throw new DocumentFieldException("rawBody", "is a certificate of neither an RSA nor an EC key");
        } catch (GeneralSecurityException e) {
            throw new DocumentFieldException("rawBody", "is no X.509 certificate");
        }
    }

    private static RSAPublicKey strong(RSAPublicKey key, String member) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS) {
            throw new DocumentFieldException(member, "is an RSA key of " + bits + " bits, and has to have " + MIN_RSA_BITS);
        }
        return key;
    }

    private static byte[] base64(@Nullable Object text, String member) {
        try {
            return text == null ? new byte[0] : Base64.getDecoder().decode(text.toString());
        } catch (IllegalArgumentException e) {
            // without what it says of the characters, which may be those of a secret
            throw new DocumentFieldException(member, "is no Base64");
        }
    }
}
