package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import io.dynpack.storage.FileStorage;
import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StoredObject;

/** A folder whose reads can be made to wait for ever, as those of a storage far away do on a bad day. */
final class HeldStorage implements Storage {

    private final FileStorage files;
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile Predicate<String> chosen = name -> false;

    HeldStorage(Path folder) {
        try {
            files = new FileStorage(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on reads of these objects do not answer. */
    void hold(Predicate<String> names) {
        chosen = names;
    }

    /** Reads that wait. */
    int waiting() {
        return held.size();
    }

    /** Lets all go on. */
    void release() {
        chosen = name -> false;
        for (Runnable read = held.poll(); read != null; read = held.poll()) {
            read.run();
        }
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        return files.open(name).thenApply(source -> chosen.test(name) ? new HeldSource(source) : source);
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
        release();
        files.close();
    }

    private final class HeldSource implements Source {
        private final Source source;

        HeldSource(Source source) {
            this.source = source;
        }

        @Override
        public StoredObject object() {
            return source.object();
        }

        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            if (!chosen.test(source.name())) {
                return source.read(offset, length);
            }
            CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
            held.add(() -> source.read(offset, length).whenComplete((bytes, failure) -> {
                if (failure == null) {
                    answer.complete(bytes);
                } else {
                    answer.completeExceptionally(failure);
                }
            }));
            return answer;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
