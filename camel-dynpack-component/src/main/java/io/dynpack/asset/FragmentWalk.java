package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private static final int MAX_MOOF = 64 * 1024 * 1024;
    /** Subsegments that are read ahead. */
    private static final int AHEAD = 8;
    /** A day in half-second fragments. */
    private static final int MAX_FRAGMENTS = 200_000;

    private final Source source;
    private final Consumer<Box> visitor;
    private final Deque<Region> regions = new ArrayDeque<>();
    private int moofs;

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

    /** @param start behind {@code moov} */
    static CompletableFuture<Void> over(Source source, long start, Consumer<Box> visitor) {
        FragmentWalk walk = new FragmentWalk(source, visitor);
        walk.regions.add(new Region(start, source.length()));
        return walk.nextRegion();
    }

    private CompletableFuture<Void> nextRegion() {
        Region region = regions.poll();
        if (region == null) {
            return CompletableFuture.completedFuture(null);
        }
        int ahead = 0;
        for (Region next : regions) {
            if (++ahead > AHEAD) {
                break;
            }
            window(next);
        }
        return step(region, region.start, window(region), region.start).thenCompose(done -> nextRegion());
    }

    private CompletableFuture<ByteBuffer> window(Region region) {
        if (region.window == null) {
            region.window = read(region.start, region.end, WINDOW);
        }
        return region.window;
    }

    private CompletableFuture<ByteBuffer> read(long start, long end, int size) {
        int count = (int) Math.min(size, end - start);
        return count < 8 ? CompletableFuture.completedFuture(ByteBuffer.allocate(0)) : source.read(start, count);
    }

    /** Visits the boxes of the region from {@code at} on, with a window that begins at {@code windowStart}. */
    private CompletableFuture<Void> step(Region region, long at, CompletableFuture<ByteBuffer> window, long windowStart) {
        return window.thenCompose(bytes -> {
            try {
                return scan(region, at, bytes, windowStart);
            } catch (IsobmffException e) {
                throw new MediaFileException(source.name(), e.getMessage(), e);
            }
        });
    }

    private CompletableFuture<Void> scan(Region region, long from, ByteBuffer window, long windowStart) {
        long at = from;
        long windowEnd = windowStart + window.limit();
        while (at + 8 <= region.end) {
            BoxHeader header = at + 8 > windowEnd
                    ? null
                    : BoxHeader.parse(window.position((int) (at - windowStart)), at, source.length());
            if (header == null) {
                return step(region, at, read(at, region.end, WINDOW), at);
            }
            boolean wanted = header.type() == Fourcc.MOOF || header.type() == Fourcc.SIDX && moofs == 0;
            if (wanted && header.end() > windowEnd) {
                if (header.size() > MAX_MOOF || header.end() > source.length()) {
                    throw new IsobmffException(Fourcc.text(header.type()), at, "claims " + header.size() + " bytes");
                }
                return step(region, at, source.read(at, (int) header.size()), at);
            }
            if (wanted) {
                Box box = Box.parse(window.slice((int) (at - windowStart), (int) header.size()), at);
                if (header.type() == Fourcc.SIDX) {
                    if (split(SidxBox.read(box), header.end())) {
                        return CompletableFuture.completedFuture(null);
                    }
                } else {
                    if (++moofs > MAX_FRAGMENTS) {
                        throw new IsobmffException("moof", at, "is one of more than " + MAX_FRAGMENTS);
                    }
                    visitor.accept(box);
                }
            }
            at = header.end();
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Replaces the rest of the file by the subsegments that an index names, if it names plain ones that lie in the file. */
    private boolean split(SidxBox index, long indexEnd) {
        List<Region> parts = new ArrayList<>(index.count());
        long at = indexEnd + index.firstOffset();
        for (int i = 0; i < index.count(); i++) {
            long end = at + index.referencedSize(i);
            if (index.isIndex(i) || end > source.length() || end <= at) {
                return false;
            }
            parts.add(new Region(at, end));
            at = end;
        }
        // an index that stops early (or one for each track) must not hide the rest
        parts.add(new Region(at, source.length()));
        regions.clear();
        regions.addAll(parts);
        return true;
    }
}
