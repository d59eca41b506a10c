package io.dynpack.camel;

import java.util.List;

import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

import io.dynpack.storage.CacheState;

/** Caches as a table of JMX, which any client reads without our classes. */
final class CacheTable {
    private static final String[] COLUMNS = {"name", "entries", "weight", "hits", "misses", "hitRate"};
    private static final OpenType<?>[] TYPES = {SimpleType.STRING, SimpleType.LONG, SimpleType.LONG, SimpleType.LONG,
            SimpleType.LONG, SimpleType.DOUBLE};

    private CacheTable() {}

    static TabularData of(List<CacheState> caches) throws OpenDataException {
        CompositeType row = new CompositeType("cache", "A cache of the component", COLUMNS, COLUMNS, TYPES);
        TabularData table = new TabularDataSupport(
                new TabularType("caches", "Caches of the component", row, new String[]{"name"}));
        for (CacheState cache : caches) {
            table.put(new CompositeDataSupport(row, COLUMNS, new Object[]{cache.name(), cache.entries().getAsLong(),
                    cache.weight().getAsLong(), cache.hits().getAsLong(), cache.misses().getAsLong(), cache.hitRate()}));
        }
        return table;
    }
}
