package io.dynpack.camel.operation;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.CatalogPage;
import io.dynpack.storage.OnceLog;

/** A page of the catalog as a list in the body, and in a header where it goes on. */
final class ListedPage {
    private static final OnceLog DAMAGED = new OnceLog(LoggerFactory.getLogger(ListedPage.class));

    private ListedPage() {}

    /**
     * @param what for a message, in the plural
     * @param page gives the page after a continuation, {@code null} for the first
     * @param shown what of an item leaves
     */
    static <T> CompletableFuture<Void> into(Message message, String what,
            Function<@Nullable String, CompletableFuture<CatalogPage<T>>> page, Function<T, T> shown) {
        CompletableFuture<CatalogPage<T>> listed;
        try {
            listed = page.apply(message.getHeader(DynpackConstants.CONTINUATION, String.class));
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the " + what + " cannot be listed: " + e.getMessage(), e);
        }
        return listed.thenAccept(found -> {
            found.damaged().forEach(problem -> DAMAGED.warn(problem.document(), problem.reason()));
            message.setBody(found.items().stream().map(shown).toList());
            if (found.continuation() == null) {
                message.removeHeader(DynpackConstants.CONTINUATION);
            } else {
                message.setHeader(DynpackConstants.CONTINUATION, found.continuation());
            }
        });
    }
}
