/**
 * Segments of HLS with MPEG-2 transport streams (ISO/IEC 13818-1). A segment is a row of units of one fragment each, whose sizes
 * and continuity counters come from the index; bytes are made while they are sent. A codec is one {@link ElementaryStream}.
 */
@NullMarked
package io.dynpack.segment.ts;

import org.jspecify.annotations.NullMarked;
