/**
 * Where bytes lie: the storage SPI (list, open, put, delete), its file implementation, and what stands in front of any of them
 * (limiter, joiner of equal reads, read-ahead). Knows names, versions and ranges; nothing of media, of manifests or of HTTP.
 */
package io.dynpack.storage;
