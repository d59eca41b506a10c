package io.dynpack.segment;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.dynpack.isobmff.BoxWriter;
import io.dynpack.isobmff.SaioBox;
import io.dynpack.isobmff.SaizBox;
import io.dynpack.isobmff.SencBox;
import io.dynpack.isobmff.TrafPart;
import io.dynpack.presentation.SampleProtection;

/**
 * The sample auxiliary information of common encryption: of each sample its initialization vector, unless one holds for all,
 * and its subsamples (ISO/IEC 23001-7, 7.1). The same in all containers.
 */
public final class AuxiliaryInformation {
    private static final int SUBSAMPLE_COUNT = 2;
    private static final int SUBSAMPLE = 2 + 4;

    private final SampleProtection protection;
    private final int samples;
    private final int ivSize;

    private AuxiliaryInformation(SampleProtection protection, int samples, int ivSize) {
        this.protection = protection;
        this.samples = samples;
        this.ivSize = ivSize;
    }

    /** {@code null} where the defaults of the track say it all. */
    public static @Nullable AuxiliaryInformation of(SampleProtection protection, int samples) {
        int ivSize = protection.track().encryption().ivSize();
        return ivSize == 0 && !protection.hasSubsamples() ? null : new AuxiliaryInformation(protection, samples, ivSize);
    }

    /**
     * Bytes that it takes at most with the boxes around it.
     *
     * @param mostSubsamples of a sample; 0 where samples are not divided
     */
    public static long mostBytes(int samples, int ivSize, int mostSubsamples) {
        int each = ivSize + (mostSubsamples > 0 ? SUBSAMPLE_COUNT + SUBSAMPLE * mostSubsamples : 0);
        long sizes = new SaizBox(0, samples, new byte[0]).size() + (long) samples;
        return each == 0 ? 0 : sizes + SaioBox.SIZE + SencBox.HEADER + (long) samples * each;
    }

    private int size(int sample) {
        return ivSize + (protection.hasSubsamples() ? SUBSAMPLE_COUNT + SUBSAMPLE * protection.subsampleCount(sample) : 0);
    }

    /** Bytes of all samples. */
    public int bytes() {
        int sum = 0;
        for (int sample = 0; sample < samples; sample++) {
            sum += size(sample);
        }
        return sum;
    }

    /** Whether it has subsample maps. */
    public boolean hasSubsamples() {
        return protection.hasSubsamples();
    }

    private SaizBox sizes() {
        byte[] sizes = new byte[samples];
        boolean same = true;
        for (int sample = 0; sample < samples; sample++) {
            sizes[sample] = (byte) size(sample);
            same &= sizes[sample] == sizes[0];
        }
        return same ? new SaizBox(sizes[0] & 0xff, samples, new byte[0]) : new SaizBox(0, samples, sizes);
    }

    /**
     * The boxes of ISO/IEC 23001-7 that hold it and say where it lies, in a {@code moof} that is the base of its offsets.
     *
     * @param at where the first of these boxes begins in the {@code moof}
     */
    public List<TrafPart> boxes(int at) {
        SaizBox saiz = sizes();
        return List.of(saiz, new SaioBox((long) at + saiz.size() + SaioBox.SIZE + SencBox.HEADER),
                new SencBox(hasSubsamples(), samples, bytes(), this::write));
    }

    /** Writes all of it, one sample behind the other. */
    public void write(BoxWriter out) {
        for (int sample = 0; sample < samples; sample++) {
            if (ivSize > 0) {
                out.u64(protection.iv(sample));
            }
            if (protection.hasSubsamples()) {
                int count = protection.subsampleCount(sample);
                out.u16(count);
                for (int subsample = 0; subsample < count; subsample++) {
                    out.u16(protection.clearBytes(sample, subsample)).u32(protection.protectedBytes(sample, subsample));
                }
            }
        }
    }
}
