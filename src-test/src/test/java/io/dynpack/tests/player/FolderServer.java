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
            "css", "text/css", "json", "application/json", "mp4", "video/mp4", "m4s", "video/iso.segment");

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
                .getResourceAsStream(
                        path.startsWith("vendor/") ? "/web/" + path : "/player/" + (path.isEmpty() ? "player.html" : path)));
    }

    /**
     * The page of the quickstart, and for all else files below {@code folder}.
     *
     * @param players whether the page finds the players, as it does if the build fetched them
     */
    public static FolderServer ofQuickstart(Path folder, boolean players) {
        return new FolderServer(path -> {
            if (path.startsWith("vendor/") && !players) {
                return null;
            }
            InputStream page = FolderServer.class.getResourceAsStream("/web/" + (path.isEmpty() ? "index.html" : path));
            Path file = folder.resolve(path);
            return page != null ? page : Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        });
    }

    /** Ends in a slash. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static void answer(HttpExchange exchange, Lookup lookup) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            try (InputStream in = lookup.open(path)) {
                if (in == null) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                byte[] body = in.readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", type(path));
                exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
                if (head) {
                    return;
                }
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private static String type(String path) {
        if (path.isEmpty()) {
            return TYPES.get("html");
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.contains("m3u8")) {
            return "application/vnd.apple.mpegurl";
        }
        if (name.contains("mpd")) {
            return "application/dash+xml";
        }
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
