package io.dynpack.publishing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.filter.FilterFieldException;

/**
 * Brings the catalog to what documents beside the media declare: each is a list of ARM documents, or one. What is new is stored,
 * what changed replaces what was, and what is not declared any longer is deleted, unless somebody else stored it.
 *
 * <p>
 * An entry with a mistake changes nothing and keeps no other from being stored; while a document has one, nothing that it
 * declared before is deleted. What was declared is noted before anything is stored, so that whoever dies in between leaves
 * nothing that the next call would take for somebody else's. An entry that is refused, since somebody else stored what has its
 * name or id, is not noted any longer afterwards.
 */
public final class DeclaredDocuments {
    /** A locator that replaces others: one may have its name, another its id. */
    private static final int MAX_REPLACED = 2;
    /** Assets that a message names. */
    private static final int NAMED = 5;
    /** Of a document; Azure Media Services allowed a tenth of it. */
    static final int MAX_ENTRIES = 1000;

    private final Catalog catalog;
    private final Function<String, CompletableFuture<Boolean>> isFolder;

    /** Of media of which nothing is known but what the catalog has. */
    DeclaredDocuments(Catalog catalog) {
        this(catalog, name -> CompletableFuture.completedFuture(false));
    }

    /** @param isFolder whether media lie in a folder of this name */
    public DeclaredDocuments(Catalog catalog, Function<String, CompletableFuture<Boolean>> isFolder) {
        this.catalog = catalog;
        this.isFolder = isFolder;
    }

    /**
     * A mistake in a document.
     *
     * @param message one sentence; begins with the path of the field where there is one. A long one ends where nobody reads on:
     *                names and values in it are those of the document
     * @param isError whether something of the document was left out
     */
    public record Problem(DeclaredKind kind, String message, boolean isError) {
        private static final int LONGEST = 1000;

        public Problem {
            message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
        }
    }

    /**
     * What became of the documents.
     *
     * @param stored   what was created or replaced, such as {@code asset filter mobile}
     * @param deleted  the same of what was deleted
     * @param locators that are visible now; empty for documents of the account
     */
    public record Outcome(List<String> stored, List<String> deleted, List<StreamingLocator> locators,
            List<Problem> problems) {}

    /** @return fails where the catalog cannot be asked */
    public CompletableFuture<Outcome> applyToAccount(DeclaredFile filters, DeclaredFile policies, DeclaredFile keyPolicies) {
        return new Application(null, Map.of()).apply(List.of(
                new Kind(DeclaredKind.ACCOUNT_FILTERS, "account filter", filters, this::accountFilter,
                        catalog::deleteAccountFilter),
                new Kind(DeclaredKind.STREAMING_POLICIES, "streaming policy", policies, this::policy, this::deletePolicy),
                new Kind(DeclaredKind.CONTENT_KEY_POLICIES, "content key policy", keyPolicies, this::contentKeyPolicy,
                        catalog::deleteContentKeyPolicy)));
    }

    /**
     * @param sideCars  tracks that are declared by their files; a document that names one wins
     * @param otherwise what to publish where no document declares locators; its policy is that of entries without one
     * @return fails where the catalog cannot be asked, or {@code otherwise} not be published
     */
    public CompletableFuture<Outcome> applyToAsset(DeclaredFile filters, DeclaredFile tracks, List<AssetTrack> sideCars,
            DeclaredFile locators, LocatorRequest otherwise) {
        Application application = new Application(otherwise.assetName(),
                Map.of(DeclaredKind.STREAMING_LOCATORS, List.of(otherwise.locatorName())));
        CompletableFuture<Void> published = locators instanceof DeclaredFile.Absent
                ? catalog.publish(otherwise).thenAccept(locator -> {
                    application.undeclared = locator.name();
                    application.locators.add(locator);
                })
                : CompletableFuture.completedFuture(null);
        return published.thenCompose(done -> application.findOtherAssets(locators))
                .thenCompose(done -> application.apply(List.of(
                        new Kind(DeclaredKind.ASSET_FILTERS, "asset filter", filters,
                                (members, before) -> assetFilter(otherwise.assetName(), members),
                                name -> catalog.deleteAssetFilter(otherwise.assetName(), name)),
                        new Kind(DeclaredKind.TRACKS, "track", tracks,
                                (members, before) -> track(AssetTrack.of(otherwise.assetName(), members)),
                                name -> catalog.tracks().delete(otherwise.assetName(), name),
                                sideCars.stream().map(this::track).toList()),
                        new Kind(DeclaredKind.STREAMING_LOCATORS, "streaming locator", locators,
                                (members, before) -> application.locator(members, otherwise, before), application::revoke))));
    }

