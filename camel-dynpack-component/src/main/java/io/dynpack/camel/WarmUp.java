package io.dynpack.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.asset.AssetCache;
import io.dynpack.asset.AssetLoader;
import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.LayoutCache;
import io.dynpack.asset.LayoutStore;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.delivery.OpenSources;
import io.dynpack.origin.ContentKeyLookup;
import io.dynpack.origin.Origin;
import io.dynpack.origin.OriginCaches;
import io.dynpack.origin.OriginOptions;
import io.dynpack.origin.OriginResponse;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.Ticks;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.storage.Storage;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;
import io.dynpack.url.StreamingUrl;

/**
 * Answers for a built-in sample, of every kind and in every format, again and again for some seconds, before a node says that it is
 * ready: its code is compiled then, and the first clients behind a balancer do not wait for that. Nothing of it is kept.
 */
final class WarmUp implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final UUID LOCATOR = new UUID(0, 0);
    private static final String FILE = "warm-up.mp4";
    private static final String TEXT = "warm-up.vtt";
    private static final String ISM = "warm-up.ism";
    private static final long BYTES = 4 << 20;

    private final Duration longest;
    private final Thread thread = new Thread(this, "dynpack-warm-up");
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;
    private volatile boolean over;
    /** URLs that should have been answered, and were not. */
    private final Set<String> failures = ConcurrentHashMap.newKeySet();

    /** @param longest time that it may take */
    WarmUp(Duration longest) {
        this.longest = longest;
        thread.setDaemon(true);
    }

    /** Once: a context that starts again asks its listeners again. */
    void start() {
        if (!closed && started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    /** Whether it has ended, well or not. */
    boolean isOver() {
        return over;
    }

    Set<String> failures() {
        return failures;
    }

    void close() {
        closed = true;
        thread.interrupt();
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        int answers = 0;
        try (Storage storage = new SampleStorage(sample());
                OpenSources sources = new OpenSources(storage, 4, Duration.ofSeconds(1))) {
            Packagings packagings = new Packagings();
            List<StreamingUrl.OfPresentation> urls = urls(
                    assets(storage).get("", ISM, TrackAdditions.NONE).join().presentation());
            long end = start + longest.toNanos();
            while (!closed && System.nanoTime() < end) {
                // new caches each time: what lies in them is not made again
                Origin origin = origin(storage, assets(storage), packagings);
                for (StreamingUrl.OfPresentation url : urls) {
                    OriginResponse response = origin.present(null, "", url).join();
                    if (response.body() != null) {
                        new MediaBody(response.body(), sources).toByteBuffer().join();
                    }
                    if (response.status() >= 500) {
                        failures.add(url.path() + ": " + response.cause());
                    }
                    answers++;
                }
            }
            if (!failures.isEmpty()) {
                LOG.warn("the first answers may be slow: these could not be made of the sample: {}", failures);
            }
            LOG.info("ready after {} answers for a sample of its own in {} ms", answers,
                    (System.nanoTime() - start) / 1_000_000);
        } catch (RuntimeException | IOException e) {
            if (!closed) {
                LOG.warn("the first answers will be slow: there was a problem with those for the sample", e);
            }
        } finally {
            over = true;
        }
    }

    private static Map<String, byte[]> sample() throws IOException {
        try (InputStream in = WarmUp.class.getResourceAsStream(FILE)) {
            return Map.of(FILE, Objects.requireNonNull(in).readAllBytes(), TEXT, utf8("""
                    WEBVTT

                    00:01.000 --> 00:03.000
                    Warm
                    """), ISM, utf8("""
                    <smil xmlns="http://www.w3.org/2001/SMIL20/Language"><body><switch><video src="warm-up.mp4"/>
                    <audio src="warm-up.mp4"/><textstream src="warm-up.vtt" systemLanguage="en"/></switch></body></smil>"""));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AssetCache assets(Storage storage) {
        IndexCache indexes = new IndexCache(storage, BYTES);
        return new AssetCache(storage, new AssetLoader(storage, indexes, new CueCache(storage, BYTES), 2 * Ticks.PER_SECOND),
                Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofMinutes(1), 1);
    }

    private static Origin origin(Storage storage, AssetCache assets, Packagings packagings) {
        LocatorLookup locators = new LocatorLookup(new Catalog(storage, Clock.systemUTC()), Clock.systemUTC(),
                Duration.ofMinutes(1), 1);
        ContentKeyLookup keys = id -> CompletableFuture.failedFuture(new IllegalStateException("the sample is clear"));
        OriginCaches caches = new OriginCaches(BYTES, BYTES, assets.budget(), packagings,
                new LayoutCache(new LayoutStore(storage, BYTES, assets.budget()), BYTES));
        return new Origin(locators, assets, storage, keys, caches, OriginOptions.DEFAULT, Clock.systemUTC());
    }

    /** Every kind of answer in every format. */
    private static List<StreamingUrl.OfPresentation> urls(Presentation presentation) {
        List<StreamingUrl.OfPresentation> urls = new ArrayList<>();
        for (Format format : OriginOptions.SUPPORTED) {
            Parameters parameters = Parameters.of(format);
            StreamingUrl.Manifest manifest = new StreamingUrl.Manifest(LOCATOR, ISM, parameters);
            urls.add(manifest);
            for (Stream stream : presentation.streams()) {
                for (Level level : stream.levels()) {
                    if (format.protocol() == Format.Protocol.HLS) {
                        urls.add(manifest.playlist(level.bitrate(), stream.name()));
                        urls.add(manifest.playlist(level.bitrate(), stream.name()).keyFrames());
                    }
                    urls.add(new StreamingUrl.Init(LOCATOR, ISM, level.bitrate(), stream.name(), parameters.ofFragment()));
                    boolean smooth = format.protocol() == Format.Protocol.SMOOTH;
                    for (int i = 0; i < stream.timeline().count(); i++) {
                        long time = (smooth ? stream.smoothTimeline() : stream.timeline()).start(i);
                        urls.add(new StreamingUrl.Fragment(LOCATOR, ISM, level.bitrate(), stream.name(), time,
                                parameters.ofFragment()));
                        urls.add(new StreamingUrl.KeyFrame(LOCATOR, ISM, level.bitrate(), stream.name(), time,
                                parameters.ofFragment()));
                    }
                }
            }
            for (TextStream text : presentation.texts()) {
                urls.add(new StreamingUrl.Fragment(LOCATOR, ISM, text.bitrate(), text.name(), 0, parameters.ofFragment()));
            }
        }
        return urls;
    }
}
