package io.dynpack.origin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/** Bytes of manifests with their gzip twins, by entity tag; bounded by bytes. Off the heap, so that they leave without a copy. */
final class TextCache {
    private final Cache<String, Text> cache;

    /** @param plain as written, @param gzip encoded */
    record Text(SegmentBody plain, SegmentBody gzip) {
        int weight() {
            return (int) Math.min(Integer.MAX_VALUE, 256 + plain.length() + gzip.length());
        }
    }

    TextCache(long maxBytes) {
        cache = Caffeine.newBuilder().maximumWeight(maxBytes).weigher((String tag, Text text) -> text.weight())
                .executor(Runnable::run).build();
    }

    Text getIfPresent(String tag) {
        return cache.getIfPresent(tag);
    }

    /** One writer a tag at a time. */
    Text get(String tag, Supplier<String> writer) {
        return cache.get(tag, key -> encode(writer.get()));
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
