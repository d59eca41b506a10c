package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.Piece;
import io.dynpack.storage.LocalSource;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.Spans;
import io.dynpack.storage.StorageException;

/**
 * Hands out what the pieces of a {@link TransformedRun} need of one of their sources, for one piece after the other. One caller
 * at a time; {@link #close} may come from any thread.
 */
abstract sealed class SourceFeed implements AutoCloseable {
    private static final String CLOSED = "the body was closed";

    private SourceFeed() {}

    /**
     * What one piece needs. Close it when the piece was made, since the memory is used again.
     *
     * @param bytes   in order, verified to be of the version that was opened
     * @param own     buffer that holds them and that closing gives back, where nobody else looks at it; or {@code null}
     * @param release what closing does
     */
    record Taken(ByteBuffer[] bytes, @Nullable ByteBuffer own, Runnable release) implements AutoCloseable {
        private static final Taken NOTHING = new Taken(new ByteBuffer[0], null, () -> {});

        private static Taken of(ByteBuffer buffer, ReusableBuffers to, ByteBuffer... bytes) {
            return new Taken(bytes, buffer, () -> to.give(buffer));
        }

        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * Opens a source of a run.
     *
     * <p>
     * Who waits for room to read must not hold what others wait for. So of a run only the main source, its video, is read while
     * it is sent; the others, which are small beside it, are read first, into memory of their own.
     *
     * @param all  that its pieces are going to take, in this order
     * @param main whether this is the first source of the run
     */
    static CompletableFuture<SourceFeed> open(Piece.Ranges all, boolean main, OpenSources sources) {
        if (all.starts().length == 0) {
            return CompletableFuture.completedFuture(new Empty());
        }
        return sources.acquire(all.file()).thenCompose(lease -> {
            if (lease.source() instanceof LocalSource file) {
                return CompletableFuture.completedFuture(new Local(lease, file, sources.buffers()));
            }
            var read = new PlannedRead(lease.source(), sources.reads(), all.bytes());
            var planned = new Planned(lease, read, sources.buffers());
            if (main) {
                return CompletableFuture.completedFuture(planned);
            }
            return planned.copy(all.length()).whenComplete((whole, failure) -> planned.close())
                    .thenApply(whole -> new Whole(whole, sources.buffers()));
        });
    }

