/** Media presentation descriptions (ISO/IEC 23009-1) with {@code $Time$} and {@code SegmentTimeline}. */
@NullMarked
package io.dynpack.manifest.dash;

import org.jspecify.annotations.NullMarked;