    /**
     * Something that a document declares.
     *
     * @param keys  that no other entry of the document may have
     * @param store tells whether the catalog changed
     */
    private record Entry(String name, Set<String> keys, Supplier<CompletableFuture<Boolean>> store) {}

    /** What has the name or the id of an entry was stored by somebody else. */
    private static final class TakenException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        TakenException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Makes an entry of its members, given the names that were declared before. */
    private interface Reader {
        Entry read(Map<String, Object> members, Set<String> before);
    }

    /**
     * @param title   for people, in the singular
     * @param implied entries that no document need declare; one that does wins
     */
    private record Kind(DeclaredKind kind, String title, DeclaredFile file, Reader reader,
            Function<String, CompletableFuture<Boolean>> delete, List<Entry> implied) {

        Kind(DeclaredKind kind, String title, DeclaredFile file, Reader reader,
                Function<String, CompletableFuture<Boolean>> delete) {
            this(kind, title, file, reader, delete, List.of());
        }
    }

    private Entry accountFilter(Map<String, Object> members, Set<String> before) {
        AccountFilter filter = AccountFilter.of(members);
        return new Entry(filter.name(), Set.of(CatalogNames.folded(filter.name())), () -> catalog.putAccountFilter(filter));
    }

    private Entry assetFilter(String assetName, Map<String, Object> members) {
        AssetFilter filter = AssetFilter.of(assetName, members);
        return new Entry(filter.name(), Set.of(CatalogNames.folded(filter.name())), () -> catalog.putAssetFilter(filter));
    }

    private Entry track(AssetTrack track) {
        AssetTracks.requireNoVideo(track);
        return new Entry(track.name(), Set.of(CatalogNames.folded(track.name())),
                () -> DocumentStore.recover(catalog.tracks().get(track.assetName(), track.name()),
                        cause -> cause instanceof CatalogDocumentException
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : DocumentStore.failed(cause))
                        .thenCompose(found -> found.filter(track::equals).isPresent()
                                ? CompletableFuture.completedFuture(false)
                                : catalog.tracks().put(track).thenApply(done -> true)));
    }

    private Entry policy(Map<String, Object> members, Set<String> before) {
        StreamingPolicy policy = StreamingPolicy.of(members);
        if (StreamingPolicy.predefined(policy.name()).isPresent()) {
            // a list of all policies has those that are built in, too
            return new Entry(policy.name(), Set.of(policy.name()), () -> CompletableFuture.completedFuture(false));
        }
        return new Entry(policy.name(), Set.of(policy.name()), () -> catalog.policy(policy.name()).thenCompose(found -> {
            CompletableFuture<Boolean> put = catalog.putPolicy(policy).thenApply(stored -> found.isEmpty());
            return DocumentStore.recover(put, cause -> DocumentStore.failed(cause instanceof CatalogConflictException
                    ? otherPolicy(policy.name(), before.contains(policy.name()), cause)
                    : cause));
        }));
    }

    private CompletableFuture<Boolean> deletePolicy(String name) {
        return StreamingPolicy.predefined(name).isPresent()
                ? CompletableFuture.completedFuture(false)
                : catalog.deletePolicy(name);
    }

    private static IllegalArgumentException otherPolicy(String name, boolean isOurs, Throwable cause) {
        String there = "the streaming policy " + name + " is in the catalog with other content, and ";
        return isOurs
                ? new IllegalArgumentException(there + "a policy cannot be changed: give this one another name and let locators"
                        + " name that; or take it out of the document, which deletes it, and put it back afterwards", cause)
                : new TakenException(there + "this document did not store it: give this one another name, or delete that one",
                        cause);
    }

