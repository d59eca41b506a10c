package io.dynpack.tests.media;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists every access unit of a file, or of an initialization segment with the media segments that follow it. */
public final class AccessUnits {

    /** How edit lists are looked at. */
    public enum Edits {
        /** Times as a player shows them. */
        APPLIED,
        /** Times as the sample tables and fragments state them. */
        IGNORED
    }

    private AccessUnits() {}

    /** All tracks of a file, in file order. */
    public static List<Track> of(Path file, Edits edits) {
        return of(file, edits, List.of());
    }

    private static List<Track> of(Path file, Edits edits, List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        if (edits == Edits.IGNORED) {
            arguments.addAll(List.of("-ignore_editlist", "1"));
        }
        arguments.addAll(List.of("-show_entries",
                "stream=index,codec_type,codec_name,time_base:stream_tags=language"
                        + ":packet=stream_index,pts,dts,duration,size,flags,data_hash",
                "-show_data_hash", "md5", "-of", "compact", file.toString()));
        return parse(Ffmpeg.ffprobe(file.toAbsolutePath().getParent(), arguments));
    }

    /** All tracks of segments, one behind the other; the first is the initialization segment, if the format has one. */
    public static List<Track> of(List<byte[]> segments, Edits edits) {
        return of(segments, edits, List.of());
    }

    /** All tracks of segments that are encrypted with this key, hexadecimal; times as fragments state them. */
    public static List<Track> decrypted(List<byte[]> segments, String key) {
        return of(segments, Edits.IGNORED, List.of("-decryption_key", key));
    }

    private static List<Track> of(List<byte[]> segments, Edits edits, List<String> options) {
        try {
            Path file = Files.createTempFile("dynpack-segments", ".mp4");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    for (byte[] segment : segments) {
                        out.write(segment);
                    }
                }
                return of(file, edits, options);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only track of this kind. */
    public static Track only(List<Track> tracks, String kind) {
        List<Track> found = tracks.stream().filter(t -> t.kind().equals(kind)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " tracks of kind " + kind);
        }
        return found.get(0);
    }

    private static List<Track> parse(String text) {
        Map<Integer, Map<String, String>> streams = new TreeMap<>();
        Map<Integer, List<Map<String, String>>> packets = new HashMap<>();
        for (String line : text.split("\n")) {
            Map<String, String> fields = new HashMap<>();
            for (String field : line.split("\\|")) {
                int at = field.indexOf('=');
                if (at > 0) {
                    fields.put(field.substring(0, at), field.substring(at + 1));
                }
            }
            if (line.startsWith("stream|")) {
                streams.put(Integer.valueOf(fields.get("index")), fields);
            } else if (line.startsWith("packet|")) {
                packets.computeIfAbsent(Integer.valueOf(fields.get("stream_index")), i -> new ArrayList<>()).add(fields);
            }
        }
        List<Track> tracks = new ArrayList<>();
        streams.forEach((index, stream) -> {
            Rational tick = Rational.parse(stream.get("time_base"));
            List<AccessUnit> units = packets.getOrDefault(index, List.of()).stream().map(p -> unit(p, tick)).toList();
            tracks.add(new Track(stream.get("codec_type"), stream.get("codec_name"),
                    stream.getOrDefault("tag:language", "und"), units));
        });
        return List.copyOf(tracks);
    }

    private static AccessUnit unit(Map<String, String> packet, Rational tick) {
        String hash = packet.get("data_hash");
        return new AccessUnit(tick.times(Long.parseLong(packet.get("pts"))), number(packet.get("dts"), tick),
                number(packet.get("duration"), tick), Integer.parseInt(packet.get("size")),
                hash.substring(hash.indexOf(':') + 1), packet.get("flags").contains("K"), packet.get("flags").contains("D"));
    }

    private static Rational number(String text, Rational tick) {
        return "N/A".equals(text) ? Rational.ZERO : tick.times(Long.parseLong(text));
    }
}