    /**
     * A buffer that was filled. It goes back where it could not be, and where there is none to be had the future fails, so that
     * whoever asked closes what it opened.
     */
    private static CompletableFuture<ByteBuffer> filled(ReusableBuffers buffers, long length,
            Function<ByteBuffer, CompletableFuture<Void>> filling) {
        ByteBuffer buffer;
        try {
            buffer = buffers.take(Math.toIntExact(length));
        } catch (StorageException | ArithmeticException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> full;
        try {
            full = filling.apply(buffer);
        } catch (RuntimeException e) {
            full = CompletableFuture.failedFuture(e);
        }
        return full.handle((done, failure) -> {
            if (failure != null) {
                buffers.give(buffer);
                throw failure instanceof CompletionException e ? e : new CompletionException(failure);
            }
            return buffer;
        });
    }

    /** Those of the next piece; fails with a {@link StorageException}. */
    abstract CompletableFuture<Taken> take(Piece.Ranges ranges);

    /** What the next piece needs of each of its sources. Two that lie in one local file, picture and sound, are read together. */
    static List<CompletableFuture<Taken>> take(List<SourceFeed> feeds, List<Piece.Ranges> ranges) {
        if (feeds.size() == 2 && feeds.get(0) instanceof Local one && feeds.get(1) instanceof Local other
                && one.file == other.file) {
            Together together = Together.of(ranges.get(0), ranges.get(1));
            if (together != null) {
                return one.take(together);
            }
        }
        List<CompletableFuture<Taken>> taken = new ArrayList<>(feeds.size());
        for (int i = 0; i < feeds.size(); i++) {
            taken.add(takeOne(feeds.get(i), ranges.get(i)));
        }
        return taken;
    }

    private static CompletableFuture<Taken> takeOne(SourceFeed feed, Piece.Ranges ranges) {
        try {
            return feed.take(ranges);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Ranges of two sources in the order in which they lie in their file.
     *
     * @param isFirst for each whether it is one of the first source
     */
    private record Together(long[] starts, long[] ends, boolean[] isFirst, int ofFirst) {

        /** {@code null} where one has none, or they do not lie in order. */
        static @Nullable Together of(Piece.Ranges one, Piece.Ranges other) {
            int first = one.starts().length;
            int second = other.starts().length;
            if (first == 0 || second == 0) {
                return null;
            }
            var together = new Together(new long[first + second], new long[first + second], new boolean[first + second], first);
            int i = 0;
            int j = 0;
            for (int at = 0; at < first + second; at++) {
                boolean isFirst = j == second || i < first && one.starts()[i] < other.starts()[j];
                Piece.Ranges from = isFirst ? one : other;
                int index = isFirst ? i++ : j++;
                together.starts[at] = from.starts()[index];
                together.ends[at] = from.ends()[index];
                together.isFirst[at] = isFirst;
                if (at > 0 && together.starts[at] < together.ends[at - 1]) {
                    return null;
                }
            }
            return together;
        }
    }

    @Override
    public abstract void close();

    private static final class Empty extends SourceFeed {

        @Override
        CompletableFuture<Taken> take(Piece.Ranges ranges) {
            return CompletableFuture.completedFuture(Taken.NOTHING);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** Reads of a file what each piece needs. */
    private static final class Local extends SourceFeed {
        private final OpenSources.Lease lease;
        private final LocalSource file;
        private final ReusableBuffers buffers;

        Local(OpenSources.Lease lease, LocalSource file, ReusableBuffers buffers) {
            this.lease = lease;
            this.file = file;
            this.buffers = buffers;
        }

        @Override
        CompletableFuture<Taken> take(Piece.Ranges ranges) {
            if (ranges.starts().length == 0) {
                return CompletableFuture.completedFuture(Taken.NOTHING);
            }
            Spans spans;
            try {
                spans = Spans.of(ranges.starts(), ranges.ends());
            } catch (ArithmeticException e) {
                return CompletableFuture.failedFuture(e);
            }
            return filled(buffers, spans.length(), buffer -> file.readInto(spans.starts(), spans.ends(), buffer))
                    .thenApply(buffer -> Taken.of(buffer, buffers, spans.of(buffer)));
        }

        List<CompletableFuture<Taken>> take(Together together) {
            Spans spans;
            try {
                spans = Spans.of(together.starts, together.ends);
            } catch (ArithmeticException e) {
                return List.of(CompletableFuture.failedFuture(e), CompletableFuture.failedFuture(e));
            }
            CompletableFuture<ByteBuffer> read = filled(buffers, spans.length(),
                    buffer -> file.readInto(spans.starts(), spans.ends(), buffer));
            return List.of(
                    read.thenApply(
                            buffer -> new Taken(slices(together, spans, buffer, true), null, () -> buffers.give(buffer))),
                    read.thenApply(buffer -> new Taken(slices(together, spans, buffer, false), null, () -> {})));
        }

        private static ByteBuffer[] slices(Together together, Spans spans, ByteBuffer buffer, boolean first) {
            int all = together.isFirst.length;
            ByteBuffer[] slices = new ByteBuffer[first ? together.ofFirst : all - together.ofFirst];
            int count = 0;
            for (int i = 0; i < all; i++) {
                if (together.isFirst[i] == first) {
                    slices[count++] = spans.of(buffer, i);
                }
            }
            return slices;
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    /** Was read already. */
    private static final class Whole extends SourceFeed {
        private final ByteBuffer whole;
        private final ReusableBuffers buffers;
        private int position;
        private boolean inUse;
        private boolean closed;

        Whole(ByteBuffer whole, ReusableBuffers buffers) {
            this.whole = whole;
            this.buffers = buffers;
        }

        @Override
        synchronized CompletableFuture<Taken> take(Piece.Ranges ranges) {
            if (closed) {
                return CompletableFuture.failedFuture(new StorageException(CLOSED, null));
            }
            int n = Math.toIntExact(ranges.length());
            var taken = new Taken(new ByteBuffer[]{whole.slice(position, n)}, null, this::over);
            position += n;
            inUse = true;
            return CompletableFuture.completedFuture(taken);
        }

        private synchronized void over() {
            inUse = false;
            if (closed) {
                buffers.give(whole);
            }
        }

        @Override
        public synchronized void close() {
            if (!closed && !inUse) {
                buffers.give(whole);
            }
            closed = true;
        }
    }

    /** Ranged reads that were planned for the whole run: pieces take their bytes where the reads bring them in. */
    private static final class Planned extends SourceFeed {
        private final OpenSources.Lease lease;
        private final PlannedRead read;
        private final ReusableBuffers buffers;
        /** What the last read brought in and nobody took yet. */
        private ByteBuffer[] left = {};
        private int at;
        private boolean closed;

        Planned(OpenSources.Lease lease, PlannedRead read, ReusableBuffers buffers) {
            this.lease = lease;
            this.read = read;
            this.buffers = buffers;
        }

        @Override
        CompletableFuture<Taken> take(Piece.Ranges ranges) {
            int n = Math.toIntExact(ranges.length());
            return n == 0 ? CompletableFuture.completedFuture(Taken.NOTHING) : take(n);
        }

        private synchronized CompletableFuture<Taken> take(int n) {
            long here = 0;
            for (int i = at; i < left.length && here < n; i++) {
                here += left[i].remaining();
            }
            if (here == 0) {
                return advance().thenCompose(more -> take(n));
            }
            if (here >= n) {
                return CompletableFuture.completedFuture(new Taken(slices(n), null, () -> {}));
            }
            // a read is over when the next begins, so what comes of two is copied
            return copy(n).thenApply(joined -> Taken.of(joined, buffers, joined));
        }

        /** The next {@code n} bytes in one of the reusable buffers. */
        CompletableFuture<ByteBuffer> copy(long n) {
            return filled(buffers, n, this::join).thenApply(ByteBuffer::flip);
        }

        private synchronized CompletableFuture<Void> join(ByteBuffer into) {
            for (ByteBuffer part : slices(into.remaining())) {
                into.put(part);
            }
            return into.hasRemaining()
                    ? advance().thenCompose(more -> join(into))
                    : CompletableFuture.completedFuture(null);
        }

        /** At most {@code n} bytes of what is here. */
        private ByteBuffer[] slices(int n) {
            var slices = new ByteBuffer[left.length - at];
            int count = 0;
            for (int need = n; need > 0 && at < left.length;) {
                ByteBuffer part = left[at];
                int size = Math.min(need, part.remaining());
                slices[count++] = part.slice(part.position(), size);
                part.position(part.position() + size);
                need -= size;
                if (!part.hasRemaining()) {
                    at++;
                }
            }
            return Arrays.copyOf(slices, count);
        }

        private CompletableFuture<Void> advance() {
            if (closed) {
                return CompletableFuture.failedFuture(new StorageException(CLOSED, null));
            }
            return read.next().thenAccept(this::arrived);
        }

        private synchronized void arrived(ByteBuffer[] part) {
            left = part;
            at = 0;
        }

        @Override
        public synchronized void close() {
            closed = true;
            read.close();
            lease.close();
        }
    }
}
