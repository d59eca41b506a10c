package io.dynpack.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Whether a token lets its bearer have a key. Never fails; never blocks. */
final class TokenVerifier {
    /** Claim that names the key. */
    static final String KEY_ID = "urn:microsoft:azure:mediaservices:contentkeyidentifier";
    /** Claim that says how often a token may be used. */
    static final String MAX_USES = "urn:microsoft:azure:mediaservices:maxuses";
    /** As Azure Media Services had it: clocks of issuers and nodes may differ so much. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final int MAX_LENGTH = 16 << 10;
    private static final int MAX_COUNT = 1000;
    /** Within which a token whose uses are counted has to expire. */
    private static final Duration COUNTED_LIFE = Duration.ofHours(1);

    private final JsonWebTokens jsonWebTokens;
    private final Clock clock;

    TokenVerifier(OpenIdKeys openIdKeys, Clock clock) {
        this.jsonWebTokens = new JsonWebTokens(openIdKeys);
        this.clock = clock;
    }

    /** @param reveal gives the text of a secret of the policy */
    CompletableFuture<Verdict> verify(String token, TokenRestriction restriction, UUID keyId, Function<Object, String> reveal) {
        if (token.length() > MAX_LENGTH) {
            return CompletableFuture.completedFuture(new Verdict.Refused("it is longer than " + MAX_LENGTH + " characters"));
        }
        CompletableFuture<PresentedToken> signed;
        try {
            signed = switch (restriction.type()) {
                case JWT -> jsonWebTokens.verify(token, restriction, reveal);
                case SWT -> CompletableFuture.completedFuture(SimpleWebTokens.verify(token, restriction, reveal));
            };
        } catch (TokenRefusedException e) {
            signed = CompletableFuture.failedFuture(e);
        }
        return signed.thenApply(presented -> judge(presented, restriction, keyId)).exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return cause instanceof TokenRefusedException refused
                    ? CompletableFuture.completedFuture(new Verdict.Refused(refused.getMessage()))
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private Verdict judge(PresentedToken token, TokenRestriction restriction, UUID keyId) {
        require(token.issuer().equals(restriction.issuer()), "its issuer is another");
        require(token.audiences().contains(restriction.audience()), "its audience is another");
        Instant now = clock.instant();
        Instant expires = token.expires();
        if (expires == null) {
            throw new TokenRefusedException("it does not say when it expires");
        }
        require(now.minus(SKEW).isBefore(expires), "it is expired");
        require(token.notBefore() == null || !now.plus(SKEW).isBefore(token.notBefore()), "it is not valid yet");
        Object named = token.claims().get(KEY_ID);
        require(named == null || holds(named, keyId.toString(), true), "it is for another key");
        for (TokenRestriction.RequiredClaim claim : restriction.claims()) {
            Object value = token.claims().get(claim.type());
            require(value != null, "it has no claim " + claim.type());
            require(claim.value() == null || holds(value, claim.value(), claim.type().equals(KEY_ID)),
                    "its claim " + claim.type() + " has another value");
        }
        Object uses = token.claims().get(MAX_USES);
        return uses == null ? new Verdict.Passed() : counted(token, uses, now, expires);
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new TokenRefusedException(reason);
        }
    }

    /** Whether a claim has a value, or is a list that holds it. */
    private static boolean holds(@Nullable Object claim, String value, boolean anyCase) {
        if (claim instanceof Collection<?> list) {
            return list.stream().anyMatch(item -> item != null && isSame(item.toString(), value, anyCase));
        }
        return claim != null && isSame(claim.toString(), value, anyCase);
    }

    private static boolean isSame(String one, String other, boolean anyCase) {
        return anyCase ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    /** A token that lives long would have to be counted long. */
    private static Verdict counted(PresentedToken token, Object uses, Instant now, Instant expires) {
        int most;
        try {
            most = Integer.parseInt(uses.toString());
        } catch (NumberFormatException e) {
            throw new TokenRefusedException("its claim " + MAX_USES + " is no number");
        }
        require(most >= 1 && most <= MAX_COUNT, "its claim " + MAX_USES + " is not from 1 to " + MAX_COUNT);
        require(!now.plus(COUNTED_LIFE).plus(SKEW).isBefore(expires),
                "its uses are counted, and it expires later than in an hour");
        return new Verdict.Counted(hash(token.signedText()), most, expires.plus(SKEW));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
