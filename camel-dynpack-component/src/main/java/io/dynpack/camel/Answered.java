package io.dynpack.camel;

import org.jspecify.annotations.Nullable;

import io.dynpack.origin.ResponseKind;

/**
 * An answer of an origin that has ended.
 *
 * @param format        word of the format that the URL asks for, {@code fmp4} for Smooth Streaming; empty where it asks for none
 * @param code          {@code MPE_...} where it is an error, else {@code null}
 * @param cached        whether the body came out of a cache of this node
 * @param bytes         of the body that left
 * @param firstByteNanos from the arrival of the request until its answer was known and began to leave
 * @param nanos         from the arrival of the request to the end of the answer
 * @param complete      whether the whole body left
 */
public record Answered(ResponseKind kind, String format, int status, @Nullable String code, boolean cached, long bytes,
        long firstByteNanos, long nanos, boolean complete) {}
