/**
 * Where bytes lie: the storage SPI (list, open, put, delete), its file implementation, what stands in front of any of them (a
 * limiter of reads, a circuit breaker, an observer), memory that has a budget and is used again, what is loaded once and kept, and
 * states that are kept for a time before it is looked at again. Knows names, versions and ranges; nothing of media, of manifests
 * or of HTTP.
 */
@NullMarked
package io.dynpack.storage;

import org.jspecify.annotations.NullMarked;
