package io.dynpack.asset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.HevcCodec;
import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.StoredIndex;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.ism.IsmException;
import io.dynpack.ism.ServerManifest;
import io.dynpack.ism.TrackReference;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.PresentationException;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.TrackSource;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.Source;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.storage.WholeObject;

/** Reads a server manifest and the media it names, in parallel, and makes a presentation of them. */
public final class AssetLoader {
    /** As AMS packed transport streams where the server manifest says nothing. */
    private static final int FRAGMENTS_PER_HLS_SEGMENT = 3;
    private static final int MAX_ISM = 4 * 1024 * 1024;
    /** Bytes on the heap for a byte of a server manifest while it is parsed: tracks of twelve bytes each take the most, 27. */
    private static final int XML = 32;
    /** Besides, for the unknown elements that a manifest of any size may have: 500 of 350 bytes. */
    private static final int UNKNOWN_XML = 192 * 1024;
    /** Media and text that one server manifest may name; AMS had 64 levels. */
    private static final int MAX_REFERENCES = 1000;
    /** Names of omitted tracks that a message lists. */
    private static final int LISTED = 8;
    private static final long MEGABYTE = 1 << 20;

    private final Storage storage;
    private final IndexCache indexes;
    private final ClientManifestReader clientManifests;
    private final long fragmentDuration;
    private final TextLoader texts;

    /** @param fragmentDuration target, ticks of 10 MHz */
    public AssetLoader(Storage storage, IndexCache indexes, CueCache cues, long fragmentDuration) {
        this.texts = new TextLoader(storage, cues);
        this.storage = storage;
        this.indexes = indexes;
        this.clientManifests = new ClientManifestReader(storage, indexes.budget());
        this.fragmentDuration = fragmentDuration;
    }

    /** Of what is made of media and manifests. */
    MemoryBudget budget() {
        return indexes.budget();
    }

    /**
     * Loads an asset by its server manifest.
     *
     * @param folder empty, or a prefix that ends with {@code /}
     * @param ism    exact name of the server manifest in that folder
     * @param added  to its tracks
     * @return fails with {@link AssetException}, or a storage exception where the storage did not answer
     */
    public CompletableFuture<LoadedAsset> load(String folder, String ism, TrackAdditions added) {
        String name = folder + ism;
        MemoryBudget budget = indexes.budget();
        int most = (int) Math.max(0, Math.min(MAX_ISM, (budget.largest() - UNKNOWN_XML) / XML));
        return storage.readWhole(name, most).thenCompose(whole -> budget
                .under(UNKNOWN_XML + (long) XML * whole.bytes().remaining(),
                        share -> CompletableFuture.completedFuture(parse(whole, added))))
                .handle((manifest, failure) -> {
                    if (failure == null) {
                        return manifest;
                    }
                    Throwable cause = IndexCache.unwrap(failure);
                    if (cause instanceof StorageException.NotFound) {
                        throw new AssetException(AssetException.Reason.NOT_FOUND, "no server manifest " + name, cause);
                    }
                    if (cause instanceof AssetException problem) {
                        throw problem;
                    }
                    if (cause instanceof StorageException.TooLarge large) {
                        throw new AssetException(AssetException.Reason.UNUSABLE, large.getMessage(), cause);
                    }
                    throw new CompletionException(cause);
                }).thenCompose(manifest -> load(folder, manifest));
    }

    /** What is served of a server manifest. Its XML takes many times the memory, and is let go with the share of the budget. */
    private record Manifest(StoredObject object, List<TrackReference> references, List<Finding> findings,
            int fragmentsPerHlsSegment, @Nullable String clientManifest, String added) {
        /** @throws AssetException where it names too much */
        static Manifest of(StoredObject object, ServerManifest content, TrackAdditions added) {
            List<Finding> findings = new ArrayList<>();
            List<TrackReference> references = added.over(content.tracks(), MAX_REFERENCES, findings);
            if (references.size() > MAX_REFERENCES) {
                throw new AssetException(AssetException.Reason.UNUSABLE,
                        object.name() + " names " + references.size() + " tracks, more than " + MAX_REFERENCES, null);
            }
            return new Manifest(object, references, findings,
                    content.fragmentsPerHlsSegment().orElse(FRAGMENTS_PER_HLS_SEGMENT),
                    content.clientManifestRelativePath().orElse(null), added.version());
        }
    }

