/**
 * From a folder of encoded files to an asset: probe, checks, server and client manifest, stored indexes, and a report. Writes
 * beside the media and never into it; whatever is interrupted leaves the state before or the state after.
 */
@NullMarked
package io.dynpack.ingest;

import org.jspecify.annotations.NullMarked;
