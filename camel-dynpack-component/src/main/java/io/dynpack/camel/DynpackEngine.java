package io.dynpack.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.asset.AssetCache;
import io.dynpack.asset.AssetLoader;
import io.dynpack.asset.CueCache;
import io.dynpack.asset.IndexCache;
import io.dynpack.asset.LayoutCache;
import io.dynpack.asset.LayoutStore;
import io.dynpack.delivery.OpenSources;
import io.dynpack.delivery.ReadAhead;
import io.dynpack.delivery.SharedReads;
import io.dynpack.ingest.Ingest;
import io.dynpack.keys.ContentKeys;
import io.dynpack.keys.KeyEncryption;
import io.dynpack.keys.KeyGrants;
import io.dynpack.keys.KeySeed;
import io.dynpack.keys.KeyServer;
import io.dynpack.keys.StoredSecrets;
import io.dynpack.origin.DownloadLocks;
import io.dynpack.origin.Origin;
import io.dynpack.origin.OriginCaches;
import io.dynpack.origin.OriginOptions;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.Ticks;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.storage.CacheState;
import io.dynpack.storage.CircuitBreaker;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.ObservedStorage;
import io.dynpack.storage.ReadLimiter;
import io.dynpack.storage.Storage;

/** What all endpoints of one component share: storages, catalog, caches. Closes what it created, never what it was given. */
public final class DynpackEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DynpackEngine.class);
    private static final Duration IDLE_SOURCES = Duration.ofSeconds(30);

    private static final Duration CALLED_MEDIA_FRESHNESS = Duration.ofSeconds(60);

    /** Of the heap. */
    private static final int LAYOUT_PART = 64;
    private static final int CUE_PART = 16;
    /** Segments of text are small and soon made again: these are some ten thousand. */
    private static final long BUILT_TEXTS = 32L << 20;

    private final DynpackConfiguration configuration;
    private final DynpackObserver observer;
    private volatile @Nullable EngineState state;
    private volatile boolean closed;
    private final Clock clock;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Storage media;
    private final Storage documents;
    private final Catalog catalog;
    private final ContentKeys contentKeys;
    private final KeyGrants keyGrants;
    private final LocatorLookup locators;
    private final AssetCache assets;
    private final LayoutStore layouts;
    private final Packagings packagings;
    private final OriginCaches caches;
    private final OpenSources sources;
    private final @Nullable ReadAhead readAhead;
    private final Ingest ingest;
    private final AccessLog accessLog = new AccessLog();
    private final Arrivals arrivals;
    private final FolderDocuments folderDocuments;
    /** Of each origin that runs, those under way. */
    private final Set<IntSupplier> requests = ConcurrentHashMap.newKeySet();

    /**
     * @param beans    the one bean of a type that the application has, or {@code null}
     * @param observer of all that is done
     * @throws DynpackException when an option is missing or a folder cannot be used; names the option
     */
    DynpackEngine(DynpackConfiguration configuration, Clock clock, Function<Class<?>, @Nullable Object> beans,
            DynpackObserver observer) {
        this.configuration = configuration;
        this.observer = observer;
        this.clock = clock;
        OptionChecks.requireStorages(configuration);
        Storage assetStorage = media(beans);
        ReadLimiter limiter = new ReadLimiter(observed(assetStorage), configuration.getMaxConcurrentReads(),
                configuration.getMaxWaitingReads());
        this.media = guarded("media storage", assetStorage, limiter);
        this.documents = documents(beans);
        Storage catalogStorage = guarded("storage of the catalog", documents, observed(documents));
        ContentKeyDocuments keyDocuments = new ContentKeyDocuments(catalogStorage, clock);
        KeyEncryption encryption = keyEncryption();
        this.catalog = new Catalog(catalogStorage, clock,
                new StoredSecrets(keyDocuments, encryption, configuration.getContentKeySeed() == null
                        ? null
                        : KeySeed.parse(configuration.getContentKeySeed())));
        this.contentKeys = new ContentKeys(keyDocuments, encryption, clock, configuration.getFreshness(),
                configuration.getCatalogCacheSize());
        if (encryption != KeyEncryption.NONE) {
            moveKeyValues();
            lookForLostKey();
        }
        this.locators = new LocatorLookup(catalog, clock, configuration.getFreshness(), configuration.getCatalogCacheSize());
        this.keyGrants = new KeyGrants(catalog, keyDocuments, contentKeys, locators, encryption, catalogStorage, clock,
                configuration.getFreshness(), configuration.getCatalogCacheSize(), configuration.getContentKeyPolicy());
        MemoryShares memory = MemoryShares.of(configuration);
        IndexCache indexes = new IndexCache(media, memory.indexes(), MemoryBudget.ofHeap());
        long target = Math.max(1, configuration.getFragmentDuration().toMillis() * (Ticks.PER_SECOND / 1000));
        Duration freshness = configuration.getFreshness();
        // each look at a blob is a call: thousands of assets on dozens of nodes would take an account to its limit by asking
        Duration mediaFreshness = assetStorage instanceof FileStorage || freshness.compareTo(CALLED_MEDIA_FRESHNESS) > 0
                ? freshness
                : CALLED_MEDIA_FRESHNESS;
        CueCache cues = new CueCache(media, Runtime.getRuntime().maxMemory() / CUE_PART, indexes.budget());
        this.assets = new AssetCache(media, new AssetLoader(media, indexes, cues, target), clock, freshness, mediaFreshness,
                configuration.getMaxAssets());
        this.layouts = new LayoutStore(media, Runtime.getRuntime().maxMemory() / LAYOUT_PART, assets.budget());
        this.packagings = new Packagings(OptionChecks.codecs(configuration.getRefusedCodecs()),
                OptionChecks.textForm(configuration.getHlsCmafText()), OptionChecks.textForm(configuration.getDashText()));
        LayoutCache layoutCache = new LayoutCache(layouts, Runtime.getRuntime().maxMemory() / LAYOUT_PART);
        this.caches = new OriginCaches(memory.manifests(), Math.min(BUILT_TEXTS, Runtime.getRuntime().maxMemory() / CUE_PART),
                assets.budget(), packagings, layoutCache);
        SharedReads shared = new SharedReads(memory.reads());
        this.sources = new OpenSources(media, configuration.getMaxOpenFiles(), IDLE_SOURCES, shared);
        this.readAhead = configuration.isReadAhead() && !(assetStorage instanceof FileStorage) ? new ReadAhead(sources) : null;
        this.ingest = new Ingest(media, indexes, cues, target, Packagings::limits);
        this.arrivals = new Arrivals(configuration.getMaxAssets());
        this.folderDocuments = new FolderDocuments(media, catalog, assets, ingest, arrivals, configuration.getMaxAssets());
        List<CacheState> states = new ArrayList<>(caches.states());
        states.addAll(List.of(indexes.state(), cues.state(), layoutCache.state(), sources.bodies(), assets.state(),
                locators.state()));
        EngineState holds = new EngineState(states, assets.budget()::bytes, assets.budget()::lent, shared::usedBytes,
                limiter::running, limiter::waiting,
                () -> assetStorage.retries() + documents.retries(),
                () -> requests.stream().mapToLong(IntSupplier::getAsInt).sum());
        this.state = holds;
        observer.holds(holds);
    }

    private Storage observed(Storage storage) {
        return observer == DynpackObserver.NOTHING ? storage : new ObservedStorage(storage, observer);
    }

    /** Sees what this engine does. */
    public DynpackObserver observer() {
        return observer;
    }

    /** Tells where to ask for the number of requests that an origin has under way; once, when it starts. */
    public void inFlight(IntSupplier count) {
        requests.add(count);
        observer.inFlight(count);
    }

    /** Takes back what {@link #inFlight} told: that origin has stopped. */
    public void stopped(IntSupplier count) {
        observer.stopped(count);
        requests.remove(count);
    }

    /** What is held, to be asked for at any time; {@code null} once this is closed. */
    @Nullable
    EngineState state() {
        return state;
    }

    /**
     * Forgets what memory has of an asset, so that the next request for it looks at its folder. Indexes stay: they are of versions
     * of files.
     *
     * @param name of the asset; of its folder, with or without a slash at its end, where the catalog has no such asset
     * @return how many of its server manifests were known. Fails with {@link IllegalArgumentException} where no asset has such a
     *         name, or as the catalog's storage does
     */
    CompletableFuture<Integer> forget(String name) {
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return catalog.asset(plain).thenApply(found -> assets.invalidate(found.map(Asset::folder).orElse(plain + "/")));
    }

    private KeyEncryption keyEncryption() {
        try {
            return KeyEncryptionKeyFile.encryption(configuration);
        } catch (DynpackException e) {
            close();
            throw e;
        }
    }

    /** Older versions kept values of content keys in the documents of locators. */
    private void moveKeyValues() {
        catalog.moveKeyValues().whenComplete((moved, failure) -> {
            if (failure != null && closed) {
                return;
            }
            if (failure != null) {
                LOG.warn("the values of content keys that locators hold could not be moved; the next start tries again",
                        failure);
                return;
            }
            if (moved.moved() > 0) {
                LOG.info("moved the content keys of {} locators into documents of their own", moved.moved());
            }
            moved.left().forEach(problem -> LOG.warn("content keys stay in the document of a locator: {}", problem));
        });
    }

    /** A key-encryption key that was lost and made anew leaves stored keys that nothing opens. */
    private void lookForLostKey() {
        String file = configuration.getKeyEncryptionKeyFile();
        contentKeys.unopened().whenComplete((unopened, failure) -> {
            if (closed) {
                return;
            }
            if (failure != null) {
                LOG.warn("whether the stored content keys can be opened could not be looked up: {}", failure.getMessage());
            } else {
                unopened.ifPresent(why -> LOG.warn("content keys are stored that this node cannot open; what is encrypted with"
                        + " them is answered with 500. {}{}", why.getMessage(),
                        file == null
                                ? ""
                                : ". This node has its key-encryption key from the file " + file
                                        + ": put the file that was lost there, and start again"));
            }
        });
    }

    /** A folder answers or fails at once; what is asked over a network may hang. */
    private static Storage guarded(String what, Storage asked, Storage limited) {
        return asked instanceof FileStorage
                ? limited
                : new CircuitBreaker(what, limited, () -> asked.listChildren("", null, 1));
    }

    private Storage media(Function<Class<?>, @Nullable Object> beans) {
        DynpackConfiguration c = configuration;
        if (c.getMediaStorage() != null) {
            return c.getMediaStorage();
        }
        return c.getAzureContainer() != null || c.getAzureContainers() != null
                ? own(() -> AzureStorages.media(c, beans))
                : folder(c.getDirectory(), "directory", false);
    }

    private Storage documents(Function<Class<?>, @Nullable Object> beans) {
        DynpackConfiguration c = configuration;
        if (c.getCatalogStorage() != null) {
            return c.getCatalogStorage();
        }
        return c.getAzureCatalogContainer() != null
                ? own(() -> AzureStorages.catalog(c, beans))
                : folder(c.getCatalogDirectory(), "catalogDirectory", true);
    }

    private Storage own(Supplier<Storage> maker) {
        try {
            Storage storage = maker.get();
            owned.add(storage);
            return storage;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Storage folder(@Nullable String directory, String option, boolean create) {
        try {
            Path folder = Path.of(directory);
            if (create) {
                Files.createDirectories(folder);
            }
            int threads = Math.max(4, configuration.getMaxConcurrentReads());
            FileStorage storage = new FileStorage(folder, threads, configuration.getMaxWaitingReads(), configuration.isFsync());
            owned.add(storage);
            return storage;
        } catch (NoSuchFileException e) {
            close();
            throw new DynpackException("the folder " + directory + " of dynpack's option " + option + " does not exist", e);
        } catch (IOException | RuntimeException e) {
            close();
            throw new DynpackException("dynpack cannot use " + directory + " for its option " + option + ": " + e.getMessage(),
                    e);
        }
    }

    /** An origin with the options of one endpoint. */
    public Origin origin(DynpackConfiguration options) {
        OriginOptions chosen = new OriginOptions(OriginOptions.SUPPORTED, options.getManifestMaxAge(),
                options.getFragmentMaxAge(), options.getCorsAllowedOrigins(), options.isAudioOnlyVariant(),
                options.isHlsShortLanguages(), options.getKeyDeliveryUrl(), options.isClearKeyLicences(),
                options.isDashEnvelopeAsCenc());
        return new Origin(locators, assets, media, contentKeys::find, caches, chosen, clock);
    }

    /** A key server with the options of one endpoint. */
    public KeyServer keyServer(DynpackConfiguration options) {
        return new KeyServer(keyGrants, options.getKeyRequestsPerMinute(), options.getCorsAllowedOrigins(), clock);
    }

    /** What filters leave of whole files. */
    public DownloadLocks downloadLocks() {
        return new DownloadLocks(locators, assets);
    }

    /** Of all formats, with what they compute once. */
    public Packagings packagings() {
        return packagings;
    }

    public Storage media() {
        return media;
    }

    /** The storage of the catalog. */
    Storage documents() {
        return documents;
    }

    public Catalog catalog() {
        return catalog;
    }

    public ContentKeys contentKeys() {
        return contentKeys;
    }

    public LocatorLookup locators() {
        return locators;
    }

    public AssetCache assets() {
        return assets;
    }

    public LayoutStore layouts() {
        return layouts;
    }

    public OpenSources sources() {
        return sources;
    }

    /** {@code null} where nothing is read ahead. */
    public @Nullable ReadAhead readAhead() {
        return readAhead;
    }

    public Ingest ingest() {
        return ingest;
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    public FolderDocuments folderDocuments() {
        return folderDocuments;
    }

    public AccessLog accessLog() {
        return accessLog;
    }

    @Override
    public void close() {
        closed = true;
        EngineState held = state;
        if (held != null) {
            observer.released(held);
            state = null;
        }
        if (accessLog != null) {
            accessLog.close();
        }
        if (sources != null) {
            sources.close();
        }
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable resource : owned) {
            try {
                resource.close();
            } catch (Exception e) {
                // the others hold threads and connections too
                failures.add(e);
            }
        }
        owned.clear();
        if (!failures.isEmpty()) {
            DynpackException told = new DynpackException("a storage could not be closed", failures.get(0));
            failures.stream().skip(1).forEach(told::addSuppressed);
            throw told;
        }
    }
}
