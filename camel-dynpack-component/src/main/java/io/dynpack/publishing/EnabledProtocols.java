package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Which protocols a policy enables for one way of encryption. */
public record EnabledProtocols(boolean download, boolean dash, boolean hls, boolean smoothStreaming) {

    /** None at all. */
    public static final EnabledProtocols NONE = new EnabledProtocols(false, false, false, false);

    /** Of a section of a policy such as {@code noEncryption}; {@link #NONE} where it is absent. */
    static EnabledProtocols of(@Nullable Map<String, Object> section) {
        if (section == null || !(section.get("enabledProtocols") instanceof Map<?, ?> enabled)) {
            return NONE;
        }
        return new EnabledProtocols(Boolean.TRUE.equals(enabled.get("download")), Boolean.TRUE.equals(enabled.get("dash")),
                Boolean.TRUE.equals(enabled.get("hls")), Boolean.TRUE.equals(enabled.get("smoothStreaming")));
    }

    /**
     * @param section may be {@code null}
     * @return it
     * @throws DocumentFieldException for a protocol that is neither enabled nor disabled
     */
    static @Nullable Map<String, Object> requireBooleans(String name, @Nullable Map<String, Object> section) {
        if (section != null && section.get("enabledProtocols") instanceof Map<?, ?> enabled) {
            enabled.forEach((protocol, value) -> {
                if (value != null && !(value instanceof Boolean)) {
                    throw new DocumentFieldException(name + ".enabledProtocols." + protocol, "is neither true nor false");
                }
            });
        }
        return section;
    }

    Map<String, Object> toSection() {
        Map<String, Object> enabled = new LinkedHashMap<>();
        enabled.put("download", download);
        enabled.put("dash", dash);
        enabled.put("hls", hls);
        enabled.put("smoothStreaming", smoothStreaming);
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("enabledProtocols", enabled);
        return section;
    }

    public boolean enables(StreamingProtocol protocol) {
        return switch (protocol) {
            case HLS -> hls;
            case DASH -> dash;
            case SMOOTH_STREAMING -> smoothStreaming;
            case DOWNLOAD -> download;
        };
    }
}
