package io.dynpack.standalone.command;

import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.CamelContext;
import org.apache.camel.FluentProducerTemplate;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.Arrival;
import io.dynpack.camel.Arrivals;
import io.dynpack.camel.DynpackConstants;

/** Keeps the status line to which folder is being read and how far that is. */
final class IngestStatus implements Runnable {
    private static final long PERIOD = 250;
    private static final int BAR = 20;

    private final CamelContext context;
    private final StatusLine status;
    private final Map<String, Arrival> reading = new TreeMap<>();
    private @Nullable String continuation;

    IngestStatus(CamelContext context, StatusLine status) {
        this.context = context;
        this.status = status;
    }

    void start() {
        Thread thread = new Thread(this, "ingest-status");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try (FluentProducerTemplate template = context.createFluentProducerTemplate()) {
            while (context.isStarted()) {
                look(template);
                status.show(text());
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // the application is about to end; the line is an ornament of it
            status.show("");
        }
    }

    private void look(FluentProducerTemplate template) {
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
