package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.dynpack.storage.FileStorage;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StoredObject;

/** A folder, for storages that differ from one in a call or two. */
public abstract class ForwardingStorage implements Storage {
    private final FileStorage files;

    protected ForwardingStorage(Path folder) {
        try {
            files = new FileStorage(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return files.open(name);
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
        files.close();
    }
}
