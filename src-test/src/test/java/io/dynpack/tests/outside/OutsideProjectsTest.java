package io.dynpack.tests.outside;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.dynpack.tests.media.Fixtures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Projects of somebody who has our coordinates and no source: whatever order their dependencies have, a folder is ingested,
 * published and served. Each is built by a Maven of its own from a repository that holds only what a release publishes; what is of
 * Maven Central comes from the local repository of this build where it is there.
 */
@Tag("outside")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideProjectsTest {
    private static final String VERSION = System.getProperty("dynpack.version");
    private static final Path HOME = Path.of("target/outside").toAbsolutePath();

    private static final String COMPONENT = """
            <dependency>
                <groupId>io.dynpack</groupId>
                <artifactId>camel-dynpack</artifactId>
                %1$s
            </dependency>
            <dependency>
                <groupId>io.dynpack</groupId>
                <artifactId>dynpack-routes</artifactId>
                %1$s
            </dependency>""";
    private static final String STARTER = """
            <dependency>
                <groupId>io.dynpack</groupId>
                <artifactId>camel-dynpack-starter</artifactId>
            </dependency>""";
    private static final String OWN_VERSION = "<version>" + VERSION + "</version>";

    @TempDir
    Path data;
    private int port;
    private int administration;
    private int management;

    @BeforeEach
    void takePorts() throws IOException {
        port = freePort();
        administration = freePort();
        management = freePort();
    }

    @BeforeAll
    void publish() throws IOException {
        Path sources = Path.of(System.getProperty("dynpack.sources"));
        new PublishedArtifacts(sources, HOME.resolve("published"), VERSION);
        // snapshots are looked for again: another build may have left its own
        delete(HOME.resolve("repository/io/dynpack"));
        Files.writeString(HOME.resolve("settings.xml"), """
                <settings>
                    <profiles>
                        <profile>
                            <id>outside</id>
                            <repositories>%1$s</repositories>
                            <pluginRepositories>%2$s</pluginRepositories>
                        </profile>
                    </profiles>
                    <activeProfiles><activeProfile>outside</activeProfile></activeProfiles>
                </settings>
                """.formatted(repositories("repository"), repositories("pluginRepository")));
    }

    private static String repositories(String element) {
        return Stream.of(HOME.resolve("published").toUri(), Path.of(System.getProperty("maven.repository")).toUri())
                .map(uri -> "<%1$s><id>%2$s</id><url>%3$s</url><releases><checksumPolicy>ignore</checksumPolicy></releases></%1$s>"
                        .formatted(element, uri.getPath().contains("published") ? "published" : "known", uri))
                .reduce("", String::concat);
    }

    @Test
    void withCamelMainTheDependencyFirst() throws Exception {
        Map<String, String> pom = camelAlone();
        pom.put("<!-- first -->", COMPONENT.formatted(OWN_VERSION));
        streams(new OutsideProject("camel-main", HOME, "main-first", pom), "org.apache.camel.main.Main");
    }

    @Test
    void withCamelMainTheDependencyLast() throws Exception {
        Map<String, String> pom = camelAlone();
        pom.put("<!-- last -->", COMPONENT.formatted(OWN_VERSION));
        streams(new OutsideProject("camel-main", HOME, "main-last", pom), "org.apache.camel.main.Main");
    }

    @Test
    void withCamelMainAndTheBillOfMaterials() throws Exception {
        Map<String, String> pom = ourList(COMPONENT.formatted(""));
        List<String> path = new OutsideProject("camel-main", HOME, "main-managed", pom).classPath();
        streamsAndIsOperated(command(path, "org.apache.camel.main.Main"),
                List.of("-Dcamel.management.enabled=true", "-Dcamel.management.port=" + management,
                        "-Dcamel.management.health-check-enabled=true", "-Dcamel.management.metrics-enabled=true",
                        "-Dcamel.metrics.enabled=true", "-Dcamel.health.exposure-level=full"),
                url(management, "observe/health/ready"), url(management, "observe/metrics"));
        assertThat(path).anyMatch(jar -> jar.endsWith("netty-codec-http-" + System.getProperty("netty.version") + ".jar"))
                .anyMatch(jar -> jar.endsWith("jackson-databind-" + System.getProperty("jackson.version") + ".jar"));
    }

    /** Routes, endpoints and the component in Java alone. */
    @Test
    void withJava() throws Exception {
        Map<String, String> pom = ourList(COMPONENT.formatted(""), "compiler.plugin");
        streams(new OutsideProject("java", HOME, "java", pom), "org.example.Application");
    }

    @Test
    void withSpringBoot() throws Exception {
        Map<String, String> pom = ourList(STARTER, "spring-boot.version", "compiler.plugin", "camel.version");
        streamsAndIsOperated(
                command(new OutsideProject("spring-boot", HOME, "boot", pom).classPath(), "org.example.Application"),
                List.of("-Dmanagement.server.port=" + management,
                        "-Dmanagement.endpoints.web.exposure.include=health,prometheus",
                        "-Dmanagement.endpoint.health.show-details=always", "-Dcamel.health.exposure-level=full"),
                url(management, "actuator/health"), url(management, "actuator/prometheus"));
    }

    @Test
    void withTheStarterAndAWebServerAlone() throws Exception {
        Map<String, String> pom = ourList(STARTER, "spring-boot.version", "compiler.plugin", "camel.version");
        streams(new OutsideProject("starter", HOME, "starter", pom), "org.example.Application");
    }

    /** The component is downloaded while {@code camel run} starts. */
    @Test
    void withJBang() throws Exception {
        Map<String, String> pom = camelAlone();
        pom.put("@compiler.plugin@", System.getProperty("compiler.plugin"));
        List<String> path = streams(new OutsideProject("jbang", HOME, "jbang", pom), "org.example.Run");
        assertThat(path).noneMatch(jar -> jar.contains("camel-dynpack"));
    }

    /** The example with a POM of its own. */
    @Test
    void withQuarkus() throws Exception {
        Map<String, String> pom = ourList(COMPONENT.formatted(""), "quarkus.version", "camel-quarkus.version",
                "compiler.plugin");
        OutsideProject project = new OutsideProject("quarkus", HOME, "quarkus", pom);
        project.copy(Path.of("../examples/quarkus/src"), "src", Map.of());
        streamsAndIsOperated(List.of("-jar", project.target().resolve("quarkus-app/quarkus-run.jar").toString()), List.of(),
                url(port, "q/health/ready"), null);
    }

    /**
     * With our list of versions in front.
     *
     * @param dependencies of ours
     * @param versions     other ones, by the names of their properties
     */
    private static Map<String, String> ourList(String dependencies, String... versions) {
        Map<String, String> pom = new LinkedHashMap<>();
        pom.put("<!-- managed -->", bom("io.dynpack", "dynpack-bom", VERSION));
        pom.put("<!-- last -->", dependencies);
        for (String version : versions) {
            pom.put("@" + version + "@", System.getProperty(version));
        }
        return pom;
    }

    /** Without our list: what versions a project gets is then Maven's choice. */
    private static Map<String, String> camelAlone() {
        Map<String, String> pom = new LinkedHashMap<>();
        pom.put("<!-- managed -->", bom("org.apache.camel", "camel-bom", System.getProperty("camel.version")));
        return pom;
    }

    private static String bom(String group, String artifact, String version) {
        return """
                <dependency>
                    <groupId>%s</groupId>
                    <artifactId>%s</artifactId>
                    <version>%s</version>
                    <type>pom</type>
                    <scope>import</scope>
                </dependency>""".formatted(group, artifact, version);
    }

    private List<String> streams(OutsideProject project, String main) throws Exception {
        List<String> path = project.classPath();
        run(command(path, main), asset -> {});
        return path;
    }

    /**
     * As {@link #streams}, with the routes of the administration, readiness and meters.
     *
     * @param watch  options by which it tells the two
     * @param health where readiness is told
     * @param meters where meters are; {@code null} for nowhere
     */
    private void streamsAndIsOperated(List<String> command, List<String> watch, URI health, URI meters)
            throws Exception {
        Path key = data.resolve("key");
        Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
        List<String> options = new ArrayList<>(List.of(
                "-Dcamel.main.routes-include-pattern=" + Stream.of("streaming", "folder-arrival", "locator-admin")
                        .map("classpath:dynpack/routes/%s.camel.yaml"::formatted).collect(Collectors.joining(",")),
                "-Dadmin.port=" + administration, "-Dcamel.component.dynpack.key-encryption-key-file=" + key,
                "-Dcamel.component.dynpack.key-requests-per-minute=" + PublishedAsset.KEYS_A_MINUTE));
        options.addAll(watch);
        options.addAll(command);
        run(options, asset -> {
            asset.isReady(health);
            asset.isPublishedWithKeysByItsOperator(url(administration, ""), "harbour");
            if (meters != null) {
                asset.isCounted(meters);
            }
        });
    }

    private static List<String> command(List<String> path, String main) {
        return List.of("-cp", String.join(File.pathSeparator, path), main);
    }

    private static URI url(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + "/" + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** What is asked of an application beside what is asked of all. */
    private interface Check {
        void of(PublishedAsset asset) throws IOException, InterruptedException;
    }

    /** @param command what follows {@code java} */
    private void run(List<String> command, Check more) throws Exception {
        Path media = Files.createDirectories(data.resolve("media"));
        Path catalog = Files.createDirectories(data.resolve("catalog"));
        Fixtures.copy(Fixtures.single(), media.resolve("harbour"));
        Path console = data.resolve("console.log");
        List<String> java = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dmaven.repo.local=" + HOME.resolve("repository")));
        java.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(java);
        builder.environment()
                .putAll(Map.of("DYNPACK_MEDIA", media.toString(), "DYNPACK_DATA", catalog.toString(), "DYNPACK_PORT",
                        Integer.toString(port), "DYNPACK_VERSION", VERSION, "DYNPACK_REPOSITORIES",
                        HOME.resolve("published").toUri() + "," + Path.of(System.getProperty("maven.repository")).toUri()));
        Process application = builder.redirectErrorStream(true).redirectOutput(console.toFile()).start();
        try {
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(
                    () -> !application.isAlive() || locator(catalog).isPresent());
            assertThat(locator(catalog)).as(() -> read(console)).isPresent();
            PublishedAsset asset = new PublishedAsset(url(port, ""), locator(catalog).orElseThrow(),
                    serverManifest(media.resolve("harbour")));
            asset.hasEveryManifest();
            asset.hasSegmentsAsHttpAsks();
            asset.saysWhatIsWrongAsAmsDid();
            more.of(asset);
        } finally {
            application.destroyForcibly().waitFor();
        }
        assertThat(read(console)).doesNotContain("NoSuchMethodError", "NoClassDefFoundError", "AbstractMethodError");
    }

    private static Optional<String> locator(Path catalog) throws IOException {
        try (Stream<Path> files = Files.walk(catalog)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().contains("/streamingLocators/"))
                    .map(file -> file.getFileName().toString().replace(".json", "")).findFirst();
        }
    }

    private static String serverManifest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".ism")).findFirst()
                    .orElseThrow();
        }
    }

    private static String read(Path console) {
        try {
            return Files.readString(console);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }
}
