package io.dynpack.tests.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The {@code moov} of a progressive file as boxes that can be changed, for making files as odd ones are. The file has its
 * {@code moov} behind its media, as ffmpeg writes it without {@code faststart}, so that no offset moves.
 */
public final class MovieBoxes {
    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "edts", "mdia", "minf", "stbl", "stsd");
    private static final int VISUAL_SAMPLE_ENTRY = 78;
    private static final Set<String> VISUAL = Set.of("avc1", "avc3", "hvc1", "hev1");

    /** One box: either its payload or what it holds. */
    public static final class Box {
        private final String type;
        private byte[] payload;
        private final List<Box> children;

        Box(String type, byte[] payload, List<Box> children) {
            this.type = type;
            this.payload = payload;
            this.children = children;
        }

        public static Box of(String type, byte[] payload) {
            return new Box(type, payload, null);
        }

        /** The payload, or what stands in front of the children. */
        public byte[] payload() {
            return payload;
        }

        public void payload(byte[] bytes) {
            payload = bytes;
        }

        public List<Box> children() {
            return children;
        }

        /** The first box at this path below. */
        public Box at(String path) {
            Box box = this;
            for (String name : path.split("/")) {
                box = box.children.stream().filter(child -> child.type.equals(name)).findFirst().orElseThrow();
            }
            return box;
        }

        public void remove(String name) {
            children.removeIf(child -> child.type.equals(name));
        }

        /** Writes a 32-bit number. */
        public void set(int offset, long value) {
            ByteBuffer.wrap(payload).putInt(offset, (int) value);
        }

        byte[] bytes() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(payload);
            if (children != null) {
                children.forEach(child -> body.writeBytes(child.bytes()));
            }
            return ByteBuffer.allocate(8 + body.size()).putInt(8 + body.size())
                    .put(type.getBytes(StandardCharsets.ISO_8859_1)).put(body.toByteArray()).array();
        }
    }

    /** What is changed in a {@code moov}. */
    @FunctionalInterface
    public interface Change {
        void apply(MovieBoxes movie);
    }

    private final Box moov;

    private MovieBoxes(Box moov) {
        this.moov = moov;
    }

    /** Changes the {@code moov} of a file. */
    public static void change(Path file, Change change) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            for (int at = 0; at < bytes.length; at += in.getInt(at)) {
                if (type(in, at).equals("moov")) {
                    Box moov = parse(in, at);
                    change.apply(new MovieBoxes(moov));
                    out.writeBytes(moov.bytes());
                } else {
                    out.write(bytes, at, in.getInt(at));
                }
            }
            Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(ByteBuffer in, int at) {
        return new String(in.array(), at + 4, 4, StandardCharsets.ISO_8859_1);
    }

    private static Box parse(ByteBuffer in, int at) {
        String type = type(in, at);
        int end = at + in.getInt(at);
        int own = type.equals("stsd") ? 8 : VISUAL.contains(type) ? VISUAL_SAMPLE_ENTRY : 0;
        boolean container = CONTAINERS.contains(type) || own > 0;
        byte[] payload = new byte[container ? own : end - at - 8];
        in.get(at + 8, payload);
        List<Box> children = container ? new ArrayList<>() : null;
        for (int child = at + 8 + own; container && child < end; child += in.getInt(child)) {
            children.add(parse(in, child));
        }
        return new Box(type, payload, children);
    }

    /** A track, counted from 0. */
    public Box track(int ordinal) {
        return moov.children.stream().filter(child -> child.type.equals("trak")).toList().get(ordinal);
    }

    /** The sample table of a track. */
    public Box samples(int ordinal) {
        return track(ordinal).at("mdia/minf/stbl");
    }

    /** Puts another edit list, version 0; each edit is a duration, a media time and, for a rate of 1, nothing more. */
    public void edits(int ordinal, int... durationsAndTimes) {
        Box track = track(ordinal);
        track.remove("edts");
        ByteBuffer list = ByteBuffer.allocate(8 + durationsAndTimes.length / 2 * 12).putInt(0)
                .putInt(durationsAndTimes.length / 2);
        for (int i = 0; i < durationsAndTimes.length; i += 2) {
            list.putInt(durationsAndTimes[i]).putInt(durationsAndTimes[i + 1]).putShort((short) 1).putShort((short) 0);
        }
        List<Box> edts = new ArrayList<>(List.of(Box.of("elst", list.array())));
        track.children.add(1, new Box("edts", new byte[0], edts));
    }

    public void withoutEdits(int ordinal) {
        track(ordinal).remove("edts");
    }

    /** The box as often as asked for. */
    public static Box copy(Box box) {
        return parse(ByteBuffer.wrap(box.bytes()), 0);
    }
}
