package io.dynpack.tests.media;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.bytedeco.javacpp.Loader;

/** The programs {@code ffmpeg} and {@code ffprobe} of the Maven artifact; nothing has to be installed. */
public final class Ffmpeg {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Ffmpeg() {}

    /**
     * Runs {@code ffmpeg}, quietly and overwriting.
     *
     * @throws AssertionError if it fails or takes more than three minutes, with what it wrote to standard error
     */
    public static void ffmpeg(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-nostdin", "-v", "error", "-y"));
        command.addAll(arguments);
        run(folder, command);
    }

    /** Runs {@code ffmpeg} with arguments that hold no blanks, written in one text. */
    public static void ffmpeg(Path folder, String arguments) {
        ffmpeg(folder, List.of(arguments.strip().split("\\s+")));
    }

    /**
     * Runs {@code ffmpeg} with its warnings.
     *
     * @return what it wrote to standard error, empty where it had nothing to say
     * @throws AssertionError as {@link #ffmpeg}
     */
    public static String warnings(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), "-nostdin", "-v", "warning", "-y"));
        command.addAll(arguments);
        return run(folder, command, true);
    }

    /**
     * Runs {@code ffprobe}.
     *
     * @return what it wrote to standard output
     * @throws AssertionError as {@link #ffmpeg}
     */
    public static String ffprobe(Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Loader.load(org.bytedeco.ffmpeg.ffprobe.class), "-v", "error"));
        command.addAll(arguments);
        return run(folder, command);
    }

    private static String run(Path folder, List<String> command) {
        return run(folder, command, false);
    }

    private static String run(Path folder, List<String> command, boolean errors) {
        try {
            Path out = Files.createTempFile("dynpack-ff", ".out");
            Path err = Files.createTempFile("dynpack-ff", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                        .redirectOutput(out.toFile()).redirectError(err.toFile());
                // the artifact brings libraries along that its own libraries only find so
                builder.environment().put("LD_LIBRARY_PATH", Path.of(command.get(0)).getParent().toString());
                Process process = builder.start();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("not done after " + LIMIT + ": " + String.join(" ", command));
                }
                if (process.exitValue() != 0) {
                    throw new AssertionError("exit " + process.exitValue() + ": " + String.join(" ", command) + "\n"
                            + Files.readString(err));
                }
                return Files.readString(errors ? err : out);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted: " + command.get(0)).initCause(e);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
