package io.dynpack.isobmff;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * {@code tenc}: how the samples of a track are encrypted where nothing else is said of them (ISO/IEC 23001-7, 8.2).
 *
 * @param version     0, or 1 where there is a pattern or could be one
 * @param cryptBlocks default_crypt_byte_block: blocks of 16 bytes that are encrypted, 0 to 15
 * @param skipBlocks  default_skip_byte_block: blocks behind them that stay clear, 0 to 15; both are 0 where all are encrypted
 * @param ivSize      bytes of the initialization vector of each sample: 8 or 16, or 0 where there is one for all
 * @param keyId       default_KID
 * @param constantIv  the initialization vector of all samples, 8 or 16 bytes; empty where each has its own
 */
public record TencBox(int version, int cryptBlocks, int skipBlocks, int ivSize, UUID keyId, ByteBuffer constantIv) {
    private static final int FIXED = Box.HEADER + 4 + 4 + 16;

    public TencBox {
        constantIv = constantIv.slice().asReadOnlyBuffer();
    }

    public static TencBox read(Box box) {
        BoxReader in = box.reader();
        int version = in.u8();
        int pattern = in.skip(4).u8();
        // default_isProtected
        int ivSize = in.skip(1).u8();
        UUID keyId = new UUID(in.i64(), in.i64());
        ByteBuffer constantIv = ivSize == 0 ? in.view(in.u8()) : ByteBuffer.allocate(0);
        return new TencBox(version, version == 0 ? 0 : pattern >> 4, version == 0 ? 0 : pattern & 0xf, ivSize, keyId,
                constantIv);
    }

    /** Bytes of the whole box. */
    public int size() {
        return FIXED + (ivSize == 0 ? 1 + constantIv.remaining() : 0);
    }

    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.TENC, version, 0);
        out.u8(0).u8(cryptBlocks << 4 | skipBlocks).u8(1).u8(ivSize).uuid(keyId);
        if (ivSize == 0) {
            out.u8(constantIv.remaining()).bytes(constantIv);
        }
        out.end(mark);
    }
}
