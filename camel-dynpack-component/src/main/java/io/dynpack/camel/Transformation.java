package io.dynpack.camel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dynpack.segment.Piece;
import io.dynpack.storage.LocalSource;
import io.dynpack.storage.OpenSources;
import io.dynpack.storage.PlannedRead;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.SharedReads;
import io.dynpack.storage.Source;
import io.dynpack.storage.StorageException;

/**
 * Makes one {@link Piece.Transformed}: brings all its source ranges in and writes the whole into one direct buffer. A source verifies
 * its version after its bytes were copied, so that a buffer which comes out holds one version of each.
 * What was opened is closed before the buffer is handed out, whatever becomes of it.
 */
final class Transformation {
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
        private final SharedReads reads;
        private ByteBuffer local;
        private PlannedRead.Whole whole;

        private Input(OpenSources.Lease lease, OpenSources sources) {
            this.lease = lease;
            this.buffers = sources.buffers();
            this.reads = sources.reads();
        }

        static CompletableFuture<Input> open(Piece.Ranges ranges, OpenSources sources) {
            if (ranges.starts().length == 0) {
                return CompletableFuture.completedFuture(new Input(null, sources));
            }
            return sources.acquire(ranges.file().name(), ranges.file().version(), ranges.file().length()).thenCompose(lease -> {
                Input input = new Input(lease, sources);
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
                FileSpans plan = FileSpans.plan(ranges);
                local = buffers.take(plan.size());
                read.addAll(Arrays.asList(plan.parts(local)));
                return file.readInto(plan.starts(), plan.ends(), local);
            }
            whole = PlannedRead.whole(source, reads, ranges.starts(), ranges.ends());
            return whole.bytes().thenAccept(read::addAll);
        }

        ByteBuffer[] bytes() {
            return read.toArray(ByteBuffer[]::new);
        }

        @Override
        public void close() {
            if (local != null) {
                buffers.give(local);
                local = null;
            }
            if (whole != null) {
                whole.close();
                whole = null;
            }
            if (lease != null) {
                lease.close();
            }
        }
    }
}
