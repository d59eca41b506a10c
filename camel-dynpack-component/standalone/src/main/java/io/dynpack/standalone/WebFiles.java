package io.dynpack.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The page and the players it loads, from the class path. */
public class WebFiles {
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8");

    @Handler
    public void serve(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        String name = path == null || path.equals("/") ? "/index.html" : path;
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        message.removeHeaders("*");
        byte[] bytes = type == null || !name.matches("/([a-z]+/)?[A-Za-z0-9.-]+") ? null : read("/web" + name);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, bytes == null ? 404 : 200);
        message.setHeader(Exchange.CONTENT_TYPE, bytes == null ? "text/plain" : type);
        message.setBody(bytes == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes));
    }

    private static byte @Nullable [] read(String resource) throws IOException {
        try (InputStream in = WebFiles.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
