package io.dynpack.storage.azure;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import com.azure.storage.blob.BlobAsyncClient;

import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/** One version of a blob: every read says {@code If-Match}, so the service itself refuses to mix versions. Holds nothing open. */
final class BlobSource implements Source {
    /** At 20 ms for a request and 50 MB/s for a stream a request costs a MiB; memory and traffic have a price as well. */
    private static final int GAP_WORTH_READING = 256 << 10;

    private final BlobCalls calls;
    private final BlobAsyncClient blob;
    private final StoredObject object;
    private volatile boolean closed;

    BlobSource(BlobCalls calls, BlobAsyncClient blob, StoredObject object) {
        this.calls = calls;
        this.blob = blob;
        this.object = object;
    }

    @Override
    public StoredObject object() {
        return object;
    }

    @Override
    public CompletableFuture<ByteBuffer> read(long offset, int length) {
        object.checkRange(offset, length);
        if (closed) {
            return CompletableFuture.failedFuture(new StorageException(name() + " is closed", null));
        }
        RangeRead read = new RangeRead(blob, object, offset, length, calls.times());
        return calls.call(name(), length, read::attempt);
    }

    @Override
    public int gapWorthReading() {
        return GAP_WORTH_READING;
    }

    @Override
    public void close() {
        closed = true;
    }
}
