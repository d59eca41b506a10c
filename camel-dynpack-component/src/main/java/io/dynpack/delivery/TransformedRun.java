package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dynpack.index.ByteRanges;
import io.dynpack.segment.Piece;
import io.dynpack.storage.ReusableBuffers;
import io.dynpack.storage.StorageException;

/**
 * {@link Piece.Transformed} that stand one behind the other in a body and are made of the same files, as those of a transport
 * stream segment are. Each file is opened once for all of them; the pieces are made one at a time, each in one direct buffer,
 * which is the one that was read into where the transform replaces bytes in their place. A source verifies its version after its
 * bytes were copied, so that a buffer which comes out holds one version of each.
 *
 * <p>
 * One caller at a time; {@link #close} may come from any thread.
 */
final class TransformedRun implements AutoCloseable {
    private final List<Piece.Transformed> pieces;
    private final List<SourceFeed> feeds;
    private final ReusableBuffers buffers;
    private int next;

    private TransformedRun(List<Piece.Transformed> pieces, List<SourceFeed> feeds, ReusableBuffers buffers) {
        this.pieces = pieces;
        this.feeds = feeds;
        this.buffers = buffers;
    }

    /**
     * The run that begins with a piece.
     *
     * @param pieces of a body
     * @param first  a {@link Piece.Transformed}
     */
    static List<Piece.Transformed> from(List<Piece> pieces, int first) {
        List<Piece.Transformed> run = new ArrayList<>();
        for (int i = first; i < pieces.size() && pieces.get(i) instanceof Piece.Transformed piece
                && (run.isEmpty() || isOfSameFiles(run.get(0), piece)); i++) {
            run.add(piece);
        }
        return run;
    }

    private static boolean isOfSameFiles(Piece.Transformed one, Piece.Transformed other) {
        boolean same = one.sources().size() == other.sources().size();
        for (int i = 0; same && i < one.sources().size(); i++) {
            same = one.sources().get(i).file().equals(other.sources().get(i).file());
        }
        return same;
    }

    /** What all pieces of a run need of one of their sources, in order. */
    static Piece.Ranges ranges(List<Piece.Transformed> run, int source) {
        int count = run.stream().mapToInt(piece -> piece.sources().get(source).starts().length).sum();
        long[] starts = new long[count];
        long[] ends = new long[count];
        int at = 0;
        for (Piece.Transformed piece : run) {
            Piece.Ranges ranges = piece.sources().get(source);
            int n = ranges.starts().length;
            System.arraycopy(ranges.starts(), 0, starts, at, n);
            System.arraycopy(ranges.ends(), 0, ends, at, n);
            at += n;
        }
        return new Piece.Ranges(run.get(0).sources().get(source).file(), new ByteRanges(starts, ends));
    }

    /** Opens the files of a run; fails with a {@link StorageException}, and then nothing stays open. */
    static CompletableFuture<TransformedRun> open(List<Piece.Transformed> run, OpenSources sources) {
        List<CompletableFuture<SourceFeed>> feeds = new ArrayList<>();
        for (int source = 0; source < run.get(0).sources().size(); source++) {
            feeds.add(SourceFeed.open(ranges(run, source), source == 0, sources));
        }
        return CompletableFuture.allOf(feeds.toArray(CompletableFuture[]::new)).handle((all, failure) -> {
            if (failure != null) {
                feeds.stream().filter(feed -> !feed.isCompletedExceptionally()).forEach(feed -> feed.join().close());
                throw failed(failure);
            }
            return new TransformedRun(run, feeds.stream().map(CompletableFuture::join).toList(), sources.buffers());
        });
    }

    boolean hasNext() {
        return next < pieces.size();
    }

    /**
     * A piece.
     *
     * @param buffer to be given back to the sources' buffers
     * @param bytes  of the piece, in order, all in the buffer
     */
    record Made(ByteBuffer buffer, ByteBuffer[] bytes) {}

    /** Makes the next piece; fails with a {@link StorageException}. */
    CompletableFuture<Made> next() {
        Piece.Transformed piece = pieces.get(next++);
        List<CompletableFuture<SourceFeed.Taken>> inputs = SourceFeed.take(feeds, piece.sources());
        return CompletableFuture.allOf(inputs.toArray(CompletableFuture[]::new)).handle((all, failure) -> {
            boolean replaced = false;
            try {
                if (failure != null) {
                    throw failed(failure);
                }
                SourceFeed.Taken only = inputs.size() == 1 ? inputs.get(0).join() : null;
                if (only != null && only.own() != null && piece.transform().replace(only.bytes())) {
                    replaced = true;
                    return new Made(only.own(), part(only.bytes(), piece.from(), piece.to()));
                }
                return make(piece, inputs);
            } finally {
                for (CompletableFuture<SourceFeed.Taken> input : inputs) {
                    if (!replaced && !input.isCompletedExceptionally()) {
                        input.join().close();
                    }
                }
            }
        });
    }

    /** The bytes from {@code from} to {@code to}, exclusive; no more than there are. */
    private static ByteBuffer[] part(ByteBuffer[] bytes, int from, int to) {
        ByteBuffer[] part = new ByteBuffer[bytes.length];
        int count = 0;
        int at = 0;
        for (ByteBuffer next : bytes) {
            int start = Math.max(from - at, 0);
            int end = Math.min(to - at, next.remaining());
            if (start < end) {
                part[count++] = next.slice(next.position() + start, end - start);
            }
            at += next.remaining();
        }
        return Arrays.copyOf(part, count);
    }

    private Made make(Piece.Transformed piece, List<CompletableFuture<SourceFeed.Taken>> inputs) {
        ByteBuffer made = buffers.take(piece.transform().length());
        boolean complete = false;
        try {
            piece.transform().write(inputs.stream().map(input -> input.join().bytes()).toList(), made);
            complete = true;
            return new Made(made, new ByteBuffer[]{made.slice(piece.from(), piece.to() - piece.from())});
        } finally {
            if (!complete) {
                buffers.give(made);
            }
        }
    }

    private static CompletionException failed(Throwable failure) {
        return failure instanceof CompletionException e ? e : new CompletionException(failure);
    }

    @Override
    public void close() {
        feeds.forEach(SourceFeed::close);
    }
}
