package io.dynpack.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where native libraries are unpacked, and Vert.x keeps what it unpacks. */
final class TemporaryFiles {
    private static final String PROPERTY = "java.io.tmpdir";

    private TemporaryFiles() {}

    /**
     * Where the system's folder cannot be written, as in a container with a read-only file system, they lie below another one. To
     * be called before Netty and Vert.x are loaded.
     */
    static void requirePlace(Path otherwise) {
        if (!Files.isWritable(Path.of(System.getProperty(PROPERTY)))) {
            try {
                Path folder = Files.createDirectories(otherwise.toAbsolutePath().resolve(".tmp"));
                System.setProperty(PROPERTY, folder.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
