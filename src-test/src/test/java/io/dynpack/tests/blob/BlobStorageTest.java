package io.dynpack.tests.blob;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;

import io.dynpack.storage.ListPage;
import io.dynpack.storage.PutCondition;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;

import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The storage SPI over a real blob service, on good days and on bad ones. The SDK's own client uploads and judges. */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
class BlobStorageTest {
    private static final BlobTimes IMPATIENT = new BlobTimes(Duration.ofSeconds(1), Duration.ofSeconds(2),
            Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMillis(200));

    private final Azurite azurite;
    private final BlobContainerClient container;
    private final FaultyProxy proxy;
    private BlobStorage storage;

    BlobStorageTest(Azurite azurite) {
        this.azurite = azurite;
        this.container = azurite.container("spi");
        this.proxy = new FaultyProxy(azurite.port(), 7);
    }

    @BeforeEach
    void open() {
        storage = storage(new BlobLayout.OneContainer(container.getBlobContainerName(), false));
    }

    private BlobStorage storage(BlobLayout layout) {
        return new BlobStorage(BlobAccount.ofConnectionString(azurite.connectionString(proxy.port())), layout, IMPATIENT);
    }

    @AfterEach
    void close() {
        storage.close();
        proxy.close();
    }

    private byte[] upload(String name, int length) {
        byte[] bytes = new byte[length];
        new Random(name.hashCode()).nextBytes(bytes);
        container.getBlobClient(name).upload(BinaryData.fromBytes(bytes), true);
        return bytes;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> Throwable failure(CompletableFuture<T> future) {
        try {
            future.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private BlobStorage storage(HttpPipelinePolicy policy) {
        BlobServiceClient client = new BlobServiceClientBuilder().connectionString(azurite.connectionString(azurite.port()))
                .serviceVersion(BlobServiceVersion.V2020_10_02).addPolicy(policy).buildClient();
        return new BlobStorage(BlobAccount.of(client),
                new BlobLayout.OneContainer(container.getBlobContainerName(), false), IMPATIENT);
    }

    @Test
    void speaksTheVersionOfTheClientThatIsShared() {
        upload("version", 1);
        List<String> versions = Collections.synchronizedList(new ArrayList<>());
        try (BlobStorage shared = storage((context, next) -> {
            versions.add(context.getHttpRequest().getHeaders().getValue(HttpHeaderName.fromString("x-ms-version")));
            return next.process();
        })) {
            assertThat(shared.stat("version").join().length()).isEqualTo(1);
            assertThat(versions).isNotEmpty().containsOnly("2020-10-02");
        }
    }

    /** Nobody was refused: who says who we are could not be asked. */
    @Test
    void identityThatCannotBeAskedForIsTriedAgain() {
        upload("identity", 1);
        AtomicInteger asked = new AtomicInteger();
        ClientAuthenticationException unreachable = new ClientAuthenticationException("no token", null,
                new IOException("connection refused"));
        try (BlobStorage lucky = storage(
                (context, next) -> asked.incrementAndGet() < 3 ? Mono.error(unreachable) : next.process())) {
            assertThat(lucky.stat("identity").join().length()).isEqualTo(1);
            assertThat(asked).hasValue(3);
        }
        try (BlobStorage unlucky = storage((context, next) -> Mono.error(unreachable))) {
            assertThat(failure(unlucky.stat("identity"))).isInstanceOf(StorageException.Busy.class);
        }
        try (BlobStorage refused = storage(
                (context, next) -> Mono.error(new ClientAuthenticationException("no such application", null)))) {
            assertThat(failure(refused.stat("identity"))).isInstanceOf(StorageException.Refused.class);
        }
    }

    @Test
    void deletesWhatHasSnapshots() {
        upload("snapshots", 1);
        container.getBlobClient("snapshots").createSnapshot();
        storage.delete("snapshots").join();
        assertThat(container.getBlobClient("snapshots").exists()).isFalse();
        storage.delete("snapshots").join();
    }

    @Test
    void failsInItsOwnWordsOnceItIsClosed() {
        upload("closed", 1);
        storage.close();
        assertThat(failure(storage.stat("closed"))).isInstanceOf(StorageException.class);
    }

    /** Metadata shows to whoever may list. */
    @Test
    void valuesOfKeysLieInNoMetadata() {
        ByteBuffer clear = text("{\"properties\":{\"assetName\":\"a\"}}");
        ByteBuffer secret = text("{\"properties\":{\"contentKeys\":[{\"value\":\"c2VjcmV0\"}]}}");
        storage.put("keys/clear.json", clear, PutCondition.ALWAYS).join();
        storage.put("keys/secret.json", secret, PutCondition.ALWAYS).join();
        ListPage page = storage.list("keys/", null).join();
        assertThat(page.objects()).extracting(StoredObject::name).containsExactly("keys/clear.json", "keys/secret.json");
        assertThat(page.contents()).containsOnlyKeys("keys/clear.json");
        assertThat(container.getBlobClient("keys/secret.json").getProperties().getMetadata().toString())
                .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(secret.array()));
    }

    @Test
    void readsRangesOfTheVersionThatWasOpened() {
        byte[] bytes = upload("a/b c(1).mp4", 300_000);
        try (Source source = storage.open("a/b c(1).mp4").join()) {
            assertThat(source.length()).isEqualTo(300_000);
            assertThat(bytes(source.read(0, 300_000).join())).isEqualTo(bytes);
            assertThat(bytes(source.read(1234, 70_000).join())).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1234, 71_234));
            assertThat(storage.stat("a/b c(1).mp4").join()).isEqualTo(source.object());
            assertThatThrownBy(() -> source.read(299_999, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            upload("a/b c(1).mp4", 400_000);
            assertThat(failure(source.read(0, 10))).isInstanceOf(StorageException.Changed.class);
            assertThat(storage.stat("a/b c(1).mp4").join().version()).isNotEqualTo(source.version());
            container.getBlobClient("a/b c(1).mp4").delete();
            // services differ in which they look at first
            assertThat(failure(source.read(0, 10))).isInstanceOfAny(StorageException.NotFound.class,
                    StorageException.Changed.class);
        }
    }

    @Test
    void asksNothingForAVersionThatIsKnown() {
        byte[] bytes = upload("known.mp4", 1000);
        StoredObject object = storage.stat("known.mp4").join();
        proxy.forget();
        try (Source source = storage.open("known.mp4", object.version(), 1000).join()) {
            assertThat(proxy.calls()).isEmpty();
            assertThat(bytes(source.read(10, 20).join())).isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, 30));
        }
        assertThat(proxy.calls()).hasSize(1);
        Source other = storage.open("known.mp4", "0x8D0", 1000).join();
        assertThat(failure(other.read(0, 1))).isInstanceOf(StorageException.Changed.class);
    }

