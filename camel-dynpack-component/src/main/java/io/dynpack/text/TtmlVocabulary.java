package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * What a name of a TTML document belongs to. Namespaces were renamed from draft to draft ({@code http://www.w3.org/2006/10/ttaf1},
 * {@code http://www.w3.org/ns/ttml}), and all of them are in use.
 */
enum TtmlVocabulary {
    /** Elements, and attributes without a prefix. */
    CORE,
    STYLING,
    PARAMETER,
    METADATA,
    XML,
    /** Of IMSC, EBU, SMPTE, or of nobody known. */
    OTHER;

    static TtmlVocabulary of(@Nullable String namespace) {
        if (namespace == null || namespace.isEmpty()) {
            return CORE;
        }
        if (namespace.equals("http://www.w3.org/XML/1998/namespace")) {
            return XML;
        }
        int hash = namespace.indexOf('#');
        String base = hash < 0 ? namespace : namespace.substring(0, hash);
        boolean known = base.equals("http://www.w3.org/ns/ttml")
                || base.startsWith("http://www.w3.org/2006/") && base.endsWith("/ttaf1");
        if (!known) {
            return OTHER;
        }
        return switch (hash < 0 ? "" : namespace.substring(hash + 1)) {
            case "" -> CORE;
            case "styling", "style", "style-extension" -> STYLING;
            case "parameter" -> PARAMETER;
            case "metadata" -> METADATA;
            default -> OTHER;
        };
    }
}
