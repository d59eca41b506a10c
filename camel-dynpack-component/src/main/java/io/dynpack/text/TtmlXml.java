package io.dynpack.text;

import java.io.ByteArrayInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

import org.jspecify.annotations.Nullable;

/**
 * The events of an XML document from a parser that reads nothing but the document: without document types, entities, deep nesting,
 * and elements with more attributes or namespaces than TTML has use for.
 */
final class TtmlXml extends StreamReaderDelegate {
    /** Body, division, paragraph and spans in spans; EBU-TT has eight levels. */
    private static final int MAX_DEPTH = 64;
    /** TTML2 has about a hundred for an element. */
    private static final int MAX_ATTRIBUTES = 256;
    /** Of all elements that are open: the parser looks through them for each prefix. */
    private static final int MAX_NAMESPACES = 64;

    private int depth;
    private int namespaces;

    private TtmlXml(XMLStreamReader reader) {
        super(reader);
    }

    static TtmlXml of(Utf8 document) throws XMLStreamException {
        // the parser of the JDK, so that limits do not depend on what else lies on the class path
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        byte[] bytes = document.bytes();
        Reader text = new InputStreamReader(
                new ByteArrayInputStream(bytes, document.start(), bytes.length - document.start()), StandardCharsets.UTF_8);
        return new TtmlXml(factory.createXMLStreamReader(new Characters(text)));
    }

    /** The line that is being read, from 1. */
    int line() {
        return Math.max(0, getLocation().getLineNumber());
    }

    @Override
    public int next() throws XMLStreamException {
        int event = super.next();
        switch (event) {
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new TextFormatException(line(), "document types and entities are not allowed");
            case XMLStreamConstants.START_ELEMENT -> {
                depth++;
                namespaces += getNamespaceCount();
                if (depth > MAX_DEPTH) {
                    throw new TextFormatException(line(), "elements are nested more than " + MAX_DEPTH + " deep");
                }
                if (namespaces > MAX_NAMESPACES || getAttributeCount() > MAX_ATTRIBUTES) {
                    throw new TextFormatException(line(), "an element has too many attributes or namespaces");
                }
            }
            case XMLStreamConstants.END_ELEMENT -> {
                depth--;
                namespaces -= getNamespaceCount();
            }
            default -> {
                // text, comments and instructions are harmless
            }
        }
        return event;
    }

    /** Of the element whose start was read; in whichever of the namespaces of a vocabulary the document has it. */
    @Nullable
    String attribute(TtmlVocabulary vocabulary, String name) {
        for (int i = 0; i < getAttributeCount(); i++) {
            if (getAttributeLocalName(i).equals(name) && TtmlVocabulary.of(getAttributeNamespace(i)) == vocabulary) {
                return getAttributeValue(i);
            }
        }
        return null;
    }

    /** Goes to the end of the element whose start was read last. */
    void skip() throws XMLStreamException {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    /** The next start of an element within the one that is open, passing over its text; false at its end. */
    boolean nextChild() throws XMLStreamException {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
    }

    /** Characters that XML does not know become U+FFFD; people's files have control characters in them. */
    private static final class Characters extends FilterReader {
        Characters(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            return c >= 0 && isUnknown((char) c) ? '\ufffd' : c;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            for (int i = offset; i < offset + count; i++) {
                if (isUnknown(buffer[i])) {
                    buffer[i] = '\ufffd';
                }
            }
            return count;
        }

        private static boolean isUnknown(char c) {
            return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= '\ufffe';
        }
    }
}
