/**
 * One asset as every protocol sees it: streams, levels, texts and their fragments on exact time. Computed once per version of
 * an asset; a {@link io.dynpack.presentation.Selection} is what filters leave of it, which manifests write and segments are cut
 * by. How levels are protected is said here, too, for manifests and segments alike. No text of manifests, no reading.
 */
@NullMarked
package io.dynpack.presentation;

import org.jspecify.annotations.NullMarked;
