package io.dynpack.storage;

/** What tests take for a storage is one. */
class MemoryStorageContractTest extends StorageContract {

    @Override
    protected Storage empty() {
        return new MemoryStorage(2);
    }
}
