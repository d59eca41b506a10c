package io.dynpack.camel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

import io.dynpack.asset.AssetCache;
import io.dynpack.storage.CacheState;

/**
 * {@code dynpack} of Camel's dev consoles: what the components of an application hold in memory and do. The option {@code
 * drop=asset} has each of them forget an asset, by its name or its folder; {@code limit} is the number of assets that are
 * listed, 100 without it.
 */
@DevConsole(name = "dynpack", displayName = "DynPack",
        description = "Assets, caches, reads and memory of the DynPack component")
public class DynpackDevConsole extends AbstractDevConsole {
    /** Name of the asset to drop from memory. */
    public static final String DROP = "drop";
    /** Assets that are listed at most. */
    public static final String LIMIT = "limit";

    private static final int DEFAULT_LIMIT = 100;

    public DynpackDevConsole() {
        super("camel", "dynpack", "DynPack", "Assets, caches, reads and memory of the DynPack component");
    }

    private Map<String, DynpackComponent> components() {
        Map<String, DynpackComponent> components = new TreeMap<>();
        for (String name : getCamelContext().getComponentNames()) {
            if (getCamelContext().hasComponent(name) instanceof DynpackComponent component) {
                components.put(name, component);
            }
        }
        return components;
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonArray all = new JsonArray();
        components().forEach((name, component) -> {
            JsonObject object = new JsonObject();
            object.put("name", name);
            String dropped = drop(component, options);
            if (dropped != null) {
                object.put("dropped", dropped);
            }
            locations(component, object);
            DynpackEngine engine = component.running();
            EngineState state = engine == null ? null : engine.state();
            object.put("running", state != null);
            if (engine != null && state != null) {
                describe(engine, state, component.getConfiguration(), limit(options), object);
            }
            all.add(object);
        });
        JsonObject root = new JsonObject();
        root.put("components", all);
        return root;
    }

    private void locations(DynpackComponent component, JsonObject into) {
        ServiceLocation location = ServiceLocation.of(DynpackOperation.origin, component.getConfiguration(),
                type -> getCamelContext().getRegistry().findSingleByType(type));
        if (location != null) {
            into.putAll(location.metadata());
        }
    }

    private static void describe(DynpackEngine engine, EngineState state, DynpackConfiguration options, int limit,
            JsonObject into) {
        JsonObject requests = new JsonObject();
        requests.put("underWay", state.requests().getAsLong());
        requests.put("limit", options.getMaxInFlight());
        into.put("requests", requests);

        JsonObject reads = new JsonObject();
        reads.put("underWay", state.reads().getAsLong());
        reads.put("limit", options.getMaxConcurrentReads());
        reads.put("waiting", state.waitingReads().getAsLong());
        reads.put("waitingLimit", options.getMaxWaitingReads());
        reads.put("retries", state.retries().getAsLong());
        reads.put("openFiles", engine.sources().size());
        reads.put("openFilesLimit", options.getMaxOpenFiles());
        into.put("reads", reads);

        JsonObject memory = new JsonObject();
        memory.put("budget", state.budget().getAsLong());
        memory.put("lent", state.lent().getAsLong());
        memory.put("media", state.readMemory().getAsLong());
        memory.put("mediaLimit", MemoryShares.of(options).reads());
        into.put("memory", memory);

        JsonArray caches = new JsonArray();
        for (CacheState cache : state.caches()) {
            JsonObject one = new JsonObject();
            one.put("name", cache.name());
            one.put("entries", cache.entries().getAsLong());
            one.put("weight", cache.weight().getAsLong());
            one.put("hits", cache.hits().getAsLong());
            one.put("misses", cache.misses().getAsLong());
            one.put("hitRate", cache.hitRate());
            caches.add(one);
        }
        into.put("caches", caches);

        List<AssetCache.Held> held = engine.assets().held();
        JsonArray assets = new JsonArray();
        for (AssetCache.Held asset : held.subList(0, Math.min(limit, held.size()))) {
            JsonObject one = new JsonObject();
            one.put("folder", asset.folder());
            one.put("ism", asset.ism());
            one.put("bytes", asset.bytes());
            if (asset.problem() != null) {
                one.put("problem", asset.problem());
            }
            assets.add(one);
        }
        into.put("assetsInMemory", held.size());
        into.put("assetsLimit", options.getMaxAssets());
        into.put("assets", assets);
    }

    /** What became of the wish to drop an asset; {@code null} where there is none. */
    private static @Nullable String drop(DynpackComponent component, Map<String, Object> options) {
        Object asset = options.get(DROP);
        if (asset == null) {
            return null;
        }
        try {
            return asset + ": " + component.dropAsset(asset.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return asset + ": interrupted";
        } catch (Exception e) {
            return asset + ": " + Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        }
    }

    private static int limit(Map<String, Object> options) {
        try {
            return Math.max(0, Integer.parseInt(String.valueOf(options.getOrDefault(LIMIT, DEFAULT_LIMIT))));
        } catch (NumberFormatException e) {
            return DEFAULT_LIMIT;
        }
    }

    /** The same as text: a line a value, indented as its object is. */
    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (Object component : (JsonArray) Objects.requireNonNull(doCallJson(options).get("components"))) {
            print((Map<?, ?>) component, "    ", text);
        }
        return text.toString();
    }

    private static void print(Map<?, ?> object, String indent, StringBuilder text) {
        object.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                text.append(indent).append(name).append(": ").append(line(inner)).append('\n');
            } else if (value instanceof List<?> list) {
                text.append(indent).append(name).append(":\n");
                list.forEach(element -> text.append(indent).append("    ").append(line((Map<?, ?>) element)).append('\n'));
            } else {
                text.append(indent).append(name).append(": ").append(value).append('\n');
            }
        });
    }

    private static String line(Map<?, ?> object) {
        StringBuilder line = new StringBuilder();
        object.forEach((name, value) -> line.append(line.isEmpty() ? "" : "  ").append(name).append('=').append(value));
        return line.toString();
    }
}
