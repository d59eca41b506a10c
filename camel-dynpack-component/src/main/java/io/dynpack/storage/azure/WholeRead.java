package io.dynpack.storage.azure;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.storage.blob.BlobAsyncClient;

import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

import reactor.core.publisher.Mono;

/**
 * A small blob with one request: its headers tell version and length. An attempt that failed is made anew, as bytes of two
 * versions do not fit.
 */
final class WholeRead {
    private final BlobAsyncClient blob;
    private final String name;
    private final int maxLength;
    private final BlobTimes times;

    WholeRead(BlobAsyncClient blob, String name, int maxLength, BlobTimes times) {
        this.blob = blob;
        this.name = name;
        this.maxLength = maxLength;
        this.times = times;
    }

    Mono<WholeObject> attempt(int before) {
        return BlobDownload.get(blob, null, null)
                .timeout(times.answer())
                .flatMap(this::body);
    }

    private Mono<WholeObject> body(HttpResponse answer) {
        StoredObject object;
        try {
            object = object(answer);
        } catch (RuntimeException e) {
            return BlobDownload
                    .<WholeObject>abandoned(answer, new StorageException("the answer for " + name + " does not tell its"
                            + " length, version and time; is there a proxy in front of the storage?", e))
                    .next();
        }
        long length = object.length();
        if (length > maxLength) {
            return BlobDownload.<WholeObject>abandoned(answer, new StorageException.TooLarge(name, length, maxLength)).next();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        return answer.getBody().timeout(times.progress())
                .doOnNext(part -> add(part, bytes))
                .then(Mono.fromCallable(() -> {
                    if (bytes.hasRemaining()) {
                        throw new IOException("the body ended after " + bytes.position() + " of " + length + " bytes");
                    }
                    return new WholeObject(object, bytes.flip().asReadOnlyBuffer());
                }));
    }

    private StoredObject object(HttpResponse answer) {
        return new StoredObject(name, Long.parseLong(answer.getHeaderValue(HttpHeaderName.CONTENT_LENGTH)),
                EntityTags.version(answer.getHeaderValue(HttpHeaderName.ETAG)),
                new DateTimeRfc1123(answer.getHeaderValue(HttpHeaderName.LAST_MODIFIED)).getDateTime().toInstant());
    }

    private void add(ByteBuffer part, ByteBuffer bytes) {
        if (part.remaining() > bytes.remaining()) {
            throw new StorageException("more bytes of " + name + " than its headers tell", null);
        }
        bytes.put(part);
    }
}
