package io.dynpack.camel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynpack.storage.MemoryStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever option cannot be used is told at the start, all at once. */
class OptionChecksTest {
    @TempDir
    private Path folder;

    @Test
    void allThatCannotBeUsedIsToldAtOnce() {
        assertThatThrownBy(() -> start(Map.of("indexCacheSize", "-1", "manifestCacheSize", "lots", "maxInFlight", "0",
                "overwrite", "sometimes", "readLock", "marked", "fragmentDuration", "1h", "freshness", "-1", "basePath", "vod",
                "refusedCodecs", "ac-3,mp5"))).rootCause().isInstanceOf(DynpackException.class)
                .hasMessageContainingAll("indexCacheSize=-1 must be bytes from 0 up",
                        "manifestCacheSize=lots must be bytes from 0 up",
                        "maxInFlight=0 must be a number from 1 to 2147483647",
                        "overwrite=sometimes must be one of never, own, always",
                        "readLock=marked must be one of marker, manifest, stable",
                        "fragmentDuration=3600s must be from 1ms to 20s", "freshness=-1ms must be from 0ms to 1d",
                        "basePath=vod must be empty, or a path that begins with /",
                        "refusedCodecs=mp5 must be one of Opus, ac-3");
        assertThatThrownBy(() -> start(Map.of("format", "m3u8"))).rootCause().isInstanceOf(DynpackException.class)
                .hasMessageContaining("format=m3u8 must be one of fmp4, fmp4-v20, m3u8-cmaf");
    }

    /** Camel makes 0 of it. */
    @Test
    void whatIsNoDurationIsTold() {
        assertThatThrownBy(() -> start(Map.of("manifest-max-age", "abc", "freshness", "{{written}}",
                "firstByteTimeout", "PT5S"))).rootCause().isInstanceOf(DynpackException.class)
                .hasMessageContainingAll("manifestmaxage=abc must be a duration, such as 500ms, 5s or 3d",
                        "freshness=later must be a duration")
                .hasMessageNotContaining("firstByteTimeout");
    }

    /** As Camel takes them: an option whose placeholder may be absent keeps its default. */
    @Test
    void whatIsLeftOpenIsNotTold() {
        assertThatThrownBy(() -> start(Map.of("freshness", "{{?nowhere}}", "manifestMaxAge", "abc"))).rootCause()
                .isInstanceOf(DynpackException.class).hasMessageContaining("manifestMaxAge=abc")
                .hasMessageNotContaining("freshness");
    }

    @Test
    void propertiesOfTheJavaVirtualMachineAreLookedAtToo() {
        System.setProperty("camel.component.dynpack.manifest-max-age", "abc");
        try {
            assertThatThrownBy(() -> start(Map.of())).rootCause().isInstanceOf(DynpackException.class)
                    .hasMessageContaining("manifestmaxage=abc must be a duration");
        } finally {
            System.clearProperty("camel.component.dynpack.manifest-max-age");
        }
    }

