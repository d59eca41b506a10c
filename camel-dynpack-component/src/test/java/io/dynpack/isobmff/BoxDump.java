package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Boxes as text that people read: an indented tree, a box a line, with its size and its fields as the standards name them. */
public final class BoxDump {
    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "mvex", "moof",
            "traf", "udta");
    private static final Map<String, Integer> SAMPLE_ENTRY_FIELDS = Map.of("vide", 78, "soun", 28);
    private static final Map<String, String> USER_TYPES = Map.of("6d1d9b0542d544e680e2141daff757b2", "tfxd",
            "d4807ef2ca3946958e5426cb9e46a79f", "tfrf");
    private static final int ROW = 44;
    /** Entries of a {@code trun} and bytes of {@code mdat} that are shown. */
    private static final int SHOWN = 3;
    private static final int SHOWN_BYTES = 16;
    /** The matrix that turns nothing. */
    private static final String IDENTITY = "000100000000000000000000000000000001000000000000000000000000000040000000";

    private final StringBuilder out = new StringBuilder();
    private String handler = "";

    private BoxDump() {}

    /** @param bytes of whole boxes, one behind the other */
    public static String of(byte[] bytes) {
        BoxDump dump = new BoxDump();
        for (int at = 0; at < bytes.length;) {
            Box box = Box.parse(ByteBuffer.wrap(bytes, at, bytes.length - at).slice(), at);
            dump.box(box, 1);
            at += box.size();
        }
        return dump.out.toString();
    }

    private void box(Box box, int depth) {
        String type = Fourcc.text(box.type());
        out.append("  ".repeat(depth)).append(type).append(' ').append(box.size());
        if (CONTAINERS.contains(type)) {
            out.append('\n');
            box.children().forEach(child -> box(child, depth + 1));
        } else if (type.equals("stsd")) {
            fullBox(box.payload());
            out.append('\n');
            box.children(8).forEach(entry -> sampleEntry(entry, depth + 1));
        } else {
            fields(type, box.payload());
            out.append('\n');
        }
    }

    private void sampleEntry(Box entry, int depth) {
        int fields = SAMPLE_ENTRY_FIELDS.get(handler);
        byte[] own = new byte[fields];
        entry.payload().get(own);
        out.append("  ".repeat(depth)).append(Fourcc.text(entry.type())).append(' ').append(entry.size()).append('\n');
        hex(own, depth + 1);
        entry.children(fields).forEach(child -> {
            out.append("  ".repeat(depth + 1)).append(Fourcc.text(child.type())).append(' ').append(child.size()).append('\n');
            hex(bytes(child.payload()), depth + 2);
        });
    }

    private void hex(byte[] bytes, int depth) {
        for (int at = 0; at < bytes.length; at += ROW) {
            out.append("  ".repeat(depth)).append(HexFormat.of().formatHex(bytes, at, Math.min(bytes.length, at + ROW)))
                    .append('\n');
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String hex(ByteBuffer in, int most) {
        byte[] bytes = new byte[Math.min(most, in.remaining())];
        in.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private BoxDump field(String name, Object value) {
        out.append(' ').append(name).append('=').append(value);
        return this;
    }

    private BoxDump u32(String name, ByteBuffer in) {
        return field(name, Integer.toUnsignedString(in.getInt()));
    }

    private BoxDump time(String name, ByteBuffer in, int version) {
        return version == 1 ? field(name, in.getLong()) : u32(name, in);
    }

    private BoxDump flags(String name, ByteBuffer in) {
        return field(name, "0x%08x".formatted(in.getInt()));
    }

    /** @return version and flags */
    private int fullBox(ByteBuffer in) {
        int word = in.getInt();
        field("version", word >>> 24).field("flags", "0x%06x".formatted(word & 0xffffff));
        return word;
    }

    private void fields(String type, ByteBuffer in) {
        switch (type) {
            case "ftyp", "styp" -> {
                field("major_brand", text(in, 4)).u32("minor_version", in);
                while (in.hasRemaining()) {
                    out.append(' ').append(text(in, 4));
                }
            }
            case "mvhd" -> {
                int version = fullBox(in) >>> 24;
                in.position(version == 1 ? 20 : 12);
                u32("timescale", in).time("duration", in, version).u32("next_track_ID", in.position(in.limit() - 4));
            }
            case "tkhd" -> trackHeader(in);
            case "mdhd" -> {
                int version = fullBox(in) >>> 24;
                in.position(version == 1 ? 20 : 12);
                u32("timescale", in).time("duration", in, version);
                int code = in.getShort();
                field("language", "" + letter(code >> 10) + letter(code >> 5) + letter(code));
            }
            case "hdlr" -> {
                fullBox(in);
                in.getInt();
                handler = text(in, 4);
                in.position(in.position() + 12);
                field("handler_type", handler).field("name", '"' + text(in, Math.max(0, in.remaining() - 1)) + '"');
            }
            case "elst" -> editList(in);
            case "mehd" -> time("fragment_duration", in, fullBox(in) >>> 24);
            case "trex" -> {
                fullBox(in);
                u32("track_ID", in).u32("default_sample_description_index", in).u32("default_sample_duration", in)
                        .u32("default_sample_size", in).flags("default_sample_flags", in);
            }
            case "stts", "stsc", "stco", "dref" -> {
                fullBox(in);
                u32("entry_count", in);
            }
            case "stsz" -> {
                fullBox(in);
                u32("sample_size", in).u32("sample_count", in);
            }
            case "mfhd" -> {
                fullBox(in);
                u32("sequence_number", in);
            }
            case "tfhd" -> trackFragmentHeader(in);
            case "tfdt" -> time("baseMediaDecodeTime", in, fullBox(in) >>> 24);
            case "trun" -> trackRun(in);
            case "sidx" -> segmentIndex(in);
            case "uuid" -> userBox(in);
            case "mdat" -> out.append(' ').append(hex(in, SHOWN_BYTES)).append("...");
            default -> out.append(' ').append(hex(in, ROW));
        }
    }

    private static char letter(int code) {
        return (char) (0x60 + (code & 31));
    }

    private void trackHeader(ByteBuffer in) {
        int version = fullBox(in) >>> 24;
        in.position(version == 1 ? 20 : 12);
        u32("track_ID", in).u32("reserved", in).time("duration", in, version);
        in.position(in.position() + 8);
        field("layer", in.getShort()).field("alternate_group", in.getShort()).field("volume", in.getShort() / 256.0);
        in.getShort();
        String matrix = hex(in, 36);
        if (!matrix.equals(IDENTITY)) {
            field("matrix", matrix);
        }
        field("width", in.getInt() / 65536.0).field("height", in.getInt() / 65536.0);
    }

    private void editList(ByteBuffer in) {
        int version = fullBox(in) >>> 24;
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            out.append(" (");
            out.append("segment_duration=").append(version == 1 ? in.getLong() : Integer.toUnsignedLong(in.getInt()));
            out.append(" media_time=").append(version == 1 ? in.getLong() : in.getInt());
            out.append(" rate=").append(in.getShort()).append('.').append(in.getShort()).append(')');
        }
    }

    private void trackFragmentHeader(ByteBuffer in) {
        int flags = fullBox(in);
        u32("track_ID", in);
        if ((flags & 0x01) != 0) {
            field("base_data_offset", in.getLong());
        }
        if ((flags & 0x02) != 0) {
            u32("sample_description_index", in);
        }
        if ((flags & 0x08) != 0) {
            u32("default_sample_duration", in);
        }
        if ((flags & 0x10) != 0) {
            u32("default_sample_size", in);
        }
        if ((flags & 0x20) != 0) {
            flags("default_sample_flags", in);
        }
    }

    private void trackRun(ByteBuffer in) {
        int flags = fullBox(in);
        int count = in.getInt();
        field("sample_count", count);
        if ((flags & 0x001) != 0) {
            field("data_offset", in.getInt());
        }
        if ((flags & 0x004) != 0) {
            flags("first_sample_flags", in);
        }
        for (int i = 0; i < Math.min(SHOWN, count) && (flags & 0xf00) != 0; i++) {
            out.append(" (");
            String blank = "";
            for (int bit = 0x100; bit <= 0x800; bit <<= 1) {
                if ((flags & bit) != 0) {
                    int value = in.getInt();
                    out.append(blank).append(switch (bit) {
                        case 0x100 -> "duration=" + value;
                        case 0x200 -> "size=" + value;
                        case 0x400 -> "flags=0x%08x".formatted(value);
                        default -> "cto=" + value;
                    });
                    blank = " ";
                }
            }
            out.append(')');
        }
    }

    private void segmentIndex(ByteBuffer in) {
        int version = fullBox(in) >>> 24;
        u32("reference_ID", in).u32("timescale", in).time("earliest_presentation_time", in, version).time("first_offset", in,
                version);
        in.getShort();
        int count = in.getShort();
        for (int i = 0; i < count; i++) {
            out.append(" (referenced_size=").append(in.getInt()).append(" subsegment_duration=").append(in.getInt())
                    .append(" SAP=0x%08x)".formatted(in.getInt()));
        }
    }

    private void userBox(ByteBuffer in) {
        String type = hex(in, 16);
        String name = USER_TYPES.get(type);
        field("usertype", name == null ? type : name);
        if ("tfxd".equals(name)) {
            int version = fullBox(in) >>> 24;
            time("fragment_absolute_time", in, version).time("fragment_duration", in, version);
        } else {
            out.append(' ').append(hex(in, ROW));
        }
    }
}
