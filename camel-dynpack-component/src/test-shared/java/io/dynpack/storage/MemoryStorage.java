package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Objects in memory, with a process in front of them that can die. */
public class MemoryStorage implements Storage {

    /** What happens to the call at which the process dies. */
    public enum Death {
        /** The storage never sees it. */
        BEFORE,
        /** The storage does it, the process does not learn of it. */
        AFTER
    }

    private record Stored(byte[] bytes, String version) {}

    public final AtomicInteger calls = new AtomicInteger();
    private final ConcurrentSkipListMap<String, Stored> objects;
    private final AtomicLong versions;
    private final int pageSize;
    private volatile int dieAt = Integer.MAX_VALUE;
    /** Completes before {@link #open} does. */
    public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private volatile Death death = Death.BEFORE;
    private final Queue<String> reads = new ConcurrentLinkedQueue<>();
    private final Queue<String> puts = new ConcurrentLinkedQueue<>();
    private volatile Predicate<String> refusedOpens = name -> false;
    private volatile Function<String, StorageException> refusal = name -> null;
    private volatile Consumer<String> beforePut = name -> {};

    public MemoryStorage() {
        this(1000);
    }

    public MemoryStorage(int pageSize) {
        this(new ConcurrentSkipListMap<>(), new AtomicLong(), pageSize);
    }

    private MemoryStorage(ConcurrentSkipListMap<String, Stored> objects, AtomicLong versions, int pageSize) {
        this.objects = objects;
        this.versions = versions;
        this.pageSize = pageSize;
    }

    /** Another process on the same objects. */
    public MemoryStorage process() {
        return new MemoryStorage(objects, versions, pageSize);
    }

    /** Lets the process die at this call, from 1; all later calls fail as well. */
    public MemoryStorage dyingAt(int call, Death how) {
        dieAt = call;
        death = how;
        return this;
    }

    public void live() {
        dieAt = Integer.MAX_VALUE;
    }

    public boolean died() {
        return calls.get() >= dieAt;
    }

    /** Names of the objects that were read from, a name for each read. */
    public List<String> reads() {
        return List.copyOf(reads);
    }

    /** Names of the objects that were written, in that order. */
    public List<String> puts() {
        return List.copyOf(puts);
    }

    public void forget() {
        reads.clear();
        puts.clear();
    }

    /** Lets every put of a name fail for which {@code why} answers. */
    public void refusePuts(Function<String, StorageException> why) {
        refusal = why;
    }

    /** Lets every open fail as one of what this client may not read. */
    public void refuseOpens(Predicate<String> names) {
        refusedOpens = names;
    }

    /** Runs before each put, in its thread. */
    public void beforePut(Consumer<String> action) {
        beforePut = action;
    }

    public void putBytes(String name, byte[] bytes) {
        objects.put(name, new Stored(bytes.clone(), "v" + versions.incrementAndGet()));
    }

    public byte[] bytes(String name) {
        return objects.get(name).bytes.clone();
    }

    public void remove(String name) {
        objects.remove(name);
    }

    public List<String> names() {
        return List.copyOf(objects.keySet());
    }

    public void putText(String name, String text) {
        objects.put(name, new Stored(text.getBytes(StandardCharsets.UTF_8), "v" + versions.incrementAndGet()));
    }

    public String text(String name) {
        return new String(objects.get(name).bytes, StandardCharsets.UTF_8);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, String continuation) {
        ObjectNames.checkPrefix(prefix);
        return call(() -> page(prefix, continuation, objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(name -> name.startsWith(prefix)).map(this::object).toList()));
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, String continuation) {
        ObjectNames.checkPrefix(prefix);
        return call(() -> page(prefix, continuation, objects.tailMap(prefix, true).keySet().stream()
                .takeWhile(name -> name.startsWith(prefix)).map(name -> {
                    int slash = name.indexOf('/', prefix.length());
                    return slash < 0 ? object(name) : new StoredObject(name.substring(0, slash + 1), 0, "", Instant.EPOCH);
                }).distinct().toList()));
    }

    private ListPage page(String prefix, String continuation, List<StoredObject> all) {
        List<StoredObject> rest = new ArrayList<>(
                all.stream().filter(object -> continuation == null || object.name().compareTo(continuation) > 0).toList());
        if (rest.size() <= pageSize) {
            return new ListPage(rest, null);
        }
        List<StoredObject> page = rest.subList(0, pageSize);
        return new ListPage(page, page.get(pageSize - 1).name());
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        ObjectNames.check(name);
        CompletableFuture<Source> opened = call(() -> {
            Stored stored = objects.get(name);
            if (stored == null) {
                throw new StorageException.NotFound(name);
            }
            if (refusedOpens.test(name)) {
                throw new StorageException.Refused(name, null);
            }
            return new MemorySource(object(name, stored), stored.bytes);
        });
        return gate.thenCompose(done -> opened);
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        ObjectNames.check(name);
        return call(() -> {
            Stored stored = objects.get(name);
            if (stored == null) {
                throw new StorageException.NotFound(name);
            }
            return object(name, stored);
        });
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        ObjectNames.check(name);
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        beforePut.accept(name);
        return call(() -> {
            StorageException problem = refusal.apply(name);
            if (problem != null) {
                throw problem;
            }
            Stored stored = new Stored(copy, "v" + versions.incrementAndGet());
            objects.compute(name, (key, old) -> {
                boolean holds = condition instanceof PutCondition.Always
                        || condition instanceof PutCondition.IfAbsent && old == null
                        || condition instanceof PutCondition.IfMatch match && old != null
                                && old.version.equals(match.version());
                if (!holds) {
                    throw new StorageException.PreconditionFailed(name, condition);
                }
                return stored;
            });
            puts.add(name);
            return object(name, stored);
        });
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        ObjectNames.check(name);
        return call(() -> {
            objects.remove(name);
            return null;
        });
    }

    @Override
    public void close() {
        // nothing is open
    }

    private StoredObject object(String name) {
        return object(name, objects.get(name));
    }

    private static StoredObject object(String name, Stored stored) {
        return new StoredObject(name, stored.bytes.length, stored.version, Instant.EPOCH);
    }

    private <T> CompletableFuture<T> call(Supplier<T> action) {
        int call = calls.incrementAndGet();
        boolean dead = call >= dieAt;
        if (dead && (call > dieAt || death == Death.BEFORE)) {
            return CompletableFuture.failedFuture(new StorageException("the process is dead", null));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            T value = action.get();
            if (dead) {
                result.completeExceptionally(new StorageException("the process is dead", null));
            } else {
                result.complete(value);
            }
        } catch (StorageException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private final class MemorySource implements Source {
        private final StoredObject object;
        private final byte[] bytes;

        MemorySource(StoredObject object, byte[] bytes) {
            this.object = object;
            this.bytes = bytes;
        }

        @Override
        public StoredObject object() {
            return object;
        }

        @Override
        public CompletableFuture<ByteBuffer> read(long offset, int length) {
            object.checkRange(offset, length);
            reads.add(object.name());
            return call(() -> ByteBuffer.wrap(bytes, (int) offset, length).slice().asReadOnlyBuffer());
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
