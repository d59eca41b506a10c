package io.dynpack.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A flat name space of immutable-while-read objects: a folder tree or a set of blob containers.
 *
 * <p>
 * Names are relative, separated by {@code /}, never empty, without {@code .} or {@code ..} segments; an implementation refuses
 * any other name with an {@link IllegalArgumentException} before it touches anything. All calls return at once; they never block
 * the caller, and their futures fail with a {@link StorageException} only.
 */
public interface Storage extends AutoCloseable {

    /**
     * One page of the objects whose names begin with {@code prefix}, in ascending order of their names.
     *
     * @param prefix       what every name begins with; empty for all
     * @param continuation {@link ListPage#continuation()} of the page before, or {@code null} for the first page
     */
    CompletableFuture<ListPage> list(String prefix, @Nullable String continuation);

    /**
     * As {@link #list(String, String)} for who wants no more than some of them.
     *
     * @param most a page may have more
     */
    default CompletableFuture<ListPage> list(String prefix, @Nullable String continuation, int most) {
        return list(prefix, continuation);
    }

    /** As {@link #listChildren(String, String)} for who wants no more than some of them. */
    default CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation, int most) {
        return listChildren(prefix, continuation);
    }

    /**
     * The names directly below {@code prefix}, objects and folders, in ascending order; folder names end with {@code /}. Reads
     * no deeper level.
     */
    CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation);

    /**
     * Opens an object for ranged reads. The source keeps reading the version that it was opened with, or fails; see
     * {@link Source}.
     *
     * @return fails with {@link StorageException.NotFound} where there is no such object
     */
    CompletableFuture<Source> open(String name);

    /**
     * As {@link #open(String)} for who knows already what is there: a storage of ranged reads asks nothing, and the first read
     * tells whether the object is still this version. Others look at once.
     *
     * @param version of {@link StoredObject#version()}
     * @param length  bytes of that version
     * @return fails with {@link StorageException.Changed} where the object has another version by now
     */
    default CompletableFuture<Source> open(String name, String version, long length) {
        return open(name).thenApply(source -> {
            if (!source.version().equals(version)) {
                source.close();
                throw new StorageException.Changed(name, version);
            }
            return source;
        });
    }

    /** Whether {@link #open(String, String, long)} looks at the object. Where it asks nothing, it need not wait for its turn. */
    default boolean looksWhenOpened() {
        return true;
    }

    /**
     * How long whoever has a known state to answer with should wait for a new one, milliseconds: as long as an answer mostly takes
     * at the moment, 0 where this storage gives none.
     */
    default long patienceMillis() {
        return 250;
    }

    /** How often a call was made again since the start, where a storage does that by itself. */
    default long retries() {
        return 0;
    }

    /**
     * Reads a small object whole, with one call where the storage is far away. One that is replaced meanwhile is read again, a few
     * times: whoever reads it sees some version.
     *
     * @param maxLength bytes
     * @return fails as {@link #open(String)} does, and with {@link StorageException.TooLarge}
     */
    default CompletableFuture<WholeObject> readWhole(String name, int maxLength) {
        return WholeObject.read(this, name, maxLength);
    }

    /** What {@link #open} would tell of an object without opening it. */
    CompletableFuture<StoredObject> stat(String name);

    /**
     * Writes a whole object so that a reader sees the old bytes or the new ones, and a crash leaves one of the two.
     *
     * @return the object as written; fails with {@link StorageException.PreconditionFailed} where {@code condition} does not hold
     */
    CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition);

    /** Removes an object; an absent one is a success. */
    CompletableFuture<Void> delete(String name);

    /** Releases threads and connections that this storage created. Open sources become unusable. */
    @Override
    void close();
}
