package io.dynpack.ingest;

/** Which manifests ingest may replace. */
public enum Overwrite {
    /** None that exists. */
    NEVER,
    /** Those it wrote itself. */
    OWN,
    /** Any. */
    ALWAYS
}
