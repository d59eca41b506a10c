package io.dynpack.ism;

import java.util.ArrayDeque;
import java.util.Deque;

import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Prints a document with one element a line, two blanks for each level and LF, in the layout of the encoder: {@code <a b="c" />}.
 * White space between elements is dropped, so that printing what was read from a print gives the same bytes.
 */
final class ManifestText extends DefaultHandler {
    private enum Content {
        NONE,
        ELEMENTS,
        /** Text beside elements, or alone: white space has a meaning. */
        TEXT
    }

    private final StringBuilder out = new StringBuilder(1024);
    private final StringBuilder namespaces = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    /** Of each open element, the innermost first. */
    private final Deque<Content> parents = new ArrayDeque<>();
    private boolean open;

    @Override
    public void startDocument() {
        out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) {
        namespaces.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix).append("=\"");
        escape(namespaces, uri, true);
        namespaces.append('"');
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        flushText();
        closeStart();
        if (parents.peek() != Content.TEXT) {
            newLine();
            become(Content.ELEMENTS);
        }
        out.append('<').append(qName).append(namespaces);
        namespaces.setLength(0);
        for (int i = 0; i < attributes.getLength(); i++) {
            out.append(' ').append(attributes.getQName(i)).append("=\"");
            escape(out, attributes.getValue(i), true);
            out.append('"');
        }
        parents.push(Content.NONE);
        open = true;
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        flushText();
        Content content = parents.pop();
        if (open) {
            out.append(" />");
            open = false;
            return;
        }
        if (content == Content.ELEMENTS) {
            newLine();
        }
        out.append("</").append(qName).append('>');
    }

    @Override
    public void endDocument() {
        out.append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void flushText() {
        if (parents.peek() == Content.TEXT || !text.toString().isBlank()) {
            closeStart();
            escape(out, text, false);
            become(Content.TEXT);
        }
        text.setLength(0);
    }

    private void become(Content content) {
        if (!parents.isEmpty()) {
            parents.pop();
            parents.push(content);
        }
    }

    private void closeStart() {
        if (open) {
            out.append('>');
            open = false;
        }
    }

    private void newLine() {
        out.append('\n');
        out.append("  ".repeat(parents.size()));
    }

    private static void escape(StringBuilder out, CharSequence text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#13;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\n' -> out.append(attribute ? "&#10;" : "\n");
                case '\t' -> out.append(attribute ? "&#9;" : "\t");
                default -> {
                    if (c < ' ' || c >= '\ufffe') {
                        throw new IllegalArgumentException("XML cannot carry a control character");
                    }
                    out.append(c);
                }
            }
        }
    }
}