    private static void start(Map<String, String> options) throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withJmxEnabled(false);
        main.addInitialProperty("written", "later");
        options.forEach((name, value) -> main.addInitialProperty("camel.component.dynpack." + name, value));
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:locators").to("dynpack:listLocators");
            }
        });
        try {
            main.start();
        } finally {
            main.stop();
        }
    }

    @Test
    void storagesAreToldTogether() {
        String absent = folder.resolve("absent").toString();
        assertThatThrownBy(() -> start(Map.of("directory", absent))).rootCause().hasMessageContainingAll(
                "directory=" + absent + " must be a folder that exists", "catalogDirectory is not set");
        assertThatThrownBy(() -> start(Map.of("directory", folder.toString(), "azureContainer", "media", "catalogDirectory",
                folder.toString(), "azureCatalogContainer", "catalog"))).rootCause().hasMessageContainingAll(
                        "only one of directory, azureContainer, azureContainers can be set",
                        "only one of catalogDirectory, azureCatalogContainer can be set");
    }

    @Test
    void secretsAreToldWithoutTheirValues() {
        String good = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        assertThatThrownBy(() -> start(Map.of("keyEncryptionKey", "c2VjcmV0", "previousKeyEncryptionKeys", good + ", hidden!",
                "contentKeySeed", "c2VlZA==", "keyEncryptionKeyFile", "file"))).rootCause().isInstanceOf(DynpackException.class)
                .hasMessageContainingAll("keyEncryptionKey is 6 bytes and not 32", "previousKeyEncryptionKeys is no Base64",
                        "contentKeySeed is 4 bytes, and has to have 30",
                        "only one of keyEncryptionKey, keyEncryptionKeyFile can be set")
                .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain("c2V").doesNotContain("hidden")
                        .doesNotContain(good));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynpack:ingest?overwrite=sometimes", "dynpack:origin?maxInFlight=0", "dynpack:watch?readLock=done",
            "dynpack:origin?manifestMaxAge=-5", "dynpack:origin?manifestMaxAge=abc", "dynpack:origin?firstByteTimeout=60 s",
            "dynpack:origin?maxInFlight=many", "dynpack:listLocators?pageSize=1001", "dynpack:origin?responseMode=fast",
            "dynpack:watch?markerName=a/b", "dynpack:origin?corsAllowedOrigins=everybody", "dynpack:manifest?format=hls"})
    void ofAnEndpoint(String uri) throws Exception {
        String option = uri.substring(uri.indexOf('?') + 1, uri.indexOf('='));
        try (CamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> context.getEndpoint(uri)).rootCause().isInstanceOf(DynpackException.class)
                    .hasMessageContaining(option + "=").hasMessageContaining("must be");
        }
    }

    /** Camel's own, which every consumer of it that polls reads in this way. */
    @Test
    void theTimesOfPollingAreDurationsToo() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            DynpackEndpoint endpoint = context.getEndpoint("dynpack:watch?delay=5s&initialDelay=1m30s", DynpackEndpoint.class);
            assertThat(endpoint.getDelay()).isEqualTo(5000);
            assertThat(endpoint.getInitialDelay()).isEqualTo(90_000);
            assertThatThrownBy(() -> context.getEndpoint("dynpack:watch?delay=soon")).rootCause()
                    .isInstanceOf(DynpackException.class).hasMessageContaining("delay=soon must be");
        }
    }

    @Test
    void wordsAreReadInAnyCase() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            DynpackComponent component = context.getComponent("dynpack", DynpackComponent.class);
            component.getConfiguration().setDirectory(folder.resolve("media").toString());
            component.getConfiguration().setCatalogDirectory(folder.resolve("catalog").toString());
            Files.createDirectories(folder.resolve("media/film"));
            Files.writeString(folder.resolve("media/film/film.mp4"), "");
            DynpackEndpoint endpoint = context.getEndpoint("dynpack:WATCH?readLock=Marker", DynpackEndpoint.class);
            context.start();
            DynpackWatchConsumer consumer = (DynpackWatchConsumer) endpoint.createConsumer(exchange -> {});
            consumer.setStartScheduler(false);
            consumer.start();
            assertThat(consumer.poll()).isZero();
            Files.writeString(folder.resolve("media/film/_ready"), "");
            assertThat(consumer.poll()).isEqualTo(1);
            consumer.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "268435456, 268435456", "256MB, 268435456", "256 MiB, 268435456", "256m, 268435456", "64kb, 65536",
            "1.5g, 1610612736", "2T, 2199023255552", "7B, 7", "-1, -1"})
    void bytesAsPeopleWriteThem(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "1 2", "9999999999999999999", "8388608T", "1e9", "1,5g"})
    void whatIsNoNumberOfBytes(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DynpackConfiguration bound(Map<String, String> environment) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            DynpackComponent component = context.getComponent("dynpack", DynpackComponent.class);
            component.getConfiguration().setMaxAssets(5);
            component.readEnvironment(environment);
            return component.getConfiguration();
        }
    }

    @Test
    void theEnvironmentWinsOverTheApplication() throws Exception {
        DynpackConfiguration options = bound(Map.of("CAMEL_COMPONENT_DYNPACK_CATALOG_DIRECTORY", "/catalog",
                "CAMEL_COMPONENT_DYNPACK_FRAGMENTDURATION", "4s", "CAMEL_COMPONENT_DYNPACK_MAX_ASSETS", "7",
                "CAMEL_COMPONENT_DYNPACK_PORT_8080_TCP", "tcp://10.0.0.1:8080", "CAMEL_COMPONENT_DYNPACK_ENABLED", "true",
                "OTHER", "x"));
        assertThat(options.getCatalogDirectory()).isEqualTo("/catalog");
        assertThat(options.getFragmentDuration()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.getMaxAssets()).isEqualTo(7);
    }

    /** A bean, or other credentials, would be used in their place, and an image that has some serve what it was tried with. */
    @Test
    void theEnvironmentTakesThePlaceOfBeansAndCredentials() throws Exception {
        try (CamelContext context = new DefaultCamelContext(); MemoryStorage storage = new MemoryStorage()) {
            DynpackComponent component = new DynpackComponent();
            component.getConfiguration().setMediaStorage(storage);
            component.getConfiguration().setCatalogStorage(storage);
            component.getConfiguration().setConnectionString("of a trial");
            context.addComponent("dynpack", component);
            component.readEnvironment(Map.of("CAMEL_COMPONENT_DYNPACK_DIRECTORY", "folder",
                    "CAMEL_COMPONENT_DYNPACK_ACCESS_KEY", "k"));
            DynpackConfiguration options = component.getConfiguration();
            assertThat(options.getMediaStorage()).isNull();
            assertThat(options.getCatalogStorage()).isSameAs(storage);
            assertThat(options.getConnectionString()).isNull();
            assertThat(options.getAccessKey()).isEqualTo("k");
        }
    }

    /** Of a key and its file, say, one alone may be set: that of the environment. */
    @Test
    void theEnvironmentTakesThePlaceOfWhatTheApplicationHasInstead() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            DynpackComponent component = new DynpackComponent();
            component.getConfiguration().setKeyEncryptionKeyFile("file");
            component.getConfiguration().setDirectory("folder");
            component.getConfiguration().setCatalogDirectory("catalog");
            context.addComponent("dynpack", component);
            component.readEnvironment(Map.of("CAMEL_COMPONENT_DYNPACK_KEY_ENCRYPTION_KEY", "k",
                    "CAMEL_COMPONENT_DYNPACK_AZURECONTAINERS", "asset-*"));
            DynpackConfiguration options = component.getConfiguration();
            assertThat(options.getKeyEncryptionKey()).isEqualTo("k");
            assertThat(options.getKeyEncryptionKeyFile()).isNull();
            assertThat(options.getAzureContainers()).isEqualTo("asset-*");
            assertThat(options.getDirectory()).isNull();
            assertThat(options.getCatalogDirectory()).isEqualTo("catalog");
        }
    }

    @Test
    void variablesAreThoseOfTheComponentThatTheyName() throws Exception {
        Map<String, String> environment = Map.of("CAMEL_COMPONENT_DYNPACK_DIRECTORY", "/films",
                "CAMEL_COMPONENT_DYNPACK_OLD_DIRECTORY", "/old", "CAMEL_COMPONENT_ARCHIVE_DIRECTORY", "/archive");
        try (CamelContext context = new DefaultCamelContext()) {
            Map<String, DynpackComponent> components = new HashMap<>();
            for (String name : List.of("dynpack", "archive", "other")) {
                components.put(name, new DynpackComponent());
                components.get(name).getConfiguration().setDirectory("/of/the/application");
                context.addComponent(name, components.get(name));
            }
            // found among the beans when it is asked for
            components.put("dynpack-old", new DynpackComponent());
            context.getRegistry().bind("dynpack-old-component", components.get("dynpack-old"));
            components.get("dynpack").readEnvironment(environment);
            components.get("archive").readEnvironment(environment);
            components.get("other").readEnvironment(environment);
            context.getComponent("dynpack-old", DynpackComponent.class).readEnvironment(environment);
            assertThat(components).extractingFromEntries(entry -> entry.getKey() + "="
                    + entry.getValue().getConfiguration().getDirectory()).containsExactlyInAnyOrder("dynpack=/films",
                            "dynpack-old=/old", "archive=/archive", "other=/of/the/application");
            assertThatThrownBy(() -> context.getEndpoint("archive:ingest?directory=/media"))
                    .hasStackTraceContaining("set camel.component.archive.directory");
        }
    }

    @Test
    void theEnvironmentIsCheckedAndKeepsItsSecrets() {
        assertThatThrownBy(() -> bound(Map.of("CAMEL_COMPONENT_DYNPACK_DIRECTORI", "/media",
                "CAMEL_COMPONENT_DYNPACK_FRESHNESS", "soon",
                "CAMEL_COMPONENT_DYNPACK_MAX_ASSETS", "c2VjcmV0"))).isInstanceOf(DynpackException.class)
                .hasMessageContaining("CAMEL_COMPONENT_DYNPACK_DIRECTORI names no option")
                .hasMessageContaining("CAMEL_COMPONENT_DYNPACK_MAX_ASSETS has a value that is no int")
                .hasMessageContaining("CAMEL_COMPONENT_DYNPACK_FRESHNESS has a value that is no Duration")
                .hasMessageNotContaining("c2VjcmV0");
    }

    /** Says which options its component has, as an application of Camel's main class. */
    static final class Application {
        public static void main(String[] arguments) throws Exception {
            Main main = new Main();
            main.setDefaultPropertyPlaceholderLocation("false");
            main.configure().withJmxEnabled(false);
            main.addInitialProperty("camel.component.dynpack.catalogDirectory", "/of/the/application");
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:locators").to("dynpack:listLocators");
                }
            });
            main.start();
            DynpackConfiguration options = main.getCamelContext().getComponent("dynpack", DynpackComponent.class)
                    .getConfiguration();
            System.out.println("[" + options.getCatalogDirectory() + " " + options.getIndexCacheSize() + "]");
            main.stop();
        }
    }

    @Test
    void anApplicationIsConfiguredByItsEnvironment() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Application.class.getName()).redirectErrorStream(true);
        String catalog = folder.resolve("catalog").toString();
        builder.environment().put("CAMEL_COMPONENT_DYNPACK_DIRECTORY", folder.toString());
        builder.environment().put("CAMEL_COMPONENT_DYNPACK_CATALOG_DIRECTORY", catalog);
        builder.environment().put("CAMEL_COMPONENT_DYNPACK_INDEX_CACHE_SIZE", "17MB");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("[" + catalog + " 17MB]");
    }
}
