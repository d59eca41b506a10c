package io.dynpack.tests.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The XML schema of MPEG-DASH, read from the class path; nothing is fetched. */
public final class MpdSchema {

    private static final String FOLDER = "/dash-xsd/";

    private final Schema schema;

    public MpdSchema() {
        try {
            DOMImplementationLS inputs = (DOMImplementationLS) DOMImplementationRegistry.newInstance()
                    .getDOMImplementation("LS");
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
                if (systemId == null || !systemId.endsWith("/xlink.xsd")) {
                    throw new AssertionError("the schema refers to " + systemId);
                }
                LSInput input = inputs.createLSInput();
                input.setSystemId(systemId);
                input.setByteStream(MpdSchema.class.getResourceAsStream(FOLDER + "xlink.xsd"));
                return input;
            });
            try (InputStream in = MpdSchema.class.getResourceAsStream(FOLDER + "DASH-MPD.xsd")) {
                schema = factory.newSchema(new StreamSource(in));
            }
        } catch (SAXException | IOException | ReflectiveOperationException e) {
            throw new AssertionError("the schema cannot be read", e);
        }
    }

    /** What the schema has against this MPD, one entry a fault; empty if it is valid. */
    public List<String> faults(String mpd) {
        List<String> faults = new ArrayList<>();
        Validator validator = schema.newValidator();
        validator.setErrorHandler(new ErrorHandler() {
            @Override
            public void warning(SAXParseException e) {
                error(e);
            }

            @Override
            public void error(SAXParseException e) {
                faults.add("line " + e.getLineNumber() + ": " + e.getMessage());
            }

            @Override
            public void fatalError(SAXParseException e) {
                error(e);
            }
        });
        try {
            validator.validate(new StreamSource(new StringReader(mpd)));
        } catch (SAXException e) {
            faults.add("not well-formed: " + e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return List.copyOf(faults);
    }
}
