package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.dynpack.storage.Source;
import io.dynpack.storage.StoredObject;

/** Bytes in memory as a source; refuses ranges that it has not, as every source does. */
record BytesSource(StoredObject object, byte[] bytes) implements Source {

    static BytesSource of(byte[] bytes) {
        return new BytesSource(new StoredObject("film.mp4", bytes.length, "v1", Instant.EPOCH), bytes);
    }

    @Override
    public CompletableFuture<ByteBuffer> read(long offset, int length) {
        if (offset < 0 || length < 1 || length > bytes.length - offset) {
            throw new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + bytes.length);
        }
        return CompletableFuture.completedFuture(ByteBuffer.wrap(bytes, (int) offset, length).slice().asReadOnlyBuffer());
    }

    @Override
    public void close() {
        // nothing is open
    }
}
