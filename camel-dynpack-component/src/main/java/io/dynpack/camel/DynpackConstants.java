package io.dynpack.camel;

import org.apache.camel.spi.Metadata;

/** Headers of the component. All begin with {@code CamelDynpack}, so that no HTTP client can set one. */
public final class DynpackConstants {
    @Metadata(description = "Name of the asset: the folder below the media directory unless the catalog says otherwise.",
            javaType = "String", important = true)
    public static final String ASSET = "CamelDynpackAsset";
    @Metadata(description = "Folder of the asset below the media directory, where it differs from the asset's name.",
            javaType = "String")
    public static final String FOLDER = "CamelDynpackFolder";
    @Metadata(description = "Name of the server manifest, with its suffix .ism.", javaType = "String")
    public static final String ISM = "CamelDynpackIsm";
    @Metadata(description = "The streamingLocatorId, a GUID. Set by publishLocator, read by getLocator, revokeLocator and"
            + " listPaths.", javaType = "String", important = true)
    public static final String LOCATOR_ID = "CamelDynpackLocatorId";
    @Metadata(description = "Name of the streaming locator, for publishLocator and the operations that take a locator; none of"
            + " them sets it.", javaType = "String")
    public static final String LOCATOR_NAME = "CamelDynpackLocatorName";
    @Metadata(description = "Name of the streaming policy, for publishLocator and the operations on policies.",
            javaType = "String")
    public static final String STREAMING_POLICY = "CamelDynpackStreamingPolicy";
    @Metadata(description = "Name of the content key policy, for the operations on content key policies.", javaType = "String")
    public static final String CONTENT_KEY_POLICY = "CamelDynpackContentKeyPolicy";
    @Metadata(description = "Name of the filter, for the operations on filters.", javaType = "String")
    public static final String FILTER = "CamelDynpackFilter";
    @Metadata(description = "When a locator begins to serve, ISO 8601.", javaType = "String")
    public static final String START_TIME = "CamelDynpackStartTime";
    @Metadata(description = "When a locator ceases to serve, ISO 8601.", javaType = "String")
    public static final String END_TIME = "CamelDynpackEndTime";
    @Metadata(description = "The format word of AMS, such as m3u8-cmaf or mpd-time-cmaf; absent for Smooth Streaming.",
            javaType = "String")
    public static final String FORMAT = "CamelDynpackFormat";
    @Metadata(description = "Name of the track, for manifest (a media playlist), fragment and the operations on tracks.",
            javaType = "String")
    public static final String TRACK = "CamelDynpackTrack";
    @Metadata(description = "Bit rate of the quality level, for manifest (a media playlist) and fragment.", javaType = "Long")
    public static final String QUALITY_LEVEL = "CamelDynpackQualityLevel";
    @Metadata(description = "Start of the fragment in ticks of 10 MHz, or i for the initialization segment.",
            javaType = "String")
    public static final String TIME = "CamelDynpackTime";
    @Metadata(description = "A whole streaming path, /{locatorId}/{name}.ism/…; manifest and fragment read it in place of the"
            + " headers that name its parts, explain with or without a host.", javaType = "String")
    public static final String LOCATOR_PATH = "CamelDynpackLocatorPath";
    @Metadata(description = "Where a listing goes on; set by listLocators, listStreamingPolicies,"
            + " listContentKeyPolicies and listFilters where there is more, by listArrivals always, and read by them.",
            javaType = "String")
    public static final String CONTINUATION = "CamelDynpackContinuation";
    @Metadata(description = "What was answered: MASTER, MEDIA_PLAYLIST, INIT, FRAGMENT, KEY_FRAME, DOWNLOAD, OPTIONS, ERROR.",
            javaType = "String")
    public static final String RESPONSE_KIND = "CamelDynpackResponseKind";
    @Metadata(description = "HIT where a manifest came out of the cache of this node, else MISS.", javaType = "String")
    public static final String CACHE_RESULT = "CamelDynpackCacheResult";
    @Metadata(description = "Bytes of the body that were sent.", javaType = "Long")
    public static final String BYTES_SERVED = "CamelDynpackBytesServed";
    @Metadata(description = "The error code of AMS, such as MPE_RESOURCE_NOT_FOUND, where the answer is an error.",
            javaType = "String")
    public static final String ERROR = "CamelDynpackError";

    private DynpackConstants() {}
}
