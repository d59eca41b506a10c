/**
 * One asset from storage to a {@link io.dynpack.presentation.Presentation}: the server manifest, the indexes of its media files,
 * and caches of both whose keys hold versions. Asynchronous throughout; knows no protocol and no HTTP.
 */
@NullMarked
package io.dynpack.asset;

import org.jspecify.annotations.NullMarked;
