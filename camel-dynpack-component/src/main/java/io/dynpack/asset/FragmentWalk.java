package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.dynpack.index.MediaFileException;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.isobmff.SidxBox;
import io.dynpack.storage.Source;

/**
 * Visits the {@code moof}s of a fragmented file in file order without reading its media. A {@code sidx} in front tells where the
 * subsegments begin, so that their first bytes are read several at a time; without one each {@code mdat} is stepped over.
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
    private final Deque<Region> regions = new ArrayDeque<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int moofs;
    /** Where the next box begins. */
    private long at;
    /** Where the window that is waited for begins. */
    private long windowStart;
    private Region region;

    /** A stretch of top-level boxes; {@code window} is what was read ahead of it. */
    private static final class Region {
        final long start;
        final long end;
        CompletableFuture<ByteBuffer> window;

        Region(long start, long end) {
            this.start = start;
            this.end = end;
        }
    }

    private FragmentWalk(Source source, Consumer<Box> visitor) {
        this.source = source;
        this.visitor = visitor;
    }

    /**
     * @param start   behind {@code moov}
     * @param visitor called for one box at a time
     */
    static CompletableFuture<Void> over(Source source, long start, Consumer<Box> visitor) {
        FragmentWalk walk = new FragmentWalk(source, visitor);
        walk.region = new Region(start, start);
        walk.at = start;
        walk.regions.add(new Region(start, source.length()));
        walk.run(CompletableFuture.completedFuture(ByteBuffer.allocate(0)));
        return walk.done;
    }

    /** Goes on as long as reads answer at once; a file may have far more fragments than a thread has stack. */
    private void run(CompletableFuture<ByteBuffer> first) {
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

    private CompletableFuture<ByteBuffer> failed(Throwable failure) {
        done.completeExceptionally(IndexCache.unwrap(failure));
        return null;
    }

    /** Visits what a window holds; answers the window to go on with, or {@code null} at the end. */
    private CompletableFuture<ByteBuffer> scanned(ByteBuffer window) {
        try {
            return scan(window);
        } catch (IsobmffException e) {
            return failed(new MediaFileException(source.name(), e.getMessage(), e));
        } catch (RuntimeException e) {
            // nobody else would ever end the walk
            return failed(e);
        }
    }

    private CompletableFuture<ByteBuffer> nextRegion() {
        region = regions.poll();
        if (region == null) {
            done.complete(null);
            return null;
        }
        at = region.start;
        windowStart = at;
        int ahead = 0;
        for (Region next : regions) {
            if (++ahead > AHEAD) {
                break;
            }
            window(next);
        }
        return window(region);
    }

    private CompletableFuture<ByteBuffer> window(Region of) {
        if (of.window == null) {
            of.window = read(of.start, of.end, WINDOW);
        }
        return of.window;
    }

    private CompletableFuture<ByteBuffer> read(long start, long end, long size) {
        int count = (int) Math.min(size, end - start);
        return count < 8 ? CompletableFuture.completedFuture(ByteBuffer.allocate(0)) : source.read(start, count);
    }

    private CompletableFuture<ByteBuffer> readOn(long size) {
        windowStart = at;
        return read(at, source.length(), size);
    }

    /** Visits the boxes of the region that begin in the window. */
    private CompletableFuture<ByteBuffer> scan(ByteBuffer window) {
        long windowEnd = windowStart + window.limit();
        while (at + 8 <= region.end) {
            BoxHeader header = at + 8 > windowEnd
                    ? null
                    : BoxHeader.parse(window.position((int) (at - windowStart)), at, source.length());
            if (header == null) {
                if (at == windowStart) {
                    throw new IsobmffException("file", at, "ends inside the header of a box");
                }
                return readOn(Math.min(WINDOW, region.end - at));
            }
            boolean wanted = header.type() == Fourcc.MOOF || header.type() == Fourcc.SIDX && moofs == 0;
            if (wanted && header.end() > windowEnd) {
                if (header.size() > Runtime.getRuntime().maxMemory() / MOOF_PART || header.end() > source.length()) {
                    throw new IsobmffException(Fourcc.text(header.type()), at, "claims " + header.size() + " bytes");
                }
                return readOn(header.size());
            }
            at = header.end();
            if (wanted && visit(window.slice((int) (header.offset() - windowStart), (int) header.size()), header)) {
                return nextRegion();
            }
        }
        return nextRegion();
    }

    /** @return whether the regions were replaced */
    private boolean visit(ByteBuffer bytes, BoxHeader header) {
        Box box = Box.parse(bytes, header.offset());
        if (header.type() == Fourcc.SIDX) {
            return split(SidxBox.read(box), header.end());
        }
        if (++moofs > MAX_FRAGMENTS) {
            throw new IsobmffException("moof", header.offset(), "is one of more than " + MAX_FRAGMENTS);
        }
        visitor.accept(box);
        return false;
    }

    /** Replaces the rest of the file by the subsegments that an index names, if it names plain ones that lie in the file. */
    private boolean split(SidxBox index, long indexEnd) {
        List<Region> parts = new ArrayList<>(index.count());
        if (index.firstOffset() > source.length()) {
            return false;
        }
        long position = indexEnd + index.firstOffset();
        for (int i = 0; i < index.count(); i++) {
            long end = position + index.referencedSize(i);
            if (index.isIndex(i) || end > source.length() || end <= position) {
                return false;
            }
            parts.add(new Region(position, end));
            position = end;
        }
        // an index that stops early (or one for each track) must not hide the rest
        parts.add(new Region(position, source.length()));
        regions.clear();
        regions.addAll(parts);
        return true;
    }
}
