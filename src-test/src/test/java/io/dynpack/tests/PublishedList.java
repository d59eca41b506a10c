package io.dynpack.tests;

import java.net.URI;
import java.util.List;

import com.google.gson.Gson;

/** What {@code /published.json} of the quickstart says. */
public record PublishedList(URI base, List<Entry> entries) {

    /** One locator, in the words of ARM and of {@code listPaths}. */
    public record Entry(
            String assetName,
            String locatorId,
            String name,
            List<String> filters,
            String streamingPolicyName,
            String startTime,
            String endTime,
            List<StreamingPath> streamingPaths,
            List<String> downloadPaths) {}

    /** The URLs of one protocol. */
    public record StreamingPath(String streamingProtocol, String encryptionScheme, List<String> paths) {}

    /** Asks for it. */
    public static PublishedList of(URI base) {
        String json = new Delivery().text(base.resolve("published.json"), false);
        return new PublishedList(base, List.of(new Gson().fromJson(json, Entry[].class)));
    }

    public boolean contains(String asset) {
        return entries.stream().anyMatch(e -> e.assetName().equals(asset) && !e.streamingPaths().isEmpty());
    }

    public Entry entry(String asset) {
        return entries.stream().filter(e -> e.assetName().equals(asset)).findFirst()
                .orElseThrow(() -> new AssertionError(asset + " is not published"));
    }

    /** Up to and with {@code .ism/}. */
    public URI location(String asset) {
        return base.resolve(entry(asset).streamingPaths().get(0).paths().get(0)).resolve(".");
    }
}
