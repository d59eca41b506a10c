package io.dynpack.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamingApplicationTest {
    @TempDir
    private Path folder;

    @Test
    void aKeyIsMadeWhereNobodyNamesOne() throws IOException {
        Path key = StreamingApplication.prepareData(folder.resolve("data"), Map.of("CAMEL_COMPONENT_DYNPACK_MAX_ASSETS", "5"));
        assertThat(key).isRegularFile().isEqualTo(folder.resolve("data/key-encryption-key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAMEL_COMPONENT_DYNPACK_KEY_ENCRYPTION_KEY", "CAMEL_COMPONENT_DYNPACK_KEYENCRYPTIONKEY",
            "CAMEL_COMPONENT_DYNPACK_KEY_ENCRYPTION_KEY_FILE"})
    void noneIsMadeWhereTheEnvironmentDoes(String variable) throws IOException {
        assertThat(StreamingApplication.prepareData(folder, Map.of(variable, "zebra"))).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }
}
