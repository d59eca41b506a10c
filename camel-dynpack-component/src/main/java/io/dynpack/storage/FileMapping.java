package io.dynpack.storage;

import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A file in the address space of the process, in windows that are mapped when somebody first looks through them. To copy from
 * there costs half of what a positional read of the same bytes does. It is unmapped as soon as it was closed and nobody looks at
 * it any more, and not some day by the garbage collector, because a deleted file keeps its place on the disk while it is mapped.
 *
 * <p>
 * Mapped bytes are copied in bulk and never read one by one, so no buffer of them leaves this class: where a file was cut short,
 * the virtual machine gets over a fault in its copying routines. Elsewhere JDK 17 has to decode the instruction that failed, and
 * ends the process where it does not know it.
 *
 * <p>
 * Safe for use by many threads. What was copied may be of several versions of the file; that is for the caller to find out.
 */
final class FileMapping implements AutoCloseable {
    /** A buffer has less than 2 GiB. */
    private static final long WINDOW = 1L << 30;
    /** Elsewhere nobody can replace or delete a file that is mapped. */
    private static final boolean HARMLESS = File.separatorChar == '/';
    private static final MethodHandle UNMAP = unmap();

    private final FileChannel channel;
    private final long size;
    private final AtomicReferenceArray<MappedByteBuffer> windows;
    private int users;
    private boolean closed;
    private volatile boolean refused = !HARMLESS;

    /**
     * @param channel open until this is closed
     * @param size    bytes of the file
     */
    FileMapping(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        this.windows = new AtomicReferenceArray<>((int) ((size + WINDOW - 1) / WINDOW));
    }

    /**
     * Copies ranges of the file, one behind the other.
     *
     * @param starts first byte of each range
     * @param ends   exclusive end of each, within the file
     * @param target filled from its position on, which stays
     * @return false where nothing is copied, because this is closed or the file system does not map the file
     * @throws IOException where a page cannot be had
     */
    boolean copy(long[] starts, long[] ends, ByteBuffer target) throws IOException {
        if (refused || !enter()) {
            return false;
        }
        try {
            int to = target.position();
            for (int i = 0; i < starts.length; i++) {
                for (long at = starts[i]; at < ends[i];) {
                    ByteBuffer window = window((int) (at / WINDOW));
                    if (window == null) {
                        return false;
                    }
                    int from = (int) (at % WINDOW);
                    int n = (int) Math.min(ends[i] - at, window.capacity() - from);
                    target.put(to, window, from, n);
                    to += n;
                    at += n;
                }
            }
            MappingFault.surface();
            return true;
        } catch (InternalError e) {
            throw new IOException("a mapped page cannot be had", e);
        } finally {
            leave();
        }
    }

    private ByteBuffer window(int i) {
        ByteBuffer window = windows.get(i);
        return window == null ? map(i) : window;
    }

    private synchronized ByteBuffer map(int i) {
        if (windows.get(i) == null) {
            try {
                long start = i * WINDOW;
                windows.set(i, channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(WINDOW, size - start)));
            } catch (IOException e) {
                refused = true;
            }
        }
        return windows.get(i);
    }

    private synchronized boolean enter() {
        if (!closed) {
            users++;
        }
        return !closed;
    }

    private synchronized void leave() {
        users--;
        unmapUnused();
    }

    @Override
    public synchronized void close() {
        closed = true;
        unmapUnused();
    }

    private void unmapUnused() {
        if (!closed || users > 0) {
            return;
        }
        for (int i = 0; i < windows.length(); i++) {
            MappedByteBuffer window = windows.getAndSet(i, null);
            if (window != null && UNMAP != null) {
                try {
                    UNMAP.invoke(window);
                } catch (Throwable e) {
                    throw new IllegalStateException("a file cannot be unmapped", e);
                }
            }
        }
    }

    /** What frees the memory of a buffer at once, or {@code null} in a JVM that has no such way: there the garbage collector does. */
    private static MethodHandle unmap() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
