package io.dynpack.text;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

import org.jspecify.annotations.Nullable;

/**
 * Reads TTML: the first and second edition, IMSC, SMPTE-TT, EBU-TT-D and DFXP, as far as WebVTT has a counterpart. Follows the
 * elements by recursion, whose depth {@link TtmlXml} bounds. A document that breaks off is read up to there.
 */
final class TtmlReader {
    private static final long OPEN = CueListBuilder.OPEN;
    /** Of a language or of a speaker. */
    private static final int MAX_NAME = 256;

    private final TtmlXml xml;
    private final CueListBuilder cues;
    private final TextFindings findings;
    private final TtmlHead head;
    private final TtmlTimes times;
    private final TtmlLayout layout;

    /** What an element says of the content within it. */
    private static final class Scope {
        final long begin;
        final long end;
        /** Whether its children follow each other in time. */
        final boolean sequential;
        final TtmlStyle style;
        final @Nullable String region;
        final boolean preserved;
        final @Nullable String language;
        final @Nullable String voice;
        final boolean hidden;
        /** When the latest child ended that was read. */
        long reached;

        Scope(long begin, long end, boolean sequential, TtmlStyle style, @Nullable String region, boolean preserved,
                @Nullable String language, @Nullable String voice, boolean hidden) {
            this.begin = begin;
            this.end = end;
            this.sequential = sequential;
            this.style = style;
            this.region = region;
            this.preserved = preserved;
            this.language = language;
            this.voice = voice;
            this.hidden = hidden;
            this.reached = begin;
        }
    }

    private TtmlReader(TtmlXml xml, CueListBuilder cues) {
        this.xml = xml;
        this.cues = cues;
        this.findings = cues.findings;
        this.head = new TtmlHead(xml, findings);
        this.times = TtmlTimes.of(xml, findings);
        this.layout = TtmlLayout.of(xml.attribute(TtmlVocabulary.STYLING, "extent"),
                xml.attribute(TtmlVocabulary.PARAMETER, "cellResolution"));
    }

    /** @throws TextFormatException when the document is no TTML, or breaks off before its first cue */
    static void read(Utf8 document, CueListBuilder cues) {
        if (!Utf8.isValid(document.bytes(), document.start(), document.bytes().length)) {
            cues.findings.add(0, "bytes that are not UTF-8 are shown as U+FFFD");
        }
        cues.documentBytes(document.bytes().length);
        TtmlXml xml = null;
        try {
            xml = TtmlXml.of(document);
            if (!xml.nextChild() || !xml.getLocalName().equals("tt")
                    || TtmlVocabulary.of(xml.getNamespaceURI()) != TtmlVocabulary.CORE) {
                throw new TextFormatException(xml.line(), "the document is no TTML");
            }
            new TtmlReader(xml, cues).root();
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            if (cues.count() == 0) {
                throw new TextFormatException(line, "the XML is malformed");
            }
            cues.findings.add(line, "the XML is malformed here, what follows is left out");
        }
    }

    private void root() throws XMLStreamException {
        String language = language();
        if (language != null) {
            cues.addLanguage(language);
        }
        Scope root = new Scope(0, OPEN, false, TtmlStyle.NONE, null, "preserve".equals(space()), null, null, false);
        while (xml.nextChild()) {
            boolean core = TtmlVocabulary.of(xml.getNamespaceURI()) == TtmlVocabulary.CORE;
            if (core && xml.getLocalName().equals("head")) {
                head.read();
                startOfProgramme();
            } else if (core && xml.getLocalName().equals("body")) {
                container(root);
            } else {
                xml.skip();
            }
        }
    }

    /** Time codes of broadcasters count from the start of a tape, mostly from ten o'clock; the media begin with the programme. */
    private void startOfProgramme() {
        String start = head.startOfProgramme();
        if (start == null || !times.smpte()) {
            return;
        }
        long time = times.parse(start);
        if (time < 0) {
            findings.add(xml.line(), "the start of the programme is no time: " + TextFindings.quote(start));
        } else {
            cues.startOfProgramme = time;
        }
    }

