package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterFieldException;

/**
 * A filter that can be used with one asset. It wins over an account filter of its name.
 *
 * @param assetName of the asset, not empty
 * @param filter    of the scope {@link Filter.Scope#ASSET}
 */
public record AssetFilter(String assetName, Filter filter) {
    /** Of the ARM document. */
    public static final String TYPE = "Microsoft.Media/mediaservices/assets/assetFilters";

    private static final Pattern IN_ID = Pattern.compile("(?:^|/)assets/([^/]+)/assetFilters/", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException for absent names, a name that no URL can carry, and an account filter */
    public AssetFilter {
        CatalogNames.require(assetName);
        FilterDocument.requireName(filter.name());
        if (filter.scope() != Filter.Scope.ASSET) {
            throw new IllegalArgumentException("the filter " + filter.name() + " is an account filter");
        }
    }

    /**
     * Of a document that names its asset: in {@code properties.assetName}, which is ours, or in the {@code id} of ARM.
     *
     * @throws FilterFieldException for what is no such document
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AssetFilter of(Map<String, Object> document) {
        return of(assetName(document).orElseThrow(() -> new FilterFieldException("properties.assetName", "is missing")),
                document);
    }

    /**
     * Of the document of a filter, whatever asset that names.
     *
     * @throws FilterFieldException for what is no filter
     */
    public static AssetFilter of(String assetName, Map<?, ?> document) {
        return new AssetFilter(assetName, FilterDocument.read(Filter.Scope.ASSET, document));
    }

    /** The asset that the document of a filter names. */
    public static Optional<String> assetName(Map<?, ?> document) {
        return FilterDocument.text(document, "assetName")
                .or(() -> FilterDocument.outerText(document, "id").map(IN_ID::matcher).filter(Matcher::find)
                        .map(matcher -> matcher.group(1)));
    }

    /** Whether the document of a filter states that it is of this type. */
    public static boolean isStated(Map<?, ?> document) {
        return FilterDocument.outerText(document, "type").filter(TYPE::equalsIgnoreCase).isPresent();
    }

    public String name() {
        return filter.name();
    }

    /** The ARM document. */
    @JsonValue
    public Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("assetName", assetName);
        properties.putAll(FilterDocument.print(filter));
        return Document.wrap(filter.name(), TYPE, properties);
    }
}
