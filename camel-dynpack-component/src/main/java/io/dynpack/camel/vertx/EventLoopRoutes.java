package io.dynpack.camel.vertx;

import java.util.List;

import org.apache.camel.Channel;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackEndpoint;
import io.dynpack.camel.DynpackOperation;

/**
 * Tells which requests run from their first to their last step on the event loop of their connection: those for media, in a
 * route that only sends them to {@code dynpack:origin}. There nothing waits for anything on the thread it is called on, so that
 * handing the request to a worker and back would be most of the work. Steps of users may block, and a manifest may take long to
 * write: these begin on a worker. What an application adds to all steps of its context, as tracing does, goes where the route goes.
 */
final class EventLoopRoutes {

    private EventLoopRoutes() {}

    /** A segment, an init segment or a key frame, in whatever format. */
    static boolean isMedia(@Nullable String path) {
        return path != null && (path.contains("/Fragments(") || path.contains("/KeyFrames("));
    }

    /** Whether a route has no step, hook or policy but the origin. */
    static boolean isOriginOnly(Route route) {
        if (!route.getOnCompletions().isEmpty() || !route.getInterceptStrategies().isEmpty()
                || route.getRoutePolicyList() != null && !route.getRoutePolicyList().isEmpty()) {
            return false;
        }
        List<Processor> steps = route.getEventDrivenProcessors();
        return steps.size() == 1 && steps.get(0) instanceof Channel step
                && step.getNextProcessor() instanceof EndpointAware to
                && to.getEndpoint() instanceof DynpackEndpoint endpoint && endpoint.getOperation() == DynpackOperation.origin;
    }
}
