package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How players treat a track: {@code hlsSettings} of an ARM document. What is not stated is {@code null}.
 *
 * @param isDefault       whether they choose it
 * @param isForced        whether they show it to those as well who asked for no text
 * @param characteristics for {@code CHARACTERISTICS} of HLS, parted by commas
 */
public record TrackPlayback(@Nullable Boolean isDefault, @Nullable Boolean isForced, @Nullable String characteristics) {
    /** States nothing. */
    public static final TrackPlayback NOTHING = new TrackPlayback(null, null, null);

    static TrackPlayback of(@Nullable Map<String, Object> settings, String path) {
        if (settings == null) {
            return NOTHING;
        }
        Object characteristics = settings.get("characteristics");
        if (characteristics != null && !(characteristics instanceof String)) {
            throw new DocumentFieldException(path + ".characteristics", "is no text");
        }
        return new TrackPlayback(bool(settings, "default", path), bool(settings, "forced", path), (String) characteristics);
    }

    private static @Nullable Boolean bool(Map<String, Object> settings, String name, String path) {
        Object value = settings.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        if (value instanceof String text && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return Boolean.valueOf(text);
        }
        throw new DocumentFieldException(path + "." + name, "is neither true nor false");
    }

    /** {@code null} where it states nothing. */
    @Nullable
    Map<String, Object> toDocument() {
        if (equals(NOTHING)) {
            return null;
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("default", isDefault);
        settings.put("forced", isForced);
        settings.put("characteristics", characteristics);
        settings.values().removeIf(value -> value == null);
        return settings;
    }
}
