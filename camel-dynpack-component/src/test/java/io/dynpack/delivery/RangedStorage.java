package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StoredObject;

/** The same bytes by ranged reads only, as blobs are read; keeps a note of each read. */
public final class RangedStorage implements Storage {
    private final Storage files;
    private final List<String> reads;
    private final CompletableFuture<Void> gate;

    public RangedStorage(Storage files, List<String> reads) {
        this(files, reads, CompletableFuture.completedFuture(null));
    }

    /** @param gate reads wait for it */
    public RangedStorage(Storage files, List<String> reads, CompletableFuture<Void> gate) {
        this.files = files;
        this.reads = reads;
        this.gate = gate;
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, String continuation) {
        return files.list(prefix, continuation);
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
        return files.listChildren(prefix, continuation);
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        return files.open(name).thenApply(source -> new Source() {
            @Override
            public StoredObject object() {
                return source.object();
            }

            @Override
            public CompletableFuture<ByteBuffer> read(long offset, int length) {
                reads.add(offset + "+" + length);
                return gate.thenCompose(open -> source.read(offset, length));
            }

            @Override
            public void close() {
                source.close();
            }
        });
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        return files.stat(name);
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        return files.put(name, bytes, condition);
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        return files.delete(name);
    }

    @Override
    public void close() {
        reads.clear();
    }
}
