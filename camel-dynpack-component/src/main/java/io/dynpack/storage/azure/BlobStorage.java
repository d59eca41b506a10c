package io.dynpack.storage.azure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.BlobServiceAsyncClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.ObjectNames;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Blob containers as a {@link Storage}. The version of an object is its entity tag; reads carry it, and writes are conditional
 * uploads of one request, so whoever dies leaves the old blob or the new one.
 *
 * <p>
 * Calls are tried again as {@link BlobTimes} says, then they fail: with {@link StorageException.Busy} where the service or the
 * way to it is in trouble, with {@link StorageException.Refused} where it wants other credentials. Futures complete on threads
 * of this storage.
 */
public final class BlobStorage implements Storage {
    /** Those who continue from a future may take their time; nobody waits for bytes on these. */
    private static final int THREADS = 16;
    private static final int IDLE_SECONDS = 30;
    /** Tells a write whose answer got lost from that of somebody else. */
    private static final String WRITER = "dynpackwrite";

    private final BlobServiceAsyncClient service;
    private final BlobLayout layout;
    private final BlobCalls calls;
    private final BlobListing listing;
    private final ExecutorService executor;
    private final BlobConnection connection;

    /**
     * @param account of which containers; its connections end with this storage
     * @throws IllegalArgumentException where the account's settings make no client; says which
     */
    public BlobStorage(BlobAccount account, BlobLayout layout, BlobTimes times) {
        this.connection = account.connect(times);
        this.service = connection.service();
        this.layout = layout;
        // as many wait as calls are under way; a result must not be lost
        ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), threads());
        pool.allowCoreThreadTimeOut(true);
        this.executor = pool;
        this.calls = new BlobCalls(times, Schedulers.fromExecutorService(pool));
        this.listing = new BlobListing(service, layout, calls);
    }

    private static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "dynpack-blob-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public long retries() {
        return calls.retries();
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, @Nullable String continuation) {
        return list(prefix, continuation, BlobListing.PAGE);
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation) {
        return listChildren(prefix, continuation, BlobListing.PAGE);
    }

    @Override
    public CompletableFuture<ListPage> list(String prefix, @Nullable String continuation, int most) {
        return listing.page(ObjectNames.checkPrefix(prefix), continuation, true, most);
    }

    @Override
    public CompletableFuture<ListPage> listChildren(String prefix, @Nullable String continuation, int most) {
        return listing.page(ObjectNames.checkPrefix(prefix), continuation, false, most);
    }

    @Override
    public CompletableFuture<Source> open(String name) {
        BlobAsyncClient blob = blob(name);
        return blob == null ? absent(name) : stat(name, blob).thenApply(object -> new BlobSource(calls, blob, object));
    }

    @Override
    public CompletableFuture<Source> open(String name, String version, long length) {
        BlobAsyncClient blob = blob(name);
        return blob == null
                ? absent(name)
                : CompletableFuture.completedFuture(
                        new BlobSource(calls, blob, new StoredObject(name, length, version, Instant.EPOCH)));
    }

    @Override
    public boolean looksWhenOpened() {
        return false;
    }

    @Override
    public CompletableFuture<WholeObject> readWhole(String name, int maxLength) {
        BlobAsyncClient blob = blob(name);
        return blob == null
                ? absent(name)
                : calls.call(name, maxLength, new WholeRead(blob, name, maxLength, calls.times())::attempt);
    }

    @Override
    public CompletableFuture<StoredObject> stat(String name) {
        BlobAsyncClient blob = blob(name);
        return blob == null ? absent(name) : stat(name, blob);
    }

    private CompletableFuture<StoredObject> stat(String name, BlobAsyncClient blob) {
        return calls.call(name, 0, attempt -> properties(blob).map(found -> new StoredObject(name, found.getBlobSize(),
                EntityTags.version(found.getETag()), found.getLastModified().toInstant())));
    }

    private Mono<BlobProperties> properties(BlobAsyncClient blob) {
        return blob.getProperties().timeout(calls.times().answer());
    }

    @Override
    public CompletableFuture<StoredObject> put(String name, ByteBuffer bytes, PutCondition condition) {
        BlobAsyncClient blob = blob(name);
        if (blob == null) {
            return absent(name);
        }
        byte[] content = new byte[bytes.remaining()];
        bytes.duplicate().get(content);
        Upload upload = new Upload(name, blob, content, condition, UUID.randomUUID().toString());
        return calls.call(name, content.length, upload::attempt);
    }

    /** One write; all its attempts carry the same mark. */
    private final class Upload {
        private final String name;
        private final BlobAsyncClient blob;
        private final byte[] content;
        private final PutCondition condition;
        private final String mark;

        Upload(String name, BlobAsyncClient blob, byte[] content, PutCondition condition, String mark) {
            this.name = name;
            this.blob = blob;
            this.content = content;
            this.condition = condition;
            this.mark = mark;
        }

        Mono<StoredObject> attempt(int before) {
            Mono<StoredObject> put = upload();
            if (layout instanceof BlobLayout.OneContainer one && one.create()) {
                put = put.onErrorResume(BlobCalls::isNoContainer,
                        failure -> service.createBlobContainerIfNotExists(one.container()).then(upload()));
            }
            return put.onErrorResume(this::isRefused, failure -> refused(before));
        }

        private Mono<StoredObject> upload() {
            BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content))
                    .setHeaders(new BlobHttpHeaders().setContentType(contentType(name)))
                    .setMetadata(InlineContent.add(Map.of(WRITER, mark), name, content))
                    .setContentMd5(InlineContent.md5(content))
                    .setRequestConditions(conditions(condition));
            Duration patience = calls.times().answer().plus(calls.times().progress().multipliedBy(1 + (content.length >> 20)));
            return blob.getBlockBlobAsyncClient().uploadWithResponse(options).timeout(patience)
                    .map(answer -> written(answer.getValue()));
        }

        private StoredObject written(BlockBlobItem item) {
            return new StoredObject(name, content.length, EntityTags.version(item.getETag()),
                    item.getLastModified().toInstant());
        }

        private boolean isRefused(Throwable failure) {
            return failure instanceof BlobStorageException refused && (refused.getStatusCode() == 412
                    && !BlobErrorCode.LEASE_ID_MISSING.equals(refused.getErrorCode())
                    || BlobErrorCode.BLOB_ALREADY_EXISTS.equals(refused.getErrorCode())
                    // If-Match on a blob that went away
                    || condition instanceof PutCondition.IfMatch && refused.getStatusCode() == 404
                            && !BlobCalls.isNoContainer(refused));
        }

        /** Refused by what an earlier attempt wrote, whose answer got lost, is written. */
        private Mono<StoredObject> refused(int before) {
            StorageException failure = new StorageException.PreconditionFailed(name, condition);
            if (before == 0) {
                return Mono.error(failure);
            }
            return properties(blob)
                    .onErrorMap(problem -> BlobCalls.isStatus(problem, 404), problem -> failure)
                    .flatMap(found -> mark.equals(found.getMetadata().get(WRITER))
                            ? Mono.just(new StoredObject(name, found.getBlobSize(), EntityTags.version(found.getETag()),
                                    found.getLastModified().toInstant()))
                            : Mono.error(failure));
        }
    }

    private static BlobRequestConditions conditions(PutCondition condition) {
        BlobRequestConditions conditions = new BlobRequestConditions();
        if (condition instanceof PutCondition.IfAbsent) {
            conditions.setIfNoneMatch("*");
        } else if (condition instanceof PutCondition.IfMatch match) {
            conditions.setIfMatch(EntityTags.tag(match.version()));
        }
        return conditions;
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "json" -> "application/json";
            case "ism", "ismc" -> "application/xml";
            default -> "application/octet-stream";
        };
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        BlobAsyncClient blob = blob(name);
        return blob == null
                ? CompletableFuture.completedFuture(null)
                : calls.call(name, 0, attempt -> blob
                        .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null).then().timeout(calls.times().answer())
                        .onErrorResume(failure -> BlobCalls.isStatus(failure, 404), failure -> Mono.empty()));
    }

    @Override
    public void close() {
        connection.close();
        executor.shutdown();
    }

    /** {@code null} where the layout has no place for this name. */
    private @Nullable BlobAsyncClient blob(String name) {
        BlobLayout.Place place = layout.place(name);
        return place == null
                ? null
                : service.getBlobContainerAsyncClient(place.container()).getBlobAsyncClient(place.blob());
    }

    private static <T> CompletableFuture<T> absent(String name) {
        return CompletableFuture.failedFuture(new StorageException.NotFound(name));
    }
}
