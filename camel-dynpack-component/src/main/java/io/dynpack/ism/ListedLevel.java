package io.dynpack.ism;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A level as a client manifest lists it, for who wants to know no more than that: of all else that lies there no object is made.
 *
 * @param type    of its stream, {@code video}; empty where it is not stated, as all of these
 * @param stream  its name
 * @param bitrate bits per second, 0 where it is not stated
 * @param fourcc  of the level
 */
public record ListedLevel(String type, String stream, long bitrate, String fourcc) {
    private static final String ROOT = "SmoothStreamingMedia";

    /**
     * Reads the levels of a client manifest in the order of the document.
     *
     * @param bytes their position stays
     * @param name  for messages
     * @param each  is told of each level
     * @throws IsmException for what is no client manifest or has a document type
     */
    public static void read(ByteBuffer bytes, String name, Consumer<ListedLevel> each) {
        XMLStreamReader reader = ManifestXml.open(bytes, name);
        try {
            boolean inside = false;
            String type = "";
            String stream = "";
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                String element = reader.getLocalName();
                if (!inside && !element.equals(ROOT)) {
                    throw new IsmException(name, reader.getLocation().getLineNumber(), "the document is no " + ROOT, null);
                }
                inside = true;
                if (element.equals("StreamIndex")) {
                    type = attribute(reader, "Type");
                    stream = attribute(reader, "Name");
                } else if (element.equals("QualityLevel")) {
                    each.accept(new ListedLevel(type, stream, number(attribute(reader, "Bitrate")),
                            attribute(reader, "FourCC")));
                }
            }
        } catch (XMLStreamException e) {
            throw ManifestXml.malformed(name, e, e);
        }
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }

    private static long number(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
