package io.dynpack.ism;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;

import org.jspecify.annotations.Nullable;

/**
 * A server manifest {@code .ism}: a SMIL 2.0 document that lists the files and tracks of an asset. A mutable model for routes that
 * change one; {@link #tracks()} and the methods after it are what the origin reads. Not safe for use by many threads.
 */
@XmlRootElement(name = "smil")
@XmlType(propOrder = {"head", "body", "others"})
@XmlAccessorType(XmlAccessType.FIELD)
public class ServerManifest extends Extensible {
    /** Of SMIL 2.0. */
    public static final String NAMESPACE = "http://www.w3.org/2001/SMIL20/Language";

    private static final int MAX_BYTES = 4 << 20;
    /** A thousand tracks with twenty params each have 21,000. */
    private static final int MAX_ELEMENTS = 50_000;
    private static final ManifestXml<ServerManifest> XML = new ManifestXml<>(ServerManifest.class, MAX_BYTES, MAX_ELEMENTS,
            NAMESPACE, Switch.class, Video.class, Audio.class, TextStream.class, Ref.class);
    private static final String CLIENT_MANIFEST = "clientManifestRelativePath";
    private static final String FORMATS = "formats";
    private static final String FRAGMENTS_PER_HLS_SEGMENT = "fragmentsPerHLSSegment";

    @XmlElement
    private @Nullable Head head;
    @XmlElement
    private @Nullable Body body;
    @XmlAnyElement(lax = true)
    private @Nullable List<Object> others;

    /**
     * @param name for messages
     * @throws IsmException for what is no server manifest, has a document type, more than 4 MiB, or more elements or attributes
     *                      than manifests have
     */
    public static ServerManifest read(byte[] bytes, String name) {
        return XML.read(bytes, 0, bytes.length, name);
    }

    /** As {@link #read(byte[], String)}; the buffer's position stays. */
    public static ServerManifest read(ByteBuffer bytes, String name) {
        return XML.read(bytes, name);
    }

    /** UTF-8 with an indentation of two blanks; equal models give equal bytes. */
    public byte[] write() {
        return XML.write(this);
    }

    /** {@code null} where the document has none. */
    public @Nullable Head getHead() {
        return head;
    }

    public void setHead(@Nullable Head head) {
        this.head = head;
    }

    /** {@code null} where the document has none. */
    public @Nullable Body getBody() {
        return body;
    }

    public void setBody(@Nullable Body body) {
        this.body = body;
    }

    /** Child elements other than head and body, live. */
    public List<Object> getOthers() {
        others = orNew(others);
        return others;
    }

    /** The content of the first meta of this name, whatever its case. */
    public Optional<String> meta(String name) {
        return findMeta(name).map(Meta::getContent);
    }

    /** Replaces, adds or, with {@code null}, removes a meta. */
    public void setMeta(String name, @Nullable String content) {
        if (content == null) {
            if (head != null) {
                head.getMetas().removeIf(meta -> name.equalsIgnoreCase(meta.getName()));
            }
            return;
        }
        Optional<Meta> meta = findMeta(name);
        if (meta.isPresent()) {
            meta.get().setContent(content);
            return;
        }
        if (head == null) {
            head = new Head();
        }
        head.getMetas().add(new Meta(name, content));
    }

    /** The elements of all tracks in document order. */
    public List<MediaElement> mediaElements() {
        List<MediaElement> elements = new ArrayList<>();
        if (body != null) {
            for (Object item : body.getContent()) {
                if (item instanceof Switch group) {
                    group.getContent().stream().filter(MediaElement.class::isInstance).map(MediaElement.class::cast)
                            .forEach(elements::add);
                } else if (item instanceof MediaElement element) {
                    elements.add(element);
                }
            }
        }
        return elements;
    }

    /** Adds a track behind all others. */
    public void add(MediaElement element) {
        if (body == null) {
            body = new Body();
        }
        Switch last = null;
        for (Object item : body.getContent()) {
            last = item instanceof Switch group ? group : last;
        }
        if (last == null) {
            last = new Switch();
            body.getContent().add(last);
        }
        last.getContent().add(element);
    }

    /** Takes the elements of tracks away of which this is so; tells whether there were any. */
    public boolean removeIf(Predicate<MediaElement> condition) {
        if (body == null) {
            return false;
        }
        Predicate<Object> isMeant = item -> item instanceof MediaElement element && condition.test(element);
        boolean removed = body.getContent().removeIf(isMeant);
        for (Object item : body.getContent()) {
            removed |= item instanceof Switch group && group.getContent().removeIf(isMeant);
        }
        return removed;
    }

    /** The tracks in document order; an element without {@code src} is none. */
    public List<TrackReference> tracks() {
        return mediaElements().stream().filter(element -> element.getSrc() != null && !element.getSrc().isBlank())
                .map(TrackReference::of).toList();
    }

    /** What the media is stored as. */
    public SourceFormat sourceFormat() {
        return meta(FORMATS).map(SourceFormat::of).orElse(SourceFormat.FMP4);
    }

    public void setSourceFormat(SourceFormat format) {
        setMeta(FORMATS, format.word());
    }

    /** Name of the client manifest relative to this one. */
    public Optional<String> clientManifestRelativePath() {
        return meta(CLIENT_MANIFEST).map(String::strip).filter(path -> !path.isEmpty());
    }

    public void setClientManifestRelativePath(String path) {
        setMeta(CLIENT_MANIFEST, path);
    }

    /** How many fragments an MPEG-2 TS segment holds, from 1; absent where the file does not say or says nonsense. */
    public OptionalInt fragmentsPerHlsSegment() {
        OptionalLong number = TrackReference.number(meta(FRAGMENTS_PER_HLS_SEGMENT));
        return number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /** As {@link #fragmentsPerHlsSegment()}, {@code null} where absent. */
    public @Nullable Integer getFragmentsPerHLSSegment() {
        OptionalInt number = fragmentsPerHlsSegment();
        return number.isPresent() ? number.getAsInt() : null;
    }

    /** @param number from 1, or {@code null} to remove the meta */
    public void setFragmentsPerHLSSegment(@Nullable Integer number) {
        if (number != null && number < 1) {
            throw new IllegalArgumentException("fragmentsPerHLSSegment is at least 1");
        }
        setMeta(FRAGMENTS_PER_HLS_SEGMENT, number == null ? null : number.toString());
    }

    private Optional<Meta> findMeta(String name) {
        return head == null
                ? Optional.empty()
                : head.getMetas().stream().filter(meta -> name.equalsIgnoreCase(meta.getName()) && meta.getContent() != null)
                        .findFirst();
    }
}
