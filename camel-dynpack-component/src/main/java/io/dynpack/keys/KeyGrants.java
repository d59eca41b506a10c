package io.dynpack.keys;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.protection.ContentKey;
import io.dynpack.publishing.Catalog;
import io.dynpack.publishing.CatalogDocumentException;
import io.dynpack.publishing.ContentKeyDocuments;
import io.dynpack.publishing.ContentKeyPolicy;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.Versioned;
import io.dynpack.storage.RevalidatingCache;
import io.dynpack.storage.Storage;

/**
 * Who gets which key: that of a visible locator, under the content key policy that the locator names for it, where one option
 * of the policy is met. Several options are tried in their order. Safe for use by many threads; never blocks.
 */
public final class KeyGrants {
    private final Catalog catalog;
    private final ContentKeyDocuments documents;
    private final ContentKeys keys;
    private final LocatorLookup locators;
    private final KeyEncryption encryption;
    private final TokenVerifier tokens;
    private final TokenUses uses;
    private final @Nullable String ofOthers;
    private final RevalidatingCache<UUID, List<UUID>> locatorsOfKeys;
    private final RevalidatingCache<String, Optional<Options>> policies;

    /**
     * Of a policy.
     *
     * @param problem why it has none that can be used, {@code null} where it has
     */
    private record Options(List<PolicyOption> options, @Nullable String problem) {}

    /** @param option of the policy of this name */
    private record Choice(String policy, PolicyOption option) {}

    /**
     * @param storage    of the catalog, for uses of tokens
     * @param freshness  how long a document is used without looking again
     * @param maxEntries how many documents, or absences, are kept
     * @param ofOthers   content key policy of keys that a locator names none for; {@code null} to give these to nobody
     */
    public KeyGrants(Catalog catalog, ContentKeyDocuments documents, ContentKeys keys, LocatorLookup locators,
            KeyEncryption encryption, Storage storage, Clock clock, Duration freshness, long maxEntries,
            @Nullable String ofOthers) {
        this.ofOthers = ofOthers;
        this.catalog = catalog;
        this.documents = documents;
        this.keys = keys;
        this.locators = locators;
        this.encryption = encryption;
        this.tokens = new TokenVerifier(new OpenIdKeys(clock), clock);
        this.uses = new TokenUses(storage, clock);
        this.locatorsOfKeys = new RevalidatingCache<>(clock, freshness, documents::patienceMillis, List::isEmpty, false,
                maxEntries, state -> 1);
        this.policies = new RevalidatingCache<>(clock, freshness, documents::patienceMillis, Optional::isEmpty, false,
                maxEntries,
                state -> 1);
    }

    /**
     * The keys of these ids, all or none: a token whose uses are counted is used once for all of them.
     *
     * @return fails with {@link KeyRefusedException} where any of them is not given
     */
    CompletableFuture<List<ContentKey>> give(Set<UUID> ids, @Nullable String token) {
        CompletableFuture<List<Verdict.Counted>> granted = CompletableFuture.completedFuture(List.of());
        for (UUID id : ids) {
            granted = granted.thenCompose(before -> grant(id, token).thenApply(verdict -> and(before, verdict)));
        }
        return granted.thenCompose(this::take).thenCompose(taken -> {
            CompletableFuture<List<ContentKey>> found = CompletableFuture.completedFuture(List.of());
            for (UUID id : ids) {
                found = found.thenCompose(before -> keys.find(id).thenApply(key -> {
                    List<ContentKey> all = new ArrayList<>(before);
                    all.add(key.orElseThrow(() -> new KeyRefusedException(KeyRefusal.NO_KEY,
                            "the content key " + id + " has no document")));
                    return all;
                }));
            }
            return found;
        });
    }

    private static List<Verdict.Counted> and(List<Verdict.Counted> before, Verdict verdict) {
        if (!(verdict instanceof Verdict.Counted counted) || before.contains(counted)) {
            return before;
        }
        List<Verdict.Counted> all = new ArrayList<>(before);
        all.add(counted);
        return all;
    }

    private CompletableFuture<Void> take(List<Verdict.Counted> counted) {
        CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
        for (Verdict.Counted token : counted) {
            chain = chain.thenCompose(done -> uses.take(token)).thenAccept(isLeft -> {
                if (!isLeft) {
                    throw new KeyRefusedException(KeyRefusal.UNAUTHORIZED,
                            "the token was used " + token.most() + " times, as often as it may be");
                }
            });
        }
        return chain;
    }

