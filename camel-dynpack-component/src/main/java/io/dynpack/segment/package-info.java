/**
 * What a segment is made of, whatever its container: {@link io.dynpack.segment.SegmentBody} and its pieces. The sub-packages lay
 * out one container each ({@code cmaf}, {@code smooth}, {@code ts}), or text for all of them ({@code text}); they compute sizes
 * and bytes, and read nothing.
 */
@NullMarked
package io.dynpack.segment;

import org.jspecify.annotations.NullMarked;
