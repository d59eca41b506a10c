package io.dynpack.tests.protection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What fragmented files say of their encrypted samples, by a reader of boxes that knows nothing of those that wrote them.
 *
 * @param media       what all {@code mdat} hold, one behind the other
 * @param information auxiliary information of each sample, hexadecimal, in order; empty where there is none
 * @param tenc        payload of the {@code tenc}, hexadecimal; empty where there is none
 */
record EncryptedSamples(byte[] media, List<String> information, String tenc) {
    private static final List<String> CONTAINERS = List.of("moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "sinf",
            "schi");
    private static final String PIFF = "a2394f525a9b4f14a2446c427c648df4";
    private static final int USE_SUBSAMPLES = 2;

    static EncryptedSamples of(List<byte[]> segments) {
        ByteArrayOutputStream media = new ByteArrayOutputStream();
        List<String> information = new ArrayList<>();
        StringBuilder tenc = new StringBuilder();
        for (byte[] segment : segments) {
            walk(segment, 0, segment.length, (type, payload) -> {
                // default_Per_Sample_IV_Size; Smooth Streaming has no tenc
                int ivSize = tenc.length() == 0 ? 8 : Integer.parseInt(tenc.substring(14, 16), 16);
                switch (type) {
                    case "mdat" -> media.writeBytes(bytes(payload));
                    case "tenc" -> tenc.append(HexFormat.of().formatHex(bytes(payload)));
                    case "senc" -> information.addAll(read(payload, ivSize));
                    case "uuid" -> {
                        byte[] all = bytes(payload);
                        if (HexFormat.of().formatHex(all, 0, 16).equals(PIFF)) {
                            information.addAll(read(payload.slice(16, all.length - 16), ivSize));
                        }
                    }
                    default -> {
                        // says nothing of encryption
                    }
                }
            });
        }
        return new EncryptedSamples(media.toByteArray(), information, tenc.toString());
    }

    private static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }

    private static List<String> read(ByteBuffer box, int ivSize) {
        ByteBuffer in = box.slice();
        int flags = in.getInt();
        if ((flags & 1) != 0) {
            in.position(in.position() + 20);
        }
        List<String> samples = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            int start = in.position();
            int size = ivSize + ((flags & USE_SUBSAMPLES) == 0 ? 0 : 2 + 6 * (in.getShort(start + ivSize) & 0xffff));
            byte[] sample = new byte[size];
            in.get(sample);
            if (size > 0) {
                // Shaka Packager writes boxes also where the defaults of the track say it all
                samples.add(HexFormat.of().formatHex(sample));
            }
        }
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes behind the auxiliary information");
        }
        return samples;
    }

    /** Visits all boxes. */
    static void walk(byte[] file, int from, int to, BiConsumer<String, ByteBuffer> visitor) {
        ByteBuffer in = ByteBuffer.wrap(file);
        for (int at = from; at < to;) {
            int size = in.getInt(at);
            String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (size < 8 || size > to - at) {
                throw new AssertionError(type + " at " + at + " has " + size + " bytes");
            }
            visitor.accept(type, in.slice(at + 8, size - 8));
            int own = switch (type) {
                case "stsd" -> 8;
                case "encv" -> 78;
                case "enca" -> 28;
                default -> CONTAINERS.contains(type) ? 0 : -1;
            };
            if (own >= 0) {
                walk(file, at + 8 + own, at + size, visitor);
            }
            at += size;
        }
    }
}