    private static Manifest parse(WholeObject whole, TrackAdditions added) {
        String name = whole.object().name();
        if (whole.object().length() == 0) {
            throw new AssetException(AssetException.Reason.UNUSABLE, name + " has 0 bytes", null);
        }
        try {
            return Manifest.of(whole.object(), ServerManifest.read(whole.bytes(), name), added);
        } catch (IsmException e) {
            throw new AssetException(AssetException.Reason.UNUSABLE, e.getMessage(), e);
        }
    }

    /**
     * Makes a presentation of a server manifest that need not be stored.
     *
     * @param ism   where it lies or would lie
     * @param added to its tracks
     */
    public CompletableFuture<LoadedAsset> load(String folder, StoredObject ism, ServerManifest manifest, TrackAdditions added) {
        try {
            return load(folder, Manifest.of(ism, manifest, added));
        } catch (AssetException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<LoadedAsset> load(String folder, Manifest manifest) {
        Map<String, CompletableFuture<Media>> files = new LinkedHashMap<>();
        for (TrackReference reference : manifest.references) {
            if (isMedia(reference) && !reference.isFolder() && !reference.hidden()) {
                files.computeIfAbsent(reference.src(), src -> media(folder, src));
            }
        }
        // on other threads, behind a look for a document
        Map<String, CompletableFuture<Media>> ofTexts = new ConcurrentHashMap<>();
        List<CompletableFuture<TextLoader.Text>> documents = manifest.references.stream().filter(TextLoader::isText)
                .map(reference -> texts.load(folder, reference,
                        src -> files.containsKey(src)
                                ? files.get(src)
                                : ofTexts.computeIfAbsent(src, name -> media(folder, name))))
                .toList();
        CompletableFuture<?>[] all = Stream.concat(files.values().stream(), documents.stream())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenCompose(done -> {
            Map<String, Media> found = new LinkedHashMap<>();
            files.forEach((src, media) -> found.put(src, media.join()));
            Chosen chosen = chosen(manifest.references, found);
            long bytes = chosen.sources.stream()
                    .mapToLong(source -> PresentationBuilder.heapBytes(source.track(), fragmentDuration)).sum();
            if (bytes > indexes.budget().largest()) {
                throw new AssetException(AssetException.Reason.UNUSABLE, manifest.object.name() + " needs " + bytes / MEGABYTE
                        + " MB to be made ready, more than this heap has for one asset; serve it in parts, or give the Java virtual"
                        + " machine more memory (-Xmx)", null);
            }
            return clientManifest(folder, manifest, chosen).thenCompose(client -> indexes.budget().under(bytes,
                    share -> CompletableFuture.completedFuture(build(folder, manifest, chosen, found.values(),
                            documents.stream().map(CompletableFuture::join).toList(), client))));
        });
    }

    /** It says nothing but whether HEVC is meant for players of Smooth Streaming, so that it is not read for other assets. */
    private CompletableFuture<ClientManifestReader.Found> clientManifest(String folder, Manifest manifest, Chosen chosen) {
        boolean asked = chosen.sources.stream()
                .anyMatch(source -> source.track().codec() instanceof HevcCodec hevc && !hevc.isDolbyVision());
        return asked && manifest.clientManifest != null
                ? clientManifests.read(folder, manifest.clientManifest)
                : CompletableFuture.completedFuture(ClientManifestReader.Found.NOTHING);
    }

    private static boolean isMedia(TrackReference reference) {
        return reference.kind() == TrackReference.Kind.VIDEO || reference.kind() == TrackReference.Kind.AUDIO;
    }

    /**
     * A media file and its index, or why it cannot be used.
     *
     * @param object {@code null} where there is none
     * @param names  under which it was looked for, where there is none
     */
    record Media(@Nullable StoredObject object, @Nullable MediaIndex index, @Nullable String problem,
            List<String> names) {}

    /** A file that is absent or damaged is a finding; a storage that does not answer fails the whole load. */
    private CompletableFuture<Media> media(String folder, String src) {
        List<String> names = SrcNames.of(folder, src);
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Media(null, null, "is no name of a file in this asset; name a file beside the server manifest", names));
        }
        return media(names, 0);
    }

