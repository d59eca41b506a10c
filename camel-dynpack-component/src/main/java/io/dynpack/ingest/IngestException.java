package io.dynpack.ingest;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A folder that cannot be ingested. The message names the folder and says what to do. */
public class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable AssetInfo asset;

    /** @param asset what was found out before it ended; {@code null} where nothing was */
    public IngestException(String message, @Nullable AssetInfo asset, @Nullable Throwable cause) {
        super(message, cause);
        this.asset = asset;
    }

    /** {@code null} where nothing was found out. */
    public @Nullable AssetInfo asset() {
        return asset;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
