/**
 * Fragmented MP4 of ISO/IEC 23000-19 (CMAF) and of the older CSF flavour: initialization segments, media segments and key frame
 * segments as literal headers and ranges of the source, in the source's own timescale. Nothing is read here.
 */
@NullMarked
package io.dynpack.segment.cmaf;

import org.jspecify.annotations.NullMarked;
