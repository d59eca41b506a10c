package io.dynpack.packaging;

/**
 * What can be chosen about HLS masters.
 *
 * @param audioOnlyVariant whether they list an audio-only variant where the URL does not say
 * @param shortLanguages   whether {@code LANGUAGE} is the shortest tag of RFC 5646, {@code en}, rather than as stated
 */
public record HlsOptions(boolean audioOnlyVariant, boolean shortLanguages) {

    /** As Azure Media Services. */
    public static final HlsOptions DEFAULT = new HlsOptions(false, false);
}
