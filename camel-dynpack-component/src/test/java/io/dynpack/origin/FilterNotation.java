package io.dynpack.origin;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.publishing.AccountFilter;

/**
 * Filters in a line, read into the JSON that Azure Media Services has for them:
 * {@code clip: [120000000..300000000 @10000000 exact] Type=Video & Bitrate=0-1200000 | Type=Audio first=1108402}. Conditions are
 * joined by {@code &}, entries of {@code tracks} by {@code |}; numbers stand in the JSON as they stand here.
 */
final class FilterNotation {
    private static final Pattern FILTER = Pattern
            .compile("(\\S+):\\s*(?:\\[(\\S*)\\.\\.(\\S*?)(?: @(\\d+))?( exact)?])?\\s*(.*?)\\s*(?:first=(\\d+))?");
    private static final Pattern CONDITION = Pattern.compile("(\\w+)(!?=)(.*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private FilterNotation() {}

    /** A filter of the account. */
    static AccountFilter accountFilter(String line) {
        try {
            return AccountFilter.of(JSON.readValue(json(line), Map.class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    static String json(String line) {
        Matcher filter = FILTER.matcher(line.strip());
        if (!filter.matches()) {
            throw new AssertionError("no filter: " + line);
        }
        StringBuilder json = new StringBuilder("{\"name\":\"" + filter.group(1) + "\",\"properties\":{");
        if (filter.group(2) != null) {
            json.append("\"presentationTimeRange\":{\"liveBackoffDuration\":0");
            member(json, "startTimestamp", filter.group(2));
            member(json, "endTimestamp", filter.group(3));
            member(json, "timescale", filter.group(4));
            member(json, "exact", filter.group(5) == null ? "" : "true");
            json.append("},");
        }
        if (filter.group(7) != null) {
            json.append("\"firstQuality\":{\"bitrate\":").append(filter.group(7)).append("},");
        }
        String entries = filter.group(6).isEmpty()
                ? ""
                : Arrays.stream(filter.group(6).split("\\|")).map(FilterNotation::entry).collect(Collectors.joining(","));
        return json.append("\"tracks\":[").append(entries).append("]}}").toString();
    }

    private static void member(StringBuilder json, String name, String value) {
        if (value != null && !value.isEmpty()) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    private static String entry(String text) {
        return Arrays.stream(text.split("&")).map(FilterNotation::condition)
                .collect(Collectors.joining(",", "{\"trackSelections\":[", "]}"));
    }

    private static String condition(String text) {
        Matcher condition = CONDITION.matcher(text.strip());
        if (!condition.matches()) {
            throw new AssertionError("no condition: " + text);
        }
        return "{\"property\":\"" + condition.group(1) + "\",\"operation\":\""
                + (condition.group(2).equals("=") ? "Equal" : "NotEqual") + "\",\"value\":\"" + condition.group(3) + "\"}";
    }
}
