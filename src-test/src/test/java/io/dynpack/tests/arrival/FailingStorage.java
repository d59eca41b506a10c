package io.dynpack.tests.arrival;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.StorageException;
import io.dynpack.tests.ForwardingStorage;

/** A folder whose sub-folders cannot be listed where a test says so; one thread tells of all failures. */
final class FailingStorage extends ForwardingStorage {
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final Function<String, StorageException> failures;

    /**
     * @param failures asked with the name of a folder at each listing of it, the top folder excepted, which the health check asks
     *                 for as well; {@code null} where nothing is wrong
     */
    FailingStorage(Path folder, Function<String, StorageException> failures) {
        super(folder);
        this.failures = failures;
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
        return CompletableFuture.runAsync(() -> {
            StorageException failure = prefix.isEmpty() ? null : failures.apply(prefix);
            if (failure != null) {
                throw failure;
            }
        }, answers).thenCompose(done -> super.listChildren(prefix, continuation));
    }

    /** Completes as soon as whoever was told of a failure has let go of the thread that told it. */
    CompletableFuture<Void> failuresTold() {
        return CompletableFuture.runAsync(() -> {}, answers);
    }

    @Override
    public void close() {
        answers.shutdown();
        super.close();
    }
}
