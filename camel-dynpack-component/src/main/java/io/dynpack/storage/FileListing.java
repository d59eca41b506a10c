package io.dynpack.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages of a folder tree in ascending order of names; holds the entries of one folder a level, never the whole tree. What is no
 * object and no folder that can be listed is passed over, and said once: a listing never fails for one of its entries.
 */
final class FileListing {
    static final int PAGE = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(FileListing.class);

    private final Path root;
    private final OnceLog passedOver = new OnceLog(LOG);

    FileListing(Path root) {
        this.root = root;
    }

    private record Entry(StoredObject object, boolean link) {
        String name() {
            return object.name();
        }

        boolean folder() {
            return object.isFolder();
        }
    }

    /**
     * @param continuation the last name of the page before, or {@code null}
     * @param deep         objects of the whole tree; otherwise objects and folders directly below the prefix
     */
    ListPage page(String prefix, @Nullable String continuation, boolean deep) throws IOException {
        String start = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        List<StoredObject> objects = new ArrayList<>();
        Deque<Iterator<Entry>> levels = new ArrayDeque<>();
        levels.push(entries(start, prefix, continuation).iterator());
        while (!levels.isEmpty()) {
            Iterator<Entry> level = levels.peek();
            if (!level.hasNext()) {
                levels.pop();
                continue;
            }
            Entry entry = level.next();
            if (entry.folder() && deep) {
                if (!entry.link() && entry.name().length() <= ObjectNames.MAX_LENGTH) {
                    levels.push(below(entry, prefix, continuation).iterator());
                }
                continue;
            }
            if (continuation != null && entry.name().compareTo(continuation) <= 0) {
                continue;
            }
            if (objects.size() == PAGE) {
                return new ListPage(objects, objects.get(PAGE - 1).name());
            }
            objects.add(entry.object());
        }
        return new ListPage(objects, null);
    }

    private List<Entry> below(Entry folder, String prefix, @Nullable String continuation) {
        try {
            return entries(folder.name(), prefix, continuation);
        } catch (IOException e) {
            passedOver.warn(folder.name(), reason(e));
            return List.of();
        }
    }

    private List<Entry> entries(String folder, String prefix, @Nullable String continuation) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString());
        }
        Path path;
        try {
            path = folder.isEmpty() ? root : FileStorage.realPath(root, folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return entries;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Entry entry = entry(folder, path, file);
                if (entry != null && matches(entry, prefix, continuation)) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // removed while we looked: as empty as an absent folder
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private static boolean matches(Entry entry, String prefix, @Nullable String continuation) {
        String name = entry.name();
        if (!name.startsWith(prefix) && !(entry.folder() && prefix.startsWith(name))) {
            return false;
        }
        return continuation == null || name.compareTo(continuation) > 0 || entry.folder() && continuation.startsWith(name);
    }

    /** {@code null} for what is passed over, and for what was removed while we looked. */
    private @Nullable Entry entry(String folder, Path parent, Path file) {
        String name = file.getFileName().toString();
        if (name.startsWith(ObjectNames.RESERVED)) {
            return null;
        }
        if (!isName(folder + name, file)) {
            passedOver.warn(folder + name, "no object can have this name");
            return null;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean link = attributes.isSymbolicLink();
            if (link) {
                Path target = file.toRealPath();
                if (!FileStorage.isBelow(parent, target)) {
                    passedOver.warn(folder + name, "the symbolic link leads out of its folder");
                    return null;
                }
                attributes = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            }
            if (attributes.isDirectory()) {
                String full = folder + name + "/";
                return new Entry(new StoredObject(full, 0, "", attributes.lastModifiedTime().toInstant()), link);
            }
            if (attributes.isRegularFile()) {
                return new Entry(FileVersion.of(attributes).object(folder + name), link);
            }
            passedOver.warn(folder + name, "it is neither a file nor a folder");
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                passedOver.warn(folder + name, "the symbolic link leads nowhere");
            }
        } catch (IOException e) {
            passedOver.warn(folder + name, reason(e));
        }
        return null;
    }

    /** Bytes that are no text in the encoding of file names, too, make a name that finds nothing. */
    private static boolean isName(String name, Path file) {
        try {
            ObjectNames.check(name);
            return file.getFileSystem().getPath(name).getFileName().equals(file.getFileName());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof AccessDeniedException
                ? "it may not be read"
                : failure instanceof FileSystemException named && named.getReason() != null
                        ? named.getReason()
                        : failure.toString();
    }
}
