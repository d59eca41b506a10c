/**
 * The streaming URL of Azure Media Services: one grammar that parses request paths and prints the paths and relative URLs that
 * manifests and listings contain. Pure functions over text; knows no other package, no media and no HTTP.
 */
@NullMarked
package io.dynpack.url;

import org.jspecify.annotations.NullMarked;
