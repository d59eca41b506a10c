package io.dynpack.storage.azure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;

import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.BlobRange;

import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

import reactor.core.publisher.Mono;

/** A small blob with one request: its headers tell version and length. An attempt that failed is made anew, as bytes of two versions do not fit. */
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
        return blob.downloadStreamWithResponse(new BlobRange(0), RangeRead.NO_RETRIES, null, false)
                .timeout(times.answer())
                .flatMap(this::body);
    }

    private Mono<WholeObject> body(BlobDownloadAsyncResponse answer) {
        long length = answer.getDeserializedHeaders().getContentLength();
        if (length > maxLength) {
            return answer.getValue().take(0).then(Mono.error(new StorageException.TooLarge(name, length, maxLength)));
        }
        Instant modified = answer.getDeserializedHeaders().getLastModified().withOffsetSameInstant(ZoneOffset.UTC).toInstant();
        StoredObject object = new StoredObject(name, length,
                EntityTags.version(answer.getDeserializedHeaders().getETag()), modified);
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        return answer.getValue().timeout(times.progress())
                .doOnNext(part -> add(part, bytes))
                .then(Mono.fromCallable(() -> {
                    if (bytes.hasRemaining()) {
                        throw new IOException("the body ended after " + bytes.position() + " of " + length + " bytes");
                    }
                    return new WholeObject(object, bytes.flip().asReadOnlyBuffer());
                }));
    }

    private void add(ByteBuffer part, ByteBuffer bytes) {
        if (part.remaining() > bytes.remaining()) {
            throw new StorageException("more bytes of " + name + " than its headers tell", null);
        }
        bytes.put(part);
    }
}
