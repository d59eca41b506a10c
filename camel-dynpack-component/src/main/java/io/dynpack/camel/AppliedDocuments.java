package io.dynpack.camel;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.dynpack.presentation.Finding;
import io.dynpack.publishing.StreamingLocator;

/**
 * What became of the documents beside the media of an asset, or of those of the account. A plain value that writes itself as JSON
 * with any mapper.
 *
 * @param assetName {@code null} for the account
 * @param changed   whether the catalog, or what is wrong with the documents, is not as it was when this node looked last
 * @param stored    what was created or replaced, such as {@code asset filter mobile}
 * @param deleted   the same of what was deleted
 * @param locators  under which the asset is published now, without values of content keys
 * @param findings  what is wrong with the documents: file, path of the field and reason; an error where something was left out
 */
public record AppliedDocuments(
        @Nullable String assetName,
        boolean changed,
        List<String> stored,
        List<String> deleted,
        List<StreamingLocator> locators,
        List<Finding> findings) {
    public AppliedDocuments {
        stored = List.copyOf(stored);
        deleted = List.copyOf(deleted);
        locators = List.copyOf(locators);
        findings = List.copyOf(findings);
    }

    /** As this, for who has not heard of what an earlier call brought either. */
    AppliedDocuments after(AppliedDocuments earlier) {
        return new AppliedDocuments(assetName, true, both(earlier.stored, deleted, stored),
                both(earlier.deleted, stored, deleted), locators, findings);
    }

    /** What was stored and then deleted, or the other way round, is told as it is now. */
    private static List<String> both(List<String> earlier, List<String> undone, List<String> now) {
        return Stream.concat(earlier.stream().filter(what -> !undone.contains(what)), now.stream()).distinct().toList();
    }
}