    private Entry contentKeyPolicy(Map<String, Object> members, Set<String> before) {
        ContentKeyPolicy policy = ContentKeyPolicy.of(members);
        return new Entry(policy.name(), Set.of(policy.name()), () -> catalog.putContentKeyPolicy(policy));
    }

    /** One call; its steps come one after the other. */
    private final class Application {
        /** {@code null} for the account. */
        private final @Nullable String assetName;
        private final DeclaredNames implied;
        private final List<String> stored = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();
        private final List<StreamingLocator> locators = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        /** Names of entries that were refused with a {@link TakenException}. */
        private final Map<DeclaredKind, Set<String>> taken = new EnumMap<>(DeclaredKind.class);
        /** Name of the locator that is published where no document declares any; {@code null} where one does. */
        private @Nullable String undeclared;
        /** Other assets that the document of locators names. */
        private final Set<String> otherAssets = new LinkedHashSet<>();
        /** Whether one of them is there. */
        private boolean isOtherThere;

        /** @param implied what counts as declared where nothing is noted */
        Application(@Nullable String assetName, Map<DeclaredKind, List<String>> implied) {
            this.assetName = assetName;
            this.implied = new DeclaredNames(implied);
        }

        CompletableFuture<Outcome> apply(List<Kind> kinds) {
            return catalog.declared(assetName).thenCompose(noted -> {
                DeclaredNames before = noted.orElse(implied);
                Map<Kind, List<Entry>> wanted = new LinkedHashMap<>();
                kinds.forEach(kind -> wanted.put(kind, entries(kind, names(before, kind))));
                Map<DeclaredKind, List<String>> all = new LinkedHashMap<>();
                wanted.forEach((kind, entries) -> all.put(kind.kind, union(names(before, kind), names(kind, entries))));
                return note(noted, all).thenCompose(now -> {
                    CompletableFuture<Map<DeclaredKind, List<String>>> chain = CompletableFuture.completedFuture(all);
                    for (Kind kind : kinds) {
                        chain = chain.thenCompose(
                                left -> bring(kind, wanted.getOrDefault(kind, List.of()), names(before, kind), left));
                    }
                    return chain.thenCompose(left -> note(now, left));
                }).thenApply(done -> new Outcome(stored, deleted, locators, problems));
            });
        }

        /** @return what is noted afterwards */
        private CompletableFuture<Optional<DeclaredNames>> note(Optional<DeclaredNames> noted,
                Map<DeclaredKind, List<String>> byKind) {
            Map<DeclaredKind, List<String>> some = new LinkedHashMap<>(byKind);
            some.values().removeIf(List::isEmpty);
            DeclaredNames names = new DeclaredNames(some);
            Optional<DeclaredNames> wanted = names.equals(implied) ? Optional.empty() : Optional.of(names);
            return noted.equals(wanted)
                    ? CompletableFuture.completedFuture(wanted)
                    : catalog.putDeclared(assetName, wanted.orElse(null)).thenApply(done -> wanted);
        }

        private Set<String> names(DeclaredNames before, Kind kind) {
            return new LinkedHashSet<>(before.byKind().getOrDefault(kind.kind, List.of()));
        }

        /** Those that are declared now; for locators, with no document, the one that is published then. */
        private List<String> names(Kind kind, List<Entry> entries) {
            return kind.kind == DeclaredKind.STREAMING_LOCATORS && undeclared != null
                    ? List.of(undeclared)
                    : entries.stream().map(Entry::name).toList();
        }

        private static List<String> union(Set<String> some, List<String> others) {
            Set<String> all = new LinkedHashSet<>(some);
            all.addAll(others);
            return List.copyOf(all);
        }

        private List<Entry> entries(Kind kind, Set<String> before) {
            List<Entry> declared = new ArrayList<>(declared(kind, before));
            Set<String> keys = new LinkedHashSet<>();
            declared.forEach(entry -> keys.addAll(entry.keys));
            for (Entry entry : kind.implied) {
                if (entry.keys.stream().noneMatch(keys::contains)) {
                    declared.add(new Entry(entry.name, entry.keys, () -> reported(kind, "", entry.name, entry.store)));
                }
            }
            return declared;
        }

