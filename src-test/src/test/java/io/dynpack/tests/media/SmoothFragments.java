package io.dynpack.tests.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Makes Smooth Streaming fragments readable for ffmpeg: an initialization segment is built from what the client manifest
 * says, as a Smooth client does, and the absolute time of {@code tfxd} is put where a demultiplexer looks for it,
 * {@code tfdt}, where it is not there already, as of HEVC. The media bytes and all sizes stay.
 */
public final class SmoothFragments {

    private static final UUID TFXD = UUID.fromString("6d1d9b05-42d5-44e6-80e2-141daff757b2");
    private static final int[] MATRIX = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private SmoothFragments() {}

    private record Box(String type, byte[] bytes) {
        ByteBuffer payload() {
            return ByteBuffer.wrap(bytes, 8, bytes.length - 8).slice();
        }
    }

    /**
     * An initialization segment and the fragments behind it.
     *
     * @param codec     FourCC and CodecPrivateData of the quality level, with a blank between
     * @param timescale ticks a second of the stream
     * @throws AssertionError if a fragment has no {@code tfxd} or another shape than MS-SSTR 2.2.4 gives it
     */
    public static List<byte[]> readable(String codec, long timescale, List<byte[]> fragments) {
        List<byte[]> all = new ArrayList<>();
        for (byte[] fragment : fragments) {
            all.add(withDecodeTime(fragment));
        }
        int track = child(child(boxes(fragments.get(0)), "moof"), "traf").stream().filter(b -> b.type().equals("tfhd"))
                .findFirst().orElseThrow(() -> new AssertionError("no tfhd")).payload().getInt(4);
        all.add(0, initialization(codec, timescale, track));
        return all;
    }

