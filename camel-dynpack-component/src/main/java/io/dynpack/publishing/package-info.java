/**
 * The resources of Azure Media Services that decide what is published (assets, filters, streaming locators, streaming policies)
 * as JSON documents, and the catalog that keeps them in the storage. Never blocks; knows no HTTP and no media. With the
 * migration, the only package that sees Jackson.
 */
@NullMarked
package io.dynpack.publishing;

import org.jspecify.annotations.NullMarked;
