/**
 * Boxes of ISO/IEC 14496-12 over a buffer that is completely there: one record a box, each with its parser and its writer.
 * No input or output, no knowledge of tracks or time. A box that lies about its size raises {@link IsobmffException}.
 */
@NullMarked
package io.dynpack.isobmff;

import org.jspecify.annotations.NullMarked;
