package io.dynpack.codec;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Steps over one individual_channel_stream() of AAC-LC (ISO/IEC 14496-3, 4.4.2.1). Only its bits are followed; no sound is made
 * of them.
 */
final class AacChannelStream {
    private static final int EIGHT_SHORT = 2;

    private static final int ZERO = 0;
    private static final int RESERVED = 12;
    private static final int NOISE = 13;

    private static final int NOISE_ENERGY_BITS = 9;

    private final BitReader in;
    private final IcsInfo info;

    /**
     * ics_info(): how the spectrum is divided.
     *
     * @param isShort eight short windows rather than one long one
     * @param bands   scale factor bands that are coded, in each group
     * @param groups  windows of each group
     * @param widths  spectral values of each band of one window
     */
    record IcsInfo(boolean isShort, int bands, int[] groups, int[] widths) {

        static IcsInfo read(BitReader in, AacScaleFactorBands tables) {
            in.skip(1);
            boolean isShort = in.bits(2) == EIGHT_SHORT;
            in.skip(1);
            int bands = (int) in.bits(isShort ? 4 : 6);
            int[] widths = isShort ? tables.shortWindow() : tables.longWindow();
            if (bands > widths.length) {
                throw new CodecException("access unit codes " + bands + " scale factor bands of " + widths.length);
            }
            int[] groups = {1};
            if (isShort) {
                int[] lengths = new int[8];
                int last = 0;
                lengths[0] = 1;
                for (int window = 1; window < 8; window++) {
                    last += in.bit() == 1 ? 0 : 1;
                    lengths[last]++;
                }
                groups = Arrays.copyOf(lengths, last + 1);
            } else if (in.bit() == 1) {
                throw new CodecException("access unit uses prediction, which AAC-LC has not");
            }
            return new IcsInfo(isShort, bands, groups, widths);
        }

        int windows() {
            return isShort ? 8 : 1;
        }
    }

    private AacChannelStream(BitReader in, IcsInfo info) {
        this.in = in;
        this.info = info;
    }

    /**
     * Reads to the end of the element.
     *
     * @param shared of both channels of a pair, or {@code null} where each states its own
     */
    static void skip(BitReader in, AacScaleFactorBands tables, @Nullable IcsInfo shared) {
        in.skip(8);
        new AacChannelStream(in, shared == null ? IcsInfo.read(in, tables) : shared).skip();
    }

    private void skip() {
        int[][] books = sections();
        scaleFactors(books);
        if (in.bit() == 1) {
            pulses();
        }
        if (in.bit() == 1) {
            temporalNoiseShaping();
        }
        if (in.bit() == 1) {
            throw new CodecException("access unit uses gain control, which AAC-LC has not");
        }
        spectrum(books);
    }

    /** The codebook of each band of each group. */
    private int[][] sections() {
        int bits = info.isShort ? 3 : 5;
        int escape = (1 << bits) - 1;
        int[][] books = new int[info.groups.length][info.bands];
        for (int[] group : books) {
            int band = 0;
            while (band < info.bands) {
                int book = (int) in.bits(4);
                if (book == RESERVED) {
                    throw new CodecException("access unit uses the reserved codebook 12");
                }
                int length = 0;
                int more;
                do {
                    more = (int) in.bits(bits);
                    length += more;
                } while (more == escape);
                if (length > info.bands - band) {
                    throw new CodecException("access unit has a section that ends behind its bands");
                }
                Arrays.fill(group, band, band + length, book);
                band += length;
            }
        }
        return books;
    }

    private void scaleFactors(int[][] books) {
        boolean noiseSeen = false;
        for (int[] group : books) {
            for (int book : group) {
                if (book == NOISE && !noiseSeen) {
                    noiseSeen = true;
                    in.skip(NOISE_ENERGY_BITS);
                } else if (book != ZERO) {
                    AacCodebook.SCALE_FACTORS.read(in);
                }
            }
        }
    }

    private void pulses() {
        if (info.isShort) {
            throw new CodecException("access unit has pulses in short windows");
        }
        int count = (int) in.bits(2) + 1;
        in.skip(6 + 9 * count);
    }

    private void temporalNoiseShaping() {
        for (int window = 0; window < info.windows(); window++) {
            int filters = (int) in.bits(info.isShort ? 1 : 2);
            int resolution = filters > 0 ? in.bit() : 0;
            for (int filter = 0; filter < filters; filter++) {
                in.skip(info.isShort ? 4 : 6);
                int order = (int) in.bits(info.isShort ? 3 : 5);
                if (order > 0) {
                    in.skip(1);
                    int compress = in.bit();
                    in.skip(order * (3 + resolution - compress));
                }
            }
        }
    }

    private void spectrum(int[][] books) {
        for (int group = 0; group < books.length; group++) {
            for (int band = 0; band < info.bands; band++) {
                int book = books[group][band];
                if (book != ZERO && book < RESERVED) {
                    AacCodebook.of(book).skip(in, info.widths[band] * info.groups[group]);
                }
            }
        }
    }
}
