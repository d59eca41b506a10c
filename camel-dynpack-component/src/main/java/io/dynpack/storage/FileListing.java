package io.dynpack.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
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

/** Pages of a folder tree in ascending order of names; holds the entries of one folder a level, never the whole tree. */
final class FileListing {
    static final int PAGE = 1000;

    private final Path root;

    FileListing(Path root) {
        this.root = root;
    }

    private record Entry(String name, Path path, BasicFileAttributes attributes) {
        boolean folder() {
            return name.endsWith("/");
        }
    }

    /**
     * @param continuation the last name of the page before, or {@code null}
     * @param deep         objects of the whole tree; otherwise objects and folders directly below the prefix
     */
    ListPage page(String prefix, String continuation, boolean deep) throws IOException {
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
                if (!entry.attributes().isSymbolicLink() && entry.name().length() <= ObjectNames.MAX_LENGTH) {
                    levels.push(entries(entry.name(), prefix, continuation).iterator());
                }
                continue;
            }
            if (continuation != null && entry.name().compareTo(continuation) <= 0) {
                continue;
            }
            if (objects.size() == PAGE) {
                return new ListPage(objects, objects.get(PAGE - 1).name());
            }
            StoredObject object = object(entry);
            if (object != null) {
                objects.add(object);
            }
        }
        return new ListPage(objects, null);
    }

    private List<Entry> entries(String folder, String prefix, String continuation) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Path path = folder.isEmpty() ? root : root.resolve(folder);
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString());
        }
        if (!Files.exists(path) || !path.toRealPath().startsWith(root)) {
            return entries;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Entry entry = entry(folder, file);
                if (entry != null && matches(entry, prefix, continuation)) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // removed while we looked: as empty as an absent folder
            return List.of();
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    private static boolean matches(Entry entry, String prefix, String continuation) {
        String name = entry.name();
        if (!name.startsWith(prefix) && !(entry.folder() && prefix.startsWith(name))) {
            return false;
        }
        return continuation == null || name.compareTo(continuation) > 0 || entry.folder() && continuation.startsWith(name);
    }

    private Entry entry(String folder, Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.startsWith(ObjectNames.RESERVED) || name.indexOf('\\') >= 0) {
            return null;
        }
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean directory = attributes.isSymbolicLink()
                    ? insideRoot(file) && Files.isDirectory(file)
                    : attributes.isDirectory();
            return new Entry(folder + name + (directory ? "/" : ""), file, attributes);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private StoredObject object(Entry entry) throws IOException {
        if (entry.folder()) {
            return new StoredObject(entry.name(), 0, "", entry.attributes().lastModifiedTime().toInstant());
        }
        BasicFileAttributes attributes = entry.attributes();
        if (attributes.isSymbolicLink()) {
            if (!insideRoot(entry.path())) {
                return null;
            }
            attributes = Files.readAttributes(entry.path(), BasicFileAttributes.class);
        }
        return attributes.isRegularFile() ? FileVersion.of(attributes).object(entry.name()) : null;
    }

    private boolean insideRoot(Path link) throws IOException {
        try {
            return link.toRealPath().startsWith(root);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
