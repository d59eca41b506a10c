package io.dynpack.storage.azure;

import org.jspecify.annotations.Nullable;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.CpkInfo;

import io.dynpack.storage.StorageException;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One GET through the client's pipeline. The download of the SDK goes on by itself where a body breaks, by rules that are not
 * ours, and where it may not it logs an error each time.
 */
final class BlobDownload {
    private static final HttpHeaderName RANGE = HttpHeaderName.fromString("x-ms-range");
    private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

    private static final HttpHeaderName KEY = HttpHeaderName.fromString("x-ms-encryption-key");
    private static final HttpHeaderName KEY_DIGEST = HttpHeaderName.fromString("x-ms-encryption-key-sha256");
    private static final HttpHeaderName KEY_ALGORITHM = HttpHeaderName.fromString("x-ms-encryption-algorithm");

    private BlobDownload() {}

    /**
     * @param range   {@code bytes=from-to}, or {@code null} for the whole
     * @param version that it has to be, or {@code null} for any
     * @return an answer of status 200 or 206 whose body has to be read or {@link #abandoned}; fails with
     *         {@link BlobStorageException}
     */
    static Mono<HttpResponse> get(BlobAsyncClient blob, @Nullable String range, @Nullable String version) {
        HttpRequest request = new HttpRequest(HttpMethod.GET, blob.getBlobUrl())
                .setHeader(VERSION, blob.getServiceVersion().getVersion())
                // signatures of a shared key are made with it
                .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
        CpkInfo key = blob.getCustomerProvidedKey();
        if (key != null) {
            request.setHeader(KEY, key.getEncryptionKey()).setHeader(KEY_DIGEST, key.getEncryptionKeySha256())
                    .setHeader(KEY_ALGORITHM, key.getEncryptionAlgorithm().toString());
        }
        if (range != null) {
            request.setHeader(RANGE, range);
        }
        if (version != null) {
            request.setHeader(HttpHeaderName.IF_MATCH, EntityTags.tag(version));
        }
        return blob.getHttpPipeline().send(request).flatMap(answer -> answer.getStatusCode() == 200
                || answer.getStatusCode() == 206
                        ? Mono.just(answer)
                        : answer.getBody().then().onErrorComplete()
                                .then(Mono.error(() -> new BlobStorageException(
                                        "status " + answer.getStatusCode() + ", " + answer.getHeaderValue(
                                                HttpHeaderName.fromString("x-ms-error-code")),
                                        answer, null))));
    }

    /** A body that nobody reads has to be closed, or its connection is never given back. */
    static <T> Flux<T> abandoned(HttpResponse answer, StorageException failure) {
        answer.close();
        return Flux.error(failure);
    }
}
