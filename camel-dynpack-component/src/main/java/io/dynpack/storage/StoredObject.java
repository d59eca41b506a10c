package io.dynpack.storage;

import java.time.Instant;

/**
 * An object in a listing.
 *
 * @param name         relative to the storage; ends with {@code /} where it is a folder
 * @param length       bytes; 0 for a folder
 * @param version      opaque and equal only for equal bytes: an ETag, or size, modification time and inode of a file; empty for
 *                     a folder
 * @param lastModified as the storage says
 */
public record StoredObject(String name, long length, String version, Instant lastModified) {
    public boolean isFolder() {
        return name.endsWith("/");
    }

    /** @throws IndexOutOfBoundsException where these are no bytes of the object, or none at all */
    public void checkRange(long offset, long count) {
        if (offset < 0 || count < 1 || count > length - offset) {
            throw new IndexOutOfBoundsException(count + " bytes at " + offset + " of the " + length + " of " + name);
        }
    }
}
