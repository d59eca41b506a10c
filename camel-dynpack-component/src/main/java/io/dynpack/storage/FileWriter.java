package io.dynpack.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Writes whole files so that every reader and every crash sees the old bytes or the new ones: a temporary file in the same
 * folder, then an atomic rename, or a hard link where the name must not exist yet.
 *
 * <p>
 * Replacing and deleting hold a lock on a hidden file in the root, which the system releases when a process dies. So {@code
 * IfMatch} is exact among all processes that write through this class on a file system with working POSIX locks; a program that
 * writes past it can still slip in between check and rename.
 */
final class FileWriter {
    private static final String TEMPORARY_SUFFIX = ".tmp";
    private static final Duration TEMPORARY_LIFE = Duration.ofHours(1);
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

    private final Path root;
    private final boolean fsync;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.EPOCH);

    FileWriter(Path root, boolean fsync) {
        this.root = root;
        this.fsync = fsync;
    }

    StoredObject put(String name, ByteBuffer bytes, PutCondition condition) throws IOException {
        Path folder = folderOf(name);
        Path target = folder.resolve(fileName(name));
        sweep(folder);
        Path temporary = folder.resolve(ObjectNames.RESERVED + UUID.randomUUID() + TEMPORARY_SUFFIX);
        try {
            write(temporary, bytes);
            if (condition instanceof PutCondition.IfAbsent) {
                link(name, temporary, target, condition);
            } else {
                replace(name, temporary, target, condition);
            }
            if (fsync) {
                force(folder);
            }
            return FileVersion.read(target).object(name);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    void delete(String name) throws IOException {
        Path target;
        try {
            target = FileStorage.realPath(root, name);
        } catch (NoSuchFileException e) {
            return;
        }
        Path link = root.resolve(name);
        locked(() -> {
            if (!Files.isDirectory(target)) {
                Files.deleteIfExists(link);
            }
        });
    }

    private Path folderOf(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            return root;
        }
        Path folder = root.resolve(name.substring(0, slash));
        // the deepest part that exists decides whether a link leads out of the root, before anything is created
        Path existing = folder;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = Objects.requireNonNull(existing.getParent());
        }
        FileStorage.realPath(root, root.relativize(existing).toString());
        Files.createDirectories(folder);
        return folder.toRealPath();
    }

    private static String fileName(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private void write(Path temporary, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer left = bytes.duplicate();
            while (left.hasRemaining()) {
                channel.write(left);
            }
            if (fsync) {
                channel.force(true);
            }
        }
    }

    private void link(String name, Path temporary, Path target, PutCondition condition) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            throw new StorageException.PreconditionFailed(name, condition);
        } catch (FileSystemException | UnsupportedOperationException e) {
            create(name, temporary, target, condition);
        }
    }

    /** Where a file system has no hard links, as those of cameras and some of networks, the lock keeps the others out. */
    private void create(String name, Path temporary, Path target, PutCondition condition) throws IOException {
        locked(() -> {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new StorageException.PreconditionFailed(name, condition);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private void replace(String name, Path temporary, Path target, PutCondition condition) throws IOException {
        locked(() -> {
            FileVersion old = currentVersion(target);
            if (condition instanceof PutCondition.IfMatch match && (old == null || !old.text().equals(match.version()))) {
                throw new StorageException.PreconditionFailed(name, condition);
            }
            if (old != null) {
                makeLaterThan(old, temporary);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private static @Nullable FileVersion currentVersion(Path target) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                throw new FileAlreadyExistsException(target.toString());
            }
            return FileVersion.of(attributes);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Inode numbers are used again, so that equal sizes written within one tick of the clock could look alike. */
    private static void makeLaterThan(FileVersion old, Path temporary) throws IOException {
        FileVersion written = FileVersion.read(temporary);
        if (written.modifiedNanos() <= old.modifiedNanos()) {
            Instant later = Instant.ofEpochSecond(0, old.modifiedNanos()).plusNanos(1000);
            Files.setLastModifiedTime(temporary, FileTime.from(later));
        }
    }

    private interface Locked {
        void run() throws IOException;
    }

    private void locked(Locked action) throws IOException {
        lock.lock();
        try (FileChannel channel = lockFile();
                FileLock held = channel.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock of the storage was lost");
            }
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Opening a pipe would wait for its reader. */
    private FileChannel lockFile() throws IOException {
        Path file = root.resolve(ObjectNames.RESERVED + "lock");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no regular file; remove it");
        }
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
    }

    private void sweep(Path folder) throws IOException {
        Instant now = Instant.now();
        Instant last = lastSweep.get();
        if (Duration.between(last, now).compareTo(SWEEP_INTERVAL) < 0 || !lastSweep.compareAndSet(last, now)) {
            return;
        }
        String glob = ObjectNames.RESERVED + "*" + TEMPORARY_SUFFIX;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                FileVersion version = currentVersion(file);
                Instant limit = now.minus(TEMPORARY_LIFE);
                if (version != null && Instant.ofEpochSecond(0, version.modifiedNanos()).isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
