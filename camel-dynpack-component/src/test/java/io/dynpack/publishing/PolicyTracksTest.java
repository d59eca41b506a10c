package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyTracksTest {

    /** @param conditions such as {@code Resolution=HD FourCC!avc1}; selections have a comma between them */
    private static List<Object> tracks(String conditions) {
        List<Object> tracks = new ArrayList<>();
        for (String selection : conditions.split(",")) {
            List<Object> all = new ArrayList<>();
            for (String condition : selection.strip().split(" ")) {
                String[] sides = condition.split("[=!]", 2);
                all.add(Map.of("property", sides[0], "operation", condition.contains("!") ? "NotEqual" : "Equal", "value",
                        sides[1]));
            }
            tracks.add(Map.of("trackSelections", all));
        }
        return tracks;
    }

    @ParameterizedTest
    @CsvSource({"256, 144, SD", "768, 576, SD", "854, 480, SD", "960, 540, HD", "769, 576, HD", "1280, 720, HD",
            "1920, 1080, HD", "1080, 1920, HD", "1920, 1088, HD", "1921, 1088, UHD", "2560, 1440, UHD", "3840, 2160, UHD",
            "65535, 65535, UHD"})
    void sizesAreThoseOfWidevine(int width, int height, Resolution expected) {
        assertThat(Resolution.of(width, height)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FourCC=avc1                           | avc1 SD, AVC1 UHD           | mp4a -, hvc1 SD
            FourCC=AVC1 FourCC=hvc1               | avc1 SD, hvc1 HD            | mp4a -, av01 HD
            FourCC!mp4a                           | avc1 SD, ec-3 -             | mp4a -, MP4A -
            Resolution=SD                         | avc1 SD                     | avc1 HD, mp4a -
            resolution=hd                         | avc1 HD                     | avc1 UHD
            Resolution!SD                         | avc1 HD, hvc1 UHD           | avc1 SD, mp4a -
            Resolution!SD Resolution!HD           | hvc1 UHD                    | avc1 SD, avc1 HD, mp4a -
            Resolution=SD Resolution=HD           | avc1 SD, avc1 HD            | avc1 UHD, mp4a -
            Resolution=UHD FourCC=hvc1            | hvc1 UHD                    | avc1 UHD, hvc1 HD
            Resolution=UHD FourCC!hvc1            | avc1 UHD                    | hvc1 UHD, mp4a -
            Resolution=UHD, FourCC=mp4a           | avc1 UHD, mp4a -            | avc1 SD, ec-3 -
            FourCC=H264                           | avc1 SD, avc3 HD            | hvc1 SD, mp4a -
            FourCC!AACL                           | avc1 SD, ec-3 -             | mp4a -
            Bitrate=0-100                         |                             | avc1 SD, mp4a -
            """)
    void aTrackIsNamedWhereASelectionTakesIt(String conditions, String taken, String left) {
        PolicyTracks tracks = PolicyTracks.of(tracks(conditions));
        assertContain(tracks, taken, true);
        assertContain(tracks, left, false);
    }

    private static void assertContain(PolicyTracks tracks, String some, boolean expected) {
        for (String track : some == null ? new String[0] : some.split(",")) {
            String[] fourccAndSize = track.strip().split(" ");
            Resolution resolution = fourccAndSize[1].equals("-") ? null : Resolution.valueOf(fourccAndSize[1]);
            assertThat(tracks.contain(fourccAndSize[0], resolution)).as(track).isEqualTo(expected);
        }
    }

    @Test
    void whatIsNotUnderstoodNamesNothing() {
        for (Object odd : new Object[]{null, "avc1", List.of("avc1"), List.of(Map.of("trackSelections", "avc1")),
                List.of(Map.of("trackSelections", List.of("avc1"))), List.of(Map.of("trackSelections", List.of(Map.of()))),
                List.of(Map.of("trackSelections", List.of())),
                List.of(Map.of("trackSelections", List.of(Map.of("property", "Unknown", "value", "avc1"))))}) {
            assertThat(PolicyTracks.of(odd)).isEqualTo(PolicyTracks.NONE);
        }
    }

    private static StreamingPolicy policy(Map<String, Object> condition, boolean clear) {
        List<Object> tracks = List.of(Map.of("trackSelections",
                List.of(Map.of("property", "FourCC", "operation", "Unknown", "value", "avc1"), condition)));
        Map<String, Object> section = new LinkedHashMap<>(Map.of("enabledProtocols", Map.of("dash", true)));
        if (clear) {
            section.put("clearTracks", tracks);
        } else {
            section.put("contentKeys", Map.of("keyToTrackMappings",
                    List.of(Map.of("label", "a"), Map.of("label", "b", "tracks", tracks))));
        }
        return StreamingPolicy.of(Map.of("name", "p", "properties", Map.of("commonEncryptionCenc", section)));
    }

    @ParameterizedTest
    @CsvSource({"Resolution, Equal, 8K, value is none of SD", "Resolution, Equal, , value is missing",
            "Resolution, Larger, SD, operation is none of Equal", "Bitrate, Equal, 0-100, property is none of FourCC",
            ", Equal, SD, property is none of FourCC", "FourCC, Equal, , value is missing"})
    void aNewPolicyIsRefusedWithThePathOfWhatMeansNothing(String property, String operation, String value, String reason) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("property", property);
        condition.put("operation", operation);
        condition.put("value", value);
        assertThatThrownBy(() -> policy(condition, false).requireMeaning()).isInstanceOf(DocumentFieldException.class)
                .hasMessageContaining("commonEncryptionCenc.contentKeys.keyToTrackMappings[1].tracks[0].trackSelections[1]."
                        + reason);
        assertThatThrownBy(() -> policy(condition, true).requireMeaning()).isInstanceOf(DocumentFieldException.class)
                .hasMessageContaining("commonEncryptionCenc.clearTracks[0].trackSelections[1]." + reason);
    }

    @Test
    void whatWasExportedIsAccepted() {
        policy(Map.of("property", "Unknown", "operation", "Unknown", "value", ""), true).requireMeaning();
        policy(Map.of("property", "Resolution", "operation", "NotEqual", "value", "uhd"), false).requireMeaning();
    }
}