    /** {@code body} or {@code div}: from its start to its end. */
    private void container(Scope parent) throws XMLStreamException {
        pictures();
        Scope scope = scope(parent, false);
        if (scope == null) {
            xml.skip();
            return;
        }
        boolean told = false;
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                child(scope);
            } else if (event == XMLStreamConstants.CHARACTERS && !told && !xml.getText().isBlank()) {
                told = true;
                findings.add(xml.line(),
                        "text outside of a paragraph is left out: " + TextFindings.quote(xml.getText().strip()));
            }
        }
        ended(parent, scope);
    }

    private void child(Scope scope) throws XMLStreamException {
        TtmlVocabulary vocabulary = TtmlVocabulary.of(xml.getNamespaceURI());
        String name = xml.getLocalName();
        if (vocabulary == TtmlVocabulary.CORE && name.equals("div")) {
            container(scope);
        } else if (vocabulary == TtmlVocabulary.CORE && name.equals("p")) {
            paragraph(scope);
        } else {
            other(vocabulary, name);
        }
    }

    /** What is neither text nor holds any. */
    private void other(TtmlVocabulary vocabulary, String name) throws XMLStreamException {
        if (vocabulary != TtmlVocabulary.METADATA && !name.equals("metadata")) {
            findings.addOnce(xml.line(), TextFindings.quote(name) + " has no counterpart in WebVTT, it is left out");
        }
        xml.skip();
    }

    /** SMPTE-TT shows pictures behind a division. */
    private void pictures() {
        if (xml.attribute(TtmlVocabulary.OTHER, "backgroundImage") != null) {
            findings.addOnce(xml.line(), "pictures have no counterpart in WebVTT, they are left out");
        }
    }

    /** IMSC marks what is shown although nobody asked for subtitles ({@code itts:forcedDisplay}). */
    private void forced() {
        if ("true".equals(xml.attribute(TtmlVocabulary.OTHER, "forcedDisplay"))) {
            findings.addOnce(xml.line(), "forced subtitles have no counterpart in WebVTT, they are shown as others are");
        }
    }

    /**
     * A parent that is sequential goes on where its child ended; else what reaches furthest counts. Beyond what can be shown it
     * does not matter how far, and a sequence that is long enough would come back from the other side of 64 bits.
     */
    private static void ended(Scope parent, Scope child) {
        long end = Math.min(child.end != OPEN ? child.end : child.reached, CueTime.MAX + 1);
        parent.reached = parent.sequential ? end : Math.max(parent.reached, end);
    }

    /**
     * @param leaf whether text stands right in the element
     * @return {@code null} where the element says when it is shown, and that cannot be read
     */
    private @Nullable Scope scope(Scope parent, boolean leaf) {
        long start = time("begin");
        long stop = time("end");
        long lasting = time("dur");
        if (start == -1 || stop == -1 || lasting == -1) {
            if (leaf) {
                return null;
            }
            findings.add(xml.line(), "a time of " + xml.getLocalName() + " cannot be read, it counts as if it was not there");
        }
        long reference = parent.sequential ? parent.reached : parent.begin;
        long begin = reference + Math.max(0, start == OPEN ? 0 : start);
        long end = parent.end;
        if (stop >= 0 && stop != OPEN) {
            end = Math.min(end, reference + stop);
        }
        if (lasting >= 0 && lasting != OPEN) {
            end = Math.min(end, begin + lasting);
        }
        TtmlStyle own = head.ofElement();
        String space = space();
        String language = language();
        return new Scope(begin, end, "seq".equals(xml.getAttributeValue(null, "timeContainer")),
                parent.style.and(own.ofContent()),
                region(parent), space == null ? parent.preserved : space.equals("preserve"),
                language == null ? parent.language : ofText(language), voice(parent),
                parent.hidden || "none".equals(own.get("display")));
    }

    /** @return {@link #OPEN} where the attribute is not there, -1 where it cannot be read */
    private long time(String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null || value.equals("indefinite")) {
            return OPEN;
        }
        return times.parse(value);
    }

    private @Nullable String region(Scope parent) {
        String region = xml.getAttributeValue(null, "region");
        return region == null ? parent.region : region.strip();
    }

    private @Nullable String voice(Scope parent) {
        String agents = xml.attribute(TtmlVocabulary.METADATA, "agent");
        if (agents == null) {
            return parent.voice;
        }
        // of several speakers the first
        String id = agents.strip().split("\\s+", 2)[0];
        return id.isEmpty() || id.length() > MAX_NAME ? null : head.agent(id);
    }

    /** {@code ""} where the element says that its language is not known, {@code null} where it says nothing. */
    private @Nullable String language() {
        String language = xml.attribute(TtmlVocabulary.XML, "lang");
        return language == null || language.length() > MAX_NAME ? null : language.strip();
    }

    /** Text in the language of the document says nothing of it. */
    private @Nullable String ofText(String language) {
        return language.isEmpty() || language.equals(cues.language) ? null : language;
    }

    private @Nullable String space() {
        return xml.attribute(TtmlVocabulary.XML, "space");
    }

    private void paragraph(Scope parent) throws XMLStreamException {
        int line = xml.line();
        Scope scope = scope(parent, true);
        if (scope == null) {
            findings.add(line, "the times of the cue cannot be read, it is left out");
            xml.skip();
            return;
        }
        forced();
        String id = xml.attribute(TtmlVocabulary.XML, "id");
        TtmlStyle own = head.ofElement();
        TtmlParagraph paragraph = new TtmlParagraph(scope.begin, scope.end);
        text(scope, paragraph, Ruby.NONE);
        ended(parent, scope);
        TtmlStyle region = scope.region == null ? null : head.region(scope.region);
        if (scope.region != null && region == null) {
            findings.addOnce(line, "there is no region " + TextFindings.quote(scope.region));
        }
        if (own.get("origin") != null || own.get("extent") != null) {
            // a region of its own
            region = (region == null ? TtmlStyle.NONE : region).and(own);
        }
        TtmlStyle style = head.initial().and(region == null ? TtmlStyle.NONE : region.inherited()).and(scope.style);
        if (scope.hidden || region != null && region.isHidden()) {
            return;
        }
        paragraph.addTo(cues, line, id, settings(region, style, line));
    }

    private CueSettings settings(@Nullable TtmlStyle region, TtmlStyle style, int line) {
        String value = style.get("textAlign");
        TextAlignment align = value == null ? null : TextAlignment.of(value);
        if (region == null) {
            // many documents have no regions and leave it to the player, which shows them at the bottom
            return align == null
                    ? CueSettings.DEFAULT
                    : new CueSettings(WritingDirection.HORIZONTAL, null, null, Percent.HUNDRED, align, null);
        }
        return layout.settings(region, align, region.and(style).isRightToLeft(), line, findings);
    }

    /** The content of {@code p} or {@code span}, up to its end. */
    private void text(Scope scope, TtmlParagraph paragraph, Ruby ruby) throws XMLStreamException {
        SpanStyle style = style(scope, ruby);
        boolean hidden = scope.hidden || scope.style.isHidden();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> inline(scope, paragraph, ruby);
                case XMLStreamConstants.END_ELEMENT -> {
                    return;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!hidden) {
                        paragraph.text(xml.getText(), style, scope.preserved, scope.begin, scope.end);
                    }
                }
                default -> {
                    // comments say nothing
                }
            }
        }
    }

    private SpanStyle style(Scope scope, Ruby ruby) {
        TtmlStyle region = scope.region == null ? null : head.region(scope.region);
        TtmlStyle style = head.initial().and(region == null ? TtmlStyle.NONE : region.inherited()).and(scope.style);
        return style.span(xml.line(), findings).withRuby(ruby).withVoice(scope.voice).withLanguage(scope.language);
    }

    private void inline(Scope scope, TtmlParagraph paragraph, Ruby ruby) throws XMLStreamException {
        TtmlVocabulary vocabulary = TtmlVocabulary.of(xml.getNamespaceURI());
        String name = xml.getLocalName();
        if (vocabulary == TtmlVocabulary.CORE && name.equals("br")) {
            paragraph.lineBreak(scope.begin, scope.end);
            xml.skip();
        } else if (vocabulary == TtmlVocabulary.CORE && name.equals("span")) {
            Scope inner = scope(scope, true);
            String role = head.ofElement().get("ruby");
            if (inner == null) {
                findings.add(xml.line(), "the times of a span cannot be read, it is left out");
                xml.skip();
            } else if ("delimiter".equals(role)) {
                // parentheses for players that show ruby in a line
                xml.skip();
            } else {
                ruby(inner, paragraph, ruby, role);
                ended(scope, inner);
            }
        } else {
            other(vocabulary, name);
        }
    }

    private void ruby(Scope scope, TtmlParagraph paragraph, Ruby ruby, @Nullable String role) throws XMLStreamException {
        if ("container".equals(role) && ruby == Ruby.NONE) {
            int mark = paragraph.mark();
            text(scope, paragraph, Ruby.BASE);
            paragraph.pairFrom(mark);
        } else if ("base".equals(role) || "baseContainer".equals(role)) {
            paragraph.group();
            text(scope, paragraph, Ruby.BASE);
        } else if ("text".equals(role) || "textContainer".equals(role)) {
            paragraph.group();
            text(scope, paragraph, Ruby.TEXT);
        } else {
            text(scope, paragraph, ruby);
        }
    }
}
