package io.dynpack.codec;

/**
 * The channels of AC-3 and E-AC-3 as a bit for each location or pair of locations (ETSI TS 102 366, E.1.3.1.8 and table I.1.1).
 *
 * @param bits 16 bits, {@code L} the most significant, the low-frequency channel the least significant
 */
public record DolbyChannelMap(int bits) {
    private static final int LEFT = 0x8000;
    private static final int CENTRE = 0x4000;
    private static final int RIGHT = 0x2000;
    private static final int LEFT_SURROUND = 0x1000;
    private static final int RIGHT_SURROUND = 0x0800;
    private static final int CENTRE_PAIR = 0x0400;
    private static final int REAR_PAIR = 0x0200;
    private static final int CENTRE_SURROUND = 0x0100;
    private static final int TOP_CENTRE_SURROUND = 0x0080;
    private static final int SURROUND_DIRECT_PAIR = 0x0040;
    private static final int WIDE_PAIR = 0x0020;
    private static final int HEIGHT_PAIR = 0x0010;
    private static final int CENTRE_HEIGHT = 0x0008;
    private static final int SIDE_HEIGHT_PAIR = 0x0004;
    private static final int SECOND_LOW_FREQUENCY = 0x0002;
    private static final int LOW_FREQUENCY = 0x0001;

    private static final int PAIRS = CENTRE_PAIR | REAR_PAIR | SURROUND_DIRECT_PAIR | WIDE_PAIR | HEIGHT_PAIR
            | SIDE_HEIGHT_PAIR;
    private static final int FRONT = LEFT | CENTRE | RIGHT;
    private static final int FIVE = FRONT | LEFT_SURROUND | RIGHT_SURROUND;

    /** By audio coding mode, 0 to 7; dual mono, 0, is two channels of which a listener chooses. */
    private static final int[] CODING_MODES = {LEFT | RIGHT, CENTRE, LEFT | RIGHT, FRONT, LEFT | RIGHT | CENTRE_SURROUND,
            FRONT | CENTRE_SURROUND, LEFT | RIGHT | LEFT_SURROUND | RIGHT_SURROUND, FIVE};

    /**
     * @param codingMode {@code acmod}, 0 to 7
     * @param lowFrequency {@code lfeon}
     */
    static DolbyChannelMap of(int codingMode, boolean lowFrequency) {
        return new DolbyChannelMap(CODING_MODES[codingMode] | (lowFrequency ? LOW_FREQUENCY : 0));
    }

    /**
     * With the channels of dependent substreams.
     *
     * @param locations {@code chan_loc} (ETSI TS 102 366, F.6.2.11), 9 bits, the pair beside the centre the least significant
     */
    DolbyChannelMap with(int locations) {
        int added = (locations & 0x100) != 0 ? SECOND_LOW_FREQUENCY : 0;
        for (int location = 0; location < 8; location++) {
            added |= (locations >> location & 1) * (CENTRE_PAIR >> location);
        }
        return new DolbyChannelMap(bits | added);
    }

    /** How many there are, low-frequency ones counted. */
    int count() {
        return Integer.bitCount(bits) + Integer.bitCount(bits & PAIRS);
    }

    /** ChannelConfiguration of ISO/IEC 23091-3 (ETSI TS 102 366, table I.1.1); 0 where it has no number for them. */
    int channelConfiguration() {
        return switch (bits) {
            case CENTRE -> 1;
            case LEFT | RIGHT -> 2;
            case FRONT -> 3;
            case FRONT | CENTRE_SURROUND -> 4;
            case FIVE -> 5;
            case FIVE | LOW_FREQUENCY -> 6;
            case FIVE | CENTRE_PAIR | LOW_FREQUENCY -> 7;
            case LEFT | RIGHT | CENTRE_SURROUND -> 9;
            case LEFT | RIGHT | LEFT_SURROUND | RIGHT_SURROUND -> 10;
            case FIVE | CENTRE_SURROUND | LOW_FREQUENCY -> 11;
            case FIVE | REAR_PAIR | LOW_FREQUENCY -> 12;
            case FIVE | HEIGHT_PAIR | LOW_FREQUENCY -> 14;
            case FIVE | HEIGHT_PAIR | SIDE_HEIGHT_PAIR | LOW_FREQUENCY -> 16;
            default -> 0;
        };
    }

    /**
     * {@code dwChannelMask} of WAVEFORMATEXTENSIBLE as far as it knows the locations. The surround pair is the back one, as
     * decoders of Smooth Streaming know 5.1, unless there is a rear pair too.
     */
    int waveChannelMask() {
        boolean rear = (bits & REAR_PAIR) != 0;
        return bit(LEFT, 0x1) | bit(RIGHT, 0x2) | bit(CENTRE, 0x4) | bit(LOW_FREQUENCY, 0x8)
                | bit(LEFT_SURROUND, rear ? 0x200 : 0x10) | bit(RIGHT_SURROUND, rear ? 0x400 : 0x20) | bit(REAR_PAIR, 0x30)
                | bit(CENTRE_PAIR, 0xc0) | bit(CENTRE_SURROUND, 0x100) | bit(TOP_CENTRE_SURROUND, 0x800)
                | bit(HEIGHT_PAIR, 0x5000) | bit(CENTRE_HEIGHT, 0x2000);
    }

    private int bit(int location, int mask) {
        return (bits & location) != 0 ? mask : 0;
    }

    /** {@code AudioChannelConfiguration} of DASH by Dolby's own scheme: four hexadecimal digits. */
    Descriptor descriptor() {
        return new Descriptor("tag:dolby.com,2014:dash:audio_channel_configuration:2011",
                String.format(java.util.Locale.ROOT, "%04X", bits));
    }
}
