/**
 * What is known of a media file after its {@code moov} (and {@code moof}s) were read once: tracks with their codec, edit list
 * and sample table in packed columns. Immutable, no object a sample; {@link io.dynpack.index.MediaIndexCodec} is its stored form.
 * {@link io.dynpack.index.StoredLayouts} is what is stored beside it for who encrypts. Reads nothing itself.
 */
@NullMarked
package io.dynpack.index;

import org.jspecify.annotations.NullMarked;
