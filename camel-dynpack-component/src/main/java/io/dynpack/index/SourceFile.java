package io.dynpack.index;

/**
 * One version of one media file.
 *
 * @param name    in its storage
 * @param version opaque; equal versions have equal bytes
 * @param length  bytes
 */
public record SourceFile(String name, String version, long length) {}
