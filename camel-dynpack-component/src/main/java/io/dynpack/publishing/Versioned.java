package io.dynpack.publishing;

/**
 * A resource and which version of it.
 *
 * @param version opaque; equal only for equal content. Enters ETags
 */
public record Versioned<T>(T value, String version) {}
