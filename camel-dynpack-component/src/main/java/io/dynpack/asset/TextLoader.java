package io.dynpack.asset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.TextCodec;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.ism.TrackReference;
import io.dynpack.presentation.CueSource;
import io.dynpack.presentation.Finding;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.StreamName;
import io.dynpack.presentation.TextStream;
import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageException;
import io.dynpack.storage.StoredObject;
import io.dynpack.text.CueList;
import io.dynpack.text.TextDocument;
import io.dynpack.text.TextFinding;

/** Finds the documents of the text tracks of a server manifest, or the tracks of MP4 files, and makes streams of them. */
final class TextLoader {
    private static final Set<String> DOCUMENTS = Set.of("vtt", "webvtt", "srt", "ttml", "dfxp", "xml", "imsc", "imsc1", "itt");
    private static final String TRANSCRIBES = "public.accessibility.transcribes-spoken-dialog";
    /** Findings of a document in a report. */
    private static final int LISTED = 8;

    private final Storage storage;
    private final CueCache cues;

    TextLoader(Storage storage, CueCache cues) {
        this.storage = storage;
        this.cues = cues;
    }

    /**
     * A text track and its document or the file that it lies in, or why it has neither.
     *
     * @param named  what the server manifest says of where it lies
     * @param object {@code null} where there is none
     * @param index  of the MP4 file, where that takes the place of a document
     * @param names  under which a document or a file was looked for that is not there
     */
    record Text(TrackReference reference, String named, @Nullable StoredObject object, @Nullable TextDocument document,
            @Nullable MediaIndex index, @Nullable String problem, List<String> names) {
        private Text(TrackReference reference, List<String> names, String problem) {
            this(reference, reference.src(), null, null, null, problem, names);
        }
    }

    /** Whether a reference is a text track that is shown. */
    static boolean isText(TrackReference reference) {
        return reference.kind() == TrackReference.Kind.TEXT && !reference.hidden() && !reference.isFolder();
    }

