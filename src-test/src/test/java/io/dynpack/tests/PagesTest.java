package io.dynpack.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.dynpack.tests.media.Program;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of the project: what they link to and name is there, and the site has them all. */
class PagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SITE = ROOT.resolve("src-test/site/site.json");
    private static final String METADATA = "/META-INF/io/dynpack/camel/dynpack.json";
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("(?<![\\w$./-])[a-z]+[a-z0-9]*[A-Z]\\w*");
    /** Where the words of the project come from. */
    private static final Pattern SOURCE = Pattern.compile(".*\\.(java|ya?ml|properties|conf|json|js|xml)|.*/Dockerfile");
    /** Words of others. */
    private static final Set<String> FOREIGN = Set.of("streamFormat", "contentType", "hlsSegmentFormat",
            "hlsVideoSegmentFormat",
            "setVideoContainer", "downloadBlobToFile", "authenticationPath");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Stream.concat(
                Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve),
                Stream.of("camel-dynpack-component/src/main/docs", "camel-dynpack-component", "examples", "routes")
                        .flatMap(folder -> found(folder)))) {
            return files.distinct().sorted().toList();
        }
    }

    private static Stream<Path> found(String folder) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder), 4)) {
            return files.filter(file -> file.toString().matches(".*\\.(md|adoc)"))
                    .filter(file -> !ROOT.relativize(file).toString().matches(".*(target|node_modules)/.*")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream in = PagesTest.class.getResourceAsStream(METADATA)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Set<String> names(JsonNode options) {
        Set<String> names = new TreeSet<>();
        options.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void siteHasEveryPageOnce() throws IOException {
        List<Path> named = new ObjectMapper().readTree(SITE.toFile()).findValuesAsText("file").stream().map(ROOT::resolve)
                .toList();
        assertThat(named).as("pages of site.json").containsExactlyInAnyOrderElementsOf(pages());
        assertThat(new ObjectMapper().readTree(SITE.toFile()).findValuesAsText("path")).doesNotHaveDuplicates();
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        Set<String> nowhere = new TreeSet<>();
        for (Path page : pages()) {
            String text = FENCED.matcher(Files.readString(page)).replaceAll("");
            for (MatchResult link : (Iterable<MatchResult>) LINK.matcher(text).results()::iterator) {
                String href = link.group(1);
                if (href.matches("[a-z]+:.*")) {
                    continue;
                }
                String[] parts = href.split("#", 2);
                Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
                boolean there = target.startsWith(ROOT) && Files.exists(target)
                        && (parts.length == 1 || target.toString().endsWith(".adoc") || anchors(target).contains(parts[1]));
                if (!there) {
                    nowhere.add(ROOT.relativize(page) + ": " + href);
                }
            }
        }
        assertThat(nowhere).isEmpty();
    }

    /** What GitHub makes of headings; the site does the same. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(FENCED.matcher(Files.readString(page)).replaceAll("")).results()
                .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void operationsAndOptionsExist() throws IOException {
        JsonNode metadata = metadata();
        Set<String> operations = new HashSet<>();
        metadata.get("properties").get("operation").get("enum").forEach(word -> operations.add(word.asText()));
        operations.add("operation");
        Set<String> options = names(metadata.get("componentProperties"));
        options.add("enabled");
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            named("(?<![\\w.$-])dynpack:([a-z][a-zA-Z]+)", text).filter(word -> !operations.contains(word))
                    .forEach(word -> unknown.add(ROOT.relativize(page) + ": operation " + word));
            named("camel\\.component\\.dynpack\\.([a-zA-Z]+)", text).filter(word -> !options.contains(word))
                    .forEach(word -> unknown.add(ROOT.relativize(page) + ": option " + word));
            named("CAMEL_COMPONENT_DYNPACK_([A-Z_]+)", text)
                    .filter(word -> options.stream().noneMatch(word.replace("_", "")::equalsIgnoreCase))
                    .forEach(word -> unknown.add(ROOT.relativize(page) + ": variable " + word));
        }
        assertThat(unknown).isEmpty();
    }

    private static Stream<String> named(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    }

    /** A page that names an option, a property of a document or a method which is no longer there names nothing. */
    @Test
    void wordsInCodeAreThoseOfTheSources() throws IOException {
        Set<String> known = new HashSet<>(FOREIGN);
        for (String folder : List.of("camel-dynpack-component", "routes", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file : (Iterable<Path>) files.filter(PagesTest::isSource)::iterator) {
                    Matcher words = Pattern.compile("[a-z]+[a-z0-9]*[A-Z]\\w*").matcher(Files.readString(file));
                    words.results().forEach(word -> known.add(word.group()));
                }
            }
        }
        JsonNode metadata = metadata();
        known.addAll(names(metadata.get("componentProperties")));
        known.addAll(names(metadata.get("properties")));
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            String text = FENCED.matcher(Files.readString(page)).replaceAll("");
            CODE.matcher(text).results().flatMap(code -> WORD.matcher(code.group(1)).results()).map(MatchResult::group)
                    .filter(word -> !known.contains(word)).forEach(word -> unknown.add(ROOT.relativize(page) + ": " + word));
        }
        assertThat(unknown).isEmpty();
    }

    /** Nothing listens that the page on security does not name. */
    @Test
    void everyPathIsOnThePageOnSecurity() throws IOException {
        String page = Files.readString(ROOT.resolve("camel-dynpack-component/src/main/docs/security.md"));
        Set<String> paths = new TreeSet<>();
        for (String folder : List.of("routes", "camel-dynpack-component/standalone/src/main", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (Path file : (Iterable<Path>) files
                        .filter(f -> f.toString().endsWith(".camel.yaml") && isSource(f))::iterator) {
                    named("platform-http:(/[\\w.-]*)", Files.readString(file)).forEach(paths::add);
                }
            }
        }
        assertThat(paths).contains("/", "/clearkey", "/locators", "/assets.json")
                .allSatisfy(path -> assertThat(page).containsPattern("`" + Pattern.quote(path) + "[`/?]"));
    }

    private static boolean isSource(Path file) {
        String name = ROOT.relativize(file).toString();
        return SOURCE.matcher(name).matches() && !name.matches(".*(target|node_modules|fuzz)/.*") && Files.isRegularFile(file);
    }

    @Test
    @Tag("node")
    void oneCommandMakesTheSite(@TempDir Path folder) throws Exception {
        Program.run(ROOT.resolve(".config/build-site").toString(), folder.resolve("site").toString());
        for (String path : new ObjectMapper().readTree(SITE.toFile()).findValuesAsText("path")) {
            assertThat(folder.resolve("site").resolve(path)).content().contains("<h1", "aria-current=\"page\"");
        }
        assertThat(folder.resolve("site/index.html")).content().as("drawing").contains("<svg", ">dynpack:ingest</text>");
    }
}
