package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a path is encrypted. */
public enum EncryptionScheme {
    @JsonProperty("NoEncryption")
    NO_ENCRYPTION(null),
    /** AES-128 over whole segments. */
    @JsonProperty("EnvelopeEncryption")
    ENVELOPE_ENCRYPTION("cbc"),
    /** {@code cenc} of ISO/IEC 23001-7: AES in counter mode over samples. */
    @JsonProperty("CommonEncryptionCenc")
    COMMON_ENCRYPTION_CENC("cenc"),
    /** {@code cbcs} of ISO/IEC 23001-7: AES chained over a pattern of blocks. */
    @JsonProperty("CommonEncryptionCbcs")
    COMMON_ENCRYPTION_CBCS("cbcs-aapl");

    /** Of common encryption in the form of PIFF 1.1, for television sets from before 2015. */
    private static final String PIFF = "piff";

    private final @Nullable String word;

    EncryptionScheme(@Nullable String word) {
        this.word = word;
    }

    /** What {@code encryption=} says in URLs; {@code null} for {@link #NO_ENCRYPTION}. */
    public @Nullable String word() {
        return word;
    }

    /** What a word of {@code encryption=} means; {@code null} for an unknown one. */
    public static @Nullable EncryptionScheme of(String word) {
        if (word.equals(PIFF)) {
            return COMMON_ENCRYPTION_CENC;
        }
        for (EncryptionScheme scheme : values()) {
            if (word.equals(scheme.word)) {
                return scheme;
            }
        }
        return null;
    }
}