    private CompletableFuture<Media> media(List<String> names, int at) {
        String name = names.get(at);
        CompletableFuture<Source> opened = storage.open(name);
        // both at once: a storage far away takes as long for one as for two
        CompletableFuture<@Nullable StoredIndex> stored = indexes.readStored(name);
        return opened.thenCompose(source -> indexes.get(source, stored).handle((index, failure) -> {
            source.close();
            if (failure == null) {
                return new Media(source.object(), index, null, List.of());
            }
            Throwable cause = IndexCache.unwrap(failure);
            if (cause instanceof MediaFileException e) {
                return new Media(source.object(), null, e.reason(), List.of());
            }
            throw new CompletionException(cause);
        })).handle((media, failure) -> {
            Throwable cause = failure == null ? null : IndexCache.unwrap(failure);
            if (cause == null) {
                return CompletableFuture.completedFuture(media);
            }
            if (!(cause instanceof StorageException.NotFound)) {
                return CompletableFuture.<Media>failedFuture(cause);
            }
            return at + 1 < names.size()
                    ? media(names, at + 1)
                    : CompletableFuture.completedFuture(new Media(null, null, "is not there", names));
        }).thenCompose(media -> media);
    }

    /** The tracks that references mean, and what is to be said of the others. */
    private record Chosen(List<TrackSource> sources, List<Finding> findings) {}

    private static Chosen chosen(List<TrackReference> references, Map<String, Media> files) {
        List<Finding> findings = new ArrayList<>();
        List<TrackSource> sources = new ArrayList<>();
        // by identity: no two tracks are equal, and to find that out takes all that is known of them
        Set<TrackIndex> used = Collections.newSetFromMap(new IdentityHashMap<>());
        files.forEach((src, media) -> {
            if (media.problem != null) {
                findings.add(Finding.error(src, media.problem));
            }
        });
        for (TrackReference reference : references) {
            if (reference.hidden() || TextLoader.isText(reference)) {
                continue;
            }
            if (!isMedia(reference) || reference.isFolder()) {
                findings.add(Finding.warning(String.valueOf(reference.src()), "this kind of track is not served"));
                continue;
            }
            Media media = files.get(reference.src());
            if (media == null || media.index == null) {
                continue;
            }
            TrackIndex track = track(reference, media.index, used);
            if (track == null) {
                findings.add(Finding.error(reference.src(), noTrack(reference, media.index)));
                continue;
            }
            used.add(track);
            sources.add(new TrackSource(media.index.file(), track, reference.bitrate().orElse(0), reference.name().orElse(null),
                    reference.language().orElse(null), reference.accessibility().orElse(null), reference.role().orElse(null),
                    reference.displayName().orElse(null), reference.isDefault()));
        }
        return new Chosen(sources, findings);
    }

    private LoadedAsset build(String folder, Manifest manifest, Chosen chosen, Collection<Media> files,
            List<TextLoader.Text> documents, ClientManifestReader.Found client) {
        List<Finding> findings = new ArrayList<>(manifest.findings);
        findings.addAll(chosen.findings);
        if (client.problem() != null) {
            findings.add(client.problem());
        }
        Presentation presentation;
        try {
            presentation = new PresentationBuilder(fragmentDuration, manifest.fragmentsPerHlsSegment).build(chosen.sources,
                    client.fourccs());
        } catch (PresentationException e) {
            String why = findings.stream().limit(LISTED).map(finding -> "; " + finding.file() + ": " + finding.message())
                    .collect(Collectors.joining());
            AssetException.Reason reason = chosen.sources.isEmpty() ? reason(files) : AssetException.Reason.UNUSABLE;
            throw new AssetException(reason, manifest.object.name() + ": " + e.getMessage() + why, e);
        }
        findings.addAll(presentation.findings());
        List<TextStream> streams = texts.streams(documents, presentation, findings);
        List<StoredObject> media = Stream.concat(files.stream().map(Media::object),
                documents.stream().map(TextLoader.Text::object)).filter(Objects::nonNull).distinct().toList();
        List<String> absent = Stream.of(files.stream().map(Media::names), documents.stream().map(TextLoader.Text::names),
                Stream.of(client.absent())).flatMap(names -> names).flatMap(List::stream).toList();
        Map<String, Integer> tracks = new LinkedHashMap<>();
        streams.forEach(text -> tracks.merge(text.source().file().name(), 1, Integer::sum));
        // of what is no document it is known how many tracks there are, shown or not
        Stream.concat(files.stream().map(Media::index), documents.stream().map(TextLoader.Text::index)).filter(Objects::nonNull)
                .forEach(index -> tracks.put(index.file().name(), index.trackCount()));
        return new LoadedAsset(folder, manifest.object, client.object(), media, tracks, absent,
                new Presentation(presentation.streams(), streams, presentation.fragmentsPerHlsSegment(), findings),
                digest(manifest, client.object(), media, fragmentDuration, presentation));
    }

