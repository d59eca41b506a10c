package io.dynpack.codec;

/**
 * A fact by the scheme that names it, as DASH states what its schema has no attribute for (ISO/IEC 23009-1, 5.8.2).
 *
 * @param schemeIdUri the scheme
 * @param value       in terms of the scheme
 */
public record Descriptor(String schemeIdUri, String value) {}