    private static byte[] withDecodeTime(byte[] fragment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Box top : boxes(fragment)) {
            if (!top.type().equals("moof")) {
                out.writeBytes(top.bytes());
                continue;
            }
            List<byte[]> moof = new ArrayList<>();
            for (Box box : boxes(payload(top))) {
                moof.add(box.type().equals("traf") ? traf(box) : box.bytes());
            }
            out.writeBytes(box("moof", moof.toArray(byte[][]::new)));
        }
        return out.toByteArray();
    }

    private static byte[] traf(Box traf) {
        List<Box> inner = boxes(payload(traf));
        if (inner.stream().anyMatch(box -> box.type().equals("tfdt"))) {
            return traf.bytes();
        }
        Box tfxd = inner.stream().filter(SmoothFragments::isTfxd).findFirst().orElseThrow(() -> new AssertionError("no tfxd"));
        ByteBuffer fields = tfxd.payload().position(16);
        boolean wide = fields.getInt() >>> 24 == 1;
        long time = wide ? fields.getLong() : Integer.toUnsignedLong(fields.getInt());
        byte[] tfdt = box("tfdt", ByteBuffer.allocate(12).putInt(1 << 24).putLong(time).array());
        byte[] free = box("free", new byte[tfxd.bytes().length - tfdt.length - 8]);
        List<byte[]> ordered = new ArrayList<>();
        for (Box box : inner) {
            if (!isTfxd(box)) {
                ordered.add(box.bytes());
            }
            if (box.type().equals("tfhd")) {
                ordered.add(tfdt);
                ordered.add(free);
            }
        }
        return box("traf", ordered.toArray(byte[][]::new));
    }

    private static boolean isTfxd(Box box) {
        if (!box.type().equals("uuid")) {
            return false;
        }
        ByteBuffer payload = box.payload();
        return new UUID(payload.getLong(), payload.getLong()).equals(TFXD);
    }

    private static byte[] initialization(String codec, long timescale, int track) {
        String fourcc = codec.substring(0, codec.indexOf(' '));
        byte[] config = HexFormat.of().parseHex(codec.substring(codec.indexOf(' ') + 1));
        boolean hevc = fourcc.equalsIgnoreCase("HEV1") || fourcc.equalsIgnoreCase("HVC1");
        boolean video = hevc || fourcc.equals("H264") || fourcc.equals("AVC1");
        byte[] entry = hevc
                ? hevc(fourcc.toLowerCase(Locale.ROOT), config)
                : video ? avc1(config) : fourcc.equals("EC-3") ? ec3(config) : mp4a(config);
        int scale = Math.toIntExact(timescale);
        byte[] dref = box("dref", ints(0, 1), box("url ", ints(1)));
        byte[] stbl = box("stbl", box("stsd", ints(0, 1), entry), box("stts", ints(0, 0)), box("stsc", ints(0, 0)),
                box("stsz", ints(0, 0, 0)), box("stco", ints(0, 0)));
        byte[] header = video ? box("vmhd", ints(1, 0, 0)) : box("smhd", ints(0, 0));
        byte[] hdlr = box("hdlr", ints(0, 0), (video ? "vide" : "soun").getBytes(StandardCharsets.US_ASCII), ints(0, 0, 0),
                new byte[1]);
        byte[] mdia = box("mdia", box("mdhd", ints(0, 0, 0, scale, 0, 0x55c40000)), hdlr,
                box("minf", header, box("dinf", dref), stbl));
        byte[] tkhd = box("tkhd", ints(7, 0, 0, track, 0, 0, 0, 0, 0, 0), ints(MATRIX), ints(0, 0));
        byte[] mvhd = box("mvhd", ints(0, 0, 0, scale, 0, 0x10000, 0x1000000, 0, 0), ints(MATRIX), new byte[24],
                ints(track + 1));
        byte[] mvex = box("mvex", box("trex", ints(0, track, 1, 0, 0, 0)));
        byte[] ftyp = box("ftyp", "iso6\0\0\0\0iso6".getBytes(StandardCharsets.US_ASCII));
        byte[] moov = box("moov", mvhd, box("trak", tkhd, mdia), mvex);
        return ByteBuffer.allocate(ftyp.length + moov.length).put(ftyp).put(moov).array();
    }

    /** CodecPrivateData is the parameter sets with start codes. */
    private static List<byte[]> sets(byte[] config) {
        List<byte[]> sets = new ArrayList<>();
        int from = 4;
        for (int i = 4; i <= config.length; i++) {
            boolean startCode = i + 4 <= config.length && config[i] == 0 && config[i + 1] == 0 && config[i + 2] == 0
                    && config[i + 3] == 1;
            if (startCode || i == config.length) {
                sets.add(Arrays.copyOfRange(config, from, i));
                from = i + 4;
                i += 3;
            }
        }
        return sets;
    }

    private static byte[] hevc(String format, byte[] config) {
        List<byte[]> sets = sets(config);
        byte[] sps = sets.stream().filter(set -> set[0] >> 1 == 33).findFirst().orElseThrow();
        ByteBuffer hvcc = ByteBuffer.allocate(64 + config.length + 3 * sets.size());
        // general_profile_space to general_level_idc, read without emulation prevention
        hvcc.put((byte) 1).put(unescaped(sps), 3, 12).putShort((short) 0xf000).put((byte) 0xfc).put((byte) 0xfd)
                .put((byte) 0xf8).put((byte) 0xf8).putShort((short) 0).put((byte) 0x0f).put((byte) sets.size());
        for (byte[] set : sets) {
            hvcc.put((byte) (set[0] >> 1)).putShort((short) 1).putShort((short) set.length).put(set);
        }
        return box(format, visualFields(), box("hvcC", Arrays.copyOf(hvcc.array(), hvcc.position())));
    }

    /** Without emulation prevention. */
    private static byte[] unescaped(byte[] unit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < unit.length; i++) {
            boolean prevention = i > 1 && unit[i] == 3 && unit[i - 1] == 0 && unit[i - 2] == 0;
            if (!prevention) {
                out.write(unit[i]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] avc1(byte[] config) {
        List<byte[]> sets = sets(config);
        byte[] sps = sets.get(0);
        ByteBuffer avcc = ByteBuffer.allocate(64 + config.length);
        avcc.put((byte) 1).put(sps, 1, 3).put((byte) 0xff).put((byte) 0xe1).putShort((short) sps.length).put(sps);
        avcc.put((byte) (sets.size() - 1));
        for (byte[] pps : sets.subList(1, sets.size())) {
            avcc.putShort((short) pps.length).put(pps);
        }
        return box("avc1", visualFields(), box("avcC", Arrays.copyOf(avcc.array(), avcc.position())));
    }

    private static byte[] visualFields() {
        return ByteBuffer.allocate(78).putShort(6, (short) 1).putInt(28, 0x480000).putInt(32, 0x480000)
                .putShort(40, (short) 1).putShort(74, (short) 24).putShort(76, (short) -1).array();
    }

    /** CodecPrivateData is what follows WAVEFORMATEX: samples, channels and sub-format in 22 bytes, then the record. */
    private static byte[] ec3(byte[] config) {
        return box("ec-3", audioFields(), box("dec3", Arrays.copyOfRange(config, 22, config.length)));
    }

    private static byte[] audioFields() {
        return ByteBuffer.allocate(28).putShort(6, (short) 1).putShort(16, (short) 2).putShort(18, (short) 16)
                .putInt(24, 48000 << 16).array();
    }

    private static byte[] mp4a(byte[] config) {
        byte[] specific = descriptor(5, config);
        byte[] decoder = descriptor(4, ByteBuffer.allocate(13 + specific.length).put((byte) 0x40).put((byte) 0x15)
                .position(13).put(specific).array());
        byte[] es = descriptor(3, ByteBuffer.allocate(3 + decoder.length + 3).position(3).put(decoder)
                .put(descriptor(6, new byte[]{2})).array());
        return box("mp4a", audioFields(), box("esds", ints(0), es));
    }

    private static byte[] descriptor(int tag, byte[] payload) {
        return ByteBuffer.allocate(2 + payload.length).put((byte) tag).put((byte) payload.length).put(payload).array();
    }

    private static List<Box> boxes(byte[] bytes) {
        List<Box> found = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int size = ByteBuffer.wrap(bytes).getInt(at);
            if (size < 8 || size > bytes.length - at) {
                throw new AssertionError("a box of " + size + " bytes at " + at + " of " + bytes.length);
            }
            found.add(new Box(new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1),
                    Arrays.copyOfRange(bytes, at, at + size)));
            at += size;
        }
        return found;
    }

    private static List<Box> child(List<Box> boxes, String type) {
        return boxes(payload(boxes.stream().filter(b -> b.type().equals(type)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + type))));
    }

    private static byte[] payload(Box box) {
        return Arrays.copyOfRange(box.bytes(), 8, box.bytes().length);
    }

    private static byte[] box(String type, byte[]... parts) {
        int size = 8 + Arrays.stream(parts).mapToInt(p -> p.length).sum();
        ByteBuffer box = ByteBuffer.allocate(size).putInt(size).put(type.getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] part : parts) {
            box.put(part);
        }
        return box.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }
}
