package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A content key at rest. Created once and never changed, so that whoever makes a key at the same time as another has the same.
 *
 * @param id      the KID
 * @param created ISO 8601, or {@code null}
 * @param secret  value and initialization vector
 */
public record ContentKeyDocument(UUID id, @Nullable String created, WrappedSecret secret) {

    /** Where it lies, which is also what its secret is bound to. */
    public String place() {
        return CatalogNames.contentKey(id);
    }

    /** @throws IllegalArgumentException for what is no such document */
    static ContentKeyDocument of(Map<String, Object> document) {
        Document from = Document.of(document);
        UUID id = from.uuid("id");
        Map<String, Object> secret = from.object("secret");
        if (id == null || secret == null) {
            throw new DocumentFieldException(id == null ? "properties.id" : "properties.secret", "is missing");
        }
        return new ContentKeyDocument(id, from.text("created"), WrappedSecret.of(secret)
                .orElseThrow(() -> new DocumentFieldException("properties.secret", "is no wrapped secret")));
    }

    Map<String, Object> toDocument() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", id.toString());
        properties.put("created", created);
        properties.put("secret", secret.toMembers());
        return Document.wrap(id.toString(), properties);
    }

    @Override
    public String toString() {
        return "ContentKeyDocument[id=" + id + "]";
    }
}
