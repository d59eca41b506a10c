package io.dynpack.camel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dynpack.segment.Piece;
import io.dynpack.storage.LocalSource;
import io.dynpack.storage.OpenSources;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;

/**
 * Makes one {@link Piece.Transformed}: brings all its source ranges in and writes the whole into one direct buffer. A source verifies
 * its version after its bytes were copied, so that a buffer which comes out holds one version of each.
 * What was opened is closed before the buffer is handed out, whatever becomes of it.
 */
final class Transformation {
    private static final int READ_SPAN = 4 << 20;
    /** A gap up to this size costs less to read than another request. */
    private static final int READ_GAP = 16 << 10;

    private Transformation() {}

    /**
     * The whole; of the buffers of {@code sources}, and to be given back there. Fails with a {@link StorageException}.
     */
    static CompletableFuture<ByteBuffer> of(Piece.Transformed piece, OpenSources sources) {
        List<CompletableFuture<Input>> inputs = new ArrayList<>(piece.sources().size());
        for (Piece.Ranges ranges : piece.sources()) {
            inputs.add(Input.open(ranges, sources));
        }
        return CompletableFuture.allOf(inputs.toArray(CompletableFuture[]::new)).handle((all, failure) -> {
            try {
                if (failure != null) {
                    throw failure instanceof CompletionException e ? e : new CompletionException(failure);
                }
                return make(piece, sources.buffers(), inputs.stream().map(CompletableFuture::join).toList());
            } finally {
                inputs.stream().filter(input -> !input.isCompletedExceptionally()).forEach(input -> input.join().close());
            }
        });
    }

    private static ByteBuffer make(Piece.Transformed piece, ReusableBuffers buffers, List<Input> inputs) {
        ByteBuffer made = buffers.take(piece.transform().length());
        boolean complete = false;
        try {
            piece.transform().write(inputs.stream().map(Input::bytes).toList(), made);
            complete = true;
            return made.flip();
        } finally {
            if (!complete) {
                buffers.give(made);
            }
        }
    }

    /** The bytes of the ranges of one source, in order. */
    private static final class Input implements AutoCloseable {
        private final OpenSources.Lease lease;
        private final List<ByteBuffer> read = new ArrayList<>();
        private final ReusableBuffers buffers;
        private ByteBuffer local;

        private Input(OpenSources.Lease lease, ReusableBuffers buffers) {
            this.lease = lease;
            this.buffers = buffers;
        }

        static CompletableFuture<Input> open(Piece.Ranges ranges, OpenSources sources) {
            if (ranges.starts().length == 0) {
                return CompletableFuture.completedFuture(new Input(null, sources.buffers()));
            }
            return sources.acquire(ranges.file().name(), ranges.file().version(), ranges.file().length()).thenCompose(lease -> {
                Input input = new Input(lease, sources.buffers());
                CompletableFuture<Input> loaded;
                try {
                    loaded = input.load(lease.source(), ranges).thenApply(done -> input);
                } catch (RuntimeException e) {
                    loaded = CompletableFuture.failedFuture(e);
                }
                return loaded.whenComplete((done, failure) -> {
                    if (failure != null) {
                        input.close();
                    }
                });
            });
        }

        private CompletableFuture<Void> load(Source source, Piece.Ranges ranges) {
            if (source instanceof LocalSource file) {
                local = buffers.take(Math.toIntExact(ranges.length()));
                return file.readInto(ranges.starts(), ranges.ends(), local);
            }
            return read(source, ranges.starts(), ranges.ends(), 0, ranges.starts()[0]);
        }

        /** One read after the other, each for the ranges that lie close together; what is read already is not asked again. */
        private CompletableFuture<Void> read(Source source, long[] starts, long[] ends, int first, long from) {
            int range = first;
            long at = from;
            long to = from;
            List<long[]> parts = new ArrayList<>();
            while (range < starts.length && at >= to && at - to <= READ_GAP && at - from < READ_SPAN) {
                long end = Math.min(ends[range], from + READ_SPAN);
                parts.add(new long[]{at - from, end - at});
                to = end;
                at = end;
                if (end == ends[range] && ++range < starts.length) {
                    at = starts[range];
                }
            }
            int nextRange = range;
            long next = at;
            return source.read(from, (int) (to - from)).thenCompose(bytes -> {
                for (long[] part : parts) {
                    read.add(bytes.slice((int) part[0], (int) part[1]));
                }
                return nextRange == starts.length
                        ? CompletableFuture.completedFuture(null)
                        : read(source, starts, ends, nextRange, next);
            });
        }

        ByteBuffer[] bytes() {
            return local == null ? read.toArray(ByteBuffer[]::new) : new ByteBuffer[]{local.slice()};
        }

        @Override
        public void close() {
            if (local != null) {
                buffers.give(local);
                local = null;
            }
            if (lease != null) {
                lease.close();
            }
        }
    }
}
