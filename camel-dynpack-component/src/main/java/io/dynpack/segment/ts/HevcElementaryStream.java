package io.dynpack.segment.ts;

import io.dynpack.codec.HevcCodec;
import io.dynpack.codec.NalUnitSyntax;

/** HEVC (ISO/IEC 13818-1, 2.17), with a registration descriptor, as players of broadcasts expect it beside the stream type. */
final class HevcElementaryStream extends NalUnitElementaryStream {
    private static final int HEVC_VIDEO = 0x24;
    /** registration_descriptor (2.6.8) with format_identifier {@code HEVC}. */
    private static final byte[] REGISTRATION = {5, 4, 'H', 'E', 'V', 'C'};

    HevcElementaryStream(HevcCodec codec) {
        super(NalUnitSyntax.HEVC, codec.nalLengthSize(), codec.parameterSets());
    }

    @Override
    public int streamType() {
        return HEVC_VIDEO;
    }

    @Override
    public byte[] descriptors() {
        return REGISTRATION.clone();
    }
}