    private CompletableFuture<Verdict> grant(UUID id, @Nullable String token) {
        return locatorsOfKeys.get(id, known -> documents.locators(id)).thenCompose(ids -> policyNames(id, ids))
                .thenCompose(names -> {
                    if (names.isEmpty()) {
                        throw new KeyRefusedException(KeyRefusal.NO_KEY, "no locator that can be used now has the content key "
                                + id + " under a content key policy");
                    }
                    return choices(names);
                }).thenCompose(choices -> choose(choices, 0, id, token, new ArrayList<>()));
    }

    /** Of the locators that serve now. */
    private CompletableFuture<Set<String>> policyNames(UUID id, List<UUID> ids) {
        CompletableFuture<Set<String>> chain = CompletableFuture.completedFuture(Set.of());
        for (UUID locatorId : ids) {
            chain = chain.thenCompose(before -> locators.locator(locatorId).thenApply(found -> {
                Set<String> all = new LinkedHashSet<>(before);
                found.map(Versioned::value).flatMap(locator -> policyName(locator, id)).ifPresent(all::add);
                return all;
            }));
        }
        return chain;
    }

    private Optional<String> policyName(StreamingLocator locator, UUID id) {
        for (Map<String, Object> key : locator.contentKeys()) {
            if (id.toString().equalsIgnoreCase(String.valueOf(key.get("id")))) {
                Object name = key.get("policyName");
                return Optional.ofNullable(name == null ? locator.defaultContentKeyPolicyName() : name.toString())
                        .or(() -> Optional.ofNullable(ofOthers));
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<List<Choice>> choices(Set<String> names) {
        CompletableFuture<List<Choice>> chain = CompletableFuture.completedFuture(List.of());
        for (String name : names) {
            chain = chain.thenCompose(before -> options(name).thenApply(options -> {
                List<Choice> all = new ArrayList<>(before);
                options.forEach(option -> all.add(new Choice(name, option)));
                return all;
            }));
        }
        return chain;
    }

    private CompletableFuture<List<PolicyOption>> options(String name) {
        return policies.get(name, known -> read(name)).thenApply(found -> {
            Options options = found.orElseThrow(() -> new KeyRefusedException(KeyRefusal.NO_KEY,
                    "there is no content key policy " + name));
            if (options.problem != null) {
                throw new KeyRefusedException(KeyRefusal.FAILED,
                        "the content key policy " + name + " cannot be used: " + options.problem);
            }
            return options.options;
        });
    }

    private CompletableFuture<Optional<Options>> read(String name) {
        CompletableFuture<Optional<Options>> read = catalog.readContentKeyPolicy(name)
                .thenApply(found -> found.map(policy -> options(policy.value())));
        return read.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return cause instanceof CatalogDocumentException damaged
                    ? CompletableFuture.completedFuture(Optional.of(new Options(List.of(), damaged.reason())))
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private static Options options(ContentKeyPolicy policy) {
        try {
            return new Options(PolicyOption.of(policy), null);
        } catch (IllegalArgumentException e) {
            return new Options(List.of(), String.valueOf(e.getMessage()));
        }
    }

    /** @param reasons why the options before did not let the client have it */
    private CompletableFuture<Verdict> choose(List<Choice> choices, int index, UUID id, @Nullable String token,
            List<String> reasons) {
        if (index == choices.size()) {
            throw refused(id, reasons);
        }
        Choice choice = choices.get(index);
        if (choice.option.delivery() == PolicyOption.Delivery.CLEAR_KEY) {
            if (choice.option.restriction() instanceof PolicyOption.Restriction.Open) {
                return CompletableFuture.completedFuture(new Verdict.Passed());
            }
            if (choice.option.restriction() instanceof PolicyOption.Restriction.Token restricted) {
                String place = choice.policy + ", " + choice.option.name() + ": ";
                if (token == null) {
                    reasons.add(place + "a token is needed");
                    return choose(choices, index + 1, id, null, reasons);
                }
                Function<Object, String> reveal = secret -> StoredSecrets.text(choice.policy, secret, encryption);
                return tokens.verify(token, restricted.tokens(), id, reveal).thenCompose(verdict -> {
                    if (!(verdict instanceof Verdict.Refused refusal)) {
                        return CompletableFuture.completedFuture(verdict);
                    }
                    reasons.add(place + refusal.reason());
                    return choose(choices, index + 1, id, token, reasons);
                });
            }
        }
        return choose(choices, index + 1, id, token, reasons);
    }

    private static KeyRefusedException refused(UUID id, List<String> reasons) {
        if (reasons.isEmpty()) {
            return new KeyRefusedException(KeyRefusal.NO_KEY, "no option of its policy gives the content key " + id
                    + " in the clear; licences of protection systems are not made here");
        }
        return new KeyRefusedException(KeyRefusal.UNAUTHORIZED,
                "the content key " + id + " is not given: " + String.join("; ", reasons));
    }
}
