package io.dynpack.tests.blob;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;

/**
 * Microsoft's blob service for developers, in memory, on any free port; one for the whole run. A test class says
 * {@code @Tag("node") @ExtendWith(Azurite.Provider.class)} and takes it as a parameter. Where it is not installed the test fails.
 */
public final class Azurite implements AutoCloseable {
    /** As its documentation prints them; they open nothing else. */
    static final String ACCOUNT = "devstoreaccount1";
    static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Path PROGRAM = Path.of("node_modules/azurite/dist/src/blob/main.js");
    /** Azurite's own variable: names of blobs in a database (MySQL), for runs with more of them than its list in memory bears. */
    private static final String DATABASE = "AZURITE_DB";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> command;
    private final int port;
    private Process process;
    private final AtomicInteger containers = new AtomicInteger();

    private Azurite() {
        this(null);
    }

    /**
     * A service of its own, which may be killed and come back with what it held.
     *
     * @param location folder of its data, or {@code null} to hold them in memory
     */
    Azurite(Path location) {
        if (!Files.exists(PROGRAM)) {
            throw new AssertionError("Azurite is not installed: npm ci --ignore-scripts in src-test");
        }
        try {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            command = new ArrayList<>(List.of("node", PROGRAM.toString(), "--silent", "--skipApiVersionCheck",
                    "--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", Integer.toString(port)));
            if (location != null) {
                command.addAll(List.of("--location", location.toString()));
            } else if (System.getenv(DATABASE) == null) {
                command.add("--inMemoryPersistence");
            } else {
                command.addAll(List.of("--location",
                        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "azurite-").toString()));
            }
        } catch (IOException e) {
            throw new AssertionError("no port is free", e);
        }
        start();
    }

    /** Begins, or begins again on the same port. */
    void start() {
        try {
            Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
            process = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            CompletableFuture<Void> listening = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(started, listening), "azurite-output");
            reader.setDaemon(true);
            reader.start();
            listening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("Azurite does not start", e);
        }
    }

    /** Stops or goes on, in the middle of whatever it does: connections stay, nobody answers. */
    void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start().waitFor();
            if (code != 0) {
                throw new AssertionError("kill -" + signal + " ended with " + code);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL: its port refuses connections. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void read(Process process, CompletableFuture<Void> listening) {
        StringBuilder said = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("successfully listens")) {
                    listening.complete(null);
                }
                said.append(said.length() < 10_000 ? line + "\n" : "");
            }
        } catch (IOException e) {
            said.append(e);
        }
        listening.completeExceptionally(new AssertionError("Azurite ended: " + said));
    }

    /** Gives the one service of the run to test methods and constructors. */
    public static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Azurite.class;
        }

        @Override
        public Azurite resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Azurite.class,
                    type -> new Azurite(), Azurite.class);
        }
    }

    public int port() {
        return port;
    }

    /** How to reach the service on another port, that of something in between. */
    String connectionString(int otherPort) {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + KEY + ";BlobEndpoint="
                + endpoint(otherPort) + ";";
    }

    public String connectionString() {
        return connectionString(port);
    }

    static String endpoint(int port) {
        return "http://127.0.0.1:" + port + "/" + ACCOUNT;
    }

    /** The SDK's own client: who uploads, and who judges. */
    public BlobServiceClient client() {
        return new BlobServiceClientBuilder().connectionString(connectionString()).buildClient();
    }

    /** An empty container that no other test has. */
    public BlobContainerClient container(String prefix) {
        return client().createBlobContainer(prefix + "-" + containers.incrementAndGet() + "-x");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
