package io.dynpack.standalone.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.FluentProducerTemplate;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.Arrival;
import io.dynpack.camel.Arrivals;
import io.dynpack.camel.DynpackConstants;

/** Keeps the status line to which folder is being read and how far that is. */
final class IngestStatus implements Runnable {
    private static final long PERIOD_MILLIS = 250;
    private static final int BAR = 20;

    private final CamelContext context;
    private final FluentProducerTemplate template;
    private final StatusLine status;
    private final Map<String, Arrival> reading = new TreeMap<>();
    private @Nullable String continuation;

    IngestStatus(CamelContext context, StatusLine status) {
        this.context = context;
        this.template = context.createFluentProducerTemplate();
        this.status = status;
    }

    /** Until the context stops, which ends its threads. */
    void start() {
        context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "ingest-status")
                .scheduleWithFixedDelay(this, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        try {
            look();
            status.show(text());
        } catch (RuntimeException e) {
            // the application is about to end; the line is an ornament of it, and this the last look
            status.show("");
            throw e;
        }
    }

    private void look() {
        Arrivals.Page page = template.to("dynpack:listArrivals").withHeader(DynpackConstants.CONTINUATION, continuation)
                .request(Arrivals.Page.class);
        if (page.whole()) {
            reading.clear();
        }
        for (Arrival arrival : page.changes()) {
            if (arrival.state() == Arrival.State.INGESTING) {
                reading.put(arrival.name(), arrival);
            } else {
                reading.remove(arrival.name());
            }
        }
        continuation = page.continuation();
    }

    private String text() {
        if (reading.isEmpty()) {
            return "";
        }
        Arrival arrival = reading.values().iterator().next();
        int filled = arrival.files() == 0 ? 0 : BAR * arrival.done() / arrival.files();
        return "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + arrival.done() + " of " + arrival.files()
                + " files of " + arrival.name();
    }
}
