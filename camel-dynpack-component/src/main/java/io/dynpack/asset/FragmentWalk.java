package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.MediaFileException;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.isobmff.SidxBox;
import io.dynpack.storage.Source;

/**
 * Visits the {@code moof}s of a fragmented file in file order without reading its media, from box to box up to the end of the
 * file. What a {@code sidx} says is a hint where boxes begin, so that their first bytes are read several at a time; a hint that
 * leads elsewhere is dropped, as an index speaks of some of the bytes behind it and not of the file (ISO/IEC 14496-12, 8.16.3).
 */
final class FragmentWalk {
    private static final int WINDOW = 64 * 1024;
    /** Of the heap, the largest {@code moof} that is read: at most four of them are in memory for one in use. */
    private static final int MOOF_PART = 256;
    /** Subsegments that are read ahead. */
    private static final int AHEAD = 8;
    /** A day in half-second fragments. */
    private static final int MAX_FRAGMENTS = 200_000;

    private final Source source;
    private final Consumer<Box> visitor;
    /** Where boxes should begin, ascending, all of them ahead. */
    private final Deque<Hint> hints = new ArrayDeque<>();
    private final CompletableFuture<@Nullable String> done = new CompletableFuture<>();
    private int moofs;
    /** Where the next box begins. */
    private long at;
    /** Where the window that is waited for begins. */
    private long windowStart;

    /** A place where a box should begin; {@code window} is what was read ahead of it, or {@code null}. */
    private static final class Hint {
        final long start;
        @Nullable
        CompletableFuture<ByteBuffer> window;

        Hint(long start) {
            this.start = start;
        }
    }

    private FragmentWalk(Source source, Consumer<Box> visitor) {
        this.source = source;
        this.visitor = visitor;
    }

    /**
     * @param start   behind {@code moov}
     * @param visitor called for one box at a time
     * @return how the file ends in the middle of a box that matters; {@code null} where it does not
     */
    static CompletableFuture<@Nullable String> over(Source source, long start, Consumer<Box> visitor) {
        FragmentWalk walk = new FragmentWalk(source, visitor);
        walk.at = start;
        walk.windowStart = start;
        walk.run(CompletableFuture.completedFuture(ByteBuffer.allocate(0)));
        return walk.done;
    }

    /** Goes on as long as reads answer at once; a file may have far more fragments than a thread has stack. */
    private void run(@Nullable CompletableFuture<ByteBuffer> first) {
        CompletableFuture<ByteBuffer> window = first;
        while (window != null) {
            if (!window.isDone()) {
                window.whenComplete((bytes, failure) -> run(failure == null ? scanned(bytes) : failed(failure)));
                return;
            }
            try {
                window = scanned(window.join());
            } catch (CompletionException e) {
                window = failed(e);
            }
        }
    }

    private @Nullable CompletableFuture<ByteBuffer> failed(Throwable failure) {
        done.completeExceptionally(IndexCache.unwrap(failure));
        return null;
    }

    /** Visits what a window holds; answers the window to go on with, or {@code null} at the end. */
    private @Nullable CompletableFuture<ByteBuffer> scanned(ByteBuffer window) {
        try {
            return scan(window);
        } catch (IsobmffException e) {
            return failed(new MediaFileException(source.name(), e.getMessage(), e));
        } catch (RuntimeException e) {
            // nobody else would ever end the walk
            return failed(e);
        }
    }

    private CompletableFuture<ByteBuffer> read(long start, long size) {
        int count = (int) Math.min(size, source.length() - start);
        return count < 8 ? CompletableFuture.completedFuture(ByteBuffer.allocate(0)) : source.read(start, count);
    }

    /** The window that begins with the next box: one that was read ahead where a hint was right. */
    private CompletableFuture<ByteBuffer> readOn(long size) {
        windowStart = at;
        Hint next = hints.peek();
        if (next == null || next.start != at || size > WINDOW) {
            return read(at, size);
        }
        CompletableFuture<ByteBuffer> window = next.window == null ? read(next.start, WINDOW) : next.window;
        next.window = window;
        int ahead = 0;
        for (Hint hint : hints) {
            if (++ahead > AHEAD) {
                break;
            }
            hint.window = hint.window == null ? read(hint.start, WINDOW) : hint.window;
        }
        return window;
    }

    /** Visits the boxes that begin in the window. */
    private @Nullable CompletableFuture<ByteBuffer> scan(ByteBuffer window) {
        long windowEnd = windowStart + window.limit();
        while (at + 8 <= source.length()) {
            BoxHeader header;
            try {
                header = at + 8 > windowEnd
                        ? null
                        : BoxHeader.parse(window.position((int) (at - windowStart)), at, source.length());
            } catch (IsobmffException e) {
                if (moofs == 0) {
                    throw e;
                }
                // no box, so that nobody knows where the next one would begin
                return cutOff(e.getMessage());
            }
            if (header == null) {
                if (at == windowStart && window.limit() >= 8) {
                    return cutOff("the file ends inside the header of the box at byte " + at);
                }
                return readOn(WINDOW);
            }
            boolean wanted = header.type() == Fourcc.MOOF || header.type() == Fourcc.SIDX;
            if (wanted && header.end() > windowEnd) {
                if (header.end() > source.length()) {
                    return cutOff(Fourcc.text(header.type()) + " at byte " + at + " claims " + header.size() + " bytes, "
                            + (source.length() - at) + " are left");
                }
                if (header.size() > Runtime.getRuntime().maxMemory() / MOOF_PART) {
                    throw new IsobmffException(Fourcc.text(header.type()), at, "claims " + header.size() + " bytes");
                }
                return readOn(Math.max(WINDOW, header.size()));
            }
            step(header.end());
            if (wanted) {
                visit(window.slice((int) (header.offset() - windowStart), (int) header.size()), header);
            }
        }
        done.complete(null);
        return null;
    }

    private @Nullable CompletableFuture<ByteBuffer> cutOff(String how) {
        done.complete(how);
        return null;
    }

    /** Over one box. Where it ends behind a hint that it did not begin at, no box begins there, nor where the other hints say. */
    private void step(long end) {
        if (!hints.isEmpty() && hints.peek().start == at) {
            hints.poll();
        }
        at = end;
        if (!hints.isEmpty() && hints.peek().start < at) {
            hints.clear();
        }
    }

    private void visit(ByteBuffer bytes, BoxHeader header) {
        Box box = Box.parse(bytes, header.offset());
        if (header.type() == Fourcc.SIDX) {
            if (hints.isEmpty()) {
                hint(SidxBox.read(box), header.end());
            }
            return;
        }
        if (++moofs > MAX_FRAGMENTS) {
            throw new IsobmffException("moof", header.offset(), "is one of more than " + MAX_FRAGMENTS);
        }
        visitor.accept(box);
    }

    private void hint(SidxBox index, long indexEnd) {
        long position = indexEnd + Math.min(index.firstOffset(), source.length());
        for (int i = 0; i < index.count() && position < source.length(); i++) {
            hints.add(new Hint(position));
            if (index.referencedSize(i) == 0) {
                return;
            }
            position += index.referencedSize(i);
        }
    }
}
