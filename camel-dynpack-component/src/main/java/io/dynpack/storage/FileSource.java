package io.dynpack.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One version of one file: positional reads, and slices of a shared mapping.
 *
 * <p>
 * <b>Changes.</b> A read compares the file that the name stands for now with the version opened, before and after its bytes
 * were copied. The kernel updates size and modification time before it changes data, so bytes copied before a check that
 * succeeds are bytes of this version. Whoever takes bytes out of {@link MappedLease#slices()} gets the same guarantee by
 * copying first and asking {@link MappedLease#intact()} after.
 *
 * <p>
 * <b>Mapping.</b> Windows of 1 GiB, made once a source and shared by all leases. They are never unmapped by hand: JDK 17 has no
 * safe way to, and touching an unmapped page ends the process. The collector unmaps a window after the source and the last lease
 * let go of it. A read of a mapped page past the end of a truncated file raises {@link InternalError}, which is why pages are
 * brought in by {@code pread} here, never by touching the mapping.
 */
final class FileSource implements MappedSource {
    static final int WINDOW_BITS = 30;
    private static final long WINDOW = 1L << WINDOW_BITS;
    private static final int READ_CHUNK = 256 * 1024;

    private final StoredObject object;
    private final Path path;
    private final FileVersion version;
    private final FileChannel channel;
    private final StorageWorkers workers;
    private final AtomicReferenceArray<MappedByteBuffer> windows;
    private final RecentPages recent;
    private volatile boolean changed;
    private volatile boolean closed;

    FileSource(String name, Path path, FileVersion version, FileChannel channel, StorageWorkers workers) {
        this.object = version.object(name);
        this.path = path;
        this.version = version;
        this.channel = channel;
        this.workers = workers;
        this.windows = new AtomicReferenceArray<>(Math.toIntExact((version.size() + WINDOW - 1) >>> WINDOW_BITS));
        this.recent = new RecentPages(version.size(), System::nanoTime);
    }

    @Override
    public StoredObject object() {
        return object;
    }

    @Override
    public CompletableFuture<ByteBuffer> read(long offset, int length) {
        check(offset, length, offset + length);
        return workers.run(object.name(), () -> {
            requireIntact();
            ByteBuffer bytes = ByteBuffer.allocate(length);
            readFully(bytes, offset);
            requireIntact();
            return bytes.flip().asReadOnlyBuffer();
        });
    }

    @Override
    public CompletableFuture<MappedLease> map(long[] starts, long[] ends) {
        boolean warm = true;
        for (int i = 0; i < starts.length; i++) {
            check(starts[i], ends[i] - starts[i], ends[i]);
            warm = warm && recent.contains(starts[i], ends[i]);
        }
        if (warm && !changed && mapped(starts, ends)) {
            try {
                return CompletableFuture.completedFuture(lease(starts, ends));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(StorageWorkers.translate(object.name(), e));
            }
        }
        return workers.run(object.name(), () -> {
            requireIntact();
            touch(starts, ends);
            MappedLease lease = lease(starts, ends);
            requireIntact();
            return lease;
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("cannot close " + object.name(), e);
        }
    }

    private void check(long offset, long length, long end) {
        if (offset < 0 || length < 1 || end < offset || end > version.size()) {
            throw new IndexOutOfBoundsException("bytes " + offset + "–" + end + " of " + version.size());
        }
    }

    private void requireIntact() {
        if (!intact()) {
            throw new StorageException.Changed(object.name(), object.version());
        }
    }

    private boolean intact() {
        if (changed) {
            return false;
        }
        try {
            if (FileVersion.read(path).equals(version)) {
                return true;
            }
        } catch (IOException e) {
            // gone, or no longer to be seen: not the version that was opened
            changed = true;
            return false;
        }
        changed = true;
        return false;
    }

    /** In chunks, because the JDK keeps a native buffer as large as the largest read for each thread. */
    private void readFully(ByteBuffer into, long offset) throws IOException {
        long at = offset;
        int end = into.limit();
        while (into.position() < end) {
            into.limit(Math.min(end, into.position() + READ_CHUNK));
            int n = channel.read(into, at);
            if (n < 0) {
                changed = true;
                throw new StorageException.Changed(object.name(), object.version());
            }
            at += n;
        }
    }

    private void touch(long[] starts, long[] ends) throws IOException {
        ByteBuffer scratch = null;
        for (int i = 0; i < starts.length; i++) {
            if (recent.contains(starts[i], ends[i])) {
                continue;
            }
            if (scratch == null) {
                scratch = ByteBuffer.allocate(READ_CHUNK);
            }
            for (long at = starts[i]; at < ends[i]; at += READ_CHUNK) {
                scratch.clear().limit((int) Math.min(READ_CHUNK, ends[i] - at));
                readFully(scratch, at);
            }
            recent.add(starts[i], ends[i]);
        }
    }

    private boolean mapped(long[] starts, long[] ends) {
        for (int i = 0; i < starts.length; i++) {
            for (long w = starts[i] >>> WINDOW_BITS; w <= (ends[i] - 1) >>> WINDOW_BITS; w++) {
                if (windows.get((int) w) == null) {
                    return false;
                }
            }
        }
        return true;
    }

    private MappedByteBuffer window(int index) throws IOException {
        MappedByteBuffer window = windows.get(index);
        if (window == null) {
            synchronized (windows) {
                window = windows.get(index);
                if (window == null) {
                    long start = (long) index << WINDOW_BITS;
                    window = channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(WINDOW, version.size() - start));
                    windows.set(index, window);
                }
            }
        }
        return window;
    }

    private MappedLease lease(long[] starts, long[] ends) throws IOException {
        if (closed) {
            throw new StorageException(object.name() + " is closed", null);
        }
        List<ByteBuffer> slices = new ArrayList<>(starts.length + 1);
        for (int i = 0; i < starts.length; i++) {
            for (long at = starts[i]; at < ends[i];) {
                int index = (int) (at >>> WINDOW_BITS);
                long windowStart = (long) index << WINDOW_BITS;
                long end = Math.min(ends[i], windowStart + WINDOW);
                MappedByteBuffer window = window(index);
                slices.add(window.slice((int) (at - windowStart), (int) (end - at)));
                at = end;
            }
        }
        return new Lease(slices.toArray(ByteBuffer[]::new));
    }

    private final class Lease implements MappedLease {
        private final AtomicBoolean released = new AtomicBoolean();
        private volatile ByteBuffer[] slices;

        Lease(ByteBuffer[] slices) {
            this.slices = slices;
        }

        @Override
        public ByteBuffer[] slices() {
            return slices;
        }

        @Override
        public boolean intact() {
            return !released.get() && FileSource.this.intact();
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                slices = new ByteBuffer[0];
            }
        }
    }
}
