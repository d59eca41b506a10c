package io.dynpack.ism;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.MissingResourceException;

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

import org.jspecify.annotations.Nullable;

/** Reads and writes one kind of manifest. The JAXB context is made once and is safe for use by many threads. */
final class ManifestXml<T> {
    /** The deepest known document has seven levels; JAXB and DOM recurse. */
    private static final int MAX_DEPTH = 64;
    private static final XMLInputFactory INPUT = inputFactory();
    /** The known element with the most attributes has 20; DOM looks through all attributes of an element for each new one. */
    private static final int MAX_ATTRIBUTES = 64;
    /** Ordinary documents have a handful; the parser and JAXB look through all prefixes in scope for each name. */
    private static final int MAX_PREFIXES = 64;
    private static final String DECLARATION = "xmlns";
    /** Between two {@code <}; so many that text about namespaces is no matter. */
    private static final int MAX_DECLARATIONS = 1000;
    /**
     * A file of any size may have so many unknown elements, and one more for each so many of its bytes. For each of them JAXB makes
     * a transformer and a document, and copies all namespace declarations in scope into it: these count as elements.
     */
    private static final int UNKNOWN = 500;
    private static final int BYTES_FOR_ONE_MORE_UNKNOWN = 128;
    private static final int MAX_UNKNOWN = 10_000;

    private final Class<T> root;
    private final int maxBytes;
    private final int maxElements;
    private final String namespace;
    private final JAXBContext context;

    /** @param namespace of elements that name none; empty where the document has none */
    ManifestXml(Class<T> root, int maxBytes, int maxElements, String namespace, Class<?>... others) {
        this.namespace = namespace;
        this.root = root;
        this.maxBytes = maxBytes;
        this.maxElements = maxElements;
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
        Guard reader = open(bytes, offset, length, name);
        try {
            Unmarshaller unmarshaller = context.createUnmarshaller();
            unmarshaller.setListener(new Unmarshaller.Listener() {
                @Override
                public void beforeUnmarshal(Object target, @Nullable Object parent) {
                    reader.known();
                }
            });
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

    /**
     * A reader for who goes through a document and keeps what it looks for: it refuses what {@link #read} refuses, but for how many
     * elements there are. The buffer's position stays.
     */
    static XMLStreamReader open(ByteBuffer bytes, String name) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return open(copy, 0, copy.length, name, "", Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private Guard open(byte[] bytes, int offset, int length, String name) {
        return open(bytes, offset, length, name, namespace, maxElements,
                Math.min(MAX_UNKNOWN, UNKNOWN + length / BYTES_FOR_ONE_MORE_UNKNOWN));
    }

    private static Guard open(byte[] bytes, int offset, int length, String name, String namespace, int maxElements,
            int maxUnknown) {
        try {
            String text = ManifestEncoding.decode(bytes, offset, length, name);
            requireFewDeclarations(text, name);
            return new Guard(INPUT.createXMLStreamReader(new StringReader(text)), name, namespace, maxElements, maxUnknown);
        } catch (XMLStreamException e) {
            throw malformed(name, e, e);
        } catch (MissingResourceException e) {
            throw malformed(name, new XMLStreamException(e), e);
        }
    }

    private void requireSize(int length, String name) {
        if (length > maxBytes) {
            throw new IsmException(name, 0, "the file has " + length + " bytes, the limit is " + maxBytes, null);
        }
    }

    /**
     * For each namespace declaration of an element the parser looks through those before it, and has no limit on them: the time is
     * their square before the reader returns. An attribute value has no {@code <}, so that an element ends before the next one.
     */
    private static void requireFewDeclarations(String text, String name) {
        int next = 0;
        int count = 0;
        for (int at = text.indexOf(DECLARATION); at >= 0; at = text.indexOf(DECLARATION, at + DECLARATION.length())) {
            if (at > next) {
                count = 0;
                int tag = text.indexOf('<', at);
                next = tag < 0 ? text.length() : tag;
            }
            if (++count > MAX_DECLARATIONS) {
                throw new IsmException(name, 0, "an element has more than " + MAX_DECLARATIONS
                        + " namespace declarations; remove those that are not needed", null);
            }
        }
    }

    static IsmException malformed(String name, XMLStreamException at, Exception cause) {
        return new IsmException(name, at.getLocation() == null ? 0 : at.getLocation().getLineNumber(), "the XML is malformed",
                cause);
    }

    /**
     * Refuses document types and more than the limits while the document is read, before JAXB sees it, and puts elements without a
     * namespace into one.
     */
    private static final class Guard extends StreamReaderDelegate {
        private final String name;
        private final String namespace;
        private final int maxElements;
        private final int maxUnknown;
        /** Namespace declarations in scope, by the depth of the element. */
        private final int[] prefixes = new int[MAX_DEPTH + 1];
        private int depth;
        private int elements;
        /** Unknown elements, and for each of them the namespace declarations in scope. */
        private int unknown;
        /** What the element that started last counts for if no object is made of it. */
        private int pending;

        Guard(XMLStreamReader reader, String name, String namespace, int maxElements, int maxUnknown) {
            super(reader);
            this.name = name;
            this.namespace = namespace;
            this.maxElements = maxElements;
            this.maxUnknown = maxUnknown;
        }

        /** The model knows the element that started last. */
        void known() {
            pending = 0;
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
            int event;
            try {
                event = super.next();
            } catch (MissingResourceException e) {
                // of some errors the parser has no message
                throw new XMLStreamException("malformed", getLocation(), e);
            }
            switch (event) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refuse("document types are not allowed");
                case XMLStreamConstants.START_ELEMENT -> start();
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

        private void start() {
            unknown += pending;
            if (unknown > maxUnknown) {
                throw refuse(
                        "there are more than " + maxUnknown + " unknown elements, counted with the namespace declarations in"
                                + " scope of each; remove those that are not needed");
            }
            if (++depth > MAX_DEPTH) {
                throw refuse("elements are nested too deeply; at most " + MAX_DEPTH + " levels are allowed");
            }
            if (++elements > maxElements) {
                throw refuse("there are more than " + maxElements + " elements; remove those that are not needed");
            }
            if (getAttributeCount() > MAX_ATTRIBUTES) {
                throw refuse("an element has " + getAttributeCount() + " attributes, more than " + MAX_ATTRIBUTES
                        + "; remove those that are not needed");
            }
            prefixes[depth] = prefixes[depth - 1] + getNamespaceCount();
            if (prefixes[depth] > MAX_PREFIXES) {
                throw refuse("an element has " + prefixes[depth] + " namespace declarations in scope, more than " + MAX_PREFIXES
                        + "; remove those that are not needed");
            }
            pending = 1 + prefixes[depth];
        }

        private IsmException refuse(String reason) {
            return new IsmException(name, getLocation().getLineNumber(), reason, null);
        }
    }
}
