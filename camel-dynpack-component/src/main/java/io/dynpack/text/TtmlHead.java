package io.dynpack.text;

import java.util.HashMap;
import java.util.Map;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

import org.jspecify.annotations.Nullable;

/** Reads the head of a TTML document: styles, regions and speakers, by their ids. */
final class TtmlHead {
    /** Of styles, of regions and of speakers. */
    private static final int MAX_DEFINITIONS = 4096;
    /** A style that refers to a style, and so on; a longer chain is a mistake. */
    private static final int MAX_CHAIN = 32;
    /** Styles that one element names. */
    private static final int MAX_REFERENCES = 32;
    private static final int MAX_NAME = 256;
    private static final String EBU_METADATA = "urn:ebu:tt:metadata";

    /** A style as the document has it, with the ids of those it refers to. */
    private record Definition(String references, TtmlStyle own, int line) {}

    private final TtmlXml xml;
    private final TextFindings findings;
    private final Map<String, Definition> definitions = new HashMap<>();
    private final Map<String, TtmlStyle> resolved = new HashMap<>();
    private final Map<String, TtmlStyle> regions = new HashMap<>();
    private final Map<String, String> agents = new HashMap<>();
    private TtmlStyle initial = TtmlStyle.NONE;
    private @Nullable String startOfProgramme;

    TtmlHead(TtmlXml xml, TextFindings findings) {
        this.xml = xml;
        this.findings = findings;
    }

    /** What content has where nothing says otherwise. */
    TtmlStyle initial() {
        return initial;
    }

    /**
     * The time code of the first frame (EBU Tech 3350, {@code ebuttm:documentStartOfProgramme}), {@code null} where nobody
     * says.
     */
    @Nullable
    String startOfProgramme() {
        return startOfProgramme;
    }

    @Nullable
    TtmlStyle region(String id) {
        return regions.get(id);
    }

    /** The name of a speaker; an id that is not defined is its own name. */
    String agent(String id) {
        return agents.getOrDefault(id, id);
    }

    /** From the start of {@code head} to its end, and likewise for what it holds. */
    void read() throws XMLStreamException {
        while (xml.nextChild()) {
            TtmlVocabulary vocabulary = TtmlVocabulary.of(xml.getNamespaceURI());
            String name = xml.getLocalName();
            if (vocabulary == TtmlVocabulary.METADATA && name.equals("agent")) {
                agent();
            } else if (EBU_METADATA.equals(xml.getNamespaceURI()) && name.equals("documentMetadata")) {
                read();
            } else if (EBU_METADATA.equals(xml.getNamespaceURI()) && name.equals("documentStartOfProgramme")) {
                StringBuilder time = new StringBuilder();
                text(time);
                startOfProgramme = time.toString();
            } else if (vocabulary == TtmlVocabulary.CORE) {
                switch (name) {
                    case "styling", "layout", "metadata" -> read();
                    case "style" -> style();
                    case "initial" -> {
                        initial = initial.and(TtmlStyle.ofAttributes(xml, findings));
                        xml.skip();
                    }
                    case "region" -> region();
                    default -> xml.skip();
                }
            } else {
                xml.skip();
            }
        }
    }

    private void style() throws XMLStreamException {
        String id = id();
        Definition definition = new Definition(attribute("style"), TtmlStyle.ofAttributes(xml, findings), xml.line());
        if (id != null && hasRoom(definitions, "styles")) {
            definitions.put(id, definition);
        }
        xml.skip();
    }

    private void region() throws XMLStreamException {
        String id = id();
        TtmlStyle referred = referred(attribute("style"), 0);
        TtmlStyle own = TtmlStyle.ofAttributes(xml, findings);
        TtmlStyle nested = TtmlStyle.NONE;
        int line = xml.line();
        while (xml.nextChild()) {
            if (xml.getLocalName().equals("style")) {
                nested = nested.and(ofElement());
            }
            xml.skip();
        }
        String behind = referred.and(nested).and(own).get("backgroundColor");
        Colour colour = behind == null ? null : Colour.parse(behind, 255);
        if (colour != null && (colour.rgba() & 0xFF) != 0) {
            findings.addOnce(line, "WebVTT has no background of a region, it is left out");
        }
        if (id != null && hasRoom(regions, "regions")) {
            regions.put(id, referred.and(nested).and(own));
        }
    }

    private void agent() throws XMLStreamException {
        String id = id();
        StringBuilder name = new StringBuilder();
        while (xml.nextChild()) {
            if (xml.getLocalName().equals("name") && name.isEmpty()) {
                text(name);
            } else {
                xml.skip();
            }
        }
        String shown = CueText.collapsed(name.toString());
        if (id != null && !shown.isEmpty() && hasRoom(agents, "speakers")) {
            agents.put(id, shown);
        }
    }

    /** Text up to the end of the element, as much of it as a name has. */
    private void text(StringBuilder out) throws XMLStreamException {
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> xml.skip();
                case XMLStreamConstants.END_ELEMENT -> {
                    return;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    String text = xml.getText();
                    out.append(text, 0, Math.min(text.length(), MAX_NAME - Math.min(MAX_NAME, out.length())));
                }
                default -> {
                    // comments say nothing
                }
            }
        }
    }

    private boolean hasRoom(Map<String, ?> map, String what) {
        if (map.size() < MAX_DEFINITIONS) {
            return true;
        }
        findings.addOnce(xml.line(), "there are more than " + MAX_DEFINITIONS + " " + what + ", further ones are left out");
        return false;
    }

    private @Nullable String id() {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            // drafts had an id of their own
            if (xml.getAttributeLocalName(i).equals("id")) {
                String id = xml.getAttributeValue(i).strip();
                return id.isEmpty() || id.length() > MAX_NAME ? null : id;
            }
        }
        return null;
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** The style of the element whose start was read: those it refers to, and above them its own. */
    TtmlStyle ofElement() {
        String references = attribute("style");
        TtmlStyle own = TtmlStyle.ofAttributes(xml, findings);
        return references.isEmpty() ? own : referred(references, 0).and(own);
    }

    private TtmlStyle referred(String references, int depth) {
        if (references.isBlank()) {
            return TtmlStyle.NONE;
        }
        TtmlStyle all = TtmlStyle.NONE;
        String[] ids = references.strip().split("\\s+", MAX_REFERENCES + 1);
        for (int i = 0; i < Math.min(ids.length, MAX_REFERENCES); i++) {
            all = all.and(resolve(ids[i], depth));
        }
        return all;
    }

    private TtmlStyle resolve(String id, int depth) {
        TtmlStyle known = resolved.get(id);
        if (known != null) {
            return known;
        }
        Definition definition = definitions.get(id);
        if (definition == null) {
            findings.addOnce(xml.line(), "there is no style " + TextFindings.quote(id));
            return TtmlStyle.NONE;
        }
        if (depth == MAX_CHAIN) {
            findings.addOnce(definition.line(), "styles refer to each other in a circle, or too deeply");
            return TtmlStyle.NONE;
        }
        // until it is known a style that comes back to itself says nothing, so that each is looked at once
        resolved.put(id, TtmlStyle.NONE);
        TtmlStyle style = referred(definition.references(), depth + 1).and(definition.own());
        resolved.put(id, style);
        return style;
    }
}
