package io.dynpack.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is found in one document: the first hundred are told, the others are counted. */
final class TextFindings {
    /** Nobody reads more, and a document has as many faults as bytes. */
    static final int MAX = 100;
    /** A message quotes this much of the document. */
    private static final int MAX_QUOTE = 60;

    private final List<TextFinding> findings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private long further;

    void add(int line, String message) {
        if (findings.size() < MAX) {
            findings.add(new TextFinding(line, message));
        } else {
            further++;
        }
    }

    /** For what concerns many lines of a document: it is said once, and not counted again. */
    void addOnce(int line, String message) {
        if (said.size() < MAX && said.add(message)) {
            add(line, message);
        }
    }

    List<TextFinding> list() {
        return List.copyOf(findings);
    }

    long further() {
        return further;
    }

    /** A piece of the document as it stands in a message: short, without control characters. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(MAX_QUOTE + 5).append('"');
        for (int i = 0; i < text.length() && i < MAX_QUOTE; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\ufffd' : c);
        }
        return out.append(text.length() > MAX_QUOTE ? "…\"" : "\"").toString();
    }
}
