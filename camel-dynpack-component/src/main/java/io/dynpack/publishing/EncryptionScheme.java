package io.dynpack.publishing;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a path is encrypted. */
public enum EncryptionScheme {
    NO_ENCRYPTION("NoEncryption", null),
    /** AES-128 over whole segments. */
    ENVELOPE_ENCRYPTION("EnvelopeEncryption", "cbc"),
    /** {@code cenc} of ISO/IEC 23001-7: AES in counter mode over samples. */
    COMMON_ENCRYPTION_CENC("CommonEncryptionCenc", "cenc"),
    /** {@code cbcs} of ISO/IEC 23001-7: AES chained over a pattern of blocks. */
    COMMON_ENCRYPTION_CBCS("CommonEncryptionCbcs", "cbcs-aapl");

    /** Of common encryption in the form of PIFF 1.1, for television sets from before 2015. */
    public static final String PIFF = "piff";

    /** As players' and DRM services' documents spell it, most of all for DASH. */
    private static final String CBCS = "cbcs";

    private final String armName;
    private final @Nullable String word;

    EncryptionScheme(String armName, @Nullable String word) {
        this.armName = armName;
        this.word = word;
    }

    /** As documents name it. */
    @JsonValue
    String armName() {
        return armName;
    }

    static @Nullable EncryptionScheme ofArmName(String name) {
        for (EncryptionScheme scheme : values()) {
            if (name.equals(scheme.armName)) {
                return scheme;
            }
        }
        return null;
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
        if (word.equals(CBCS)) {
            return COMMON_ENCRYPTION_CBCS;
        }
        for (EncryptionScheme scheme : values()) {
            if (word.equals(scheme.word)) {
                return scheme;
            }
        }
        return null;
    }
}
