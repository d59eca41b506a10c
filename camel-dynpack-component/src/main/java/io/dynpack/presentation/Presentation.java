package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.dynpack.index.TrackKind;

/**
 * One asset, ready to be written as any manifest and cut into any segment. Immutable.
 *
 * @param streams                in the order of the server manifest, at least one
 * @param fragmentsPerHlsSegment of HLS with transport streams
 * @param findings               what was left out, and why
 */
public record Presentation(List<Stream> streams, int fragmentsPerHlsSegment, List<Finding> findings) {

    public Presentation {
        streams = List.copyOf(streams);
        findings = List.copyOf(findings);
    }

    /**
     * The same with some of its levels. A default audio of which nothing is kept is followed by the first audio that is no
     * description.
     */
    public Presentation keeping(Predicate<Level> kept) {
        if (keepsAll(kept)) {
            return this;
        }
        List<Stream> some = new ArrayList<>();
        for (Stream stream : streams) {
            List<Level> levels = stream.levels().stream().filter(kept).toList();
            if (!levels.isEmpty()) {
                some.add(stream.withLevels(levels));
            }
        }
        return new Presentation(withDefault(some), fragmentsPerHlsSegment, findings);
    }

    private boolean keepsAll(Predicate<Level> kept) {
        for (Stream stream : streams) {
            for (Level level : stream.levels()) {
                if (!kept.test(level)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Stream> withDefault(List<Stream> streams) {
        List<Stream> audio = streams.stream().filter(stream -> stream.kind() == TrackKind.AUDIO).toList();
        if (audio.isEmpty() || audio.stream().anyMatch(Stream::isDefault)) {
            return streams;
        }
        Stream first = audio.stream().filter(stream -> !stream.isAudioDescription()).findFirst().orElse(audio.get(0));
        return streams.stream().map(stream -> stream == first ? stream.asDefault() : stream).toList();
    }

    /** The stream of this name, or else the first whose name differs in case only, or {@code null}. */
    public Stream stream(String name) {
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

    public List<Stream> streams(TrackKind kind) {
        return streams.stream().filter(stream -> stream.kind() == kind).toList();
    }

    /**
     * The audio that goes with video where a format carries one only.
     *
     * @param name the one asked for, or {@code null} for the default one
     * @return {@code null} where there is no such audio
     */
    public Stream audio(String name) {
        if (name != null) {
            Stream stream = stream(name);
            return stream != null && stream.kind() == TrackKind.AUDIO ? stream : null;
        }
        List<Stream> all = streams(TrackKind.AUDIO);
        return all.stream().filter(Stream::isDefault).findFirst().orElse(all.isEmpty() ? null : all.get(0));
    }

    /** When the last stream ends in HLS and DASH, hidden media not counted; ticks of 10 MHz. */
    public long end() {
        return streams.stream().mapToLong(Stream::shownEnd).max().orElse(0);
    }

    /** End of the longest stream in Smooth Streaming, ticks of 10 MHz. */
    public long smoothEnd() {
        return streams.stream().mapToLong(stream -> stream.smoothTimeline().end()).max().orElse(0);
    }
}
