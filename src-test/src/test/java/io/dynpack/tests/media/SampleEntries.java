package io.dynpack.tests.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Changes what a file says its samples are coded with, for codecs that nobody here encodes: the samples stay what they are. */
final class SampleEntries {
    private static final List<String> PATH = List.of("moov", "trak", "mdia", "minf", "stbl", "stsd");
    private static final int VIDEO_FIELDS = 8 + 78;
    private static final int AUDIO_FIELDS = 8 + 28;

    private SampleEntries() {}

    /**
     * The file with another sample entry of its first track.
     *
     * @param file    whose {@code moov} lies behind its media, which do not move
     * @param format  four-character code of the entry
     * @param config  of the only box in it
     * @param payload of that box, in hexadecimal digits
     */
    static byte[] replaced(byte[] file, boolean video, String format, String config, String payload) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int[] found = new int[PATH.size()];
        int at = 0;
        for (int i = 0; i < found.length; i++) {
            while (!type(file, at).equals(PATH.get(i))) {
                at += in.getInt(at);
            }
            found[i] = at;
            at += 8;
        }
        int entry = at + 8;
        int size = in.getInt(entry);
        int fields = video ? VIDEO_FIELDS : AUDIO_FIELDS;
        byte[] box = HexFormat.of().parseHex(payload.replace(" ", ""));
        int length = fields + 8 + box.length;
        for (int parent : found) {
            in.putInt(parent, in.getInt(parent) + length - size);
        }
        in.putInt(entry, length);
        in.put(entry + 4, format.getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.allocate(file.length + length - size).put(file, 0, entry + fields).putInt(8 + box.length)
                .put(config.getBytes(StandardCharsets.US_ASCII)).put(box)
                .put(file, entry + size, file.length - entry - size).array();
    }

    private static String type(byte[] file, int at) {
        return new String(file, at + 4, 4, StandardCharsets.US_ASCII);
    }
}
