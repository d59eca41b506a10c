package io.dynpack.origin;

/** The errors of the origin: AMS's status and code, and one sentence for whoever reads the body. */
public enum MpeError {
    BAD_URL_SYNTAX(400, "The URL is not a streaming URL that this server understands."),
    ENC_ENCRYPTION_NOT_SPECIFIED_IN_URL(400,
            "The streaming policy of this locator asks for encryption, and the URL does not say which: add encryption=."),
    ENC_ENCRYPTION_REQUIRED(403, "The streaming policy of this locator allows this protocol with encryption only."),
    ENC_ENCRYPTION_NOT_SET_IN_DELIVERY_POLICY(403,
            "The streaming policy of this locator does not enable the encryption asked for."),
    OUTPUT_FORMAT_BLOCKED(403, "The streaming policy of this locator does not enable this protocol."),
    STORAGE_AUTHENTICATION_FAILED(403, "The storage refused access to the media."),
    RESOURCE_NOT_FOUND(404, "There is nothing at this URL, or no longer, or not yet."),
    STORAGE_RESOURCE_NOT_FOUND(404, "The file is not in the asset."),
    EGRESS_TRACK_NOT_FOUND(404, "The presentation has no track of this name."),
    MANIFEST_MEDIA_ENTRY_NOT_FOUND(404, "The track has no quality level of this bitrate."),
    FRAGMENT_TIMESTAMP_NOT_FOUND(404, "No fragment of this track starts at this time."),
    EGRESS_FILTER_NOT_FOUND(404, "There is no filter of this name."),
    FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW(410, "The event no longer holds the time that this filter names."),
    METHOD_NOT_ALLOWED(405, "Only GET, HEAD and OPTIONS are answered here."),
    PRECONDITION_FAILED(412, "The content here is not the version that was asked for."),
    BODY_TOO_LARGE(413, "The body of the request is longer than this server reads."),
    URL_TOO_LONG(414, "The URL is longer than this server reads."),
    OUTPUT_FORMAT_NOT_SUPPORTED(415, "This format is not supported for this asset."),
    OUTPUT_PROTECTION_FORMAT_NOT_SUPPORTED(415, "This format cannot be encrypted in the way asked for."),
    VIDEO_ENCODING_NOT_SUPPORTED(415, "The video of this asset is encoded in a way that this format does not carry."),
    AUDIO_ENCODING_NOT_SUPPORTED(415, "The audio of this asset is encoded in a way that this format does not carry."),
    MEDIA_TYPE_NOT_SUPPORTED(415, "This asset holds a kind of media that this server does not stream."),
    ENC_ALREADY_ENCRYPTED(415, "The media of this asset are encrypted already."),
    FILTER_COMPOSITION_FILTER_COUNT_OVER_LIMIT(415, "The URL names more filters than can be combined."),
    FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED(415,
            "More than one of these filters says which quality comes first."),
    FILTER_REMOVED_ALL_STREAMS(415, "The filters leave nothing of this presentation."),
    FILTER_LIVE_BACKOFF_OVER_PRESENTATION_WINDOW(415, "The filters hide all of the presentation window."),
    FILTER_LIVE_BACKOFF_OVER_DVRWINDOW(415, "The filters hide all that the event keeps."),
    STORAGE_INVALID_RANGE(416, "The range lies outside of the content."),
    HEADERS_TOO_LARGE(431, "The headers of the request are larger than this server reads."),
    INTERNAL_ERROR(500, "The server could not answer this request."),
    STORAGE_UNEXPECTED_ERROR(500, "The storage could not be read."),
    STORAGE_CHANGED(503, "The media changed while it was read; ask again."),
    SERVER_BUSY(503, "The server is busy; ask again later.");

    private final int status;
    private final String sentence;

    MpeError(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** As in the body: {@code MPE_BAD_URL_SYNTAX}. */
    public String code() {
        return "MPE_" + name();
    }

    /** For people; never holds anything of the request. */
    public String sentence() {
        return sentence;
    }
}
