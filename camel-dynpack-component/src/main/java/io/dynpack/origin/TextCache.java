package io.dynpack.origin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.StorageException;

/** Bytes of manifests with their gzip twins, by entity tag; bounded by bytes. Off the heap, so that they leave without a copy. */
final class TextCache {
    /** Bytes of heap for an entry while its manifest is written and compressed: its line three times. */
    private static final int ENTRY = 320;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final MemoryBudget budget;
    private final Cache<String, Text> cache;

    /** @param plain as written, @param gzip encoded */
    record Text(SegmentBody plain, SegmentBody gzip) {
        int weight() {
            return (int) Math.min(Integer.MAX_VALUE, 256 + plain.length() + gzip.length());
        }
    }

    /**
     * @param maxBytes kept
     * @param budget   of those being written
     */
    TextCache(long maxBytes, MemoryBudget budget) {
        this.budget = budget;
        cache = Caffeine.newBuilder().maximumWeight(maxBytes).weigher((String tag, Text text) -> text.weight())
                .recordStats().executor(Runnable::run).build();
    }

    CacheState state() {
        return CacheState.of("manifests", cache);
    }

    @Nullable
    Text getIfPresent(String tag) {
        return cache.getIfPresent(tag);
    }

    /**
     * One writer a tag at a time.
     *
     * @param entries that the text lists, about
     * @throws StorageException.Busy where other long ones are being written
     */
    Text get(String tag, long entries, Supplier<String> writer) {
        long bytes = Math.min(entries * ENTRY, budget.largest());
        if (bytes <= budget.mostSmall()) {
            return cache.get(tag, key -> encode(writer.get()));
        }
        return cache.get(tag, key -> {
            MemoryBudget.Share share = budget.tryTake(bytes);
            if (share == null) {
                throw new StorageException.Busy("memory", RETRY_AFTER_SECONDS);
            }
            try (share) {
                return encode(writer.get());
            }
        });
    }

    private static Text encode(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(encoded)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Text(literal(plain), literal(encoded.toByteArray()));
    }

    private static SegmentBody literal(byte[] bytes) {
        return SegmentBody.of(new Piece.Literal(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
    }
}
