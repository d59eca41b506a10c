package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where the files of an asset lie.
 *
 * @param name               not empty
 * @param container          blob container or first folder; {@code null} where the storage is one
 * @param prefix             folder below the container, {@code null} for its root
 * @param storageAccountName as exported, {@code null} where unknown
 * @param alternateId        as exported, may be {@code null}
 * @param description        may be {@code null}
 * @param created            as exported, may be {@code null}
 */
public record Asset(String name, @Nullable String container, @Nullable String prefix, @Nullable String storageAccountName,
        @Nullable String alternateId,
        @Nullable String description, @Nullable String created) {
    public Asset {
        CatalogNames.require(name);
    }

    /** @param prefix may be {@code null} */
    public static Asset at(String name, @Nullable String container, @Nullable String prefix) {
        return new Asset(name, container, prefix, null, null, null, null);
    }

    /** @throws IllegalArgumentException for what is no asset */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Asset of(Map<String, Object> document) {
        Document from = Document.of(document);
        String name = from.name();
        String container = from.text("container");
        String prefix = from.text("prefix");
        String storageAccountName = from.text("storageAccountName");
        String alternateId = from.text("alternateId");
        String description = from.text("description");
        String created = from.text("created");
        return new Asset(CatalogNames.require(name), container, prefix, storageAccountName, alternateId, description, created);
    }

    /** The ARM document. */
    @JsonValue
    public Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("created", created);
        properties.put("alternateId", alternateId);
        properties.put("description", description);
        properties.put("container", container);
        properties.put("prefix", prefix);
        properties.put("storageAccountName", storageAccountName);
        return Document.wrap(name, properties);
    }

    /** What the names of all files of the asset begin with in the storage: empty, or ending with {@code /}. */
    public String folder() {
        return segment(container) + segment(prefix);
    }

    private static String segment(@Nullable String path) {
        return path == null || path.isEmpty() ? "" : path.endsWith("/") ? path : path + "/";
    }
}
