/**
 * One asset as every protocol sees it: streams, levels and their fragments on exact time. Computed once per version of an asset;
 * a {@link io.dynpack.presentation.Selection} is what filters leave of it, which manifests write and segments are cut by. No text,
 * no boxes, no reading.
 */
@NullMarked
package io.dynpack.presentation;

import org.jspecify.annotations.NullMarked;
