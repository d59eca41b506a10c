package io.dynpack.asset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.SourceFile;
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

/** Finds the documents of the text tracks of a server manifest, and makes streams of them. */
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
     * A text track and its document, or why it has none.
     *
     * @param object {@code null} where there is none
     * @param names  under which it was looked for, where there is none
     */
    record Text(TrackReference reference, @Nullable StoredObject object, @Nullable TextDocument document,
            @Nullable String problem, List<String> names) {
        private Text(TrackReference reference, List<String> names, String problem) {
            this(reference, null, null, problem, names);
        }
    }

    /** Whether a reference is a text track that is shown. */
    static boolean isText(TrackReference reference) {
        return reference.kind() == TrackReference.Kind.TEXT && !reference.hidden() && !reference.isFolder();
    }

    /** A document that is absent or damaged is a finding; a storage that does not answer fails the whole load. */
    CompletableFuture<Text> load(String folder, TrackReference reference) {
        Optional<String> document = document(reference);
        if (document.isEmpty()) {
            return CompletableFuture.completedFuture(new Text(reference, List.of(),
                    "is no document of text, and transcriptsrc names none; name one of WebVTT, TTML or SubRip"));
        }
        List<String> names = SrcNames.of(folder, document.get());
        return names.isEmpty()
                ? CompletableFuture.completedFuture(new Text(reference, names,
                        "is no name of a file in this asset; name a file beside the server manifest"))
                : load(reference, names, 0);
    }

    /** As the server manifest names it. */
    private static Optional<String> document(TrackReference reference) {
        return isDocument(reference.src()) ? Optional.of(reference.src()) : reference.transcript();
    }

    private static boolean isDocument(String src) {
        return DOCUMENTS.contains(src.substring(src.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private CompletableFuture<Text> load(TrackReference reference, List<String> names, int at) {
        return storage.stat(names.get(at)).thenCompose(object -> cues.get(file(object)).handle((document, failure) -> {
            Throwable cause = failure == null ? null : IndexCache.unwrap(failure);
            if (cause != null && !(cause instanceof TextFileException)) {
                throw new CompletionException(cause);
            }
            return cause == null
                    ? new Text(reference, object, document, null, List.of())
                    : new Text(reference, object, null, cause.getMessage(), List.of());
        })).handle((text, failure) -> {
            Throwable cause = failure == null ? null : IndexCache.unwrap(failure);
            if (cause == null) {
                return CompletableFuture.completedFuture(text);
            }
            if (!(cause instanceof StorageException.NotFound)) {
                return CompletableFuture.<Text>failedFuture(cause);
            }
            return at + 1 < names.size()
                    ? load(reference, names, at + 1)
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
        for (Text text : texts) {
            String src = text.reference.src();
            String document = document(text.reference).orElse(src);
            if (text.problem != null) {
                findings.add(Finding.error(text.object == null ? src : document, text.problem));
            } else if (text.document != null && text.object != null) {
                findings(document, text.document, findings);
                if (text.document.cues().isThumbnailIndex()) {
                    findings.add(Finding.warning(document, "is an index of thumbnails and no text; it is left out"));
                } else {
                    streams.add(stream(text.reference, text.object, text.document.cues(), reference, names));
                }
            }
        }
        return streams;
    }

    private static void findings(String file, TextDocument document, List<Finding> findings) {
        List<TextFinding> all = document.findings();
        all.stream().limit(LISTED).forEach(finding -> findings.add(Finding.warning(file, finding.toString())));
        long further = document.furtherFindings() + Math.max(0, all.size() - LISTED);
        if (further > 0) {
            findings.add(Finding.warning(file, "and " + further + " lines more of which something is to be said"));
        }
    }

    private TextStream stream(TrackReference reference, StoredObject object, CueList list, Stream of, Set<String> names) {
        String language = reference.language().orElse(list.language() == null ? "und" : list.language());
        String base = StreamName.plain(reference.name().orElse("und".equals(language) ? "subt" : "subt_" + language));
        String name = base;
        for (int i = 1; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + "_" + i;
        }
        String characteristics = reference.hlsCharacteristic().orElse(null);
        String role = reference.role().orElse(characteristics != null && characteristics.contains(TRANSCRIBES)
                ? TextStream.CAPTION
                : TextStream.SUBTITLE);
        SourceFile file = file(object);
        return new TextStream(name, language, role, reference.displayName().orElse(null), characteristics,
                reference.isDefault(), reference.bitrate().orElse(0), of.timeline(), of.smoothTimeline(),
                of.hiddenStart(), new Document(file, cues));
    }

    /** A document that is read again where memory has it no more. */
    private record Document(SourceFile file, CueCache cache) implements CueSource {
        @Override
        public CompletableFuture<CueList> cues() {
            return cache.get(file).thenApply(TextDocument::cues);
        }
    }
}
