/** Media presentation descriptions (ISO/IEC 23009-1) with {@code $Time$} and {@code SegmentTimeline}. */
package io.dynpack.manifest.dash;
