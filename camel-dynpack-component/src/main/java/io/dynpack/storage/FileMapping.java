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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * A file in the address space of the process, in windows that are mapped when somebody first looks through them. To look at it
 * there costs less than half of what a positional read of the same bytes does. It is unmapped as soon as it was closed and nobody
 * looks at it any more, and not some day by the garbage collector, because a deleted file keeps its place on the disk while it is
 * mapped.
 *
 * <p>
 * <b>A file that is cut short.</b> The virtual machine gets over a fault in its copying routines. Elsewhere it goes on behind the
 * instruction that failed, for which it has to know it, and JDK 17 ends the process where it does not. So whoever looks only
 * copies in bulk ({@link LocalSource.View}); what is read one by one in here is summed, and for that compilers load single bytes
 * in one of two ways, which are known.
 *
 * <p>
 * Safe for use by many threads. What was seen may be of several versions of the file; that is for the caller to find out.
 */
final class FileMapping implements AutoCloseable {
    /** A buffer has less than 2 GiB. */
    private static final long WINDOW = 1L << 30;
    /** Elsewhere nobody can replace or delete a file that is mapped. */
    private static final boolean HARMLESS = File.separatorChar == '/';
    private static final MethodHandle UNMAP = unmap();

    private static final int LINE = 64;
    private static final int PAGE = 4096;
    /** What is loaded stays in the nearer caches of a core until it was used. */
    private static final int CACHE = 512 << 10;

    private final FileChannel channel;
    private final long size;
    private final AtomicReferenceArray<MappedByteBuffer> windows;
    private int users;
    private boolean closed;
    /** Of no meaning: what nobody keeps a compiler does not load. */
    private int loaded;
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
     * Whether the ranges can be seen through this.
     *
     * @param starts first byte of each range
     * @param ends   exclusive end of each, within the file
     * @return false where the file system does not map the file; true too where this was closed meanwhile
     */
    boolean reaches(long[] starts, long[] ends) {
        for (int i = 0; i < starts.length && !refused; i++) {
            for (long at = starts[i]; at < ends[i]; at += WINDOW - at % WINDOW) {
                window((int) (at / WINDOW));
            }
        }
        return !refused;
    }

    /**
     * Shows ranges that this {@link #reaches}, and that are in memory.
     *
     * @param starts  first byte of each range
     * @param ends    exclusive end of each, within the file
     * @param looking gets the ranges in order, one that goes over the end of a window in two buffers
     * @return false where nothing is shown, because this is closed
     * @throws IOException where a page cannot be had; what {@code looking} made is of no meaning then
     */
    boolean look(long[] starts, long[] ends, Consumer<ByteBuffer[]> looking) throws IOException {
        if (!enter()) {
            return false;
        }
        try {
            ByteBuffer[] ranges = ranges(starts, ends);
            try {
                load(starts, ends);
                looking.accept(ranges);
            } finally {
                MappingFault.surface();
            }
            return true;
        } catch (InternalError e) {
            throw new IOException("a mapped page cannot be had", e);
        } finally {
            leave();
        }
    }

    private ByteBuffer[] ranges(long[] starts, long[] ends) {
        List<ByteBuffer> ranges = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            for (long at = starts[i]; at < ends[i];) {
                ByteBuffer window = window((int) (at / WINDOW));
                int from = (int) (at % WINDOW);
                int n = (int) Math.min(ends[i] - at, window.capacity() - from);
                ranges.add(window.slice(from, n));
                at += n;
            }
        }
        return ranges.toArray(ByteBuffer[]::new);
    }

    /**
     * Brings ranges into the cache of the processor, in half of the time that it costs whoever copies a picture and looks for a
     * length by turns: memory gives long runs fastest, and each end of a run costs as much as some kilobytes. So gaps are read
     * too, where they hold no page that the ranges do not.
     */
    private void load(long[] starts, long[] ends) {
        long left = CACHE;
        long from = 0;
        long to = 0;
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] < to || starts[i] - to >= PAGE) {
                left -= load(from, Math.min(to, from + left));
                from = starts[i];
            }
            to = ends[i];
        }
        load(from, Math.min(to, from + left));
    }

    private long load(long start, long end) {
        for (long at = start; at < end;) {
            ByteBuffer window = window((int) (at / WINDOW));
            int from = (int) (at % WINDOW);
            int n = (int) Math.min(end - at, window.capacity() - from);
            loaded = load(window, from, from + n);
            at += n;
        }
        return end - start;
    }

    /** A byte of each line. Four at a time is fast in all compilers tried; left to unroll it themselves, some make it slow. */
    private static int load(ByteBuffer window, int from, int to) {
        int sum = 0;
        int at = from;
        for (; at < to - 3 * LINE; at += 4 * LINE) {
            sum += window.get(at) + window.get(at + LINE) + window.get(at + 2 * LINE) + window.get(at + 3 * LINE);
        }
        for (; at < to; at += LINE) {
            sum += window.get(at);
        }
        return sum;
    }

    private ByteBuffer window(int i) {
        ByteBuffer window = windows.get(i);
        return window == null ? map(i) : window;
    }

    private synchronized ByteBuffer map(int i) {
        if (!closed && windows.get(i) == null) {
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
