package io.dynpack.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.ByteRanges;
import io.dynpack.storage.Source;

/**
 * The bytes of the ranges of one source, in order, a part at a time. While there is room, further parts are on their way when one
 * is handed out; where room gets scarce the parts get smaller, since what a slow reader has not taken yet stays in memory. One
 * caller at a time.
 */
public final class PlannedRead implements AutoCloseable {
    /** Parts under way at a time, and their bytes. */
    private static final int MAX_AHEAD = 8;
    private static final int AHEAD_BYTES = 8 << 20;

    private final Source source;
    private final SharedReads reads;
    private final Iterator<ReadPlan.Part> plan;
    /** Of a part of the plan that was too large. */
    private final Deque<ReadPlan.Part> rest = new ArrayDeque<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long pendingBytes;
    private @Nullable Pending current;

    private record Pending(ReadPlan.Part part, CompletableFuture<SharedReads.Lease> lease) {

        /** Also where it is not there yet. */
        void release() {
            if (!lease.cancel(false)) {
                lease.thenAccept(SharedReads.Lease::close);
            }
        }
    }

    /**
     * @param source stays open until this is closed
     * @param ranges of the source
     */
    public PlannedRead(Source source, SharedReads reads, ByteRanges ranges) {
        this.source = source;
        this.reads = reads;
        this.plan = ReadPlan.of(ranges, source.gapWorthReading()).iterator();
    }

    public boolean hasNext() {
        return isMorePlanned() || !pending.isEmpty();
    }

    private boolean isMorePlanned() {
        return plan.hasNext() || !rest.isEmpty();
    }

    /**
     * The next bytes, as they are from now on until this is called again.
     *
     * @return fails as {@link Source#read} does; then there is nothing more to be had
     */
    public CompletableFuture<ByteBuffer[]> next() {
        if (current != null) {
            current.release();
        }
        if (pending.isEmpty()) {
            ask();
        }
        Pending next = pending.remove();
        pendingBytes -= next.part.length();
        current = next;
        while (isMorePlanned() && pending.size() < MAX_AHEAD && pendingBytes < AHEAD_BYTES && reads.isRoomy()) {
            ask();
        }
        return next.lease.thenApply(lease -> next.part.wanted(lease.bytes()));
    }

    private void ask() {
        ReadPlan.Part part = rest.isEmpty() ? plan.next() : rest.remove();
        int share = reads.share();
        if (part.length() > share && !reads.isKnown(source, part.start(), part.length())) {
            List<ReadPlan.Part> smaller = part.split(share);
            part = smaller.get(0);
            for (int i = smaller.size() - 1; i > 0; i--) {
                rest.addFirst(smaller.get(i));
            }
        }
        pending.add(new Pending(part, reads.read(source, part.start(), part.length())));
        pendingBytes += part.length();
    }

    /**
     * Reads what the ranges plan while there is room to spare, so that a plan that is the same finds it there.
     *
     * @param source stays open until the future is done
     * @return completes when nothing more is coming; never fails
     */
    public static CompletableFuture<Void> ahead(Source source, SharedReads reads, ByteRanges ranges) {
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (ReadPlan.Part part : ReadPlan.of(ranges, source.gapWorthReading())) {
            parts.add(reads.readAhead(source, part.start(), part.length()));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        if (current != null) {
            current.release();
            current = null;
        }
        pending.forEach(Pending::release);
        pending.clear();
    }
}
