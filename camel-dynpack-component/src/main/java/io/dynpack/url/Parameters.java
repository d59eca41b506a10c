package io.dynpack.url;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What stands between the parentheses of a streaming URL besides a track.
 *
 * <p>
 * Printed in the order {@code format}, {@code audio-only}, {@code audiotrack}, {@code type}, {@code filter}, {@code encryption};
 * the Smooth formats are printed without a {@code format}, except for the manifest of Smooth 2.0. Read in any order.
 *
 * @param format     never {@code null}; {@link Format#FMP4} where the URL names none
 * @param filters    names of account and asset filters, at most {@value #MAX_FILTERS}; the order is the one of the URL
 * @param encryption word such as {@code cbc} in lower case, or {@code null}
 * @param audioOnly  whether an HLS master lists its audio-only variant, {@code null} where the URL does not say
 * @param audioTrack name of the track that is multiplexed with video in HLS version 3; {@code null} with every other format
 * @param keyFrames  {@code type=keyframes}, the I-frame playlist; only in a {@link StreamingUrl.MediaPlaylist}
 */
public record Parameters(Format format, List<String> filters, @Nullable String encryption, @Nullable Boolean audioOnly,
        @Nullable String audioTrack,
        boolean keyFrames) {

    /** More than anybody combines; how many are allowed is not a matter of the grammar. */
    public static final int MAX_FILTERS = 64;

    private static final int MAX_ENCRYPTION_WORD = 32;

    /** @throws IllegalArgumentException for a value that no URL can carry */
    public Parameters {
        filters = List.copyOf(filters);
        if (format == null) {
            throw new IllegalArgumentException("no format");
        }
        // kept elsewhere, it would make as many names of one answer as there are words
        audioTrack = format == Format.HLS_TS_V3 ? audioTrack : null;
        if (filters.size() > MAX_FILTERS) {
            throw new IllegalArgumentException("more than " + MAX_FILTERS + " filters");
        }
        filters.forEach(filter -> Name.require(Name.isFilter(filter), "filter name"));
        Name.require(audioTrack == null || Name.isTrack(audioTrack), "audio track name");
        Name.require(encryption == null || isEncryption(encryption), "encryption");
    }

    public static Parameters of(Format format) {
        return new Parameters(format, List.of(), null, null, null, false);
    }

    public Parameters withFormat(Format other) {
        return new Parameters(other, filters, encryption, audioOnly, audioTrack, keyFrames);
    }

    public Parameters withFilters(List<String> names) {
        return new Parameters(format, names, encryption, audioOnly, audioTrack, keyFrames);
    }

    public Parameters withEncryption(String word) {
        return new Parameters(format, filters, word, audioOnly, audioTrack, keyFrames);
    }

    public Parameters withAudioOnly(@Nullable Boolean value) {
        return new Parameters(format, filters, encryption, value, audioTrack, keyFrames);
    }

    public Parameters withAudioTrack(@Nullable String name) {
        return new Parameters(format, filters, encryption, audioOnly, name, keyFrames);
    }

    public Parameters withKeyFrames(boolean value) {
        return new Parameters(format, filters, encryption, audioOnly, audioTrack, value);
    }

    /** What a fragment's bytes depend on: without filters, and Smooth 2.0 is the same as 2.2. */
    public Parameters ofFragment() {
        return new Parameters(fragmentFormat(format), List.of(), encryption, null, audioTrack, false);
    }

    static Format fragmentFormat(Format format) {
        return format == Format.FMP4_V20 ? Format.FMP4 : format;
    }

    static boolean isEncryption(String word) {
        return !word.isEmpty() && word.length() <= MAX_ENCRYPTION_WORD
                && word.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    }

    /** Appends {@code key=value} pairs, each with a comma in front. */
    void print(StringBuilder out) {
        if (format != Format.FMP4) {
            out.append(",format=").append(format.word());
        }
        if (audioOnly != null) {
            out.append(",audio-only=").append(audioOnly);
        }
        if (audioTrack != null) {
            out.append(",audiotrack=");
            PercentEncoding.encode(out, audioTrack);
        }
        if (keyFrames) {
            out.append(",type=keyframes");
        }
        for (int i = 0; i < filters.size(); i++) {
            out.append(i == 0 ? ",filter=" : ";");
            PercentEncoding.encode(out, filters.get(i));
        }
        if (encryption != null) {
            out.append(",encryption=").append(encryption);
        }
    }
}
