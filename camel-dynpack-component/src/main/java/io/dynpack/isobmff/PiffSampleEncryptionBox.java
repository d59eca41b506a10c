package io.dynpack.isobmff;

import org.jspecify.annotations.Nullable;

/**
 * The sample encryption box of the Protected Interoperable File Format, 5.3.2: what {@code senc} became later, as a {@code uuid}.
 *
 * @param override   the parameters that a fragment states for itself; {@code null} where those of the track hold
 * @param subsamples whether it has subsample maps
 * @param count      samples
 * @param bytes      of all auxiliary information
 * @param table      writes these
 */
public record PiffSampleEncryptionBox(@Nullable TencBox override, boolean subsamples, int count, int bytes,
        MoofBox.Table table) implements TrafPart {
    /** a2394f52-5a9b-4f14-a244-6c427c648df4. */
    private static final long HIGH = 0xa2394f525a9b4f14L;
    private static final long LOW = 0xa2446c427c648df4L;

    private static final int OVERRIDE_TRACK = 1;
    private static final int AES_CTR = 1;
    /** AlgorithmID, IV_size, KID. */
    private static final int OVERRIDE_SIZE = 3 + 1 + 16;

    @Override
    public int size() {
        return Box.HEADER + 16 + 4 + (override == null ? 0 : OVERRIDE_SIZE) + 4 + bytes;
    }

    @Override
    public void write(BoxWriter out) {
        int mark = out.start(Fourcc.UUID);
        int flags = (override == null ? 0 : OVERRIDE_TRACK) | (subsamples ? SencBox.USE_SUBSAMPLES : 0);
        out.u64(HIGH).u64(LOW).u32(flags);
        if (override != null) {
            out.u32(AES_CTR << 8 | override.ivSize()).uuid(override.keyId());
        }
        out.u32(count);
        table.write(out);
        out.end(mark);
    }
}
