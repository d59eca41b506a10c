package io.dynpack.tests.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.dynpack.publishing.AccountFilter;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.tests.media.Fixtures;

/**
 * The ladder with a server manifest as Azure Media Services left it, so that bitrates and names are known and a segment of a
 * transport stream holds three fragments; and filters for it.
 *
 * <p>
 * Video fragments begin at 0, 60060000, 120120000 and 180180000, with key frames every 20020000 ticks; those of sound begin at 0,
 * 60160000, 120320000 and 180480000.
 */
final class LockedLadder {
    static final String ISM = "ams.ism";
    static final List<Long> BITRATES = Fixtures.LEVELS.stream().map(level -> level.kbits() * 1000L).toList();
    static final List<String> AUDIO = List.of("eng", "deu");
    static final long AUDIO_BITRATE = 64_000;
    private static final String POLICY = "Predefined_DownloadAndClearStreaming";

    private LockedLadder() {}

    /** A copy of the ladder below {@code folder}, which is created. */
    static Path in(Path folder) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>"
                + "<smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><meta name=\"formats\" content=\"mp4-v3\" />"
                + "</head><body><switch>");
        for (Fixtures.Level level : Fixtures.LEVELS) {
            text.append("<video src=\"").append(level.file()).append("\" systemBitrate=\"").append(level.kbits() * 1000)
                    .append("\"><param name=\"trackID\" value=\"1\" valuetype=\"data\" /></video>");
        }
        for (String language : AUDIO) {
            text.append("<audio src=\"ladder_AAC_").append(language).append("_ch2_64kbps.mp4\" systemBitrate=\"64000\"")
                    .append(" systemLanguage=\"").append(language)
                    .append("\"><param name=\"trackID\" value=\"1\" valuetype=\"data\" /><param name=\"trackName\" value=\"")
                    .append(language).append("\" valuetype=\"data\" /></audio>");
        }
        try {
            Fixtures.copy(Fixtures.ladder(), folder);
            Files.writeString(folder.resolve(ISM), text.append("</switch></body></smil>"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> condition(String property, String value) {
        return Map.of("property", property, "operation", "Equal", "value", value);
    }

    /** English, and video up to 360 lines. */
    static AccountFilter sdOnly(String name) {
        return AccountFilter.of(Map.of("name", name, "properties", Map.of("tracks", List.of(
                Map.of("trackSelections", List.of(condition("Type", "Video"), condition("Bitrate", "0-600000"))),
                Map.of("trackSelections", List.of(condition("Type", "Audio"), condition("Language", "en")))))));
    }

    static AccountFilter time(String name, long start, long end) {
        return AccountFilter.of(Map.of("name", name, "properties",
                Map.of("presentationTimeRange", Map.of("startTimestamp", start, "endTimestamp", end))));
    }

    static AccountFilter firstQuality(String name, long bitrate) {
        return AccountFilter.of(Map.of("name", name, "properties", Map.of("firstQuality", Map.of("bitrate", bitrate))));
    }

    /** Path of the server manifest under a locator with these filters, with a slash behind it and none in front. */
    static String publish(Catalog catalog, String asset, String... filters) {
        return catalog.publish(LocatorRequest.of(asset, POLICY).withFilters(List.of(filters))).join().streamingLocatorId() + "/"
                + ISM + "/";
    }
}
