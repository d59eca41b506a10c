package io.dynpack.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;

/**
 * One version of one file, read by positional reads: by a worker what may have to come from the disk, by the caller what was read
 * a moment ago.
 *
 * <p>
 * <b>Changes.</b> A read compares the file that the name stands for now with the version opened, after its bytes were copied. The
 * kernel updates size and modification time before it changes data, so bytes seen before a check
 * that succeeds are bytes of this version. Nothing is handed out in place: what waits in the queue of a socket would change with
 * the file.
 */
final class FileSource implements LocalSource {
    private static final int READ_CHUNK = 256 * 1024;

    private final StoredObject object;
    private final Path path;
    private final FileVersion version;
    private final StorageWorkers workers;
    private final RecentPages recent;
    /** Another one where the thread of a read was interrupted, which closes the channel under all who share this source. */
    private volatile FileChannel channel;
    private volatile boolean closed;

    FileSource(String name, Path path, FileVersion version, FileChannel channel, StorageWorkers workers) {
        this.object = version.object(name);
        this.path = path;
        this.version = version;
        this.channel = channel;
        this.workers = workers;
        this.recent = new RecentPages(version.size(), System::nanoTime);
    }

    @Override
    public StoredObject object() {
        return object;
    }

    @Override
    public CompletableFuture<ByteBuffer> read(long offset, int length) {
        object.checkRange(offset, length);
        return workers.run(object.name(), () -> {
            requireIntact();
            ByteBuffer bytes = ByteBuffer.allocate(length);
            readFully(bytes, offset);
            requireIntact();
            return bytes.flip().asReadOnlyBuffer();
        });
    }

    @Override
    public CompletableFuture<Void> readInto(long[] starts, long[] ends, ByteBuffer target) {
        if (check(starts, ends) != target.remaining()) {
            throw new IllegalArgumentException("ranges of another length than " + target.remaining() + " bytes of memory");
        }
        if (!recent.contains(starts, ends)) {
            return readLater(starts, ends, target);
        }
        try {
            read(starts, ends, target.duplicate());
            return CompletableFuture.completedFuture(null);
        } catch (ClosedByInterruptException e) {
            // the caller was interrupted, and a worker is not
            return readLater(starts, ends, target);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(StorageWorkers.translate(object.name(), e));
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> readLater(long[] starts, long[] ends, ByteBuffer target) {
        return workers.run(object.name(), () -> {
            read(starts, ends, target.duplicate());
            recent.add(starts, ends);
            return null;
        });
    }

    private void read(long[] starts, long[] ends, ByteBuffer target) throws IOException {
        if (closed) {
            throw closed();
        }
        for (int i = 0; i < starts.length; i++) {
            target.limit(target.position() + (int) (ends[i] - starts[i]));
            readFully(target, starts[i]);
        }
        requireIntact();
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("cannot close " + object.name(), e);
        }
    }

    private StorageException closed() {
        return new StorageException(object.name() + " is closed", null);
    }

    private long check(long[] starts, long[] ends) {
        long total = 0;
        for (int i = 0; i < starts.length; i++) {
            object.checkRange(starts[i], ends[i] - starts[i]);
            total += ends[i] - starts[i];
        }
        return total;
    }

    private void requireIntact() {
        if (!intact()) {
            throw new StorageException.Changed(object.name(), object.version());
        }
    }

    /** As it is now: a file that was moved away and back, or a share that did not answer for a moment, is what it was. */
    private boolean intact() {
        try {
            return FileVersion.read(path).equals(version);
        } catch (IOException e) {
            // gone, or not to be seen: not the version that was opened
            return false;
        }
    }

    /**
     * Into memory of the heap in chunks, because the JDK keeps a native buffer as large as the largest such read for each
     * thread.
     */
    private void readFully(ByteBuffer into, long offset) throws IOException {
        long at = offset;
        int end = into.limit();
        while (into.position() < end) {
            into.limit(into.isDirect() ? end : Math.min(end, into.position() + READ_CHUNK));
            int n = readSome(into, at);
            if (n < 0) {
                throw new StorageException.Changed(object.name(), object.version());
            }
            at += n;
        }
    }

    private int readSome(ByteBuffer into, long at) throws IOException {
        FileChannel open = channel;
        try {
            return open.read(into, at);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (ClosedChannelException e) {
            return reopened(open).read(into, at);
        }
    }

    /** In the place of a channel that was closed because a thread that read from it was interrupted. */
    private synchronized FileChannel reopened(FileChannel gone) throws IOException {
        if (closed) {
            throw closed();
        }
        if (channel == gone) {
            requireIntact();
            FileChannel again = FileChannel.open(path, StandardOpenOption.READ);
            if (!intact()) {
                again.close();
                throw new StorageException.Changed(object.name(), object.version());
            }
            channel = again;
        }
        return channel;
    }
}
