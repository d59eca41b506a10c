package io.dynpack.ingest;

/** A folder that cannot be ingested. The message names the folder and says what to do. */
public class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AssetInfo asset;

    /** @param asset what was found out before it ended; {@code null} where nothing was */
    public IngestException(String message, AssetInfo asset, Throwable cause) {
        super(message, cause);
        this.asset = asset;
    }

    /** {@code null} where nothing was found out. */
    public AssetInfo asset() {
        return asset;
    }
}
