package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.LocalSource;
import io.dynpack.storage.Source;
import io.dynpack.storage.Spans;
import io.dynpack.storage.StorageException;

/**
 * Takes the bytes of a {@link SegmentBody} in order, a bounded part at a time, from memory, files or ranged reads.
 *
 * <p>
 * Ask {@link #ready}, and when it says so {@link #drain} or {@link #lend}. Bytes of a file are brought into memory of this cursor
 * and the file's version is checked <em>after</em> that, so no byte of another version ever leaves, and what is at hand cannot
 * change any more. One caller at a time; {@link #close} may come from any thread.
 */
public final class BodyCursor implements AutoCloseable {
    private static final CompletableFuture<Boolean> MORE = CompletableFuture.completedFuture(true);
    private static final CompletableFuture<Boolean> END = CompletableFuture.completedFuture(false);
    private static final ByteBuffer[] NONE = {};

    /** How much of a file is brought into memory ahead of sending: what a stalled reader holds. */
    private static final int FILE_SPAN = 256 << 10;
    /** The same where memory is scarce. */
    private static final int SMALL_SPAN = 64 << 10;

    private final List<Piece> pieces;
    private final OpenSources sources;
    private int nextPiece;
    private Piece.@Nullable Ranges ranges;
    /** Made while they are sent; open from the first one on. */
    private @Nullable List<Piece.Transformed> transformed;
    private @Nullable TransformedRun run;
    private @Nullable EncipheredRun enciphered;
    /** A part of a body that is made as a whole. */
    private Piece.@Nullable Enciphered part;
    private @Nullable CompletableFuture<ByteBuffer> whole;
    /** What was made of it, or read of a file, as long as it is handed out. */
    private @Nullable ByteBuffer made;
    private boolean lent;
    private int range;
    private long offset;
    private OpenSources.@Nullable Lease lease;
    /** Of the current ranges, where they lie in no local file. */
    private @Nullable PlannedRead planned;
    private ByteBuffer[] slices = NONE;
    private int slice;
    private @Nullable Throwable broken;
    private boolean closed;

    public BodyCursor(SegmentBody body, OpenSources sources) {
        this.pieces = body.pieces();
        this.sources = sources;
    }

