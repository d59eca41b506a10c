/**
 * The resources of Azure Media Services that decide what is published (assets, their tracks, filters, streaming locators, policies
 * of streams and of content keys) as JSON documents, and the catalog that keeps them in the storage. Never blocks; knows no
 * HTTP and no media. Of a content key it knows the name and the wrapped value; what is done with it is in {@code keys} and
 * {@code protection}.
 */
@NullMarked
package io.dynpack.publishing;

import org.jspecify.annotations.NullMarked;