        private List<Entry> declared(Kind kind, Set<String> before) {
            if (kind.file instanceof DeclaredFile.Unreadable unreadable) {
                problem(kind, unreadable.reason());
            }
            if (!(kind.file instanceof DeclaredFile.Present present)) {
                return List.of();
            }
            List<Document.Listed> listed;
            try {
                listed = Document.parseAll(present.bytes());
                if (listed.size() > MAX_ENTRIES) {
                    throw new IllegalArgumentException("it has " + listed.size() + " entries, and may have " + MAX_ENTRIES);
                }
            } catch (IllegalArgumentException e) {
                problem(kind, String.valueOf(e.getMessage()));
                return List.of();
            }
            List<Entry> entries = new ArrayList<>();
            Map<String, String> places = new LinkedHashMap<>();
            for (Document.Listed document : listed) {
                try {
                    Map<String, Object> members = new LinkedHashMap<>();
                    document.members().forEach((key, value) -> members.put(String.valueOf(key), value));
                    kind.kind.requireKnownFields(members);
                    Entry entry = kind.reader.read(members, before);
                    requireAlone(entry, document.path(), places);
                    entries.add(new Entry(entry.name, entry.keys,
                            () -> reported(kind, document.path(), entry.name, entry.store)));
                } catch (IllegalArgumentException e) {
                    problem(kind, at(document.path(), e));
                }
            }
            return entries;
        }

        private void requireAlone(Entry entry, String path, Map<String, String> places) {
            for (String key : entry.keys) {
                String other = places.putIfAbsent(key, path);
                if (other != null) {
                    throw new IllegalArgumentException("its name or id is that of " + other + " too: " + key);
                }
            }
        }

        /** As {@code store}; what is wrong with the entry is noted, and is no failure. */
        private CompletableFuture<Boolean> reported(Kind kind, String path, String name,
                Supplier<CompletableFuture<Boolean>> store) {
            CompletableFuture<Boolean> change;
            try {
                change = store.get();
            } catch (IllegalArgumentException e) {
                change = DocumentStore.failed(e);
            }
            return DocumentStore.recover(change.thenApply(changed -> {
                if (changed) {
                    stored.add(kind.title + " " + name);
                }
                return changed;
            }), cause -> {
                if (!(cause instanceof IllegalArgumentException || cause instanceof CatalogException)) {
                    return DocumentStore.failed(cause);
                }
                if (cause instanceof TakenException) {
                    taken.computeIfAbsent(kind.kind, none -> new HashSet<>()).add(name);
                }
                problem(kind, at(path, cause));
                return CompletableFuture.completedFuture(false);
            });
        }

        private CompletableFuture<Map<DeclaredKind, List<String>>> bring(Kind kind, List<Entry> entries, Set<String> before,
                Map<DeclaredKind, List<String>> all) {
            CompletableFuture<Boolean> chain = CompletableFuture.completedFuture(false);
            for (Entry entry : entries) {
                chain = chain.thenCompose(done -> entry.store.get());
            }
            List<String> names = names(kind, entries);
            return chain.thenCompose(done -> {
                boolean whole = problems.stream().noneMatch(problem -> problem.kind == kind.kind && problem.isError);
                CompletableFuture<Void> cleaned = whole
                        ? delete(kind, before, names)
                        : kind.kind == DeclaredKind.STREAMING_LOCATORS
                                ? keep(before)
                                : CompletableFuture.completedFuture(null);
                return cleaned.thenApply(cleared -> {
                    Map<DeclaredKind, List<String>> left = new LinkedHashMap<>(all);
                    if (whole) {
                        left.put(kind.kind, names);
                    } else {
                        // else the next call would take them for those that this document stored
                        Set<String> others = taken.getOrDefault(kind.kind, Set.of());
                        left.computeIfPresent(kind.kind, (same, noted) -> noted.stream()
                                .filter(name -> before.contains(name) || !others.contains(name)).toList());
                    }
                    return left;
                });
            });
        }

        private CompletableFuture<Void> delete(Kind kind, Set<String> before, List<String> names) {
            Set<String> kept = new LinkedHashSet<>();
            names.forEach(name -> kept.add(isInAnyCase(kind) ? CatalogNames.folded(name) : name));
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (String name : before) {
                if (!kept.contains(isInAnyCase(kind) ? CatalogNames.folded(name) : name)) {
                    chain = chain.thenCompose(done -> kind.delete.apply(name)).thenAccept(was -> {
                        if (was) {
                            deleted.add(kind.title + " " + name);
                        }
                    });
                }
            }
            return chain;
        }

