package io.dynpack.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.ffmpeg.ffprobe;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.dynpack.tests.media.Ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

/** The command lines of the page on players, as they stand there, in a shell; the quickstart serves its sample. */
@ExtendWith(QuickstartOrigin.Provider.class)
class CommandLinesTest {
    private static final Path PAGE = Path.of("../camel-dynpack-component/src/main/docs/players.md");
    private static final Path SAMPLE = Path.of("../examples/quickstart/sample/clockwork");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

    /** Comes first on the search path: programs under the names that the page uses. */
    @TempDir
    Path programs;

    @TempDir
    Path folder;

    private static Stream<String> lines() {
        try {
            List<String> lines = BLOCK.matcher(Files.readString(PAGE)).results().flatMap(block -> block.group(1).lines())
                    .toList();
            assertThat(lines).hasSizeGreaterThan(10);
            return lines.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> ofFfmpeg() {
        return lines().filter(line -> line.startsWith("ff"));
    }

    static Stream<String> ofOthers() {
        return lines().filter(line -> !line.startsWith("ff"));
    }

    @BeforeEach
    void programs() throws IOException {
        for (Class<?> program : List.of(ffmpeg.class, ffprobe.class)) {
            Path file = Path.of(Loader.load(program));
            // its libraries lie beside it
            program(program.getSimpleName(),
                    "LD_LIBRARY_PATH='" + file.getParent() + "' exec '" + file + "' \"$@\" </dev/null");
        }
        // no screen, no loudspeaker, and no waiting for either
        program("mpv", "PATH=${PATH#*:} exec mpv --no-config --vo=null --ao=null --ao-null-untimed --untimed \"$@\"");
    }

    private void program(String name, String command) throws IOException {
        Path script = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + command + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ofFfmpeg")
    void ffmpegReadsToTheEnd(String line, QuickstartOrigin origin) throws Exception {
        // as of what it packages itself
        assertThat(run(line, origin).errors().lines().filter(error -> !error.startsWith("[NULL @"))).isEmpty();
        for (Path film : made()) {
            assertThat(pictures(film)).as(film.toString()).isEqualTo(pictures(SAMPLE.resolve("clockwork_640x360_480.mp4")));
        }
        assertThat(made()).hasSize(line.endsWith(".mp4") ? 1 : 0);
    }

    @Tag("node")
    @ParameterizedTest
    @MethodSource("ofOthers")
    void othersDo(String line, QuickstartOrigin origin) throws Exception {
        String output = run(line, origin).output();
        if (line.startsWith("mpv")) {
            assertThat(output).contains("(+) Video", "(+) Audio", "Exiting... (End of file)");
        } else if (line.contains(" -o ")) {
            assertThat(made()).singleElement().satisfies(part -> assertThat(part).hasSize(100));
        } else {
            assertThat(output).containsPattern("#EXTM3U|<MPD|content-type: application/|Content-Type: application/");
        }
    }

    private List<Path> made() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).toList();
        }
    }

    private String pictures(Path film) {
        return Ffmpeg.ffprobe(folder, List.of("-select_streams", "v:0", "-count_packets", "-show_entries",
                "stream=nb_read_packets", "-of", "csv=p=0", film.toAbsolutePath().toString())).strip();
    }

    /** What a program that ended well wrote. */
    private record Written(String output, String errors) {}

    private Written run(String line, QuickstartOrigin origin) throws Exception {
        String stream = origin.publish(SAMPLE).toString();
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).directory(folder.toFile())
                .redirectOutput(folder.resolve("output").toFile()).redirectError(folder.resolve("errors").toFile());
        builder.environment().put("STREAM", stream.substring(0, stream.length() - 1));
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Written written = new Written(Files.readString(folder.resolve("output")), Files.readString(folder.resolve("errors")));
        assertThat(process.exitValue()).as(line + "\n" + written).isZero();
        return written;
    }
}
