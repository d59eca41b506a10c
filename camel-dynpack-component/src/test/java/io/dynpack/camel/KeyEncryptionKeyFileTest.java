package io.dynpack.camel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class KeyEncryptionKeyFileTest {
    @TempDir
    Path folder;

    @Test
    void isMadeOnceAndForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("data/key-encryption-key");
        assertThat(KeyEncryptionKeyFile.createIfAbsent(file)).isTrue();
        byte[] key = KeyEncryptionKeyFile.read(file.toString());
        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(KeyEncryptionKeyFile.createIfAbsent(file)).isFalse();
        assertThat(KeyEncryptionKeyFile.read(file.toString())).isEqualTo(key);
    }

    @Test
    void whoeverMakesItAtTheSameTimeHasTheSame() throws Exception {
        Path file = folder.resolve("key");
        List<Callable<Boolean>> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            nodes.add(() -> KeyEncryptionKeyFile.createIfAbsent(file));
        }
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            int made = 0;
            for (Future<Boolean> result : threads.invokeAll(nodes)) {
                made += result.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
