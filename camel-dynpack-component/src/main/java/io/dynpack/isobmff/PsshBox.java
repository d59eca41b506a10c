package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code pssh}: what one protection system has to know (ISO/IEC 23001-7, 8.1). Version 1 where it names keys, else 0.
 *
 * @param systemId of the protection system
 * @param keyIds   KIDs that it is of; mostly empty, since the data name them
 * @param data     in the form of the system; its position and limit never move
 */
public record PsshBox(UUID systemId, List<UUID> keyIds, ByteBuffer data) {
    private static final int FIXED = Box.HEADER + 4 + 16 + 4;

    public PsshBox {
        keyIds = List.copyOf(keyIds);
        data = data.slice().asReadOnlyBuffer();
    }

    public static PsshBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        UUID systemId = new UUID(in.skip(3).i64(), in.i64());
        List<UUID> keyIds = new ArrayList<>();
        for (int left = version == 0 ? 0 : in.count(16); left > 0; left--) {
            keyIds.add(new UUID(in.i64(), in.i64()));
        }
        return new PsshBox(systemId, keyIds, in.view(in.u32()));
    }

    /** Bytes of the whole box. */
    public int size() {
        return FIXED + (keyIds.isEmpty() ? 0 : 4 + 16 * keyIds.size()) + data.remaining();
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.PSSH, keyIds.isEmpty() ? 0 : 1, 0);
        out.uuid(systemId);
        if (!keyIds.isEmpty()) {
            out.u32(keyIds.size());
            keyIds.forEach(out::uuid);
        }
        out.u32(data.remaining()).bytes(data).end(mark);
    }

    /** The whole box, as manifests carry it in base64. */
    public byte[] toByteArray() {
        BoxWriter out = new BoxWriter(size());
        write(out);
        return out.toByteArray();
    }
}
