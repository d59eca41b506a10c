package io.dynpack.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs blocking file calls on bounded threads and turns what they throw into {@link StorageException}. */
final class StorageWorkers {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ExecutorService executor;
    private final boolean owned;

    StorageWorkers(ExecutorService executor) {
        this.executor = executor;
        this.owned = false;
    }

    StorageWorkers(int threads, int queue) {
        var number = new AtomicInteger();
        ThreadFactory factory = task -> {
            var thread = new Thread(task, "dynpack-storage-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        var pool = new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), factory);
        pool.allowCoreThreadTimeOut(true);
        this.executor = pool;
        this.owned = true;
    }

    <T> CompletableFuture<T> run(String name, Callable<T> call) {
        var future = new CompletableFuture<T>();
        try {
            executor.execute(() -> {
                try {
                    GuardedStorage.completed(future, call.call());
                } catch (Throwable e) {
                    future.completeExceptionally(translate(name, e));
                }
            });
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(executor.isShutdown()
                    ? new StorageException("the storage of " + name + " is closed", e)
                    : new StorageException.Busy(name, RETRY_AFTER_SECONDS));
        }
        return future;
    }

    static StorageException translate(String name, Throwable e) {
        if (e instanceof StorageException typed) {
            return typed;
        }
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return new StorageException.NotFound(name);
        }
        if (e instanceof AccessDeniedException) {
            return new StorageException.Refused(name, e);
        }
        if (e instanceof FileSystemException f && FileStorage.isNowhere(f)) {
            return new StorageException.NotFound(name);
        }
        return new StorageException((e instanceof IOException ? "cannot access " : "failed on ") + name, e);
    }

    /**
     * Takes no more calls, and waits for those under way; an executor of the caller goes on.
     *
     * @return whether they have ended, as far as it is known; an interrupt ends the wait
     */
    boolean close(long seconds) {
        if (!owned) {
            return true;
        }
        executor.shutdown();
        try {
            return executor.awaitTermination(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
