package io.dynpack.camel;

import java.util.List;
import java.util.function.LongSupplier;

import io.dynpack.storage.CacheState;

/**
 * What an engine holds, to be asked for at any time.
 *
 * @param caches       in memory
 * @param budget       bytes of heap that making indexes and manifests may take together
 * @param lent         of these now
 * @param readMemory   bytes of media in memory, read and not yet sent
 * @param reads        of media under way in the storage
 * @param waitingReads that wait for their turn
 * @param retries      of calls to storages since the start
 * @param requests     that origins have under way
 */
public record EngineState(List<CacheState> caches, LongSupplier budget, LongSupplier lent, LongSupplier readMemory,
        LongSupplier reads, LongSupplier waitingReads, LongSupplier retries, LongSupplier requests) {
    public EngineState {
        caches = List.copyOf(caches);
    }
}
