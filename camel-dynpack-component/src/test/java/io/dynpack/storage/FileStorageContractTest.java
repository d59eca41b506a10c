package io.dynpack.storage;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

class FileStorageContractTest extends StorageContract {
    @TempDir
    private Path folder;

    @Override
    protected Storage empty() throws Exception {
        return new FileStorage(folder);
    }
}
