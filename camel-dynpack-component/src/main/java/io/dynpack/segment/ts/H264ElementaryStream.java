package io.dynpack.segment.ts;

import io.dynpack.codec.AvcConfiguration;
import io.dynpack.codec.NalUnitSyntax;

/** H.264 (ISO/IEC 13818-1, 2.14). */
final class H264ElementaryStream extends NalUnitElementaryStream {
    private static final int AVC_VIDEO = 0x1b;

    H264ElementaryStream(AvcConfiguration configuration) {
        super(NalUnitSyntax.AVC, configuration.nalLengthSize(), configuration.parameterSets());
    }

    @Override
    public int streamType() {
        return AVC_VIDEO;
    }
}
