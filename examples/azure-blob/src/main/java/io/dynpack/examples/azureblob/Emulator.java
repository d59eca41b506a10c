package io.dynpack.examples.azureblob;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Azurite, Microsoft's emulator of the blob service, as a child of this process.
 *
 * @param connectionString with the account and key that its documentation prints; they open nothing else
 */
record Emulator(Process process, String connectionString) {
    private static final String KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /**
     * Starts it and waits until it listens; it ends with this process.
     *
     * @param modules where npm installed it
     * @param data    where its blobs lie
     */
    static Emulator start(Path modules, Path data, int port) throws IOException {
        Path program = modules.resolve("azurite/dist/src/blob/main.js");
        if (!Files.exists(program)) {
            throw new IOException("the emulator is not installed: run npm ci --ignore-scripts in src-test,"
                    + " or set AZURE_STORAGE_CONNECTION_STRING");
        }
        Files.createDirectories(data);
        Process process = new ProcessBuilder("node", program.toString(), "--location", data.toString(), "--silent",
                "--skipApiVersionCheck", "--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", Integer.toString(port))
                .redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.contains("successfully listens")) {
            said.append('\n').append(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the emulator does not start:" + said);
        }
        Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "azurite-output");
        rest.setDaemon(true);
        rest.start();
        return new Emulator(process, "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=" + KEY
                + ";BlobEndpoint=http://127.0.0.1:" + port + "/devstoreaccount1;");
    }
}
