/**
 * Where bytes lie: the storage SPI (list, open, put, delete), its file implementation, what stands in front of any of them (a
 * limiter of reads, a circuit breaker) and how its bytes are read (sources that are kept open, reads that are planned and shared,
 * memory that has a budget and is used again). Knows names, versions and ranges; nothing of media, of manifests or of HTTP.
 */
package io.dynpack.storage;
