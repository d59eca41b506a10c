package io.dynpack.tests.arrival;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import io.dynpack.storage.FileStorage;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/** A folder whose sub-folders cannot be listed where a test says so; one thread tells of all failures. */
final class FailingStorage implements Storage {
    private final FileStorage files;
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final Function<String, StorageException> failures;

    /** @param failures asked with the name of a folder at each listing of it; {@code null} where nothing is wrong */
    FailingStorage(Path folder, Function<String, StorageException> failures) throws IOException {
        this.files = new FileStorage(folder);
        this.failures = failures;
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
        return CompletableFuture.runAsync(() -> {
            StorageException failure = failures.apply(prefix);
            if (failure != null) {
                throw failure;
            }
        }, answers).thenCompose(done -> files.listChildren(prefix, continuation));
    }

    /** Completes as soon as whoever was told of a failure has let go of the thread that told it. */
    CompletableFuture<Void> failuresTold() {
        return CompletableFuture.runAsync(() -> {}, answers);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, String continuation) {
        return files.list(prefix, continuation);
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
        answers.shutdown();
        files.close();
    }
}
