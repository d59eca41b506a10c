package io.dynpack.camel.vertx;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses requests whose length another server could see differently, so that nothing can be hidden in a body (RFC 9112, 6.1 and
 * 6.3): {@code Transfer-Encoding} beside {@code Content-Length}, in HTTP/1.0, or any but {@code chunked} alone. They are
 * answered 400 and the connection is closed; Netty alone takes some of them as it understands them. A body of HTTP/1.0 is the last
 * of its connection.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Called once the header is there and before anything is made of it. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && (message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                        || !HttpVersion.HTTP_1_1.equals(message.protocolVersion())
                        || !isChunkedAlone(message))) {
            throw new IllegalArgumentException("the length of the request is ambiguous");
        }
        if (message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                && !HttpVersion.HTTP_1_1.equals(message.protocolVersion())) {
            // of several lengths Netty takes the first here, so nothing may follow
            message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return super.isContentAlwaysEmpty(message);
    }

    private static boolean isChunkedAlone(HttpMessage message) {
        return String.join(",", message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING)).strip()
                .equalsIgnoreCase("chunked");
    }
}
