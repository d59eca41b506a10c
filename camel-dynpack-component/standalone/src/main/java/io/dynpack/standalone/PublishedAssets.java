package io.dynpack.standalone;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.Handler;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.publishing.CatalogNotFoundException;
import io.dynpack.publishing.ListPathsResponse;
import io.dynpack.publishing.StreamingLocator;

/** What is published, for the page: every locator with its paths. */
public class PublishedAssets {

    /**
     * One locator, in the words of ARM and of {@code listPaths}.
     *
     * @param name      of the locator
     * @param startTime {@code null} where it has none
     */
    public record Published(
            String assetName,
            String locatorId,
            String name,
            List<String> filters,
            String streamingPolicyName,
            @Nullable String startTime,
            String endTime,
            List<ListPathsResponse.StreamingPath> streamingPaths,
            List<String> downloadPaths) {

        static Published of(StreamingLocator locator, ListPathsResponse paths) {
            return new Published(locator.assetName(), locator.streamingLocatorId().toString(), locator.name(),
                    locator.filters(), locator.streamingPolicyName(), locator.startTime(), locator.endTime(),
                    paths.streamingPaths(), paths.downloadPaths());
        }
    }

    @Handler
    public List<Published> list(Exchange exchange) {
        try (FluentProducerTemplate template = exchange.getContext().createFluentProducerTemplate()) {
            List<Published> published = new ArrayList<>();
            String continuation = null;
            do {
                Exchange page = template.to("dynpack:listLocators").withHeader(DynpackConstants.CONTINUATION, continuation)
                        .request(Exchange.class);
                for (Object item : checked(page).getMessage().getBody(List.class)) {
                    StreamingLocator locator = (StreamingLocator) item;
                    ListPathsResponse paths = paths(template, locator);
                    if (paths != null) {
                        published.add(Published.of(locator, paths));
                    }
                }
                continuation = page.getMessage().getHeader(DynpackConstants.CONTINUATION, String.class);
            } while (continuation != null);
            return published;
        } catch (java.io.IOException e) {
            throw new DynpackException("the template could not be closed", e);
        }
    }

    /** {@code null} for a locator that was revoked since it was listed, and for one whose asset or policy is gone. */
    private static @Nullable ListPathsResponse paths(FluentProducerTemplate template, StreamingLocator locator) {
        Exchange answer = template.to("dynpack:listPaths").withBody(locator).request(Exchange.class);
        return answer.getException() instanceof CatalogNotFoundException || answer.getException() instanceof DynpackException
                ? null
                : checked(answer).getMessage().getBody(ListPathsResponse.class);
    }

    private static Exchange checked(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new DynpackException("what is published cannot be listed", exchange.getException());
        }
        return exchange;
    }
}
