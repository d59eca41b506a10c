package io.dynpack.camel;

import java.util.Locale;

/** What a {@code dynpack:} endpoint does. */
public enum DynpackOperation {
    /** Answers any streaming URL completely: status, headers and body. */
    origin,
    /** The text of a manifest or playlist. */
    manifest,
    /** The bytes of a fragment, an initialization segment or a key frame. */
    fragment,
    /** Server and client manifest for a folder of MP4 files; writes nothing. */
    generateManifests,
    /** Checks a folder and writes what is missing: server manifest, client manifest, indexes. */
    ingest,
    /** What is in a folder and how well it streams; writes nothing. */
    describe,
    /** Makes an asset reachable. */
    publishLocator,
    /** Makes it unreachable. */
    revokeLocator,
    /** One locator. */
    getLocator,
    /** All locators, by pages. */
    listLocators,
    /** The URLs of a locator. */
    listPaths,
    /** Stores a streaming policy, which cannot be changed afterwards. */
    putStreamingPolicy,
    /** One streaming policy, stored or built in. */
    getStreamingPolicy,
    /** All stored streaming policies, by pages. */
    listStreamingPolicies,
    /** Deletes a stored streaming policy. */
    deleteStreamingPolicy,
    /** Creates or replaces a content key policy. */
    putContentKeyPolicy,
    /** One content key policy, without its secrets. */
    getContentKeyPolicy,
    /** All content key policies, by pages, without their secrets. */
    listContentKeyPolicies,
    /** Deletes a content key policy. */
    deleteContentKeyPolicy,
    /** The content keys of a locator with their values, for administrators. */
    listContentKeys,
    /** Answers a request for a content key completely: status, headers and body. */
    key,
    /** Creates or replaces a filter of an asset or of the account. */
    putFilter,
    /** One filter of an asset or of the account. */
    getFilter,
    /** All filters of an asset or of the account, by pages. */
    listFilters,
    /** Deletes a filter of an asset or of the account. */
    deleteFilter,
    /** Adds a track of audio or text to an asset, or replaces one. */
    putTrack,
    /** Changes what is said of a track. */
    updateTrack,
    /** Has all nodes look at the file of a track again. */
    updateTrackData,
    /** One track of an asset. */
    getTrack,
    /** All tracks of an asset. */
    listTracks,
    /** Takes a track that was added away again. */
    deleteTrack,
    /** Why a URL is answered as it is, for administrators. */
    explain,
    /** Brings the catalog to the documents beside the media: filters, policies, locators. */
    applyDocuments,
    /** What this node knows of the folders of its media storage. */
    listArrivals,
    /** One exchange for each folder whose files are complete. */
    watch;

    /** @param name in any case */
    static DynpackOperation of(String name) {
        for (DynpackOperation operation : values()) {
            if (operation.name().equalsIgnoreCase(name)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("dynpack:" + name.toLowerCase(Locale.ROOT) + " is none of the operations "
                + java.util.Arrays.toString(values()));
    }
}