    @Test
    void readsSmallObjectsWithOneCall() {
        byte[] bytes = upload("small.json", 900);
        container.getBlobClient("empty").upload(BinaryData.fromBytes(new byte[0]), true);
        proxy.forget();
        var whole = storage.readWhole("small.json", 1000).join();
        assertThat(proxy.calls()).hasSize(1);
        assertThat(bytes(whole.bytes())).isEqualTo(bytes);
        assertThat(whole.object()).isEqualTo(storage.stat("small.json").join());
        assertThat(storage.readWhole("empty", 10).join().bytes().remaining()).isZero();
        assertThat(failure(storage.readWhole("small.json", 899))).isInstanceOf(StorageException.TooLarge.class);
        assertThat(failure(storage.readWhole("absent", 10))).isInstanceOf(StorageException.NotFound.class);
        assertThat(failure(storage.open("absent"))).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void writesUnderAConditionAndOneOfManyWins() {
        StoredObject first = storage.put("doc.json", text("one"), PutCondition.IF_ABSENT).join();
        assertThat(first).isEqualTo(storage.stat("doc.json").join());
        assertThat(failure(storage.put("doc.json", text("two"), PutCondition.IF_ABSENT)))
                .isInstanceOf(StorageException.PreconditionFailed.class);
        StoredObject second = storage.put("doc.json", text("two"), new PutCondition.IfMatch(first.version())).join();
        assertThat(failure(storage.put("doc.json", text("three"), new PutCondition.IfMatch(first.version()))))
                .isInstanceOf(StorageException.PreconditionFailed.class);
        assertThat(second.version()).isNotEqualTo(first.version());
        storage.put("doc.json", text("four"), PutCondition.ALWAYS).join();
        assertThat(container.getBlobClient("doc.json").downloadContent().toString()).isEqualTo("four");
        storage.delete("doc.json").join();
        storage.delete("doc.json").join();
        assertThat(failure(storage.put("doc.json", text("five"), new PutCondition.IfMatch(first.version()))))
                .isInstanceOf(StorageException.PreconditionFailed.class);
        List<CompletableFuture<StoredObject>> race = IntStream.range(0, 16)
                .mapToObj(i -> storage.put("race", text("writer " + i), PutCondition.IF_ABSENT)).toList();
        assertThat(race.stream().filter(put -> failure(put) == null)).hasSize(1);
    }

    @Test
    void knowsItsOwnWriteWhoseAnswerGotLost() {
        proxy.loseNextAnswer();
        StoredObject written = storage.put("lost", text("mine"), PutCondition.IF_ABSENT).join();
        assertThat(written).isEqualTo(storage.stat("lost").join());
        proxy.loseNextAnswer();
        StoredObject next = storage.put("lost", text("mine too"), new PutCondition.IfMatch(written.version())).join();
        assertThat(next).isEqualTo(storage.stat("lost").join());
    }

    @Test
    void createsItsContainerOnlyWhereItMay() {
        try (BlobStorage catalog = storage(new BlobLayout.OneContainer("made-by-first-write", true));
                BlobStorage media = storage(new BlobLayout.OneContainer("nobody-made-this", false))) {
            assertThat(catalog.list("", null).join().objects()).isEmpty();
            assertThat(failure(catalog.open("a"))).isInstanceOf(StorageException.NotFound.class);
            catalog.put("a", text("a"), PutCondition.IF_ABSENT).join();
            assertThat(names(catalog, "", true)).containsExactly("a");
            assertThat(failure(media.put("a", text("a"), PutCondition.IF_ABSENT)))
                    .isInstanceOf(StorageException.NotFound.class);
            assertThat(failure(media.listChildren("", null))).isInstanceOf(StorageException.NotFound.class);
        }
    }

    @Test
    void listsInOrderAndInPages() {
        for (String name : List.of("b/2.mp4", "a.txt", "b/1.mp4", "b.txt", "c/d/e", "b/x/y", ".dynpack-own")) {
            upload(name, 10);
        }
        assertThat(names(storage, "", false)).containsExactly("a.txt", "b.txt", "b/", "c/");
        assertThat(names(storage, "b/", false)).containsExactly("b/1.mp4", "b/2.mp4", "b/x/");
        assertThat(names(storage, "b", true)).containsExactly("b.txt", "b/1.mp4", "b/2.mp4", "b/x/y");
        assertThat(names(storage, "nothing/", true)).isEmpty();
        StoredObject listed = storage.list("a", null).join().objects().get(0);
        assertThat(listed).isEqualTo(storage.stat("a.txt").join());
        List<CompletableFuture<StoredObject>> many = new ArrayList<>();
        for (int i = 0; i < 5200; i++) {
            many.add(storage.put("many/" + (100_000 + i), text("x"), PutCondition.ALWAYS));
            if (many.size() == 100) {
                many.forEach(CompletableFuture::join);
                many.clear();
            }
        }
        many.forEach(CompletableFuture::join);
        assertThat(storage.list("many/", null).join().continuation()).isNotNull();
        assertThat(names(storage, "many/", true)).hasSize(5200).isSorted();
        assertThat(names(storage, "many/", false)).hasSize(5200).isSorted();
    }

    @Test
    void takesContainersForFolders() {
        String prefix = "per" + azurite.port();
        for (String name : List.of("-asset-1", "-asset-2", "-other")) {
            azurite.client().createBlobContainer(prefix + name).getBlobClient("v.mp4").upload(BinaryData.fromString(name));
        }
        azurite.client().getBlobContainerClient(prefix + "-asset-2").getBlobClient("sub/w.mp4")
                .upload(BinaryData.fromString("w"));
        try (BlobStorage each = storage(new BlobLayout.ContainerPerAsset(prefix + "-asset-*"))) {
            assertThat(names(each, "", false)).containsExactly(prefix + "-asset-1/", prefix + "-asset-2/");
            assertThat(names(each, prefix + "-asset-2", false)).containsExactly(prefix + "-asset-2/");
            assertThat(names(each, prefix + "-asset-2/", false)).containsExactly(prefix + "-asset-2/sub/",
                    prefix + "-asset-2/v.mp4");
            assertThat(names(each, "", true)).containsExactly(prefix + "-asset-1/v.mp4", prefix + "-asset-2/sub/w.mp4",
                    prefix + "-asset-2/v.mp4");
            assertThat(names(each, prefix + "-other/", true)).isEmpty();
            assertThat(names(each, prefix + "-gone/", true)).isEmpty();
            assertThat(bytes(each.readWhole(prefix + "-asset-1/v.mp4", 100).join().bytes()))
                    .isEqualTo("-asset-1".getBytes(StandardCharsets.UTF_8));
            assertThat(failure(each.open(prefix + "-other/v.mp4"))).isInstanceOf(StorageException.NotFound.class);
            assertThat(failure(each.open("v.mp4"))).isInstanceOf(StorageException.NotFound.class);
        }
    }

    @Test
    void readsWithASignatureAndIsRefusedWrites() {
        byte[] bytes = upload("v.mp4", 100);
        String signature = container.generateSas(new BlobServiceSasSignatureValues(OffsetDateTime.now().plusHours(1),
                new BlobContainerSasPermission().setReadPermission(true).setListPermission(true)));
        BlobAccount account = new BlobAccount(null, null, Azurite.endpoint(proxy.port()), null, null, "?" + signature, null,
                null, null);
        assertThat(account.toString()).doesNotContain("sig=");
        try (BlobStorage reader = new BlobStorage(account,
                new BlobLayout.OneContainer(container.getBlobContainerName(), false), IMPATIENT)) {
            assertThat(bytes(reader.open("v.mp4").join().read(0, 100).join())).isEqualTo(bytes);
            Throwable refused = failure(reader.put("x", text("x"), PutCondition.ALWAYS));
            assertThat(refused).isInstanceOf(StorageException.Refused.class);
            StringWriter trace = new StringWriter();
            refused.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(signature.substring(signature.indexOf("sig=")));
        }
        BlobAccount wrong = new BlobAccount(null, null, Azurite.endpoint(proxy.port()), null, Azurite.KEY.replace('E', 'F'),
                null, null, null, null);
        try (BlobStorage stranger = new BlobStorage(wrong,
                new BlobLayout.OneContainer(container.getBlobContainerName(), false), IMPATIENT)) {
            assertThat(failure(stranger.open("v.mp4"))).isInstanceOf(StorageException.Refused.class);
        }
    }

    @Test
    void sharesAClientWithoutItsRetries() {
        byte[] bytes = upload("v.mp4", 100);
        try (BlobStorage shared = new BlobStorage(BlobAccount.of(azurite.client()),
                new BlobLayout.OneContainer(container.getBlobContainerName(), false), IMPATIENT)) {
            assertThat(bytes(shared.open("v.mp4").join().read(0, 100).join())).isEqualTo(bytes);
        }
        assertThatThrownBy(() -> new BlobStorage(BlobAccount.of("no client"), new BlobLayout.OneContainer("abc", false),
                IMPATIENT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesOnWhereABodyBroke() {
        byte[] bytes = upload("long.mp4", 2_000_000);
        Source source = storage.open("long.mp4").join();
        for (FaultyProxy.Faults faults : List.of(new FaultyProxy.Faults(Duration.ZERO, 0, 0.6, 0, 0, null),
                new FaultyProxy.Faults(Duration.ZERO, 0, 0, 0.6, 0, null),
                new FaultyProxy.Faults(Duration.ZERO, 0, 0, 0, 0.5, null),
                new FaultyProxy.Faults(Duration.ZERO, 0.6, 0, 0, 0, null))) {
            proxy.faults(faults);
            proxy.forget();
            for (int i = 0; i < 10; i++) {
                assertThat(bytes(source.read(1000, 1_500_000).join()))
                        .isEqualTo(java.util.Arrays.copyOfRange(bytes, 1000, 1_501_000));
            }
            assertThat(proxy.calls()).hasSizeGreaterThan(10);
            // goes on from where it was: far less than a whole range for each attempt
            assertThat(proxy.calls().stream().mapToLong(FaultyProxy.Call::bytes).sum()).isLessThan(10 * 1_500_000L * 5 / 2);
        }
        proxy.faults(new FaultyProxy.Faults(Duration.ZERO, 0, 0.5, 0, 0, null));
        assertThat(bytes(storage.readWhole("long.mp4", 4_000_000).join().bytes())).isEqualTo(bytes);
    }

    @Test
    void isBusyWhereItLastsAndComesBackWhenAsked() {
        upload("v.mp4", 100);
        Source source = storage.open("v.mp4").join();
        proxy.faults(new FaultyProxy.Faults(Duration.ZERO, 1, 0, 0, 0, null));
        long start = System.nanoTime();
        assertThat(failure(source.read(0, 10))).isInstanceOf(StorageException.Busy.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        proxy.faults(new FaultyProxy.Faults(Duration.ZERO, 1, 0, 0, 0, "30"));
        proxy.forget();
        assertThat(failure(source.read(0, 10))).isInstanceOfSatisfying(StorageException.Busy.class,
                busy -> assertThat(busy.retryAfterSeconds()).isEqualTo(30));
        assertThat(proxy.calls()).hasSize(1);
        proxy.faults(new FaultyProxy.Faults(Duration.ZERO, 0.999, 0, 0, 0, "1"));
        proxy.forget();
        CompletableFuture<ByteBuffer> read = source.read(0, 10);
        org.awaitility.Awaitility.await().until(() -> !proxy.calls().isEmpty());
        proxy.faults(FaultyProxy.Faults.NONE);
        read.join();
        List<FaultyProxy.Call> calls = proxy.calls();
        assertThat(Duration.ofNanos(calls.get(1).start() - calls.get(0).end())).isGreaterThan(Duration.ofMillis(990));
        proxy.close();
        assertThat(failure(source.read(0, 10))).isInstanceOf(StorageException.Busy.class);
    }

    private static List<String> names(Storage storage, String prefix, boolean deep) {
        List<String> names = new ArrayList<>();
        String continuation = null;
        do {
            ListPage page = (deep ? storage.list(prefix, continuation) : storage.listChildren(prefix, continuation)).join();
            page.objects().forEach(object -> names.add(object.name()));
            continuation = page.continuation();
        } while (continuation != null);
        return names;
    }
}
