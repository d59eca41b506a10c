package io.dynpack.ism;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a server manifest states about a track. A param outranks the attribute of the same meaning; a malformed number counts as
 * absent; what is absent comes from the media.
 *
 * @param kind              by the name of the element
 * @param src               object name relative to the server manifest, as written there; not checked
 * @param bitrate           bit/s from 0
 * @param language          as written, never empty
 * @param trackId           {@code track_ID} of the file
 * @param name              {@code trackName}, else {@code video} for video, else the title of an audio track: the name in every
 *                          URL, but for characters that a URL cannot carry
 * @param title             of a hand-written file
 * @param accessibility     {@code description} for audio description
 * @param role              DASH role
 * @param hidden            left out of manifests
 * @param isDefault         whether the file marks the track as the default of its kind
 * @param displayName       for people
 * @param hlsCharacteristic for {@code CHARACTERISTICS}
 * @param transcript        {@code transcriptsrc}: the document that a text track was made from, relative as {@code src} is
 * @param timescale         ticks per second of the stream in a live archive
 * @param armId             name of the track as a resource
 */
public record TrackReference(Kind kind, String src, OptionalLong bitrate, Optional<String> language, OptionalInt trackId,
        Optional<String> name, Optional<String> title, Optional<String> accessibility, Optional<String> role, boolean hidden,
        boolean isDefault, Optional<String> displayName, Optional<String> hlsCharacteristic, Optional<String> transcript,
        OptionalLong timescale, Optional<String> armId) {

    /** The element of the track. */
    public enum Kind {
        VIDEO,
        AUDIO,
        TEXT,
        REF
    }

    private static final String SHOWN = "3";

    /** @param element with a {@code src} */
    public static TrackReference of(MediaElement element) {
        Kind kind = element.kind();
        Optional<String> title = filled(Optional.ofNullable(element.getTitle()));
        OptionalLong trackId = number(element.param("trackID"));
        return new TrackReference(kind, Objects.requireNonNull(element.getSrc()),
                first(number(element.param("systemBitrate")), number(Optional.ofNullable(element.getSystemBitrate()))),
                filled(element.param("systemLanguage")).or(() -> filled(Optional.ofNullable(element.getSystemLanguage()))),
                trackId.isPresent() && trackId.getAsLong() > 0 && trackId.getAsLong() <= Integer.MAX_VALUE
                        ? OptionalInt.of((int) trackId.getAsLong())
                        : OptionalInt.empty(),
                filled(element.param("trackName")).or(() -> defaultName(kind, title)), title,
                filled(element.param("accessibility")), filled(element.param("role")), hidden(element),
                typed(element, "IsDefault").filter("true"::equalsIgnoreCase).isPresent(), typed(element, "DisplayName"),
                typed(element, "HlsCharacteristic"), filled(element.param("transcriptsrc")),
                number(element.param("timescale")), filled(element.param("armId")));
    }

    /** Whether {@link #src} is a folder with one object for each fragment: its last segment has no extension. */
    public boolean isFolder() {
        return src.indexOf('.', src.lastIndexOf('/') + 1) < 0;
    }

    private static Optional<String> defaultName(Kind kind, Optional<String> title) {
        return switch (kind) {
            case VIDEO -> Optional.of("video");
            case AUDIO -> title;
            case TEXT, REF -> Optional.empty();
        };
    }

    /** The params that the tracks API writes carry the kind in front; those of audio are named by analogy. */
    private static Optional<String> typed(MediaElement element, String name) {
        return filled(element.param((element.kind() == Kind.AUDIO ? "audio" : "text") + name));
    }

    private static boolean hidden(MediaElement element) {
        if (element.kind() == Kind.VIDEO || element.kind() == Kind.AUDIO) {
            return false;
        }
        Optional<String> outputFlag = filled(element.param("outputFlag"));
        if (outputFlag.isPresent()) {
            return !SHOWN.equals(outputFlag.get());
        }
        return filled(element.param("manifestOutput")).filter(flag -> !SHOWN.equals(flag) && !"true".equalsIgnoreCase(flag))
                .isPresent();
    }

    private static Optional<String> filled(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }

    private static OptionalLong first(OptionalLong one, OptionalLong other) {
        return one.isPresent() ? one : other;
    }

    static OptionalLong number(Optional<String> value) {
        String digits = value.map(String::strip).orElse("");
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(digits));
    }
}