    /**
     * True when bytes are at hand, false at the end of the body. Mostly complete already; otherwise it completes on a thread of
     * the storage, or fails with a {@link StorageException}.
     */
    public synchronized CompletableFuture<Boolean> ready() {
        try {
            for (;;) {
                if (closed) {
                    throw new StorageException("the body was closed", null);
                }
                if (broken != null) {
                    return CompletableFuture.failedFuture(broken);
                }
                while (slice < slices.length && !slices[slice].hasRemaining()) {
                    slice++;
                }
                if (slice < slices.length) {
                    return MORE;
                }
                releaseMade();
                if (ranges != null && range == ranges.starts().length) {
                    ranges = null;
                    releaseLease();
                }
                if (run != null && !run.hasNext()) {
                    transformed = null;
                    releaseRun();
                }
                if (enciphered != null && !enciphered.hasNext()) {
                    releaseEnciphered();
                }
                CompletableFuture<Void> step;
                if (transformed != null) {
                    step = make(transformed);
                } else if (whole != null && part != null) {
                    step = part(whole, part);
                    whole = null;
                    part = null;
                } else if (enciphered != null) {
                    step = enciphered.next().thenAccept(bytes -> made(bytes, bytes.slice()));
                } else if (ranges != null) {
                    step = lease == null ? acquire(ranges) : load(ranges, lease.source());
                } else {
                    if (nextPiece == pieces.size()) {
                        return END;
                    }
                    begin(pieces.get(nextPiece));
                    continue;
                }
                if (!step.isDone() || step.isCompletedExceptionally()) {
                    return step.whenComplete((done, failure) -> remember(failure)).thenCompose(done -> ready());
                }
            }
        } catch (RuntimeException e) {
            remember(e);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As {@link #ready} behind what lies in memory at the beginning of the body, which is passed over. */
    public CompletableFuture<Boolean> media() {
        while (nextPiece < pieces.size() && pieces.get(nextPiece) instanceof Piece.Literal) {
            nextPiece++;
        }
        return ready();
    }

    /**
     * Hands out bytes that are at hand.
     *
     * @param max  at most so many bytes, at least 1
     * @param sink copies all that remains in the buffer it gets before it returns, and does not keep that buffer
     * @return how many it got; 0 where none were at hand
     */
    public synchronized int drain(int max, Consumer<ByteBuffer> sink) {
        if (closed) {
            throw new StorageException("the body was closed", null);
        }
        int left = max;
        while (left > 0 && slice < slices.length) {
            ByteBuffer bytes = slices[slice];
            int n = Math.min(left, bytes.remaining());
            int limit = bytes.limit();
            int end = bytes.position() + n;
            bytes.limit(end);
            sink.accept(bytes);
            bytes.limit(limit).position(end);
            left -= n;
            if (!bytes.hasRemaining()) {
                slice++;
            }
        }
        return max - left;
    }

    /** How many bytes {@link #drain} would hand out now, counted up to {@code max}. */
    public synchronized int atHand(int max) {
        long sum = 0;
        for (int i = slice; i < slices.length && sum < max; i++) {
            sum += slices[i].remaining();
        }
        return (int) Math.min(max, sum);
    }

    /**
     * Hands out bytes that were made for this body, without a copy: nothing changes them any more, and they stay what they are
     * until {@link #takeBack}.
     *
     * @param max at most so many bytes, at least 1
     * @return in order, none of them empty; {@code null} where what is at hand has to be copied by {@link #drain}, or nothing is
     */
    public synchronized ByteBuffer @Nullable [] lend(int max) {
        if (closed || made == null || slice == slices.length || !slices[slice].hasRemaining()) {
            return null;
        }
        var parts = new ByteBuffer[slices.length - slice];
        int count = 0;
        int left = max;
        while (left > 0 && slice < slices.length) {
            ByteBuffer bytes = slices[slice];
            int n = Math.min(left, bytes.remaining());
            parts[count++] = bytes.slice(bytes.position(), n);
            bytes.position(bytes.position() + n);
            left -= n;
            if (!bytes.hasRemaining()) {
                slice++;
            }
        }
        lent = true;
        return count == parts.length ? parts : Arrays.copyOf(parts, count);
    }

    /** Says that nobody looks at what {@link #lend} gave any more; without it the memory is left to the garbage collector. */
    public synchronized void takeBack() {
        lent = false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        slices = NONE;
        slice = 0;
        releaseMade();
        releaseLease();
        releaseRun();
        releaseEnciphered();
    }

    /** A read that failed is not tried again: the place in the body has moved on. */
    private synchronized void remember(@Nullable Throwable failure) {
        if (failure != null) {
            broken = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        }
    }

    private void begin(Piece piece) {
        if (piece instanceof Piece.Transformed) {
            List<Piece.Transformed> next = TransformedRun.from(pieces, nextPiece);
            transformed = next;
            nextPiece += next.size();
            return;
        }
        nextPiece++;
        if (piece instanceof Piece.Literal literal) {
            take(literal.bytes().duplicate());
        } else if (piece instanceof Piece.Ranges next && next.starts().length > 0) {
            ranges = next;
            range = 0;
            offset = next.starts()[0];
        } else if (piece instanceof Piece.Enciphered next) {
            whole = sources.built().of(next);
            if (whole == null) {
                enciphered = new EncipheredRun(next, sources);
            } else {
                part = next;
            }
        }
    }

    private CompletableFuture<Void> part(CompletableFuture<ByteBuffer> whole, Piece.Enciphered part) {
        return whole.thenAccept(bytes -> loaded(new ByteBuffer[]{bytes.slice((int) part.from(), (int) part.length())}));
    }

    private CompletableFuture<Void> make(List<Piece.Transformed> transformed) {
        return run == null
                ? TransformedRun.open(transformed, sources).thenAccept(this::opened)
                : run.next().thenAccept(piece -> made(piece.buffer(), piece.bytes()));
    }

    private synchronized void opened(TransformedRun next) {
        if (closed) {
            next.close();
        } else {
            run = next;
        }
    }

    private synchronized void made(ByteBuffer whole, ByteBuffer... wanted) {
        made = whole;
        if (closed) {
            releaseMade();
        } else {
            take(wanted);
        }
    }

    private void take(ByteBuffer... next) {
        slices = next;
        slice = 0;
    }

    private CompletableFuture<Void> acquire(Piece.Ranges ranges) {
        return sources.acquire(ranges.file())
                .thenAccept(this::acquired);
    }

    private synchronized void acquired(OpenSources.Lease next) {
        if (closed) {
            next.close();
        } else {
            lease = next;
        }
    }

    private CompletableFuture<Void> load(Piece.Ranges ranges, Source source) {
        return source instanceof LocalSource file ? fetch(ranges, file) : read(ranges, source);
    }

    private CompletableFuture<Void> fetch(Piece.Ranges ranges, LocalSource file) {
        int most = sources.buffers().isScarce() ? SMALL_SPAN : FILE_SPAN;
        int first = range;
        long begin = offset;
        int size = 0;
        while (range < ranges.starts().length && size < most) {
            int n = (int) Math.min(ranges.ends()[range] - offset, most - size);
            size += n;
            advance(ranges, offset + n);
        }
        boolean inside = range < ranges.starts().length && offset > ranges.starts()[range];
        int end = inside ? range + 1 : range;
        long[] starts = Arrays.copyOfRange(ranges.starts(), first, end);
        long[] ends = Arrays.copyOfRange(ranges.ends(), first, end);
        starts[0] = begin;
        if (inside) {
            ends[ends.length - 1] = offset;
        }
        Spans spans = Spans.of(starts, ends);
        ByteBuffer bytes = sources.buffers().take(spans.length());
        CompletableFuture<Void> read;
        try {
            read = file.readInto(spans.starts(), spans.ends(), bytes);
        } catch (RuntimeException e) {
            read = CompletableFuture.failedFuture(e);
        }
        return read.handle((done, failure) -> {
            if (failure != null) {
                sources.buffers().give(bytes);
                throw failure instanceof CompletionException e ? e : new CompletionException(failure);
            }
            made(bytes, spans.of(bytes));
            return null;
        });
    }

    /** The next of the reads that are planned for these ranges. */
    private CompletableFuture<Void> read(Piece.Ranges ranges, Source source) {
        if (planned == null) {
            planned = new PlannedRead(source, sources.reads(), ranges.bytes());
        }
        CompletableFuture<ByteBuffer[]> next = planned.next();
        if (!planned.hasNext()) {
            range = ranges.starts().length;
        }
        return next.thenAccept(this::loaded);
    }

    private synchronized void loaded(ByteBuffer[] next) {
        if (!closed) {
            take(next);
        }
    }

    private void advance(Piece.Ranges ranges, long to) {
        offset = to;
        if (offset == ranges.ends()[range]) {
            range++;
            if (range < ranges.starts().length) {
                offset = ranges.starts()[range];
            }
        }
    }

    private void releaseMade() {
        if (made != null) {
            slices = NONE;
            slice = 0;
            if (lent) {
                sources.buffers().forget(made);
            } else {
                sources.buffers().give(made);
            }
            lent = false;
            made = null;
        }
    }

    private void releaseRun() {
        if (run != null) {
            run.close();
            run = null;
        }
    }

    private void releaseEnciphered() {
        if (enciphered != null) {
            enciphered.close();
            enciphered = null;
        }
    }

    private void releaseLease() {
        if (planned != null) {
            planned.close();
            planned = null;
        }
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
