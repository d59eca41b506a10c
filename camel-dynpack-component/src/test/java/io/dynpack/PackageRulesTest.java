package io.dynpack;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import jakarta.xml.bind.JAXBContext;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.JWSHeader;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may know whom: the table of packages, the deny list, and a core that compiles without Camel. */
class PackageRulesTest {

    private static final String ROOT = "io.dynpack";

    /** What lies below the assembled parts, open to everything above. */
    private static final List<String> BELOW = List.of("presentation..", "index", "ism", "url", "isobmff", "codec",
            "storage");

    /** A presentation and the words it speaks in: kinds of tracks and facts of codecs. */
    private static final List<String> PRESENTED = List.of("presentation..", "index", "codec");

    /** Package, with its sub-packages, to the packages that it may use; a sub-package that has its own row goes by that one. */
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("storage.azure", List.of("storage")),
            Map.entry("migration", List.of("origin", "publishing")),
            Map.entry("delivery", List.of("segment", "index", "storage")),
            Map.entry("packaging", and(PRESENTED, "url", "manifest..", "segment..", "protection", "isobmff", "text")),
            Map.entry("ingest", and(BELOW, "asset", "manifest.smooth", "manifest")),
            Map.entry("origin", and(BELOW, "asset", "publishing", "packaging", "segment", "keys", "protection", "text")),
            Map.entry("keys", List.of("publishing", "protection", "storage")),
            Map.entry("asset", List.of("ism", "index", "presentation", "storage", "isobmff", "codec", "text")),
            Map.entry("publishing", List.of("url", "presentation.filter", "storage")),
            Map.entry("manifest", List.of("presentation..", "url")),
            Map.entry("manifest.hls", and(PRESENTED, "manifest", "url")),
            Map.entry("manifest.dash", and(PRESENTED, "manifest", "url")),
            Map.entry("manifest.smooth", and(PRESENTED, "manifest", "url")),
            Map.entry("segment", List.of("presentation..", "index", "isobmff", "codec")),
            Map.entry("segment.cmaf", List.of("segment", "presentation..", "index", "isobmff", "codec", "text")),
            Map.entry("segment.ts", List.of("segment", "presentation..", "index", "isobmff", "codec", "text")),
            Map.entry("segment.smooth", List.of("segment", "presentation..", "index", "isobmff", "codec", "text")),
            Map.entry("segment.text", List.of("segment", "presentation..", "index", "isobmff", "codec", "text")),
            Map.entry("protection", List.of("presentation", "segment", "isobmff", "codec")),
            Map.entry("presentation", List.of("index", "isobmff", "codec", "text")),
            Map.entry("presentation.filter", List.of("presentation", "index", "codec")),
            Map.entry("index", List.of("isobmff", "codec")),
            Map.entry("text", List.of()),
            Map.entry("ism", List.of()),
            Map.entry("url", List.of()),
            Map.entry("isobmff", List.of()),
            Map.entry("codec", List.of()),
            Map.entry("storage", List.of())));

    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static List<String> packages() {
        return List.copyOf(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatTheTableNames(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
                .map(p -> ROOT + "." + p).toArray(String[]::new);
        classes().that(describe("belong to " + name, c -> name.equals(row(c))))
                .should().onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..")
                        .or(resideInAnyPackage(allowed))
                        .or(describe("belong to " + name, c -> name.equals(row(c)))))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void everyPackageHasItsRow() {
        assertThat(MAIN.stream().filter(c -> row(c) == null && !inPackage(c, "camel")).map(JavaClass::getName)).isEmpty();
    }

    @Test
    void packagesFormNoCircle() {
        // the Camel face is one row of the table: its handlers are an inner part of it
        SlicesRuleDefinition.slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(inPackage(javaClass, "camel") ? "camel" : javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages, the Camel face as one";
            }
        }).should().beFreeOfCycles().allowEmptyShould(true).check(MAIN);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            org.apache.camel..        , io.dynpack.camel..
            io.micrometer..           , io.dynpack.camel..
            io.vertx..                , io.dynpack.camel.vertx..
            io.netty..                , io.dynpack.camel.vertx..
            com.azure..               , io.dynpack.storage.azure..
            jakarta.xml.bind..        , io.dynpack.ism..
            com.fasterxml.jackson..   , io.dynpack.publishing..;io.dynpack.keys..;io.dynpack.migration..;io.dynpack.camel..
            com.nimbusds..            , io.dynpack.keys..
            """)
    void librariesStayWhereTheyBelong(String library, String homes) {
        noClasses().that().resideOutsideOfPackages(homes.split(";"))
                .should().dependOnClassesThat().resideInAnyPackage(library)
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void coreCompilesWithoutCamelAndAzure(@TempDir Path output) throws IOException {
        Path sources = Path.of("src/main/java");
        List<Path> core;
        try (Stream<Path> files = Files.walk(sources)) {
            core = files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.startsWith(sources.resolve("io/dynpack/camel")))
                    .filter(f -> !f.startsWith(sources.resolve("io/dynpack/storage/azure")))
                    .toList();
        }
        String classPath = Stream
                .of(JAXBContext.class, JsonProperty.class, JsonParser.class, ObjectMapper.class, Cache.class, Logger.class,
                        NullMarked.class, JWSHeader.class)
                .map(c -> Path.of(c.getProtectionDomain().getCodeSource().getLocation().getPath()).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean compiled = compiler.getTask(messages, manager, null,
                    List.of("--release", "17", "-proc:none", "-classpath", classPath, "-d", output.toString()), null,
                    manager.getJavaFileObjectsFromPaths(core)).call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    /** The longest name of the table that is this class's package or one above it; null where the table has none. */
    private static String row(JavaClass type) {
        String best = null;
        for (String name : MAY_USE.keySet()) {
            if (inPackage(type, name) && (best == null || name.length() > best.length())) {
                best = name;
            }
        }
        return best;
    }

    private static boolean inPackage(JavaClass type, String name) {
        return (type.getPackageName() + ".").startsWith(ROOT + "." + name + ".");
    }

    private static List<String> and(List<String> below, String... more) {
        return Stream.concat(Stream.of(more), below.stream()).toList();
    }
}
