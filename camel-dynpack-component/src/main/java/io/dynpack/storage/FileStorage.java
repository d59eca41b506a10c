package io.dynpack.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder tree as a {@link Storage}.
 *
 * <p>
 * <b>Symbolic links</b> lead to what lies in the folder that holds the link, or deeper. One that leads elsewhere, out of the
 * root or into the folder of another asset, is as if it did not exist, and so is one that leads nowhere. Recursive listings do not
 * descend into linked folders. Whoever can write to the root can swap a file for a link or a pipe between check and use; the root
 * belongs to the operator.
 *
 * <p>
 * <b>Writes</b>: see {@link FileWriter}. <b>Threads</b>: every call runs on bounded workers; where their queue is full it fails
 * with {@link StorageException.Busy}. Futures complete on a worker.
 */
public final class FileStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(FileStorage.class);
    private static final int OPEN_ATTEMPTS = 3;
    private static final int DEFAULT_THREADS = 16;
    private static final int DEFAULT_QUEUE = 1024;
    private static final long CLOSING_SECONDS = 5;

    private final Path root;
    private final StorageWorkers workers;
    private final FileWriter writer;
    private final FileListing listing;

    /** Storage of a folder with workers of its own: 16 threads, a queue of 1024 calls, no {@code fsync}. */
    public FileStorage(Path root) throws IOException {
        this(root, new StorageWorkers(DEFAULT_THREADS, DEFAULT_QUEUE), false);
    }

    /**
     * @param root     existing folder
     * @param executor runs blocking calls; it stays the caller's and is not shut down here. It has to bound its queue by
     *                 rejecting
     * @param fsync    whether {@link #put} waits until the bytes are on the device, so that they survive a power failure too
     */
    public FileStorage(Path root, ExecutorService executor, boolean fsync) throws IOException {
        this(root, new StorageWorkers(executor), fsync);
    }

    /**
     * @param threads workers of this storage
     * @param queue   calls that may wait for a worker
     * @param fsync   as above
     */
    public FileStorage(Path root, int threads, int queue, boolean fsync) throws IOException {
        this(root, new StorageWorkers(threads, queue), fsync);
    }

    private FileStorage(Path root, StorageWorkers workers, boolean fsync) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new IOException("not a folder: " + root);
        }
        this.workers = workers;
        this.writer = new FileWriter(this.root, fsync);
        this.listing = new FileListing(this.root);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, @Nullable String continuation) {
        ObjectNames.checkPrefix(prefix);
        return run(prefix, () -> listing.page(prefix, continuation, true));
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation) {
        ObjectNames.checkPrefix(prefix);
        return run(prefix, () -> listing.page(prefix, continuation, false));
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        ObjectNames.check(name);
        return run(name, () -> openNow(name));
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        ObjectNames.check(name);
        return run(name, () -> regular(name, realPath(name)).object(name));
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        ObjectNames.check(name);
        ByteBuffer content = bytes.asReadOnlyBuffer();
        return run(name, () -> writer.put(name, content, condition));
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        ObjectNames.check(name);
        return run(name, () -> {
            writer.delete(name);
            return null;
        });
    }

    /**
     * Waits for the calls on workers of its own, so that nothing is written below the root afterwards; for five seconds at most, as
     * a call to a file system of the network may never end.
     */
    @Override
    public void close() {
        if (!workers.close(CLOSING_SECONDS)) {
            LOG.warn("the storage of {} was closed while calls to it still ran; they may write there until they end", root);
        }
    }

    /** Where the root itself is gone, a volume that is not mounted say, nothing is known of any name below it. */
    private <T> CompletableFuture<T> run(String name, Callable<T> call) {
        return workers.run(name, () -> {
            try {
                return call.call();
            } catch (NoSuchFileException | StorageException.NotFound e) {
                if (!Files.isDirectory(root)) {
                    throw new StorageException.Unmounted(name, root.toString());
                }
                throw e;
            }
        });
    }

    private Source openNow(String name) throws IOException {
        Path path = realPath(name);
        FileVersion version = regular(name, path);
        for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                FileVersion after = regular(name, path);
                if (after.equals(version)) {
                    FileSource source = new FileSource(name, path, version, channel, workers);
                    channel = null;
                    return source;
                }
                version = after;
            } finally {
                if (channel != null) {
                    channel.close();
                }
            }
        }
        throw new StorageException.Changed(name, version.text());
    }

    private Path realPath(String name) throws IOException {
        return realPath(root, name);
    }

    /**
     * Where a name leads.
     *
     * @param root a real path
     * @param name relative to it
     * @throws NoSuchFileException for a link that leads out of its folder or nowhere, too
     */
    static Path realPath(Path root, String name) throws IOException {
        try {
            Path path = root.resolve(name);
            Path real = path.toRealPath();
            // mostly there is no link on the way
            return real.equals(path) ? real : realPath(root, root.relativize(path));
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name);
        } catch (FileSystemException e) {
            throw isNowhere(e) ? new NoSuchFileException(name) : e;
        }
    }

    private static Path realPath(Path root, Path relative) throws IOException {
        Path folder = root;
        for (Path segment : relative) {
            Path real = folder.resolve(segment).toRealPath();
            if (!isBelow(folder, real)) {
                throw new NoSuchFileException(relative.toString());
            }
            folder = real;
        }
        return folder;
    }

    /** A link to its own folder leads in a circle. */
    static boolean isBelow(Path folder, Path real) {
        return real.startsWith(folder) && !real.equals(folder);
    }

    /**
     * File systems allow less than the names of a storage, links lead in circles, and a file has nothing below it; these are told
     * by their text only.
     */
    static boolean isNowhere(FileSystemException failure) {
        String reason = failure.getReason();
        return reason != null && (reason.contains("too long") || reason.contains("symbolic links")
                || reason.contains("Not a directory"));
    }

    /** Devices, pipes and folders are no objects; opening a pipe would wait for its writer. */
    private static FileVersion regular(String name, Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new StorageException.NotFound(name);
        }
        return FileVersion.of(attributes);
    }
}
