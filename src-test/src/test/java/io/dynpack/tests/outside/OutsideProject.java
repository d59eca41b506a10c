package io.dynpack.tests.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A copy of one of the projects below {@code src/test/outside}, built by a Maven of its own. */
final class OutsideProject {
    private static final int BUILD_SECONDS = 240;

    private final Path folder;
    private final Path home;

    /**
     * @param name of the project
     * @param home of all outside projects; holds {@code settings.xml}
     * @param copy name of the copy
     * @param text what replaces the marks of the POM
     */
    OutsideProject(String name, Path home, String copy, Map<String, String> text) throws IOException {
        this.home = home;
        this.folder = home.resolve(copy);
        copy(Path.of("src/test/outside", name), "", text);
    }

    /**
     * Takes over what lies in a folder.
     *
     * @param below where it comes to lie in this project
     */
    void copy(Path from, String below, Map<String, String> text) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file);
                for (Map.Entry<String, String> mark : text.entrySet()) {
                    content = content.replace(mark.getKey(), mark.getValue());
                }
                Path to = folder.resolve(below).resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.writeString(to, content);
            }
        }
    }

    /** Compiles it. @return its class path, own classes first */
    List<String> classPath() throws IOException, InterruptedException {
        Path list = folder.resolve("class-path");
        maven("compile", "org.apache.maven.plugins:maven-dependency-plugin:" + System.getProperty("dependency.plugin")
                + ":build-classpath", "-Dmdep.outputFile=" + list);
        List<String> path = new ArrayList<>(List.of(folder.resolve("target/classes").toString()));
        path.addAll(List.of(Files.readString(list).strip().split(System.getProperty("path.separator"))));
        return path;
    }

    /** Packages it. @return its folder {@code target} */
    Path target() throws IOException, InterruptedException {
        maven("package");
        return folder.resolve("target");
    }

    private void maven(String... goals) throws IOException, InterruptedException {
        Path log = folder.resolve("maven.log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B",
                "-ntp", "-q", "-s", home.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + home.resolve("repository"), "-f", folder.resolve("pom.xml").toString()));
        command.addAll(List.of(goals));
        Process maven = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        try {
            assertThat(maven.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)).as("Maven ends").isTrue();
        } finally {
            maven.destroyForcibly();
        }
        assertThat(maven.exitValue()).as(() -> read(log)).isZero();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
