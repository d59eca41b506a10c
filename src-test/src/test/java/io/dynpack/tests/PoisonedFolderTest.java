package io.dynpack.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.asset.IndexCache;
import io.dynpack.index.MediaIndexCodec;
import io.dynpack.index.UnusableFile;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.LocatorRequest;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.storage.FileStorage;
import io.dynpack.tests.http.RawHttp;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.manifest.Rendition;
import io.dynpack.tests.media.Fixtures;
import io.dynpack.tests.media.PoisonedMovies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A small heap, and a media folder in which somebody put whatever takes memory: what others get shows no dent, while it is
 * ingested, while it is asked for, and after a restart.
 */
@Tag("alone")
class PoisonedFolderTest {
    private static final String HEAP = "-Xmx256m";
    private static final int CLIENTS = 64;
    private static final int ATTACKERS = 8;
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String FILM = "film.mp4";
    /** Refused for as long as they are what they are. */
    private static final List<String> REFUSED = List.of("m-fragments", "m-huge-moov", "m-samples", "m-tracks");

    private static final List<String> FORMATS = List.of("m3u8-cmaf", "m3u8-aapl", "m3u8-aapl-v3", "mpd-time-cmaf",
            "mpd-time-csf", "fmp4", "fmp4-v20");

    /** Behind the ingest of the last folder: how often each attack is tried, and how many answers a client gets on average. */
    private static final int ROUNDS = 10;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger attackAnswers = new AtomicInteger();
    /** Of this process: a machine that is busy with others makes nobody's answers late. */
    private final AtomicLong longestPause = new AtomicLong();

    @TempDir
    private Path home;

