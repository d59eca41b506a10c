package io.dynpack.camel;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.jspecify.annotations.Nullable;

/**
 * Spans of {@code dynpack:} endpoints, for every tracer that stands on camel-telemetry, such as camel-opentelemetry2. Their
 * name has the operation; those of an origin have its answer as tags, others the asset and the locator that they are about.
 */
public class DynpackSpanDecorator extends AbstractSpanDecorator {
    private static final int FIRST_SERVER_ERROR = 500;

    @Override
    public String getComponent() {
        return "dynpack";
    }

    @Override
    public String getComponentClassName() {
        return DynpackComponent.class.getName();
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return getComponent() + ":" + stripSchemeAndOptions(endpoint);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        TracedAnswer traced = TracedAnswer.take(exchange);
        if (traced == null) {
            tag(span, "dynpack.asset", exchange.getMessage().getHeader(DynpackConstants.ASSET));
            tag(span, "dynpack.locator", exchange.getMessage().getHeader(DynpackConstants.LOCATOR_ID));
            return;
        }
        traced.tags().forEach(span::setTag);
        int status = traced.answered().status();
        span.setTag(TagConstants.HTTP_STATUS, Integer.toString(status));
        if (status >= FIRST_SERVER_ERROR) {
            span.setError(true);
        }
    }

    private static void tag(Span span, String name, @Nullable Object value) {
        if (value != null) {
            span.setTag(name, clipMaxLength(value.toString()));
        }
    }
}
