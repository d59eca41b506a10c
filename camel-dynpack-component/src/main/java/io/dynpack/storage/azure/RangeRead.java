package io.dynpack.storage.azure;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobAsyncClient;

import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One range of one version of a blob. An attempt goes on from the byte that the attempt before reached; a body that ends early or
 * makes no progress is a failed attempt, never a short answer.
 */
final class RangeRead {
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
        return BlobDownload.get(blob, "bytes=" + from + "-" + (offset + bytes.length - 1), object.version())
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

    private Flux<ByteBuffer> body(HttpResponse answer, long from) {
        String version = answer.getHeaderValue(HttpHeaderName.ETAG);
        String range = answer.getHeaderValue(HttpHeaderName.CONTENT_RANGE);
        Flux<ByteBuffer> body = answer.getBody().timeout(times.progress());
        if (version == null || !EntityTags.version(version).equals(object.version())) {
            return BlobDownload.abandoned(answer, new StorageException.Changed(object.name(), object.version()));
        }
        String expected = "bytes " + from + "-" + (offset + bytes.length - 1) + "/" + object.length();
        boolean whole = range == null && from == 0 && bytes.length == object.length();
        return whole || expected.equals(range)
                ? body
                : BlobDownload.abandoned(answer,
                        new StorageException("asked for " + expected + " of " + object.name() + ", got " + range, null));
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