    @Test
    void goodAssetsAreServedAsIfItWereNotThere() throws Exception {
        Path media = Files.createDirectories(home.resolve("media"));
        Files.createDirectories(home.resolve("data"));
        QuickstartOrigin.arrive(Fixtures.ladder(), media.resolve("a-good"));
        poison(media);
        QuickstartOrigin.arrive(Fixtures.muxed(), media.resolve("z-good"));
        List<String> attacks = published();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (NodeProcess node = NodeProcess.quickstart(home, HEAP, "-XX:+ExitOnOutOfMemoryError")) {
            List<String> targets = targets(node.published(List.of("a-good")), "a-good");
            List<Future<Long>> clients = new ArrayList<>();
            threads.execute(this::listenToTheMachine);
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                clients.add(threads.submit(() -> watch(new RawHttp(node.base()), targets, new Random(seed))));
            }
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> attackers = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                attackers.add(threads.submit(() -> attack(new RawHttp(node.base()), attacks, next)));
            }
            // folders are ingested in the order of their names
            node.published(List.of("z-good"));
            int attacked = attackAnswers.get() + ROUNDS * attacks.size();
            int watched = answers.get() + ROUNDS * CLIENTS;
            await().atMost(Duration.ofMinutes(2)).until(() -> attackAnswers.get() >= attacked && answers.get() >= watched
                    || Stream.concat(clients.stream(), attackers.stream()).anyMatch(Future::isDone));
            over.set(true);
            long worst = 0;
            for (Future<Long> client : clients) {
                worst = Math.max(worst, client.get());
            }
            for (Future<?> attacker : attackers) {
                attacker.get();
            }
            assertThat(Duration.ofNanos(worst - longestPause.get())).as("longest answer").isLessThan(SECOND);
            assertThat(node.isAlive()).isTrue();
            assertThat(node.console()).doesNotContain("OutOfMemoryError");
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        for (String folder : REFUSED) {
            byte[] stored = Files.readAllBytes(media.resolve(folder).resolve(FILM + IndexCache.SUFFIX));
            assertThat(MediaIndexCodec.load(ByteBuffer.wrap(stored))).as(folder).isInstanceOf(UnusableFile.class);
        }
        // what was refused is not read again
        try (NodeProcess node = NodeProcess.quickstart(home, HEAP)) {
            assertThat(node.published(List.of("a-good", "z-good")).entries()).isNotEmpty();
        }
    }

    private static void poison(Path media) throws IOException {
        Path level = Fixtures.ladder().resolve(Fixtures.LEVELS.get(4).file());
        PoisonedMovies movies = new PoisonedMovies(level);
        movies.boxes(film(media, "m-boxes"), 2_000_000);
        movies.hugeMovie(film(media, "m-huge-moov"), 256L << 20);
        movies.tracks(film(media, "m-tracks"), 20_000);
        movies.fragments(film(media, "m-fragments"), 250_000);
        movies.samples(film(media, "m-samples"), 33_000_000, 0, true);
        movies.samples(film(media, "m-playlist"), 1_000_000, 6, true);
        movies.samples(film(media, "m-key-frames"), 3_000_000, 0, true);
        movies.samples(film(media, "m-one-group"), 3_000_000, 0, false);
        Path indexed = film(media, "m-index");
        Files.copy(level, indexed);
        PoisonedMovies.storedIndex(indexed, 60L << 20);
        Path named = film(media, "m-manifest");
        Files.copy(level, named);
        PoisonedMovies.manifest(named.resolveSibling("film.ism"), FILM, 50_000);
    }

    private static Path film(Path media, String folder) throws IOException {
        Path film = Files.createDirectories(media.resolve(folder)).resolve(FILM);
        if (!Files.exists(film.resolveSibling("film.ism"))) {
            PoisonedMovies.manifest(film.resolveSibling("film.ism"), FILM, 1);
        }
        return film;
    }

    /** Each of them under a locator, although ingest would never have published it: manifests in all formats. */
    private List<String> published() throws IOException {
        List<String> targets = new ArrayList<>();
        try (FileStorage documents = new FileStorage(home.resolve("data")); var folders = Files.list(home.resolve("media"))) {
            Catalog catalog = new Catalog(documents, Clock.systemUTC());
            for (Path folder : folders.filter(f -> f.getFileName().toString().startsWith("m-")).sorted().toList()) {
                String name = folder.getFileName().toString();
                catalog.putAsset(Asset.at(name, name, null)).join();
                StreamingLocator locator = catalog.publish(LocatorRequest.of(name, "Predefined_ClearStreamingOnly")).join();
                for (String format : FORMATS) {
                    targets.add("/" + locator.streamingLocatorId() + "/film.ism/manifest(format=" + format + ")");
                }
            }
        }
        return targets;
    }

    /** Manifests of all formats, and a segment of each of the smaller renditions. */
    private static List<String> targets(PublishedList list, String asset) {
        List<String> targets = new ArrayList<>();
        Delivery delivery = new Delivery();
        for (StreamingFormat format : StreamingFormat.values()) {
            URI manifest = list.location(asset).resolve(format.manifest());
            targets.add(manifest.getRawPath());
            for (Rendition rendition : format.manifests().read(manifest, delivery::text)) {
                if (rendition.bandwidth() < 500_000) {
                    targets.add(rendition.segments().get(1).uri().getRawPath());
                }
            }
        }
        return targets;
    }

    /** @return nanoseconds of the longest answer */
    private long watch(RawHttp http, List<String> targets, Random random) {
        long longest = 0;
        while (!over.get()) {
            String target = targets.get(random.nextInt(targets.size()));
            Reply reply = http.get(target);
            assertThat(reply.status()).as(target).isEqualTo(200);
            longest = Math.max(longest, reply.nanos());
            answers.incrementAndGet();
            LockSupport.parkNanos((long) (PAUSE.toNanos() * (0.5 + random.nextDouble())));
        }
        return longest;
    }

    /** @param next of {@code targets}, for all attackers */
    private void attack(RawHttp http, List<String> targets, AtomicInteger next) {
        while (!over.get()) {
            String target = targets.get(next.getAndIncrement() % targets.size());
            assertThat(http.get(target).status()).as(target).isBetween(200, 503);
            attackAnswers.incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos() / 4);
        }
    }

    private void listenToTheMachine() {
        long nap = Duration.ofMillis(10).toNanos();
        while (!over.get()) {
            long before = System.nanoTime();
            LockSupport.parkNanos(nap);
            longestPause.accumulateAndGet(System.nanoTime() - before - nap, Math::max);
        }
    }
}
