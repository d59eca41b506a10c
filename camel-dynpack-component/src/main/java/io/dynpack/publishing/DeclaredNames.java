package io.dynpack.publishing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of the resources that documents beside the media brought into the catalog, so that those which vanish from the
 * documents can be told from those that somebody else stored.
 *
 * @param byKind names by the kind of resource
 */
record DeclaredNames(Map<DeclaredKind, List<String>> byKind) {
    DeclaredNames {
        byKind = Map.copyOf(byKind);
    }

    static DeclaredNames of(Map<String, Object> document) {
        Document from = Document.of(document);
        Map<DeclaredKind, List<String>> byKind = new LinkedHashMap<>();
        for (DeclaredKind kind : DeclaredKind.values()) {
            List<String> names = from.texts(kind.member());
            if (!names.isEmpty()) {
                byKind.put(kind, names);
            }
        }
        return new DeclaredNames(byKind);
    }

    Map<String, Object> toDocument() {
        Map<String, Object> document = new LinkedHashMap<>();
        for (DeclaredKind kind : DeclaredKind.values()) {
            if (byKind.containsKey(kind)) {
                document.put(kind.member(), byKind.get(kind));
            }
        }
        return document;
    }
}
