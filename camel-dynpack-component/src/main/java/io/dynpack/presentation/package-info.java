/**
 * One asset as every protocol sees it: streams, levels and their fragments on exact time. Computed once per version of an asset;
 * filters transform it, manifests write it, segments are cut by it. No text, no boxes, no reading.
 */
package io.dynpack.presentation;