        private boolean isInAnyCase(Kind kind) {
            return kind.kind == DeclaredKind.ACCOUNT_FILTERS || kind.kind == DeclaredKind.ASSET_FILTERS
                    || kind.kind == DeclaredKind.TRACKS;
        }

        /** Locators that were declared before and stay, since the document has a mistake. */
        private CompletableFuture<Void> keep(Set<String> before) {
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (String name : before) {
                if (locators.stream().noneMatch(locator -> locator.name().equals(name))) {
                    chain = chain.thenCompose(done -> own(name)).thenAccept(found -> found.ifPresent(locators::add));
                }
            }
            return chain;
        }

        /** An entry that was refused, since another asset has a locator of its name, is among those declared before too. */
        private CompletableFuture<Optional<StreamingLocator>> own(String name) {
            return catalog.get(name).thenApply(found -> found.filter(locator -> locator.assetName().equals(assetName)));
        }

        private CompletableFuture<Boolean> revoke(String name) {
            return own(name).thenCompose(found -> found.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : catalog.revoke(name));
        }

        private Entry locator(Map<String, Object> members, LocatorRequest otherwise, Set<String> before) {
            LocatorRequest request = LocatorRequest.of(completed(members, otherwise));
            Set<String> keys = new LinkedHashSet<>(List.of(request.locatorName()));
            if (request.streamingLocatorId() != null) {
                keys.add(request.streamingLocatorId().toString());
            }
            return new Entry(request.locatorName(), keys,
                    () -> catalog.get(request.locatorName()).thenCompose(was -> publish(request, before, MAX_REPLACED)
                            .thenCompose(locator -> {
                                locators.add(locator);
                                return requireFilters(locator).thenCompose(done -> requireContentKeyPolicies(locator))
                                        .thenApply(done -> was.filter(locator::equals).isEmpty());
                            })));
        }

        /** What an entry does not say is that of the folder. */
        private Map<String, Object> completed(Map<String, Object> members, LocatorRequest otherwise) {
            Map<String, Object> copy = new LinkedHashMap<>(members);
            if (members.get("properties") instanceof Map<?, ?> properties) {
                Map<String, Object> inner = new LinkedHashMap<>();
                properties.forEach((key, value) -> inner.put(String.valueOf(key), value));
                copy.put("properties", ofFolder(inner, otherwise, "properties."));
                return copy;
            }
            return ofFolder(copy, otherwise, "");
        }

        private Map<String, Object> ofFolder(Map<String, Object> properties, LocatorRequest otherwise, String path) {
            properties.values().removeIf(value -> value == null);
            Object stated = properties.put("assetName", assetName);
            if (stated != null && !stated.equals(assetName)) {
                requireNameOfAms(stated, path + "assetName");
            }
            properties.putIfAbsent("streamingPolicyName", otherwise.streamingPolicyName());
            return properties;
        }

        /** What {@link #requireNameOfAms} has to know. */
        CompletableFuture<Void> findOtherAssets(DeclaredFile file) {
            if (file instanceof DeclaredFile.Present present) {
                try {
                    Document.parseAll(present.bytes()).forEach(listed -> otherAsset(listed.members()));
                } catch (IllegalArgumentException e) {
                    // is told where the entries are read
                    return CompletableFuture.completedFuture(null);
                }
            }
            CompletableFuture<Boolean> chain = CompletableFuture.completedFuture(false);
            for (String name : otherAssets.size() == 1 ? otherAssets : Set.<String>of()) {
                chain = chain.thenCompose(before -> catalog.asset(name))
                        .thenCompose(found -> found.isPresent()
                                ? CompletableFuture.completedFuture(true)
                                : isFolder.apply(name));
            }
            return chain.thenAccept(found -> isOtherThere = found);
        }

        private void otherAsset(Map<?, ?> members) {
            Object stated = (members.get("properties") instanceof Map<?, ?> properties ? properties : members).get("assetName");
            if (stated instanceof String name && CatalogNames.isName(name) && !name.equals(assetName)) {
                otherAssets.add(name);
            }
        }

