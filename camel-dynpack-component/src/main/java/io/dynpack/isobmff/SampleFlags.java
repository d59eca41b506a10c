package io.dynpack.isobmff;

/** The sample flags of {@code trex}, {@code tfhd} and {@code trun} (ISO/IEC 14496-12, 8.8.3.1). */
public final class SampleFlags {
    /** Depends on no other sample, is a sync sample. */
    public static final int SYNC = 0x02000000;
    /** Depends on others, is no sync sample. */
    public static final int NON_SYNC = 0x01010000;

    private static final int IS_NON_SYNC = 0x00010000;

    private SampleFlags() {}

    public static boolean isSync(int flags) {
        return (flags & IS_NON_SYNC) == 0;
    }
}
