package io.dynpack.tests.player;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Serves a folder, or resources of the class path, to a browser on this machine; any origin may read it. */
public final class FolderServer implements AutoCloseable {

    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js", "text/javascript",
            "css", "text/css", "json", "application/json", "mpd", "application/dash+xml", "m3u8",
            "application/vnd.apple.mpegurl", "mp4", "video/mp4", "m4s", "video/iso.segment", "Manifest", "application/vnd.ms-sstr+xml");

    private interface Lookup {
        InputStream open(String path) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);

    private FolderServer(Lookup lookup) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, lookup));
        server.start();
    }

    /** Files below {@code folder}. */
    public static FolderServer of(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        return new FolderServer(path -> {
            Path file = root.resolve(path).normalize();
            return file.startsWith(root) && Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        });
    }

    /** Resources of the class path; {@code vendor/…} is {@code web/vendor/…}, where the build puts the players. */
    static FolderServer ofPlayers() {
        return new FolderServer(path -> FolderServer.class
                .getResourceAsStream(path.startsWith("vendor/") ? "/web/" + path : "/player/" + path));
    }

    /** Ends in a slash. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static void answer(HttpExchange exchange, Lookup lookup) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            try (InputStream in = lookup.open(path)) {
                if (in == null) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                byte[] body = in.readAllBytes();
                exchange.getResponseHeaders().set("Content-Type",
                        TYPES.getOrDefault(path.replaceFirst(".*[./]", ""), "application/octet-stream"));
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
