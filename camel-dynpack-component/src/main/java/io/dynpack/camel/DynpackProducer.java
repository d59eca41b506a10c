package io.dynpack.camel;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.operation.OperationHandler;
import io.dynpack.camel.operation.OperationHandlers;

/** Hands each exchange to the handler of the endpoint's operation; never blocks. */
class DynpackProducer extends DefaultAsyncProducer {
    private @Nullable OperationHandler handler;

    DynpackProducer(DynpackEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public DynpackEndpoint getEndpoint() {
        return (DynpackEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        DynpackEndpoint endpoint = getEndpoint();
        handler = OperationHandlers.of(endpoint.getOperation(), endpoint.engine(), endpoint.getConfiguration(),
                endpoint.getCamelContext());
    }

    @Override
    protected void doStop() throws Exception {
        if (handler != null) {
            handler.stop();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Void> done;
        try {
            done = Objects.requireNonNull(handler).handle(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (done.isDone()) {
            finish(exchange, failure(done));
            callback.done(true);
            return true;
        }
        done.whenComplete((nothing, failure) -> {
            finish(exchange, failure);
            callback.done(false);
        });
        return false;
    }

    private static @Nullable Throwable failure(CompletableFuture<Void> done) {
        try {
            done.join();
            return null;
        } catch (CompletionException | java.util.concurrent.CancellationException e) {
            return e;
        }
    }

    private static void finish(Exchange exchange, @Nullable Throwable failure) {
        if (failure != null) {
            exchange.setException(
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        }
    }
}
