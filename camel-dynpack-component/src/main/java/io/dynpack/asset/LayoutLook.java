package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.SampleLayout;
import io.dynpack.codec.SampleLayoutReader;
import io.dynpack.index.ByteRanges;
import io.dynpack.presentation.SampleRun;
import io.dynpack.storage.Source;

/**
 * Reads of the samples of a run what their layout takes: the beginnings of slices or frames. Where samples are small beside
 * what a read costs, all of them are read, many at a time; large ones are read at their beginnings alone.
 */
final class LayoutLook {
    private static final int LARGEST_WINDOW = 512 << 10;
    /** A window, and what is read again where a NAL unit crosses its end. */
    static final int MOST_MEMORY = 2 * LARGEST_WINDOW;
    private static final int SMALLEST_WINDOW = 128 << 10;
    /** Of samples that are not read as a whole. */
    private static final int HEAD = 2 << 10;

    private final Source source;
    private final SampleRun run;
    private final SampleLayoutReader reader;
    private final int windowBytes;
    private final CompletableFuture<SampleLayout> done = new CompletableFuture<>();
    private int sample = -1;
    private int syncs;
    private ByteRanges ranges = ByteRanges.NONE;
    private ByteBuffer window = ByteBuffer.allocate(0);
    /** Where the window lies in the file. */
    private long windowStart;

    private LayoutLook(Source source, SampleLayoutReader reader, SampleRun run) {
        this.source = source;
        this.run = run;
        this.reader = reader;
        int worthReading = source.gapWorthReading();
        this.windowBytes = run.bytes() / run.count() > worthReading
                ? HEAD
                : Math.max(SMALLEST_WINDOW, Math.min(LARGEST_WINDOW, worthReading));
    }

    /**
     * @param source stays open until the future is done
     * @param reader a new one
     */
    static CompletableFuture<SampleLayout> at(Source source, SampleLayoutReader reader, SampleRun run) {
        LayoutLook look = new LayoutLook(source, reader, run);
        look.begin();
        look.goOn();
        return look.done;
    }

    /** Goes on as long as reads answer at once; a run may have far more samples than a thread has stack. */
    private void goOn() {
        try {
            CompletableFuture<Void> read = read();
            while (read != null) {
                if (!read.isDone()) {
                    read.whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            goOn();
                        } else {
                            done.completeExceptionally(IndexCache.unwrap(failure));
                        }
                    });
                    return;
                }
                read.join();
                read = read();
            }
            done.complete(reader.layout());
        } catch (CompletionException e) {
            done.completeExceptionally(IndexCache.unwrap(e));
        } catch (RuntimeException e) {
            // nobody else would ever end the look
            done.completeExceptionally(e);
        }
    }

    private void begin() {
        sample++;
        if (sample < run.count()) {
            boolean sync = run.isAllSync() || syncs < run.syncCount() && run.syncSample(syncs) == sample;
            syncs += sync ? 1 : 0;
            reader.begin(run.size(sample), sync);
            ranges = run.ranges(sample, sample + 1);
        }
    }

    /** Looks at what is there; answers the read to wait for, or {@code null} at the end. */
    private @Nullable CompletableFuture<Void> read() {
        while (sample < run.count()) {
            ByteRanges rest = ranges.slice(reader.position(), run.size(sample));
            boolean isOver;
            if (rest.count() == 0) {
                isOver = reader.read(ByteBuffer.allocate(0));
            } else {
                long start = rest.starts()[0];
                long inRange = rest.ends()[0] - start;
                if (inRange < reader.needed()) {
                    return across(rest.slice(0, reader.needed()));
                }
                long at = start - windowStart;
                if (at < 0 || at + reader.needed() > window.limit()) {
                    return window(start);
                }
                isOver = reader.read(window.slice((int) at, (int) Math.min(inRange, window.limit() - at)));
            }
            if (isOver) {
                begin();
            }
        }
        return null;
    }

    /** Up to the end of the file, since what follows mostly is the next sample. */
    private CompletableFuture<Void> window(long start) {
        int length = (int) Math.min(Math.max(windowBytes, reader.needed()), source.length() - start);
        return source.read(start, length).thenAccept(bytes -> {
            window = bytes;
            windowStart = start;
        });
    }

    /** A NAL unit of a sample that lies in several places. */
    private CompletableFuture<Void> across(ByteRanges parts) {
        List<CompletableFuture<ByteBuffer>> reads = new ArrayList<>();
        for (int i = 0; i < parts.count(); i++) {
            reads.add(source.read(parts.starts()[i], (int) (parts.ends()[i] - parts.starts()[i])));
        }
        return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)).thenAccept(all -> {
            if (reader.read(AccessUnitProbe.joined(reads.stream().map(CompletableFuture::join).toList()))) {
                begin();
            }
        });
    }
}
