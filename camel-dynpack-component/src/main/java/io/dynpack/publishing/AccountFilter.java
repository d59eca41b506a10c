package io.dynpack.publishing;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterFieldException;

/**
 * A filter that can be used with every asset.
 *
 * @param filter of the scope {@link Filter.Scope#ACCOUNT}
 */
public record AccountFilter(Filter filter) {
    /** Of the ARM document. */
    public static final String TYPE = "Microsoft.Media/mediaservices/accountFilters";

    /** @throws IllegalArgumentException for a name that no URL can carry, and for an asset filter */
    public AccountFilter {
        FilterDocument.requireName(filter.name());
        if (filter.scope() != Filter.Scope.ACCOUNT) {
            throw new IllegalArgumentException("the filter " + filter.name() + " is an asset filter");
        }
    }

    /** @throws FilterFieldException for what is no filter */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AccountFilter of(Map<?, ?> document) {
        return new AccountFilter(FilterDocument.read(Filter.Scope.ACCOUNT, document));
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
        return Document.wrap(filter.name(), TYPE, FilterDocument.print(filter));
    }
}
