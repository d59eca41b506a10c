package io.dynpack.asset;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** An asset that cannot be served. The message is for logs and reports and never for a client. */
public class AssetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why, for whoever turns this into a status. */
    public enum Reason {
        /** There is no such server manifest. */
        NOT_FOUND,
        /** It is there and cannot be used. */
        UNUSABLE,
        /** Nothing of its media can be served, since they are encrypted already. */
        ENCRYPTED,
        /** Nothing of its media can be served, since the video is encoded in a way that is not known. */
        VIDEO_ENCODING,
        /** Nothing of its media can be served, since the audio is encoded in a way that is not known. */
        AUDIO_ENCODING,
        /** Nothing of its media can be served, since they are neither video nor audio. */
        MEDIA_TYPE
    }

    public AssetException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
