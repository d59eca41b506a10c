package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.dynpack.url.Format;
import io.dynpack.url.Parameters;

/**
 * A track of an asset as a document: one that the server manifest does not have is added, one that it has is served as the document
 * says. What is {@code null} comes from the server manifest or the media.
 *
 * @param assetName        of the asset, not empty
 * @param name             of the track: that of the stream, which is in its URLs
 * @param fileName         relative to the server manifest
 * @param displayName      for people
 * @param languageCode     BCP 47 or ISO 639
 * @param isHidden         whether it is left out of what is served
 * @param playback         how players treat it
 * @param role             DASH role
 * @param mpeg4TrackId     {@code track_ID} in the file; 0 for the only one of its kind
 * @param bitRate          of an audio track, bits per second; 0 to derive it
 */
public record AssetTrack(String assetName, String name, Kind kind, @Nullable String fileName, @Nullable String displayName,
        @Nullable String languageCode, boolean isHidden, TrackPlayback playback, @Nullable String role, int mpeg4TrackId,
        long bitRate) {
    /** Of the ARM document. */
    public static final String TYPE = "Microsoft.Media/mediaservices/assets/tracks";

    private static final Pattern IN_ID = Pattern.compile("(?:^|/)assets/([^/]+)/tracks/([^/]+)", Pattern.CASE_INSENSITIVE);
    private static final String TRACK = "track";
    /** Where a document says the type. */
    static final String TYPE_FIELD = field(StatedType.MEMBER);
    private static final String HIDDEN = "Hidden";
    private static final String VISIBLE = "Visible";
    /** Of texts that end up in manifests. */
    private static final int MAX_TEXT = 1024;

    /** What it holds. */
    public enum Kind {
        VIDEO("VideoTrack"),
        AUDIO("AudioTrack"),
        TEXT("TextTrack");

        private final String type;

        Kind(String type) {
            this.type = "#Microsoft.Media." + type;
        }

        private static Kind of(String stated) {
            String type = stated.startsWith("#") ? stated : "#" + stated;
            for (Kind kind : values()) {
                if (kind.type.equalsIgnoreCase(type)) {
                    return kind;
                }
            }
            throw new DocumentFieldException(TYPE_FIELD,
                    "is " + stated + "; there are " + TEXT.type + " and " + AUDIO.type);
        }
    }

    /** @throws IllegalArgumentException for absent names, a name that no URL can carry, and numbers below 0 */
    public AssetTrack {
        CatalogNames.require(assetName);
        requireName(name);
        if (mpeg4TrackId < 0 || bitRate < 0) {
            throw new DocumentFieldException(field(mpeg4TrackId < 0 ? "mpeg4TrackId" : "bitRate"), "is below 0");
        }
        requireText("fileName", fileName);
        requireText("displayName", displayName);
        requireText("languageCode", languageCode);
        requireText("hlsSettings.characteristics", playback.characteristics());
        requireText("dashSettings.role", role);
    }

    private static void requireName(String name) {
        try {
            CatalogNames.require(name);
            if (!name.equals(name.strip())) {
                throw new IllegalArgumentException("ends in blanks");
            }
            // the one format whose URLs name a track among their parameters
            Parameters.of(Format.HLS_TS_V3).withAudioTrack(name);
        } catch (IllegalArgumentException e) {
            throw new DocumentFieldException("name", "is \"" + name + "\", which a URL cannot carry");
        }
    }

    private static void requireText(String field, @Nullable String text) {
        if (text != null && (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl))) {
            throw new DocumentFieldException(field(field),
                    "has to be a text of 1 to " + MAX_TEXT + " characters, none of them a control");
        }
    }

    private static String field(String name) {
        return "properties." + TRACK + "." + name;
    }

    /**
     * Of a document that names its asset: in {@code properties.assetName}, which is ours, or in the {@code id} of ARM.
     *
     * @throws DocumentFieldException for what is no such document
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AssetTrack of(Map<String, Object> document) {
        return of(assetName(document).orElseThrow(() -> new DocumentFieldException("properties.assetName", "is missing")),
                document);
    }

    /**
     * Of the document of a track, whatever asset that names.
     *
     * @throws DocumentFieldException for what is no track
     */
    public static AssetTrack of(String assetName, Map<?, ?> document) {
        Document outer = Document.of(document);
        Map<String, Object> track = outer.object(TRACK);
        if (track == null) {
            throw new DocumentFieldException("properties." + TRACK, "is missing");
        }
        String name = outer.name() != null ? outer.name() : idPart(document, 2).orElse(null);
        if (name == null) {
            throw new DocumentFieldException("name", "is missing");
        }
        String type = StatedType.of(track);
        if (type == null) {
            throw new DocumentFieldException(TYPE_FIELD, "is missing");
        }
        return new AssetTrack(assetName, name, Kind.of(type), text(track, "fileName"), text(track, "displayName"),
                text(track, "languageCode"), isHidden(track),
                TrackPlayback.of(object(track, "hlsSettings"), field("hlsSettings")),
                role(track), (int) number(track, "mpeg4TrackId", Integer.MAX_VALUE), number(track, "bitRate", Long.MAX_VALUE));
    }

    private static boolean isHidden(Map<String, Object> track) {
        String visibility = text(track, "playerVisibility");
        if (visibility == null || VISIBLE.equalsIgnoreCase(visibility)) {
            return false;
        }
        if (HIDDEN.equalsIgnoreCase(visibility)) {
            return true;
        }
        throw new DocumentFieldException(field("playerVisibility"), "is neither " + VISIBLE + " nor " + HIDDEN);
    }

    private static @Nullable String role(Map<String, Object> track) {
        Map<String, Object> dash = object(track, "dashSettings");
        Object role = dash == null ? null : dash.get("role");
        if (role != null && !(role instanceof String)) {
            throw new DocumentFieldException(field("dashSettings.role"), "is no text");
        }
        return (String) role;
    }

    @SuppressWarnings("unchecked") // documents are maps by their names
    private static @Nullable Map<String, Object> object(Map<String, Object> track, String name) {
        Object value = track.get(name);
        if (value != null && !(value instanceof Map<?, ?>)) {
            throw new DocumentFieldException(field(name), "is no object");
        }
        return (Map<String, Object>) value;
    }

    private static @Nullable String text(Map<String, Object> track, String name) {
        Object value = track.get(name);
        if (value != null && !(value instanceof String)) {
            throw new DocumentFieldException(field(name), "is no text");
        }
        return value == null || ((String) value).isEmpty() ? null : (String) value;
    }

    private static long number(Map<String, Object> track, String name, long most) {
        Object value = track.get(name);
        if (value == null) {
            return 0;
        }
        if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() > most
                || ((Number) value).longValue() < 0) {
            throw new DocumentFieldException(field(name), "is no whole number from 0 to " + most);
        }
        return ((Number) value).longValue();
    }

    /** The asset that the document of a track names. */
    public static Optional<String> assetName(Map<?, ?> document) {
        return Optional.ofNullable(Document.of(document).text("assetName")).or(() -> idPart(document, 1));
    }

    /** The name that the document of a track has, or its {@code id} ends with. */
    public static Optional<String> name(Map<?, ?> document) {
        return Optional.ofNullable(Document.of(document).name()).or(() -> idPart(document, 2));
    }

    private static Optional<String> idPart(Map<?, ?> document, int part) {
        return document.get("id") instanceof String id
                ? Optional.of(IN_ID.matcher(id)).filter(Matcher::find).map(matcher -> matcher.group(part))
                : Optional.empty();
    }

    /** The ARM document. */
    @JsonValue
    public Map<String, Object> toDocument() {
        Map<String, Object> track = new LinkedHashMap<>();
        track.put(StatedType.MEMBER, kind.type);
        track.put("fileName", fileName);
        track.put("displayName", displayName);
        track.put("languageCode", languageCode);
        track.put("mpeg4TrackId", mpeg4TrackId == 0 ? null : mpeg4TrackId);
        track.put("bitRate", bitRate == 0 ? null : bitRate);
        if (kind != Kind.VIDEO) {
            track.put("playerVisibility", isHidden ? HIDDEN : VISIBLE);
        }
        track.put("hlsSettings", playback.toDocument());
        track.put("dashSettings", role == null ? null : Map.of("role", role));
        track.values().removeIf(value -> value == null);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("assetName", assetName);
        properties.put(TRACK, track);
        properties.put("provisioningState", "Succeeded");
        return Document.wrap(name, TYPE, properties);
    }

    /** Whether it has the name of this track, in whatever case. */
    public boolean isNamed(String other) {
        return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
