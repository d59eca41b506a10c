package io.dynpack.tests.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of somebody else to its end; where it takes more than a minute, it is ended. */
public final class Program {

    private Program() {}

    /**
     * In the directory of the tests.
     *
     * @return what it said, errors included
     * @throws AssertionError where it ends with anything but 0, or not in time
     */
    public static String run(List<String> command) {
        try {
            Path said = Files.createTempFile(Files.createDirectories(Path.of("target")), "program-", ".txt");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
            try {
                boolean ends = process.waitFor(1, TimeUnit.MINUTES);
                String text = Files.readString(said, StandardCharsets.UTF_8);
                if (!ends || process.exitValue() != 0) {
                    throw new AssertionError((ends ? "exit " + process.exitValue() : "not done after a minute") + ": "
                            + String.join(" ", command) + "\n" + text);
                }
                return text;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            } finally {
                process.destroyForcibly();
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String run(String... command) {
        return run(List.of(command));
    }
}
