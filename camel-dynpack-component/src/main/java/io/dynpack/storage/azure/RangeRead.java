package io.dynpack.storage.azure;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;

import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One range of one version of a blob. An attempt goes on from the byte that the attempt before reached; a body that ends early or
 * makes no progress is a failed attempt, never a short answer.
 */
final class RangeRead {
    static final DownloadRetryOptions NO_RETRIES = new DownloadRetryOptions().setMaxRetryRequests(0);

    private final BlobAsyncClient blob;
    private final StoredObject object;
    private final long offset;
    private final byte[] bytes;
    private final BlobTimes times;
    private int filled;

    RangeRead(BlobAsyncClient blob, StoredObject object, long offset, int length, BlobTimes times) {
        this.blob = blob;
        this.object = object;
        this.offset = offset;
        this.bytes = new byte[length];
        this.times = times;
    }

    Mono<ByteBuffer> attempt(int before) {
        long from = offset + filled;
        return blob.downloadStreamWithResponse(new BlobRange(from, (long) (bytes.length - filled)), NO_RETRIES,
                new BlobRequestConditions().setIfMatch(EntityTags.tag(object.version())), false)
                .timeout(times.answer())
                .onErrorMap(failure -> BlobCalls.isStatus(failure, 412) || BlobCalls.isStatus(failure, 416),
                        failure -> new StorageException.Changed(object.name(), object.version()))
                .flatMapMany(answer -> body(answer, from))
                .doOnNext(this::add)
                .then()
                // all that was asked for is here; how the connection ended afterwards does not matter
                .onErrorResume(failure -> filled == bytes.length && !(failure instanceof StorageException),
                        failure -> Mono.empty())
                .then(Mono.fromCallable(this::whole));
    }

    private Flux<ByteBuffer> body(BlobDownloadAsyncResponse answer, long from) {
        String version = answer.getHeaders().getValue(HttpHeaderName.ETAG);
        String range = answer.getHeaders().getValue(HttpHeaderName.CONTENT_RANGE);
        Flux<ByteBuffer> body = answer.getValue().timeout(times.progress());
        if (version == null || !EntityTags.version(version).equals(object.version())) {
            return cancelled(body, new StorageException.Changed(object.name(), object.version()));
        }
        String expected = "bytes " + from + "-" + (offset + bytes.length - 1) + "/" + object.length();
        boolean whole = range == null && from == 0 && bytes.length == object.length();
        return whole || expected.equals(range)
                ? body
                : cancelled(body,
                        new StorageException("asked for " + expected + " of " + object.name() + ", got " + range, null));
    }

    /** A body has to be subscribed to, or its connection is never given back. */
    private static Flux<ByteBuffer> cancelled(Flux<ByteBuffer> body, StorageException failure) {
        return body.take(0).thenMany(Flux.error(failure));
    }

    private void add(ByteBuffer part) {
        int n = part.remaining();
        if (n > bytes.length - filled) {
            throw new StorageException("more bytes of " + object.name() + " than were asked for", null);
        }
        part.get(bytes, filled, n);
        filled += n;
    }

    private ByteBuffer whole() throws IOException {
        if (filled < bytes.length) {
            throw new IOException("the body ended after " + filled + " of " + bytes.length + " bytes");
        }
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
}
