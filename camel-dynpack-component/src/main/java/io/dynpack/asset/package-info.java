/**
 * One asset from storage to a {@link io.dynpack.presentation.Presentation}: the server manifest, the client manifest where it has a
 * say, the indexes of media files, documents of text, tracks that were added, and what a look at samples tells; with caches of
 * all of these whose keys hold versions. Asynchronous throughout; knows no protocol and no HTTP.
 */
@NullMarked
package io.dynpack.asset;

import org.jspecify.annotations.NullMarked;
