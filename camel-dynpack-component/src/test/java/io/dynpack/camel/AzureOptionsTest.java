package io.dynpack.camel;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which options make storages of blobs; none of these tests reaches a service. */
class AzureOptionsTest {
    private static final String KEY = "c2VjcmV0LWtleS1vZi1hbi1hY2NvdW50";
    private static final Set<String> SECRETS = Set.of("accessKey", "sasToken", "connectionString", "azureClientSecret",
            "keyEncryptionKey", "previousKeyEncryptionKeys", "contentKeySeed");

    @TempDir
    private Path folder;

    private void start(Consumer<DynpackConfiguration> options, Object client) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            if (client != null) {
                context.getRegistry().bind("client", client);
            }
            DynpackComponent component = new DynpackComponent(context);
            options.accept(component.getConfiguration());
            context.addComponent("dynpack", component);
            context.start();
            component.engine();
        }
    }

    private void fails(Consumer<DynpackConfiguration> options, String... words) {
        assertThatThrownBy(() -> start(options, null)).isInstanceOf(DynpackException.class).hasMessageContainingAll(words)
                .hasMessageNotContaining(KEY);
    }

    private Consumer<DynpackConfiguration> containers() {
        return options -> {
            options.setAzureContainer("media");
            options.setAzureCatalogContainer("catalog");
        };
    }

    @Test
    void anyOfTheCredentialsIsEnough() throws Exception {
        start(containers().andThen(options -> options.setConnectionString(
                "DefaultEndpointsProtocol=https;AccountName=one;AccountKey=" + KEY + ";EndpointSuffix=core.chinacloudapi.cn")),
                null);
        start(containers().andThen(options -> {
            options.setAccountName("one");
            options.setAccessKey(KEY);
        }), null);
        start(containers().andThen(options -> {
            options.setAzureEndpoint("http://127.0.0.1:10000/devstoreaccount1");
            options.setSasToken("?sv=1&sig=" + KEY);
        }), null);
        start(containers().andThen(options -> options.setAccountName("one")), null);
        start(containers().andThen(options -> {
            options.setAccountName("one");
            options.setAzureTenantId("11111111-1111-1111-1111-111111111111");
            options.setAzureClientId("22222222-2222-2222-2222-222222222222");
            options.setAzureClientSecret(KEY);
        }), null);
    }

    @Test
    void theClientOfTheRegistryIsUsedWhereNothingElseIsSaid() throws Exception {
        BlobServiceClient client = new BlobServiceClientBuilder().endpoint("https://one.blob.core.windows.net").buildClient();
        start(containers(), client);
        start(options -> {
            options.setBlobServiceClient(client);
            options.setAzureContainers("asset-*");
            options.setAzureCatalogContainer("catalog");
        }, null);
        fails(containers(), "azureContainer", "endpoint");
        fails(containers().andThen(options -> options.setBlobServiceClient("text")), "azureContainer", "BlobServiceClient");
    }

    /** As variables of the environment without a value give it. */
    @Test
    void whatIsBlankIsNotSet() throws Exception {
        start(options -> {
            options.setDirectory(folder.toString());
            options.setCatalogDirectory(folder.toString());
            options.setAzureContainer("");
            options.setAzureContainers(" ");
            options.setAzureCatalogContainer("");
            options.setAzureEndpoint("");
            options.setCredentialType("");
            options.setFormat("");
        }, null);
        start(containers().andThen(options -> {
            options.setDirectory("");
            options.setAzureContainers("");
            options.setCatalogDirectory(" ");
            options.setAccountName("one");
            options.setAccessKey(KEY);
            options.setConnectionString("");
            options.setSasToken("");
            options.setAzureTenantId("");
            options.setAzureClientId("");
            options.setAzureClientSecret("");
        }), null);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        fails(containers().andThen(options -> options.setDirectory("/tmp")), "directory", "azureContainer");
        fails(containers().andThen(options -> options.setAzureContainers("asset-*")), "azureContainers", "azureContainer");
        fails(containers().andThen(options -> options.setAzureContainer("No_Such_Name")), "azureContainer", "lower-case");
        fails(containers().andThen(options -> {
            options.setAccountName("one");
            options.setCredentialType("AZURE_SAS");
            options.setAccessKey(KEY);
        }), "credentialType", "sasToken");
        fails(containers().andThen(options -> options.setConnectionString("AccountKey=" + KEY)), "connection string");
        fails(options -> {
            options.setAzureContainer("media");
            options.setAccountName("one");
            options.setAccessKey(KEY);
        }, "catalogDirectory");
    }

    @Test
    void secretsAreMarked() throws IOException {
        JsonNode metadata;
        try (InputStream in = getClass().getResourceAsStream("/META-INF/io/dynpack/camel/dynpack.json")) {
            metadata = new ObjectMapper().readTree(in);
        }
        for (String group : List.of("componentProperties", "properties")) {
            List<String> marked = new ArrayList<>();
            metadata.get(group).fields().forEachRemaining(option -> {
                if (option.getValue().path("secret").asBoolean()) {
                    marked.add(option.getKey());
                }
            });
            assertThat(marked).as(group).containsExactlyInAnyOrderElementsOf(SECRETS);
        }
    }

    /** What runs where the SDK is not on the class path. */
    public static final class FilesOnly implements Consumer<String> {
        @Override
        public void accept(String folder) {
            try (CamelContext context = new DefaultCamelContext()) {
                DynpackComponent component = new DynpackComponent(context);
                component.getConfiguration().setDirectory(folder);
                component.getConfiguration().setCatalogDirectory(folder + "/catalog");
                context.addComponent("dynpack", component);
                context.start();
                assertThat(context.createProducerTemplate().requestBody("dynpack:listLocators", null, List.class)).isEmpty();
                context.stop();
                component.getConfiguration().setDirectory(null);
                component.getConfiguration().setAzureContainer("media");
                assertThatThrownBy(component::engine).isInstanceOf(DynpackException.class)
                        .hasMessageContaining("azure-storage-blob");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void filesNeedNoSdk() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            // libraries by the name of their file: the checkout may lie in a folder of any name
            String file = Path.of(entry).getFileName().toString();
            if (!file.startsWith("azure-") && !file.startsWith("reactor-")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader without = new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(without);
            @SuppressWarnings("unchecked") // it is the class above, loaded once more
            Consumer<String> run = (Consumer<String>) without.loadClass(FilesOnly.class.getName()).getConstructor()
                    .newInstance();
            run.accept(folder.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
