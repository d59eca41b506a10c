package io.dynpack.tests;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

import io.dynpack.storage.Source;
import io.dynpack.storage.StoredObject;

/** A folder whose reads can be made to wait for ever, as those of a storage far away do on a bad day. */
final class HeldStorage extends ForwardingStorage {

    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile Predicate<String> chosen = name -> false;

    HeldStorage(Path folder) {
        super(folder);
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
        return super.open(name).thenApply(source -> chosen.test(name) ? new HeldSource(source) : source);
    }

    @Override
    public void close() {
        release();
        super.close();
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
