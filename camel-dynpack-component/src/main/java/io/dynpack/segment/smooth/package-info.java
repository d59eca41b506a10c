/**
 * Fragments of Smooth Streaming (MS-SSTR 2.2.4, PIFF): no initialization segment, no edit lists, times in 10 MHz, the place in
 * time in a {@code tfxd}. Literal headers and ranges of the source; nothing is read here.
 */
@NullMarked
package io.dynpack.segment.smooth;

import org.jspecify.annotations.NullMarked;
