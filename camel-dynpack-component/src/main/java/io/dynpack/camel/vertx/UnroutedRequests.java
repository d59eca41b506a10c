package io.dynpack.camel.vertx;

import java.util.Map;
import java.util.function.BooleanSupplier;

import io.dynpack.camel.AccessLog;
import io.dynpack.origin.MpeError;
import io.dynpack.origin.Origin;
import io.dynpack.origin.OriginRequest;
import io.dynpack.origin.OriginResponse;
import io.dynpack.segment.Piece;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;

/**
 * Answers what never gets to a route, as the origin would, with a line in the access log: the router of Vert.x fails on broken
 * percent escapes, on targets that do not begin with a slash and where the host is missing, with an error in the log for each, and
 * a request line that is too long ends in the decoder. And the server listens before the routes are there and until they are gone:
 * what comes then is asked to come again, since caches keep a 404. And a client that goes in the midst of its body is no error.
 */
final class UnroutedRequests {
    /** What Netty puts in the place of a request whose first line it could not take. */
    private static final String UNREAD = "/bad-request";
    private static final String UNKNOWN = "-";
    /** With this Vert.x fails a request whose client went in the midst of its body. */
    private static final int BODY_BROKE_OFF = 200;

    private final AccessLog log;
    private final RequestBodies bodies;
    private final BooleanSupplier hasRoutes;

    /** @param hasRoutes whether all routes are there, so that what none of them takes is not served here */
    UnroutedRequests(AccessLog log, RequestBodies bodies, BooleanSupplier hasRoutes) {
        this.log = log;
        this.bodies = bodies;
        this.hasRoutes = hasRoutes;
    }

    /** In front of a router and behind it. */
    Handler<HttpServerRequest> refusedAround(Handler<HttpServerRequest> handler) {
        if (handler instanceof Router router) {
            router.errorHandler(MpeError.RESOURCE_NOT_FOUND.status(), unmatched -> refuse(unmatched.request(),
                    hasRoutes.getAsBoolean() ? MpeError.RESOURCE_NOT_FOUND : MpeError.SERVER_BUSY));
            router.errorHandler(BODY_BROKE_OFF, gone -> {});
            // the router answers it
            router.errorHandler(MpeError.BAD_URL_SYNTAX.status(), undecodableBody -> {});
        }
        return request -> {
            if (!isRoutable(request)) {
                refuse(request, MpeError.BAD_URL_SYNTAX);
                return;
            }
            MpeError refusal = bodies.take(request);
            if (refusal == null) {
                handler.handle(request);
            } else {
                refuse(request, refusal);
                if (request.version() != HttpVersion.HTTP_2) {
                    // what is left of the body is not worth reading
                    request.connection().close();
                }
            }
        };
    }

    /** For a request that could not be decoded. */
    void undecodable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, MpeError.HEADERS_TOO_LARGE);
            request.connection().close();
        } else if (cause instanceof TooLongFrameException) {
            refuse(request, MpeError.URL_TOO_LONG);
            request.connection().close();
        } else if (cause instanceof IllegalArgumentException) {
            refuse(request, MpeError.BAD_URL_SYNTAX);
            request.connection().close();
        } else {
            long start = System.nanoTime();
            HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
            refused(request, 0, start, true);
        }
    }

    private void refused(HttpServerRequest request, int bytes, long start, boolean complete) {
        if (log.enabled()) {
            boolean unread = request.decoderResult().isFailure() && UNREAD.equals(request.uri());
            log.add(unread ? UNKNOWN : request.method().name(), unread ? UNKNOWN : withoutQuery(request.uri()),
                    request.response().getStatusCode(), bytes, (System.nanoTime() - start) / 1000, false, complete);
        }
    }

    /** As the origin logs it: a query may hold what is nobody's business. */
    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static boolean isRoutable(HttpServerRequest request) {
        String path = request.path();
        return path != null && path.startsWith("/") && isEscaped(request.uri()) && namesOneHost(request);
    }

    /** RFC 9112, 3.2; clients older than the header may leave it out. */
    private static boolean namesOneHost(HttpServerRequest request) {
        boolean valid = request.version() == HttpVersion.HTTP_1_0 || ((HttpServerRequestInternal) request).isValidAuthority();
        return valid && request.headers().getAll(HttpHeaders.HOST).size() < 2;
    }

    private static boolean isEscaped(String uri) {
        int query = uri.indexOf('?');
        int end = query < 0 ? uri.length() : query;
        for (int i = uri.indexOf('%'); i >= 0 && i < end; i = uri.indexOf('%', i + 1)) {
            if (i + 2 >= end || Character.digit(uri.charAt(i + 1), 16) < 0 || Character.digit(uri.charAt(i + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private void refuse(HttpServerRequest request, MpeError error) {
        long start = System.nanoTime();
        OriginResponse answer = Origin.malformed(error,
                new OriginRequest(request.method().name(), "/", "", name -> null));
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.putHeader(header.getKey(), header.getValue());
        }
        Buffer body = Buffer.buffer();
        if (answer.body() != null) {
            for (Piece piece : answer.body().pieces()) {
                if (piece instanceof Piece.Literal literal) {
                    byte[] bytes = new byte[literal.bytes().remaining()];
                    literal.bytes().duplicate().get(bytes);
                    body.appendBytes(bytes);
                }
            }
        }
        response.end(body).onComplete(sent -> refused(request, body.length(), start, sent.succeeded()));
    }
}
