package io.dynpack.tests.player;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the system has a program. */
final class Programs {

    private Programs() {}

    /** First of this name on the search path, or the file itself if the name is a path. */
    static Path find(String name) {
        if (name.contains(File.separator)) {
            return Path.of(name);
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the search path"));
    }
}
