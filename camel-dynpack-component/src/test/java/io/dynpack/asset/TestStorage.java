package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

/** Objects in memory; answers at once or on another thread, counts, and fails when told to. */
final class TestStorage implements Storage {
    private record Stored(byte[] bytes, String version) {}

    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private int versions;
    boolean down;
    boolean readOnly;
    /** Reads at or behind this byte fail. */
    long unreadableFrom = Long.MAX_VALUE;
    /** What cannot be opened for the moment. */
    Predicate<String> busy = name -> false;
    boolean asynchronous;
    /** Completes before {@link #open} does. */
    CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    int opened;
    int closed;
    int stats;
    int listings;
    final List<String> reads = new ArrayList<>();

    TestStorage with(String name, byte[] bytes) {
        objects.put(name, new Stored(bytes, "v" + ++versions));
        return this;
    }

    TestStorage with(String name, String text) {
        return with(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String name) {
        objects.remove(name);
    }

    private <T> CompletableFuture<T> call(String name, Supplier<T> answer) {
        requireName(name);
        Supplier<T> guarded = () -> {
            if (down) {
                throw new StorageException("the storage is down", null);
            }
            return answer.get();
        };
        if (asynchronous) {
            return CompletableFuture.supplyAsync(guarded);
        }
        try {
            return CompletableFuture.completedFuture(guarded.get());
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void requireName(String name) {
        if (name.contains("..") || name.length() > 1024) {
            throw new IllegalArgumentException("no name: " + name);
        }
    }

    private StoredObject object(String name) {
        Stored stored = objects.get(name);
        if (stored == null) {
            throw new StorageException.NotFound(name);
        }
        return new StoredObject(name, stored.bytes.length, stored.version, Instant.EPOCH);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, String continuation) {
        return listChildren(prefix, continuation);
    }

    /** Two objects a page. */
    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
        listings++;
        return call(prefix, () -> {
            List<StoredObject> all = objects.keySet().stream().filter(name -> name.startsWith(prefix))
                    .filter(name -> continuation == null || name.compareTo(continuation) > 0).map(this::object).toList();
            return all.size() <= 2 ? new ListPage(all, null) : new ListPage(all.subList(0, 2), all.get(1).name());
        });
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        requireName(name);
        return gate.thenCompose(open -> call(name, () -> {
            if (busy.test(name)) {
                throw new StorageException.Busy(name, 1);
            }
            StoredObject object = object(name);
            byte[] bytes = objects.get(name).bytes;
            opened++;
            return new Source() {
                @Override
                public StoredObject object() {
                    return object;
                }

                @Override
                public CompletableFuture<ByteBuffer> read(long offset, int length) {
                    if (length < 1 || offset + length > bytes.length) {
                        throw new IllegalArgumentException(offset + "+" + length + " of " + bytes.length);
                    }
                    synchronized (reads) {
                        reads.add(name + "@" + offset + "+" + length);
                    }
                    if (offset >= unreadableFrom) {
                        return CompletableFuture.failedFuture(new StorageException("no answer", null));
                    }
                    return call(name, () -> ByteBuffer.wrap(bytes, (int) offset, length).slice().asReadOnlyBuffer());
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }));
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        stats++;
        return call(name, () -> object(name));
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return readOnly
                ? CompletableFuture.failedFuture(new StorageException("nobody may write here", null))
                : call(name, () -> with(name, copy).object(name));
    }

    byte[] bytes(String name) {
        return objects.get(name).bytes;
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