        /**
         * In Azure Media Services the name of an asset is not that of its container. A document that names one other asset, which
         * is nowhere else, means the media that it lies beside; one that names several is the list of a whole account, and would
         * publish this asset under the ids of others.
         */
        private void requireNameOfAms(Object stated, String path) {
            if (otherAssets.size() > 1) {
                throw new DocumentFieldException(path, "is " + stated + ", but the document lies in the folder of " + assetName
                        + " and names several assets: " + String.join(", ", otherAssets.stream().limit(NAMED).toList())
                        + "; keep the entries of the one whose media lie here, and move the others to its folder each");
            }
            if (isOtherThere || !otherAssets.contains(stated)) {
                throw new DocumentFieldException(path, "is " + stated + ", but the document lies in the folder of "
                        + assetName + "; leave the field out, or move the entry to the asset's folder");
            }
            Problem note = new Problem(DeclaredKind.STREAMING_LOCATORS, "assetName is " + stated + ", and no folder has that"
                    + " name: taken as the name that the asset of this folder, " + assetName
                    + ", had in Azure Media Services", false);
            if (!problems.contains(note)) {
                problems.add(note);
            }
        }

        /**
         * A locator cannot be changed, so one of the asset that was declared before makes room; it comes back where the other
         * cannot be published.
         */
        private CompletableFuture<StreamingLocator> publish(LocatorRequest request, Set<String> before, int replaceable) {
            return DocumentStore.recover(catalog.publish(request), cause -> {
                if (!(cause instanceof CatalogConflictException conflict)
                        || !(conflict.existing() instanceof StreamingLocator existing)) {
                    return DocumentStore.failed(cause);
                }
                if (replaceable == 0 || !existing.assetName().equals(assetName) || !before.contains(existing.name())) {
                    return DocumentStore.failed(new TakenException("its name or id is that of the locator "
                            + existing.name() + " (" + existing.streamingLocatorId() + ") of the asset " + existing.assetName()
                            + ", which this document did not publish; give it another one, or revoke that locator", cause));
                }
                return catalog.revoke(existing.name()).thenCompose(done -> DocumentStore.recover(
                        publish(request, before, replaceable - 1),
                        failure -> DocumentStore.recover(catalog.publish(LocatorRequest.of(existing)),
                                again -> DocumentStore.failed(failure)).thenCompose(back -> DocumentStore.failed(failure))));
            });
        }

        /** A filter may come later; until then each URL of the locator is answered with 404. */
        private CompletableFuture<Void> requireFilters(StreamingLocator locator) {
            CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
            for (String name : locator.filters()) {
                chain = chain.thenCompose(done -> catalog.assetFilter(locator.assetName(), name))
                        .thenCompose(found -> found.isPresent()
                                ? CompletableFuture.completedFuture(true)
                                : catalog.accountFilter(name).thenApply(Optional::isPresent))
                        .thenAccept(there -> {
                            if (!there) {
                                problems.add(new Problem(DeclaredKind.STREAMING_LOCATORS, "the locator " + locator.name()
                                        + " has the filter " + name + ", which neither the asset nor the account has: its URLs"
                                        + " are answered 404 until one of them has it", false));
                            }
                        });
            }
            return chain;
        }

        /** One may come later; until then nobody gets the keys. */
        private CompletableFuture<Void> requireContentKeyPolicies(StreamingLocator locator) {
            return catalog.missingContentKeyPolicies(locator)
                    .thenAccept(missing -> missing.forEach(name -> problems.add(new Problem(DeclaredKind.STREAMING_LOCATORS,
                            "the locator " + locator.name() + " has the content key policy " + name + ", which does not exist:"
                                    + " requests for its keys are answered 404 until there is one of that name",
                            false))));
        }

        private void problem(Kind kind, String message) {
            problems.add(new Problem(kind.kind, message, true));
        }
    }

    private static String at(String path, Throwable cause) {
        if (path.isEmpty()) {
            return String.valueOf(cause.getMessage());
        }
        boolean isField = cause instanceof FilterFieldException field && !field.field().isEmpty()
                || cause instanceof DocumentFieldException;
        return path + (isField ? "." : ": ") + cause.getMessage();
    }
}
