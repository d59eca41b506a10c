package io.dynpack.codec;

import org.jspecify.annotations.Nullable;

/**
 * The Huffman codebooks of AAC as far as it takes to step over what they code (ISO/IEC 14496-3, tables 4.A.1 to 4.A.12): where a
 * code word ends, and how many sign bits and escape sequences follow it.
 */
enum AacCodebook {
    ONE(4, null, 1, 0, 0, 0, 8, 0, 24, 0, 24, 8, 16),
    TWO(4, null, 0, 0, 1, 1, 7, 24, 15, 19, 14),
    THREE(4, "011112222232343311223232331221224334323244332333223243344233333344442233434443233", 1, 0, 0, 4, 2, 6, 3, 5, 15,
            15, 8, 9, 3, 3, 5, 2),
    FOUR(4, "433331202222121144443333333333332222222222221111444444333333333433344422222243333", 0, 0, 0, 10, 6, 0, 9, 21, 8,
            14, 11, 2),
    FIVE(2, null, 1, 0, 0, 4, 4, 0, 4, 12, 12, 12, 18, 10, 4),
    SIX(2, null, 0, 0, 0, 9, 0, 16, 13, 8, 23, 8, 4),
    SEVEN(2, "0112221122211222222221122212122222222211222222222222112222222222", 1, 0, 2, 1, 0, 4, 5, 10, 14, 15, 8, 4),
    EIGHT(2, "2212120112222222221122222222221212222222121222222222221212222112", 0, 0, 1, 5, 7, 10, 14, 15, 8, 4),
    NINE(2, "011222112221122222222112222222121222222221222222221222122221222211222222222222212221222222222222"
            + "2222222212212222222122222222222222212212222122222222222222222222222222222", 1, 0, 2, 1, 0, 4, 3, 8, 11, 20, 31,
            38, 32, 14, 4),
    TEN(2, "222211222221122220221122222222222212122222222222212122222222222222222212222212222222222222222212"
            + "1222222212222221222222222222222221212122222222222222212122212221222222122", 0, 0, 0, 3, 8, 14, 17, 25, 31, 41,
            22, 8),
    ELEVEN(2, "028112222221212222222112222222222222225555525121525555222225522555225255525225522215522221255225"
            + "252222222522122222212222222222222212222222222242222224212222222222222222222222222222221222222222"
            + "222222222122222222222222222222222222211222222222222222222222222221221212221222221122221221211211"
            + "2", 0, 0, 0, 2, 6, 7, 16, 59, 55, 95, 43, 6);

    /** Differences of scale factors, of intensity positions and of noise energies. */
    static final HuffmanCode SCALE_FACTORS = new HuffmanCode(1, 0, 1, 3, 2, 4, 3, 5, 4, 6, 6, 6, 5, 8, 4, 7, 3, 7, 46);

    /** Longest prefix of an escape sequence; values go to 8191. */
    private static final int MAX_ESCAPE_PREFIX = 8;
    private static final AacCodebook[] VALUES = values();

    private final int dimension;
    private final @Nullable String extras;
    private final HuffmanCode code;

    /**
     * @param dimension spectral values that a code word stands for
     * @param extras    of each code word in ascending order: how many sign bits follow it, in the last codebook plus three times
     *                  the escape sequences; {@code null} where the code words hold the signs
     */
    AacCodebook(int dimension, @Nullable String extras, int... counts) {
        this.dimension = dimension;
        this.extras = extras;
        this.code = new HuffmanCode(counts);
    }

    /** @param number 1 to 11 */
    static AacCodebook of(int number) {
        return VALUES[number - 1];
    }

    HuffmanCode code() {
        return code;
    }

    /** As given to the constructor. */
    @Nullable
    String extras() {
        return extras;
    }

    /** Steps over this many spectral values. */
    void skip(BitReader in, int values) {
        for (int i = 0; i < values; i += dimension) {
            int word = code.read(in);
            if (extras != null) {
                int extra = extras.charAt(word) - '0';
                in.skip(this == ELEVEN ? extra % 3 : extra);
                for (int escapes = this == ELEVEN ? extra / 3 : 0; escapes > 0; escapes--) {
                    skipEscape(in);
                }
            }
        }
    }

    private static void skipEscape(BitReader in) {
        int prefix = 0;
        while (in.bit() == 1) {
            if (++prefix > MAX_ESCAPE_PREFIX) {
                throw new CodecException("access unit holds an escape sequence of more than 13 bits");
            }
        }
        in.skip(prefix + 4);
    }
}
