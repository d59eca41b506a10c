package io.dynpack.protection;

import io.dynpack.isobmff.Fourcc;

/** A scheme of common encryption (ISO/IEC 23001-7, 10). */
public enum ProtectionScheme {
    /** AES in counter mode, an initialization vector of 8 bytes for each sample. */
    CENC("cenc"),
    /** AES in CBC mode, one initialization vector for all; of video one block of ten is encrypted. */
    CBCS("cbcs"),
    /**
     * As {@link #CENC} in fragments of Smooth Streaming that name their key, for players who know the Protected Interoperable
     * File Format in version 1.1 alone. Other formats have {@code cenc} of it.
     */
    PIFF("cenc");

    private final int fourcc;

    ProtectionScheme(String name) {
        this.fourcc = Fourcc.of(name);
    }

    /** scheme_type of {@code schm}. */
    public int fourcc() {
        return fourcc;
    }

    /** Whether it is of counter mode. */
    public boolean isCounter() {
        return this != CBCS;
    }
}
