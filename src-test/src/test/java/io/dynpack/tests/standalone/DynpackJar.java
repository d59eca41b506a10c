package io.dynpack.tests.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** A copy of {@code dynpack.jar} in a folder where nothing else is, run by processes that know nothing of this build. */
final class DynpackJar {
    private static final Path BUILT = Path.of("../camel-dynpack-component/standalone/target/dynpack.jar");
    private static final int SECONDS = 60;

    private final Path folder;

    /** @param folder where the jar is put, and its processes run */
    DynpackJar(Path folder) throws IOException {
        assertThat(BUILT).as("build with mvn verify, which packages it").exists();
        this.folder = folder;
        Files.copy(BUILT, path(), StandardCopyOption.REPLACE_EXISTING);
    }

    Path path() {
        return folder.resolve("dynpack.jar");
    }

    /** What a process said and ended with. */
    record Outcome(int code, String out, String err) {}

    /** Runs a command to its end. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** @param environment all that it has beside the path */
    Outcome run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        List<String> command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-jar", "dynpack.jar"));
        command.addAll(List.of(arguments));
        Process process = java(command, environment).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("ends: " + List.of(arguments)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        // newer versions of Java warn of what libraries do
        String said = Files.readString(err).lines().filter(line -> !line.startsWith("WARNING: ")).map(line -> line + "\n")
                .collect(Collectors.joining());
        return new Outcome(process.exitValue(), Files.readString(out), said);
    }

    /** Runs {@code java -jar dynpack.jar} with arguments until it is stopped. */
    RunningJar start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("-jar", "dynpack.jar"));
        command.addAll(List.of(arguments));
        return start(command, Map.of());
    }

    /**
     * Runs Java until it is stopped.
     *
     * @param command     all that follows {@code java}
     * @param environment all that it has beside the path
     */
    RunningJar start(List<String> command, Map<String, String> environment) throws IOException {
        return new RunningJar(java(command, environment).redirectErrorStream(true).start());
    }

    private ProcessBuilder java(List<String> command, Map<String, String> environment) {
        List<String> all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=" + StandardCharsets.UTF_8));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment);
        return builder;
    }
}
