package io.dynpack.origin;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.publishing.EncryptionScheme;

/**
 * Why a URL is answered as it is, for an administrator: also for one that works. What was not looked at, since something before it
 * is missing, is {@code null} or empty. Never for clients: it names folders and files.
 *
 * @param url     the path that was asked
 * @param kind    what it names, such as {@code Fragment}; {@code null} where it is no streaming URL
 * @param format  word of the format, {@code fmp4} for Smooth Streaming
 * @param answer  what a GET gets
 * @param locator that its first segment names
 * @param asset   that the locator leads to
 * @param filters those that act, of the locator and of the URL
 * @param time    what they leave of the time
 * @param tracks  every quality level of the presentation, and what becomes of it
 */
public record Explanation(String url, @Nullable String kind, @Nullable String format, Answer answer, @Nullable Locator locator,
        @Nullable Asset asset,
        List<Filter> filters,
        @Nullable Time time, List<Track> tracks) {

    /**
     * @param code   {@code MPE_...} where it is an error
     * @param cause  of the error
     * @param bytes  of the body
     * @param cached whether the body came out of a cache of this node
     */
    public record Answer(int status, @Nullable String code, @Nullable String cause, @Nullable String contentType,
            @Nullable String entityTag, @Nullable Long bytes,
            boolean cached) {}

    /**
     * @param active      whether it serves now
     * @param contentKeys that encrypt what it publishes
     */
    public record Locator(String name, String id, @Nullable String startTime, @Nullable String endTime, boolean active,
            String streamingPolicyName, List<String> filters, List<Key> contentKeys, String version) {}

    /**
     * A content key without its value.
     *
     * @param type       of encryption, as {@code listPaths} has it
     * @param policyName content key policy that says who gets it; {@code null} where none is named
     * @param policyMissing whether there is no such policy, so that nobody gets the key
     */
    public record Key(String id, EncryptionScheme type, @Nullable String label, @Nullable String policyName,
            boolean policyMissing) {}

    /**
     * @param folder   where it lies in the media storage
     * @param ism      full name of the server manifest
     * @param files    full names of the media with their versions, and of the client manifest where that was looked at
     * @param absent   names that the server manifest has and the folder has not
     * @param tracks   names of those that have documents in the catalog
     * @param findings what was left out of it, and why
     */
    public record Asset(String name, String folder, @Nullable String ism, @Nullable String ismVersion, List<File> files,
            List<String> absent, List<String> tracks, List<String> findings) {}

    /** @param length bytes */
    public record File(String name, String version, long length) {}

    /**
     * @param scope  {@code ASSET} or {@code ACCOUNT}
     * @param locks  whether it is one of the locator, so that no URL gives what it removes
     */
    public record Filter(String name, String scope, boolean locks) {}

    /**
     * Ticks of 10 MHz.
     *
     * @param reference  name of the stream on whose fragments time is cut
     * @param start      of the first fragment that is shown; 0 where no filter sets a start
     * @param end        of the last one; {@code null} where no filter sets an end
     * @param exactStart where players begin, where a filter asks for a time to the frame; else {@code null}
     * @param startBy    names of the filters that set the start
     * @param endBy      names of the filters that set the end
     */
    public record Time(String reference, long start, @Nullable Long end, @Nullable Long exactStart, List<String> startBy,
            List<String> endBy) {}

    /**
     * @param shown     whether manifests list it
     * @param reachable whether its fragments can be had
     * @param fragments that are shown
     * @param firstTime of the first fragment that is shown, ticks of 10 MHz
     * @param lastTime  of the last one
     * @param reasons   which rule of which filter kept or hid it, and whether the format carries it
     */
    public record Track(String kind, String name, String language, long bitrate, String codec, String file, boolean shown,
            boolean reachable, int fragments, @Nullable Long firstTime, @Nullable Long lastTime, List<String> reasons) {}
}
