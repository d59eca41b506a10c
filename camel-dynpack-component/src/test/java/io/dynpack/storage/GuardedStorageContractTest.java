package io.dynpack.storage;

/** What stands in front of a storage that answers changes nothing of what it does. */
class GuardedStorageContractTest extends StorageContract {

    @Override
    protected Storage empty() {
        Storage asked = new MemoryStorage();
        return new CircuitBreaker("storage", new ReadLimiter(asked, 4, 1000), () -> asked.listChildren("", null, 1));
    }
}
