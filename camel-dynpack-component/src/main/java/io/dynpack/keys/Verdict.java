package io.dynpack.keys;

import java.time.Instant;

/** Whether a token lets its bearer have a key. */
sealed interface Verdict {

    /** Without a bound on how often. */
    record Passed() implements Verdict {}

    /**
     * As often as there are uses left.
     *
     * @param token   what tells the token from others, and nothing else
     * @param most    uses
     * @param expires when it need not be counted any longer
     */
    record Counted(String token, int most, Instant expires) implements Verdict {}

    /** @param reason a clause for the log, which shows nothing of the token */
    record Refused(String reason) implements Verdict {}
}
