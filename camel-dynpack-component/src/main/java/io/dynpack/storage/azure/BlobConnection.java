package io.dynpack.storage.azure;

import org.jspecify.annotations.Nullable;

import com.azure.storage.blob.BlobServiceAsyncClient;

import reactor.netty.resources.ConnectionProvider;

/**
 * A client and the connections that were made for it.
 *
 * @param provider {@code null} where the connections are somebody else's
 */
record BlobConnection(BlobServiceAsyncClient service, @Nullable ConnectionProvider provider) implements AutoCloseable {

    @Override
    public void close() {
        if (provider != null) {
            provider.disposeLater().subscribe();
        }
    }
}
