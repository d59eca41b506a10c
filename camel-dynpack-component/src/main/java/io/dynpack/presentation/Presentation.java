package io.dynpack.presentation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;

/**
 * One asset, ready to be written as any manifest and cut into any segment. Immutable.
 *
 * @param streams                in the order of the server manifest, at least one
 * @param texts                  captions and subtitles, in that order too
 * @param fragmentsPerHlsSegment of HLS with transport streams
 * @param findings               what was left out, and why
 */
public record Presentation(List<Stream> streams, List<TextStream> texts, int fragmentsPerHlsSegment,
        List<Finding> findings) {

    public Presentation {
        streams = List.copyOf(streams);
        texts = List.copyOf(texts);
        findings = List.copyOf(findings);
    }

    /** Without text. */
    public Presentation(List<Stream> streams, int fragmentsPerHlsSegment, List<Finding> findings) {
        this(streams, List.of(), fragmentsPerHlsSegment, findings);
    }

    /** All of it. */
    public Selection all() {
        return Selection.of(this);
    }

    /** The stream of this name, or else the first whose name differs in case only, or {@code null}. */
    public @Nullable Stream stream(String name) {
        for (Stream stream : streams) {
            if (stream.name().equals(name)) {
                return stream;
            }
        }
        for (Stream stream : streams) {
            if (stream.name().equalsIgnoreCase(name)) {
                return stream;
            }
        }
        return null;
    }

    /** The text stream of this name, or else the first whose name differs in case only, or {@code null}. */
    public @Nullable TextStream text(String name) {
        for (TextStream text : texts) {
            if (text.name().equals(name)) {
                return text;
            }
        }
        return texts.stream().filter(text -> text.name().equalsIgnoreCase(name)).findFirst().orElse(null);
    }

    public List<Stream> streams(TrackKind kind) {
        return streams.stream().filter(stream -> stream.kind() == kind).toList();
    }

    /** The stream whose fragments decide where all is cut: the first video, or else the first audio. */
    public Stream reference() {
        for (TrackKind kind : new TrackKind[]{TrackKind.VIDEO, TrackKind.AUDIO}) {
            for (Stream stream : streams) {
                if (stream.kind() == kind) {
                    return stream;
                }
            }
        }
        return streams.get(0);
    }

    /**
     * The first fragment of a stream that does not begin within a clear lead. Times are those of the whole, whatever of it is
     * shown.
     *
     * @param clearLead ticks of 10 MHz from when the first stream begins; 0 for none
     */
    public int firstBehind(long clearLead, Stream stream) {
        return clearLead == 0 ? 0 : stream.timeline().firstBeginningFrom(start() + clearLead);
    }

    private long start() {
        return streams.stream().mapToLong(stream -> stream.timeline().start()).min().orElse(0);
    }

    /** When the last stream ends in HLS and DASH, hidden media not counted; ticks of 10 MHz. */
    public long end() {
        return streams.stream().mapToLong(Stream::shownEnd).max().orElse(0);
    }
}
