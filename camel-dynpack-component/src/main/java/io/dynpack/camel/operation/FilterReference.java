package io.dynpack.camel.operation;

import java.util.Map;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.publishing.AccountFilter;
import io.dynpack.publishing.AssetFilter;

/**
 * Which filter a message speaks of: one of an asset where the message names an asset, else one of the account.
 *
 * @param assetName of the asset, {@code null} for the account
 * @param name      of the filter
 */
record FilterReference(@Nullable String assetName, String name) {

    /**
     * Reads it from a filter in the body, else from the headers, else from the JSON of a filter, or its name as text.
     *
     * @throws DynpackException         when the message names no filter
     * @throws IllegalArgumentException when it contradicts itself about the asset
     */
    static FilterReference of(Message message) {
        if (message.getBody() instanceof AssetFilter filter) {
            return new FilterReference(filter.assetName(), filter.name());
        }
        if (message.getBody() instanceof AccountFilter filter) {
            return new FilterReference(null, filter.name());
        }
        String assetName = assetName(message);
        String name = message.getHeader(DynpackConstants.FILTER, String.class);
        if (name == null) {
            Map<?, ?> document = MessageDocument.of(message);
            name = document != null
                    ? statedName(document)
                    : message.getBody() instanceof String text ? text.strip() : null;
        }
        if (name == null || name.isBlank()) {
            throw new DynpackException("the message names no filter: set the header " + DynpackConstants.FILTER
                    + ", or pass the filter or its name");
        }
        return new FilterReference(assetName, name);
    }

    /**
     * The asset whose filters a message speaks of: that of the header, else of the {@link AssetInfo}, the filter or the
     * JSON of a filter in the body. A header that is empty stands for the account.
     *
     * @return {@code null} for the filters of the account
     * @throws IllegalArgumentException when header and body contradict each other, or when the JSON says that the filter is of an
     *                                  asset and nothing names one
     */
    static @Nullable String assetName(Message message) {
        String named = message.getHeader(DynpackConstants.ASSET, String.class);
        if (named != null && named.isBlank()) {
            requireAccount(message);
            return null;
        }
        if (message.getBody() instanceof AssetInfo info) {
            return named == null ? info.assetName() : named;
        }
        if (message.getBody() instanceof AssetFilter filter) {
            return named == null ? filter.assetName() : named;
        }
        Map<?, ?> document = MessageDocument.of(message);
        if (document == null) {
            return named;
        }
        if (AccountFilter.isStated(document)) {
            if (named != null) {
                throw new IllegalArgumentException("its type is " + AccountFilter.TYPE + ", and the header "
                        + DynpackConstants.ASSET + " names an asset");
            }
            return null;
        }
        String asset = named == null ? AssetFilter.assetName(document).orElse(null) : named;
        if (asset == null && AssetFilter.isStated(document)) {
            throw new IllegalArgumentException("its type is " + AssetFilter.TYPE
                    + ", and nothing names the asset: set the header " + DynpackConstants.ASSET);
        }
        return asset;
    }

    /** Whoever exported the filter of an asset would otherwise give it to all of them. */
    private static void requireAccount(Message message) {
        Map<?, ?> document = MessageDocument.of(message);
        boolean ofAsset = message.getBody() instanceof AssetFilter
                || document != null && (AssetFilter.isStated(document) || AssetFilter.assetName(document).isPresent());
        if (ofAsset) {
            throw new IllegalArgumentException(
                    "it says that it belongs to an asset, and is addressed as a filter of the account");
        }
    }

    /** The name in the JSON of a filter, which older versions begin with a capital letter; {@code null} where there is none. */
    static @Nullable String statedName(Map<?, ?> document) {
        Object name = document.get("name") == null ? document.get("Name") : document.get("name");
        return name instanceof String text ? text : null;
    }
}
