/**
 * Azure Blob Storage behind the storage SPI: how names become containers and blobs, clients and credentials, retries and
 * time-outs. The only package that sees the Azure SDK; nothing of the SDK is in what others call.
 */
@NullMarked
package io.dynpack.storage.azure;

import org.jspecify.annotations.NullMarked;
