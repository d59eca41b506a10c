package io.dynpack.ism;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import jakarta.xml.bind.Unmarshaller;
import jakarta.xml.bind.ValidationEvent;

/** Reads and writes one kind of manifest. The JAXB context is made once and is safe for use by many threads. */
final class ManifestXml<T> {
    /** The deepest known document has seven levels; JAXB and DOM recurse. */
    private static final int MAX_DEPTH = 64;
    private static final XMLInputFactory INPUT = inputFactory();

    private final Class<T> root;
    private final int maxBytes;
    private final String namespace;
    private final JAXBContext context;

    /** @param namespace of elements that name none; empty where the document has none */
    ManifestXml(Class<T> root, int maxBytes, String namespace, Class<?>... others) {
        this.namespace = namespace;
        this.root = root;
        this.maxBytes = maxBytes;
        Class<?>[] classes = new Class<?>[others.length + 1];
        classes[0] = root;
        System.arraycopy(others, 0, classes, 1, others.length);
        try {
            context = JAXBContext.newInstance(classes);
        } catch (JAXBException e) {
            throw new IllegalStateException("the model of " + root.getSimpleName() + " is wrong", e);
        }
    }

    /** The parser of the JDK, so that limits do not depend on what else lies on the class path. */
    private static XMLInputFactory inputFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    T read(ByteBuffer bytes, String name) {
        if (bytes.hasArray()) {
            return read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), name);
        }
        requireSize(bytes.remaining(), name);
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return read(copy, 0, copy.length, name);
    }

    T read(byte[] bytes, int offset, int length, String name) {
        requireSize(length, name);
        XMLStreamReader reader = open(bytes, offset, length, name, namespace);
        try {
            Unmarshaller unmarshaller = context.createUnmarshaller();
            unmarshaller.setEventHandler(event -> {
                // an element in a place that keeps none is an error without a cause: it is ignored
                if (event.getSeverity() != ValidationEvent.FATAL_ERROR && event.getLinkedException() == null) {
                    return true;
                }
                throw new IsmException(name, event.getLocator().getLineNumber(), "a value or element is malformed",
                        event.getLinkedException());
            });
            Object document = unmarshaller.unmarshal(reader);
            if (!root.isInstance(document)) {
                throw new IsmException(name, 0, "the document is no " + root.getSimpleName(), null);
            }
            while (reader.hasNext()) {
                reader.next();
            }
            return root.cast(document);
        } catch (IsmException e) {
            throw e;
        } catch (RuntimeException e) {
            // the runtime lets out what its converters and DOM throw: malformed numbers, prefixes that are none
            throw new IsmException(name, reader.getLocation().getLineNumber(), "a value or name is malformed", e);
        } catch (XMLStreamException e) {
            throw malformed(name, e, e);
        } catch (JAXBException e) {
            throw e.getLinkedException() instanceof XMLStreamException cause
                    ? malformed(name, cause, e)
                    : new IsmException(name, 0, "the document is no " + root.getSimpleName(), e);
        }
    }

    byte[] write(T document) {
        try {
            ManifestText text = new ManifestText();
            Marshaller marshaller = context.createMarshaller();
            marshaller.marshal(document, text);
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (JAXBException e) {
            throw new IllegalStateException("a " + root.getSimpleName() + " cannot be written", e);
        }
    }

    /** A reader that refuses what {@link #read} refuses; the buffer's position stays. */
    static XMLStreamReader open(ByteBuffer bytes, String name) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return open(copy, 0, copy.length, name, "");
    }

    private static XMLStreamReader open(byte[] bytes, int offset, int length, String name, String namespace) {
        try {
            String text = ManifestEncoding.decode(bytes, offset, length, name);
            return new Guard(INPUT.createXMLStreamReader(new StringReader(text)), name, namespace);
        } catch (XMLStreamException e) {
            throw malformed(name, e, e);
        }
    }

    private void requireSize(int length, String name) {
        if (length > maxBytes) {
            throw new IsmException(name, 0, "the file has " + length + " bytes, the limit is " + maxBytes, null);
        }
    }

    static IsmException malformed(String name, XMLStreamException at, Exception cause) {
        return new IsmException(name, at.getLocation() == null ? 0 : at.getLocation().getLineNumber(), "the XML is malformed",
                cause);
    }

    /** Refuses document types and deep nesting while the document is read, and puts elements without a namespace into one. */
    private static final class Guard extends StreamReaderDelegate {
        private final String name;
        private final String namespace;
        private int depth;

        Guard(XMLStreamReader reader, String name, String namespace) {
            super(reader);
            this.name = name;
            this.namespace = namespace;
        }

        @Override
        public String getNamespaceURI() {
            String own = super.getNamespaceURI();
            return own == null || own.isEmpty() ? namespace : own;
        }

        @Override
        public QName getName() {
            QName own = super.getName();
            return own.getNamespaceURI().isEmpty() ? new QName(namespace, own.getLocalPart(), own.getPrefix()) : own;
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            switch (event) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refuse("document types are not allowed");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw refuse("elements are nested too deeply");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // text, comments and instructions are harmless
                }
            }
            return event;
        }

        @Override
        public int nextTag() throws XMLStreamException {
            int event = next();
            while (event != XMLStreamConstants.START_ELEMENT && event != XMLStreamConstants.END_ELEMENT) {
                event = next();
            }
            return event;
        }

        private IsmException refuse(String reason) {
            return new IsmException(name, getLocation().getLineNumber(), reason, null);
        }
    }
}
