package io.dynpack.tests.manifest;

import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Reads the three kinds of manifest; knows their standards and nothing of the server that wrote them. */
public enum Manifests {
    HLS {
        @Override
        public List<Rendition> read(URI manifest, Function<URI, String> fetch) {
            return HlsPlaylists.read(manifest, fetch);
        }
    },
    DASH {
        @Override
        public List<Rendition> read(URI manifest, Function<URI, String> fetch) {
            return MediaPresentation.read(manifest, xml(fetch.apply(manifest)));
        }
    },
    SMOOTH {
        @Override
        public List<Rendition> read(URI manifest, Function<URI, String> fetch) {
            return SmoothManifest.read(manifest, xml(fetch.apply(manifest)));
        }
    };

    /**
     * All renditions with all their segments.
     *
     * @param fetch the text at an absolute URI; used for the manifest and, in HLS, for its playlists
     */
    public abstract List<Rendition> read(URI manifest, Function<URI, String> fetch);

    private static Element xml(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(withoutMark))).getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e && name.equals(e.getLocalName())) {
                found.add(e);
            }
        }
        return found;
    }
}
