package io.dynpack.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Follows the bits of raw_data_block()s (ISO/IEC 14496-3, 4.4.2.1) from the first element to the last and notes whether they
 * carry spectral band replication and parametric stereo, which a configuration may keep silent about (implicit signalling). The
 * extension lies in a fill element behind the channels, so all that is in front of it has to be read. An access unit that does
 * not end just where its elements do is an error: what was found in it would be a guess.
 *
 * <p>
 * AAC-LC with 1024 samples a frame; coupling channels are not followed. One instance reads the access units of one track in
 * order.
 */
public final class AacRawDataBlocks {
    private static final int SINGLE = 0;
    private static final int PAIR = 1;
    private static final int LOW_FREQUENCY = 3;
    private static final int DATA_STREAM = 4;
    private static final int PROGRAM_CONFIG = 5;
    private static final int FILL = 6;
    private static final int END = 7;

    private static final int SBR_DATA = 13;
    private static final int SBR_DATA_CRC = 14;

    private final AacScaleFactorBands tables;
    private final int sampleRate;
    private @Nullable SbrElement element;
    private boolean sbr;
    private boolean ps;

    /**
     * @throws CodecException where access units of such a configuration cannot be followed
     */
    public AacRawDataBlocks(AudioSpecificConfig config) {
        if (config.objectType() != 2 || config.shortFrames()) {
            throw new CodecException("only AAC-LC with 1024 samples a frame can be looked into");
        }
        this.tables = AacScaleFactorBands.of(config.sampleRate());
        this.sampleRate = config.sampleRate();
    }

    /** Whether an access unit carried spectral band replication. */
    public boolean sbr() {
        return sbr;
    }

    /** Whether the band replication of a single channel carried parametric stereo. */
    public boolean ps() {
        return ps;
    }

    /**
     * Reads one access unit.
     *
     * @param unit all of it; its position stays
     * @throws CodecException when it is damaged, or of a kind that is not followed; nothing of it counts then
     */
    public void read(ByteBuffer unit) {
        BitReader in = new BitReader(unit, "access unit");
        boolean replication = false;
        boolean stereo = false;
        int channels = 0;
        int previous = END;
        for (int id = (int) in.bits(3); id != END; id = (int) in.bits(3)) {
            switch (id) {
                case SINGLE, LOW_FREQUENCY -> {
                    in.skip(4);
                    AacChannelStream.skip(in, tables, null);
                    channels++;
                }
                case PAIR -> {
                    pair(in);
                    channels += 2;
                }
                case DATA_STREAM -> dataStream(in);
                case PROGRAM_CONFIG -> AudioSpecificConfig.programConfigChannels(in);
                case FILL -> {
                    BitReader payload = fill(in);
                    int type = payload.remaining() < 8 ? 0 : (int) payload.bits(4);
                    if ((type == SBR_DATA || type == SBR_DATA_CRC) && (previous == SINGLE || previous == PAIR)) {
                        replication = true;
                        stereo |= previous == SINGLE && channels == 1 && parametricStereo(payload, type == SBR_DATA_CRC);
                    }
                }
                default -> throw new CodecException("access unit has a coupling channel, which is not followed");
            }
            if (id <= LOW_FREQUENCY) {
                previous = id;
            }
        }
        if (in.remaining() >= 8) {
            throw new CodecException("access unit goes on for " + in.remaining() / 8 + " bytes behind its end");
        }
        sbr |= replication;
        ps |= stereo;
    }

    private void pair(BitReader in) {
        in.skip(4);
        AacChannelStream.IcsInfo shared = null;
        if (in.bit() == 1) {
            shared = AacChannelStream.IcsInfo.read(in, tables);
            int mask = (int) in.bits(2);
            if (mask == 3) {
                throw new CodecException("access unit has a reserved mid/side mask");
            }
            if (mask == 1) {
                in.skip(shared.groups().length * shared.bands());
            }
        }
        AacChannelStream.skip(in, tables, shared);
        AacChannelStream.skip(in, tables, shared);
    }

    private static void dataStream(BitReader in) {
        in.skip(4);
        boolean aligned = in.bit() == 1;
        int count = (int) in.bits(8);
        if (count == 255) {
            count += (int) in.bits(8);
        }
        if (aligned) {
            in.skip(-in.position() & 7);
        }
        in.skip(8 * count);
    }

    private static BitReader fill(BitReader in) {
        int count = (int) in.bits(4);
        if (count == 15) {
            count += (int) in.bits(8) - 1;
        }
        return in.part(8 * count);
    }

    /** Nothing is known of the stereo of a band replication that cannot be followed. */
    private boolean parametricStereo(BitReader payload, boolean checked) {
        if (element == null) {
            element = new SbrElement(2 * sampleRate);
        }
        try {
            return element.readsParametricStereo(payload, checked);
        } catch (CodecException e) {
            return false;
        }
    }
}
