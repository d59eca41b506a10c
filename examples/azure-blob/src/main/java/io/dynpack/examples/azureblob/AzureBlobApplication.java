package io.dynpack.examples.azureblob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;

import io.dynpack.examples.quickstart.QuickstartApplication;
import io.dynpack.standalone.StreamingApplication;

/**
 * Serves the containers {@code asset-*} of a storage account: the one of {@code AZURE_STORAGE_CONNECTION_STRING}, or the one that
 * {@code AZURE_STORAGE_ACCOUNT} names, with the identity of this machine or pod; else of an emulator that is started here and
 * gets a sample. Further settings: {@code DYNPACK_PORT} (8080), {@code DYNPACK_HOST} (127.0.0.1), {@code DYNPACK_CONTAINERS}
 * ({@code asset-*}), {@code DYNPACK_CATALOG_CONTAINER} ({@code dynpack-catalog}), and for arrival by events
 * {@code CAMEL_COMPONENT_KAFKA_BROKERS} and so on for every option of Camel's Kafka.
 */
public final class AzureBlobApplication {
    private static final Logger LOG = LoggerFactory.getLogger("dynpack.console.azure");
    private static final String SAMPLE = "asset-clockwork";
    private static final String KAFKA = "CAMEL_COMPONENT_KAFKA_";

    private AzureBlobApplication() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> environment = System.getenv();
        try {
            QuickstartApplication.requireFreePort(environment);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Path home = Path.of(System.getProperty("dynpack.home", ".")).toAbsolutePath().normalize();
        String connection = environment.get("AZURE_STORAGE_CONNECTION_STRING");
        if (connection == null && environment.get("AZURE_STORAGE_ACCOUNT") == null) {
            Emulator emulator = Emulator.start(home.resolve("src-test/node_modules"),
                    home.resolve("examples/azure-blob/target/azurite"),
                    Integer.parseInt(environment.getOrDefault("DYNPACK_EMULATOR_PORT", "10000")));
            connection = emulator.connectionString();
            upload(connection, home.resolve("examples/quickstart/sample/clockwork"));
            LOG.info("An emulator of the blob service runs; upload to it with\n"
                    + "    AZURE_STORAGE_CONNECTION_STRING='{}'", connection);
        }
        System.exit(application(environment, connection).run(args));
    }

    /**
     * The application, not started.
     *
     * @param connection a connection string, or {@code null} for the account that the environment names
     */
    public static Main application(Map<String, String> environment, @Nullable String connection) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("classpath:azure-blob.properties");
        StreamingApplication.bindPage(main);
        QuickstartApplication.listeners(environment).apply(main);
        if (connection != null) {
            main.addInitialProperty("camel.component.dynpack.connectionString", connection);
        } else {
            main.addInitialProperty("camel.component.dynpack.accountName", environment.get("AZURE_STORAGE_ACCOUNT"));
        }
        main.addInitialProperty("azure.containers", environment.getOrDefault("DYNPACK_CONTAINERS", "asset-*"));
        main.addInitialProperty("azure.catalog", environment.getOrDefault("DYNPACK_CATALOG_CONTAINER", "dynpack-catalog"));
        useKafka(environment, main);
        return main;
    }

    /** Camel's main class means to read these variables by itself, but looks for names that begin with {@code camel.component.}. */
    private static void useKafka(Map<String, String> environment, Main main) {
        environment.forEach((variable, value) -> {
            if (variable.startsWith(KAFKA)) {
                String option = variable.substring(KAFKA.length()).replace("_", "").toLowerCase(Locale.ROOT);
                main.addInitialProperty("camel.component.kafka." + option, value);
            }
        });
    }

    /** As an encoder would: a container for the asset, and its files in it. */
    private static void upload(String connection, Path folder) throws IOException {
        BlobServiceClient account = new BlobServiceClientBuilder().connectionString(connection).buildClient();
        BlobContainerClient container = account.getBlobContainerClient(SAMPLE);
        container.createIfNotExists();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> media = files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
            for (Path file : media) {
                BlobClient blob = container.getBlobClient(file.getFileName().toString());
                // a start that was ended in between left some of them
                if (!blob.exists()) {
                    blob.uploadFromFile(file.toString());
                }
            }
        }
    }
}
