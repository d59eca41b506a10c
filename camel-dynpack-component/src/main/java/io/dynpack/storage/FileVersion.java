package io.dynpack.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a file from another: size, modification time and the identity of the inode.
 *
 * <p>
 * The text form leaves the device number out, because nodes that mount the same share see different ones and have to give the
 * same version. A file system advances modification times in ticks (4 ms on common Linux kernels); two writes in place of equal
 * length within one tick cannot be told apart. {@link FileStorage#put} makes a new inode with a later time, so it has no such gap.
 *
 * @param size          bytes
 * @param modifiedNanos since 1970
 * @param fileKey       device and inode as the platform gives them, or {@code null} where it has none
 */
record FileVersion(long size, long modifiedNanos, @Nullable Object fileKey) {
    private static final Pattern INODE = Pattern.compile("ino=(\\d+)");

    static FileVersion of(BasicFileAttributes attributes) {
        return new FileVersion(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.fileKey());
    }

    /** Of the file that {@code path} names now; {@code path} holds no symbolic link. */
    static FileVersion read(Path path) throws IOException {
        return of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    String text() {
        String stem = Long.toHexString(size) + '-' + Long.toHexString(modifiedNanos);
        if (fileKey == null) {
            return stem;
        }
        Matcher inode = INODE.matcher(fileKey.toString());
        return stem + '-' + (inode.find() ? Long.toHexString(Long.parseUnsignedLong(inode.group(1))) : fileKey);
    }

    StoredObject object(String name) {
        return new StoredObject(name, size, text(),
                Instant.ofEpochSecond(Math.floorDiv(modifiedNanos, 1_000_000_000L),
                        Math.floorMod(modifiedNanos, 1_000_000_000L)));
    }
}