    /**
     * A document that is absent or damaged is a finding; a storage that does not answer fails the whole load.
     *
     * @param media the index of a file; asked for what is no document by its name, where there is no transcript of it
     */
    CompletableFuture<Text> load(String folder, TrackReference reference,
            Function<String, CompletableFuture<AssetLoader.Media>> media) {
        if (isDocument(reference.src())) {
            return load(folder, reference, reference.src());
        }
        CompletableFuture<Optional<Text>> transcript = reference.transcript()
                .map(name -> load(folder, reference, name).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return transcript.thenCompose(text -> text.isPresent() && text.get().object != null
                ? CompletableFuture.completedFuture(text.get())
                : media.apply(reference.src()).thenApply(file -> text(reference, text, file)));
    }

    /** @param transcript that is not there; empty where none is named */
    private static Text text(TrackReference reference, Optional<Text> transcript, AssetLoader.Media file) {
        List<String> absent = new ArrayList<>(file.names());
        transcript.ifPresent(text -> absent.addAll(text.names));
        String problem = file.problem();
        if (file.object() == null) {
            problem = transcript.map(text -> text.problem)
                    .orElse(problem + ", and transcriptsrc names no document in its place");
        }
        return new Text(reference, reference.src(), file.object(), null, file.index(), problem, absent);
    }

    private CompletableFuture<Text> load(String folder, TrackReference reference, String document) {
        List<String> names = SrcNames.of(folder, document);
        return names.isEmpty()
                ? CompletableFuture.completedFuture(new Text(reference, names,
                        "is no name of a file in this asset; name a file beside the server manifest"))
                : load(reference, document, names, 0);
    }

    private static boolean isDocument(String src) {
        return DOCUMENTS.contains(src.substring(src.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private CompletableFuture<Text> load(TrackReference reference, String named, List<String> names, int at) {
        return storage.stat(names.get(at)).thenCompose(object -> cues.get(file(object)).handle((document, failure) -> {
            Throwable cause = failure == null ? null : IndexCache.unwrap(failure);
            if (cause != null && !(cause instanceof TextFileException)) {
                throw new CompletionException(cause);
            }
            return cause == null
                    ? new Text(reference, named, object, document, null, null, List.of())
                    : new Text(reference, named, object, null, null, cause.getMessage(), List.of());
        })).handle((text, failure) -> {
            Throwable cause = failure == null ? null : IndexCache.unwrap(failure);
            if (cause == null) {
                return CompletableFuture.completedFuture(text);
            }
            if (!(cause instanceof StorageException.NotFound)) {
                return CompletableFuture.<Text>failedFuture(cause);
            }
            return at + 1 < names.size()
                    ? load(reference, named, names, at + 1)
                    : CompletableFuture.completedFuture(new Text(reference, names,
                            (isDocument(reference.src())
                                    ? ""
                                    : "names " + reference.transcript().orElse("") + " in transcriptsrc, which ")
                                    + "is not there; put it beside the server manifest, or take the textstream out"));
        }).thenCompose(text -> text);
    }

    private static SourceFile file(StoredObject object) {
        return new SourceFile(object.name(), object.version(), object.length());
    }

    /** The streams of documents that can be used; what is to be said of the others goes into the findings. */
    List<TextStream> streams(List<Text> texts, Presentation media, List<Finding> findings) {
        Stream reference = media.reference();
        Set<String> names = new HashSet<>();
        media.streams().forEach(stream -> names.add(stream.name().toLowerCase(Locale.ROOT)));
        List<TextStream> streams = new ArrayList<>();
        Set<TrackIndex> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Text text : texts) {
            String src = text.reference.src();
            if (text.problem != null) {
                findings.add(Finding.error(text.object == null ? src : text.named, text.problem));
            } else if (text.index != null && text.object != null) {
                track(text, text.index, used, findings)
                        .ifPresent(track -> streams.add(stream(text.reference, track, reference, names)));
            } else if (text.document != null && text.object != null) {
                findings(text.named, text.document, findings);
                if (text.document.cues().isThumbnailIndex()) {
                    findings.add(Finding.warning(text.named, "is an index of thumbnails and no text; it is left out"));
                } else {
                    streams.add(stream(text.reference, new Document(file(text.object), cues),
                            text.document.cues().language(), TextStream.SUBTITLE, reference, names));
                }
            }
        }
        return streams;
    }

    /** What is to be said of a document. */
    static void findings(String file, TextDocument document, List<Finding> findings) {
        List<TextFinding> all = document.findings();
        all.stream().limit(LISTED).forEach(finding -> findings.add(Finding.warning(file, finding.toString())));
        long further = document.furtherFindings() + Math.max(0, all.size() - LISTED);
        if (further > 0) {
            findings.add(Finding.warning(file, "and " + further + " lines more of which something is to be said"));
        }
    }

    /** The track that a reference means; what keeps it from being shown goes into the findings. */
    private Optional<Track> track(Text text, MediaIndex index, Set<TrackIndex> used, List<Finding> findings) {
        String src = text.reference.src();
        OptionalInt id = text.reference.trackId();
        List<TrackIndex> candidates = new ArrayList<>(index.played(TrackKind.TEXT));
        candidates.addAll(index.texts());
        Optional<TrackIndex> track = candidates.stream()
                .filter(other -> id.isPresent() ? other.trackId() == id.getAsInt() : !used.contains(other)).findFirst()
                .or(() -> id.isPresent() ? Optional.empty() : candidates.stream().findFirst());
        if (track.isEmpty()) {
            findings.add(Finding.error(src, AssetLoader.noTrack(text.reference, index)));
            return Optional.empty();
        }
        used.add(track.get());
        String problem = cues.problem(track.get());
        if (problem != null) {
            findings.add(Finding.error(src, "its track " + track.get().trackId() + " is left out: it " + problem));
            return Optional.empty();
        }
        return Optional.of(new Track(index.file(), track.get(), cues));
    }

    private static TextStream stream(TrackReference reference, Track source, Stream of,
            Set<String> names) {
        TextCodec codec = (TextCodec) source.track.codec();
        String role = codec.form() == TextCodec.Form.C608 ? TextStream.CAPTION : TextStream.SUBTITLE;
        return stream(reference, source, source.track.language(), codec.forced() ? TextStream.FORCED : role, of, names);
    }

    /**
     * @param stated    language of the document or the track, or {@code null}
     * @param otherwise the role of what neither transcribes dialog nor has one that is stated
     */
    private static TextStream stream(TrackReference reference, CueSource source, @Nullable String stated, String otherwise,
            Stream of, Set<String> names) {
        String language = reference.language().orElse(stated == null ? "und" : stated);
        String base = StreamName.plain(reference.name().orElse("und".equals(language) ? "subt" : "subt_" + language));
        String name = base;
        for (int i = 1; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + "_" + i;
        }
        String characteristics = reference.hlsCharacteristic().orElse(null);
        String role = reference.role().orElse(characteristics != null && characteristics.contains(TRANSCRIBES)
                ? TextStream.CAPTION
                : otherwise);
        return new TextStream(name, language, role, reference.displayName().orElse(null), characteristics,
                reference.isDefault(), reference.bitrate().orElse(0), of.timeline(), of.smoothTimeline(),
                of.hiddenStart(), source);
    }

    /** A document that is read again where memory has it no more. */
    private record Document(SourceFile file, CueCache cache) implements CueSource {
        @Override
        public long trackId() {
            return 0;
        }

        @Override
        public CompletableFuture<CueList> cues() {
            return cache.get(file).thenApply(TextDocument::cues);
        }

        @Override
        public long heapBytes() {
            return 0;
        }
    }

    /** A track whose samples are read when somebody asks for its cues first, and again where memory has them no more. */
    private record Track(SourceFile file, TrackIndex track, CueCache cache) implements CueSource {
        @Override
        public long trackId() {
            return track.trackId();
        }

        @Override
        public CompletableFuture<CueList> cues() {
            return cache.get(file, track).thenApply(TextDocument::cues);
        }

        @Override
        public long heapBytes() {
            return track.heapBytes();
        }
    }
}
