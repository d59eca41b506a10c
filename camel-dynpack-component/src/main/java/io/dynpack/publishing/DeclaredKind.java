package io.dynpack.publishing;

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

    /** Name of the document, in the folder of the asset or in that of all assets. */
    public String fileName() {
        return member + ".json";
    }
}
