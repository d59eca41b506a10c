package io.dynpack.publishing;

import java.util.Map;

/** What a document beside the media can declare. */
public enum DeclaredKind {
    /** Filters of the asset in whose folder the document lies. */
    ASSET_FILTERS("assetFilters"),
    /** Under which locators that asset is published. */
    STREAMING_LOCATORS("streamingLocators"),
    /** Tracks that it has beside those of its server manifests. */
    TRACKS("tracks"),
    /** Filters of all assets. */
    ACCOUNT_FILTERS("accountFilters"),
    /** Streaming policies. */
    STREAMING_POLICIES("streamingPolicies"),
    /** Content key policies. */
    CONTENT_KEY_POLICIES("contentKeyPolicies");

    private final String member;

    DeclaredKind(String member) {
        this.member = member;
    }

    String member() {
        return member;
    }

    /**
     * What whoever stores a document of this kind has to fulfil: a field that is misspelt would count as absent.
     *
     * @throws DocumentFieldException for a field that such a document cannot have; names the one that was meant, so far as one can
     *                                tell
     */
    public void requireKnownFields(Map<?, ?> document) {
        KnownFields.of(this).require(document);
    }

    /** Name of the document, in the folder of the asset or in that of all assets. */
    public String fileName() {
        return member + ".json";
    }
}