    /** Why of these files nothing is served. */
    private static AssetException.Reason reason(Collection<Media> files) {
        List<MediaIndex.OmittedTrack> omitted = files.stream().filter(file -> file.index != null)
                .flatMap(file -> file.index.omitted().stream()).toList();
        if (omitted.stream().anyMatch(track -> track.cause() == MediaIndex.Cause.ENCRYPTED)) {
            return AssetException.Reason.ENCRYPTED;
        }
        // what is damaged says less than what is whole and not served
        boolean whole = omitted.stream().anyMatch(track -> track.cause() == MediaIndex.Cause.NOT_SERVED);
        return omitted.stream().filter(track -> !whole || track.cause() == MediaIndex.Cause.NOT_SERVED)
                .map(MediaIndex.OmittedTrack::kind).min(Comparator.naturalOrder()).map(kind -> switch (kind) {
                    case VIDEO -> AssetException.Reason.VIDEO_ENCODING;
                    case AUDIO -> AssetException.Reason.AUDIO_ENCODING;
                    case TEXT -> AssetException.Reason.MEDIA_TYPE;
                }).orElse(AssetException.Reason.UNUSABLE);
    }

    /** What could not be read makes other bytes, and so another version. */
    private static String digest(Manifest manifest, @Nullable StoredObject client, List<StoredObject> media,
            long fragmentDuration, Presentation presentation) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((fragmentDuration + "|" + manifest.object.version()
                    + (manifest.added.isEmpty() ? "" : "+" + manifest.added))
                    .getBytes(StandardCharsets.UTF_8));
            for (StoredObject object : media) {
                digest.update(("|" + object.name() + "=" + object.version()).getBytes(StandardCharsets.UTF_8));
            }
            if (client != null) {
                digest.update(("|" + client.name() + "=" + client.version()).getBytes(StandardCharsets.UTF_8));
            }
            if (LoadedAsset.isProvisional(presentation)) {
                digest.update((byte) '?');
            }
            presentation.streams().forEach(stream -> stream.levels().forEach(level -> looked(level, digest)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What a closer look made of a track: a node that could not look as closely makes other bytes. */
    private static void looked(Level level, MessageDigest digest) {
        digest.update(String.valueOf(level.track().probe().captions()).getBytes(StandardCharsets.UTF_8));
        if (!level.track().repairs().isEmpty() || level.sapType() != 1) {
            digest.update((level.samples().count() + "/" + level.samples().syncCount() + "/" + level.sapType())
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * The track that a reference means: the stated one, else the first of its kind that no earlier reference took, those that are
     * meant to be played in front of the others, else the first of its kind.
     */
    private static @Nullable TrackIndex track(TrackReference reference, MediaIndex index, Set<TrackIndex> used) {
        TrackKind kind = reference.kind() == TrackReference.Kind.VIDEO ? TrackKind.VIDEO : TrackKind.AUDIO;
        if (reference.trackId().isPresent()) {
            TrackIndex track = index.track(reference.trackId().getAsInt());
            return track == null || track.kind() != kind ? null : track;
        }
        List<TrackIndex> played = index.played(kind);
        return Stream.concat(played.stream(), index.tracks().stream().filter(track -> track.kind() == kind))
                .filter(track -> !used.contains(track)).findFirst().orElse(played.isEmpty() ? null : played.get(0));
    }

    static String noTrack(TrackReference reference, MediaIndex index) {
        StringBuilder message = new StringBuilder("has no ").append(
                reference.kind().name().toLowerCase(Locale.ROOT)).append(" track that can be served");
        reference.trackId().ifPresent(id -> message.append(" with track_ID ").append(id));
        index.omitted().stream().limit(LISTED).forEach(omitted -> message.append("; ").append(omitted.reason()));
        return message.toString();
    }
}
