package io.dynpack.presentation;

/** What a manifest says of how a level is encrypted. */
public sealed interface ContentProtection permits ContentProtection.Envelope {

    /** The same for all levels that have the same key. */
    String keyId();

    /** The most bytes that a segment has, encrypted. */
    long bound(long clear);

    /**
     * Whole segments under AES-128, chained and padded.
     *
     * @param keyId  as in its URI
     * @param keyUri where the key is had, absolute or relative to any manifest
     * @param iv     initialization vector of each segment, 32 upper-case hexadecimal digits
     */
    record Envelope(String keyId, String keyUri, String iv) implements ContentProtection {
        private static final int BLOCK = 16;

        @Override
        public long bound(long clear) {
            return clear + BLOCK;
        }
    }
}
