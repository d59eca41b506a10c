package io.dynpack.codec;

import java.nio.ByteBuffer;

/**
 * ES_Descriptor, the payload of {@code esds} behind its version and flags (ISO/IEC 14496-1, 7.2.6.5).
 *
 * @param objectType     objectTypeIndication: 0x40 MPEG-4 audio, 0x66 to 0x68 MPEG-2 AAC, 0x69 and 0x6b MP3,
 *                       0xa9 to 0xac DTS
 * @param maxBitrate     bits per second, 0 where not stated
 * @param averageBitrate bits per second, 0 where not stated
 * @param specificInfo   DecoderSpecificInfo, empty where there is none
 */
public record ElementaryStreamDescriptor(int objectType, long maxBitrate, long averageBitrate, ByteBuffer specificInfo) {

    private static final int ES = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER_CONFIG = 6;
    /** streamType 5 in front of upStream and a reserved bit. */
    private static final int AUDIO_STREAM = 0x15;

    /** @param payload of the {@code esds} box, from its version on; its position stays */
    public static ElementaryStreamDescriptor parse(ByteBuffer payload) {
        ByteBuffer in = payload.slice();
        if (in.remaining() < 4) {
            throw new CodecException("esds ends too early");
        }
        in.position(4);
        ByteBuffer es = descriptor(in, ES);
        int flags = es.remaining() < 3 ? 0 : es.get(2) & 0xff;
        // dependsOn_ES_ID, then the URL, then OCR_ES_ID
        int skip = 3 + ((flags & 0x80) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0) {
            skip += 1 + (es.remaining() > skip ? es.get(skip) & 0xff : 0);
        }
        skip += (flags & 0x20) != 0 ? 2 : 0;
        if (skip > es.remaining()) {
            throw new CodecException("esds ends inside its ES_Descriptor");
        }
        es.position(skip);
        return decoderConfig(es);
    }

    /** @param in a DecoderConfigDescriptor, which is where its position is afterwards */
    static ElementaryStreamDescriptor decoderConfig(ByteBuffer in) {
        ByteBuffer config = descriptor(in, DECODER_CONFIG);
        if (config.remaining() < 13) {
            throw new CodecException("esds ends inside its DecoderConfigDescriptor");
        }
        int objectType = config.get(0) & 0xff;
        long max = config.getInt(5) & 0xffffffffL;
        long average = config.getInt(9) & 0xffffffffL;
        config.position(13);
        ByteBuffer info = config.hasRemaining() ? descriptor(config, DECODER_SPECIFIC) : ByteBuffer.allocate(0);
        return new ElementaryStreamDescriptor(objectType, max, average, info.asReadOnlyBuffer());
    }

    /**
     * The payload of an {@code esds} box that says nothing but the object type, as the codecs have it whose frames tell all else.
     */
    public static byte[] payload(int objectType) {
        return new byte[]{0, 0, 0, 0, ES, 21, 0, 0, 0, DECODER_CONFIG, 13, (byte) objectType, AUDIO_STREAM, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, SYNC_LAYER_CONFIG, 1, 2};
    }

    private static ByteBuffer descriptor(ByteBuffer in, int tag) {
        if (in.remaining() < 2 || (in.get() & 0xff) != tag) {
            throw new CodecException("esds has no descriptor " + tag + " where one is needed");
        }
        int size = 0;
        int digit;
        int digits = 0;
        do {
            if (!in.hasRemaining() || ++digits > 4) {
                throw new CodecException("esds has a malformed descriptor length");
            }
            digit = in.get() & 0xff;
            size = size << 7 | digit & 0x7f;
        } while ((digit & 0x80) != 0);
        // several encoders count a descriptor too long; what is there decides
        ByteBuffer content = in.slice(in.position(), Math.min(size, in.remaining()));
        in.position(in.position() + content.capacity());
        return content;
    }
}
